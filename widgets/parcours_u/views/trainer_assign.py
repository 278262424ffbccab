"""« Attribuer un module »: to everybody, to some circles, core groups or profiles, with a date in the time of the cohort."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerAssign"]


class TrainerAssign(TrainerPanel):
    """A form that says in words what it will do, and the list of what is assigned."""

    _esm = script(
        "dom",
        "announce",
        "pages",
        "ask_server",
        "cohort_news",
        "cohort_zone",
        "field",
        "day_clock",
        "enumerated",
        "assigned_words",
        "trainer_assign",
    )
    _css = style("pages", "field", "trainer_assign")
