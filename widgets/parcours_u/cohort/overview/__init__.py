"""What a trainer sees of a whole cohort: each view as data, as a table of text, and drawn."""
