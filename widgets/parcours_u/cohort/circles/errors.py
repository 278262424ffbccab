"""Saying no to a trainer about circles, in one French sentence."""

__all__ = ["CirclesRefused"]


class CirclesRefused(Exception):
    """What was asked of circles can't be done; the message is for the trainer, and nothing was changed."""
