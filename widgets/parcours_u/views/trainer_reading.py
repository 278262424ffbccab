"""« Lire et commenter »: what was deposited, read answer by answer, and commented beside it."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerReading"]


class TrainerReading(TrainerPanel):
    """The deposits of a module, one person's answers, and the comments on them."""

    _esm = script(
        "dom",
        "announce",
        "ask_server",
        "cohort_news",
        "send_file",
        "text_field",
        "pages",
        "trainer_comments",
        "trainer_starters",
        "trainer_comment_field",
        "trainer_collecting",
        "trainer_deposits",
        "trainer_person",
        "trainer_commenters",
        "trainer_returns",
        "trainer_delivery",
        "trainer_reading",
    )
    _css = style("base", "controls", "pages", "trainer_reading")
