"""Whether a learner's words stay where they are kept, from one visit to the next."""

from parcours_u.client import Client

__all__ = ["stays"]

_LASTING = frozenset({"local", "cohort"})


def stays(client: Client) -> bool:
    """Tell whether the next visit finds the journal again: elsewhere, one is reminded to take it away."""
    return client.host() in _LASTING
