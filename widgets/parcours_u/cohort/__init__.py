"""A group of learners as those who accompany it may see it: what was deposited and commented, never what was not shared."""
