"""Releasing modules, depositing answers, collecting, commenting and returning: the only place that imports nbgrader.

Nothing here imports nbgrader when it is itself imported, except the modules that say so: a learner's server may use
``codes``, ``exchange`` and ``returns`` at no cost, and calls ``deposit`` and ``fetch_feedback`` in processes of their own.
"""
