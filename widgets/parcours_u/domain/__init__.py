"""What the course speaks of, in plain frozen dataclasses: no I/O, standard library only."""
