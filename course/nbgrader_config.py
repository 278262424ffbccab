"""nbgrader's configuration for whoever opens this course in JupyterLab (Binder, a hub); the rest is in the package.

A trainer's folder has its own, written by `parcours-u module …`: nothing of a cohort is ever kept here.
"""

from parcours_u.grading.config import configure_learner

configure_learner(get_config())  # noqa: F821 - nbgrader gives it
