"""What the server of a cohort adds: who is asking, the doors by which people come in, and what is said there."""
