"""What learners see and touch: the reflective widgets. Nothing is imported here, a page takes only what it shows."""
