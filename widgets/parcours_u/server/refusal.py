"""Saying no to a person: one French sentence, and nothing done."""

__all__ = ["Refusal"]


class Refusal(Exception):
    """What was asked could not be done. The message is shown as it is: what happened, what was kept, what to do."""
