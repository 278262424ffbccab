"""The course's sources, read strictly, and the notebooks that are derived from them."""
