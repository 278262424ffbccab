"""« Écrire au groupe »: ready texts, to change, then to copy or to print. Nothing is sent from here."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel
from parcours_u.views.trainer_space import READ_ONLY

__all__ = ["TrainerMessages", "messages_page"]


def messages_page(client: Client) -> None:
    """Show the messages to the group; where there is no server, how to find it."""
    display(HTML(READ_ONLY) if client.read_only else TrainerMessages(client))


class TrainerMessages(TrainerPanel):
    """The messages of the course, filled with the cohort's data."""

    _esm = script("dom", "announce", "pages", "ask_server", "field", "print_alone", "copying", "trainer_messages")
    _css = style("pages", "field", "trainer_messages")
