"""``parcours-u verifier``: what a person who reads closely would mark in the course's sources, one small file a rule."""
