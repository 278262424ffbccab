"""« Aujourd’hui »: the day that the cohort lives, slot by slot, and the rest of it when it runs late."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerToday"]


class TrainerToday(TrainerPanel):
    """The cohort's programme at this moment, on the cohort's clock; the page's first part opens its parts."""

    _esm = script(
        "dom",
        "announce",
        "pages",
        "ask_server",
        "cohort_news",
        "cohort_zone",
        "field",
        "day_clock",
        "programme_slot",
        "page_parts",
        "trainer_today",
    )
    _css = style("pages", "field", "trainer_today")
