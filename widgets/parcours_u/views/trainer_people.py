"""The trainer's panel of people."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerPeople"]


class TrainerPeople(TrainerPanel):
    """Who is in the cohort: adding, inviting, roles, departures, lists and visits."""

    _esm = script(
        "dom",
        "announce",
        "ask_server",
        "cohort_news",
        "send_file",
        "sure",
        "shared_card",
        "team_panel",
        "invitation",
        "people_forms",
        "trainer_people",
    )
    _css = style("base", "controls", "circle", "team_panel")
