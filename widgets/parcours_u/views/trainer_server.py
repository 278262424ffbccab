"""« Le serveur »: is all well, a backup now, and whose hours are told; for whoever has the whole cohort in charge."""

from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerServer"]


class TrainerServer(TrainerPanel):
    """What the server's machine is looked over for, in plain words; and its backups, which never leave it by this page; the cohort's hours."""

    _esm = script(
        "dom",
        "announce",
        "ask_server",
        "cohort_news",
        "cohort_zone",
        "sure",
        "shared_card",
        "team_panel",
        "trainer_zone",
        "trainer_server",
    )
    _css = style("base", "controls", "circle", "team_panel")
