"""« Écrire au groupe »: ready texts, to change, then to copy or to print. Nothing is sent from here."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerMessages"]


class TrainerMessages(TrainerPanel):
    """The messages of the course, filled with the cohort's data."""

    _esm = script(
        "dom",
        "announce",
        "pages",
        "ask_server",
        "cohort_news",
        "cohort_zone",
        "field",
        "print_alone",
        "copying",
        "trainer_messages",
    )
    _css = style("pages", "field", "trainer_messages")
