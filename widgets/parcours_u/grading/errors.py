"""Saying no to a trainer or a learner: one French sentence, and nothing done by halves."""

__all__ = ["GradingError"]


class GradingError(Exception):
    """What was asked could not be done. The message is shown as it is, and never quotes an answer."""
