"""« Aujourd’hui »: the day that the cohort lives, slot by slot, and the rest of it when it runs late."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel
from parcours_u.views.trainer_space import READ_ONLY

__all__ = ["TrainerToday", "today_page"]


def today_page(client: Client) -> None:
    """Show the cohort's day; where there is no server, how to find it."""
    display(HTML(READ_ONLY) if client.read_only else TrainerToday(client))


class TrainerToday(TrainerPanel):
    """The cohort's programme at this moment, on the clock of the device that shows it."""

    _esm = script("dom", "announce", "pages", "ask_server", "field", "day_clock", "programme_slot", "trainer_today")
    _css = style("pages", "field", "trainer_today")
