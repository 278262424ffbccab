"""« Lire et commenter »: what was deposited, read answer by answer, and commented beside it."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel

__all__ = ["TrainerReading", "reading_page"]

_READ_ONLY = (
    "<p>Cette partie s’ouvre avec le serveur de la cohorte\u00a0: lancez «\u00a0parcours-u animer\u00a0» pour lire et commenter ici, "
    "ou «\u00a0parcours-u commenter\u00a0» pour le faire dans nbgrader.</p>"
)


def reading_page(client: Client) -> None:
    """Show what was deposited; where there is no server, how to find it."""
    if client.read_only:
        display(HTML(_READ_ONLY))
    else:
        display(TrainerReading(client))


class TrainerReading(TrainerPanel):
    """The deposits of a module, one person's answers, and the comments on them."""

    _esm = script(
        "dom",
        "announce",
        "ask_server",
        "text_field",
        "pages",
        "trainer_comments",
        "trainer_starters",
        "trainer_comment_field",
        "trainer_deposits",
        "trainer_person",
        "trainer_commenters",
        "trainer_returns",
        "trainer_reading",
    )
    _css = style("base", "controls", "pages", "trainer_reading")
