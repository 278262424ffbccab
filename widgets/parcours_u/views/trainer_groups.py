"""The trainer's panel of circles, pairs and core groups."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerGroups"]


class TrainerGroups(TrainerPanel):
    """Today's groups, each placement explained; what they could be, and what it would cost."""

    _esm = script(
        "dom",
        "announce",
        "ask_server",
        "cohort_news",
        "enumerated",
        "sure",
        "shared_card",
        "team_panel",
        "group_forms",
        "circle_desk",
        "trainer_groups",
    )
    _css = style("base", "controls", "circle", "team_panel")
