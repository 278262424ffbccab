"""« Attribuer un module »: to everybody, to some circles, to some profiles, with a date in the time of whoever assigns."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel
from parcours_u.views.trainer_space import READ_ONLY

__all__ = ["TrainerAssign", "assign_page"]


def assign_page(client: Client) -> None:
    """Show what assigns a module; where there is no server, how to find it."""
    display(HTML(READ_ONLY) if client.read_only else TrainerAssign(client))


class TrainerAssign(TrainerPanel):
    """A form that says in words what it will do, and the list of what is assigned."""

    _esm = script("dom", "announce", "pages", "ask_server", "field", "day_clock", "assigned_words", "trainer_assign")
    _css = style("pages", "field", "trainer_assign")
