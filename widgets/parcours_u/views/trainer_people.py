"""The trainer's panel of people."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel
from parcours_u.views.trainer_space import READ_ONLY

__all__ = ["TrainerPeople", "trainer_people_page"]


def trainer_people_page(client: Client) -> None:
    """Show who is in the cohort; where there is no server, how to find them."""
    display(HTML(READ_ONLY) if client.read_only else TrainerPeople(client))


class TrainerPeople(TrainerPanel):
    """Who is in the cohort: adding, inviting, roles, departures, lists and visits."""

    _esm = script(
        "dom", "announce", "ask_server", "shared_card", "team_panel", "invitation", "people_forms", "trainer_people"
    )
    _css = style("base", "controls", "circle", "team_panel")
