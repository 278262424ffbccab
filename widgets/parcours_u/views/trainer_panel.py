"""What the panels of the trainer's space share."""

import anywidget
import traitlets
from IPython.display import HTML, display

from parcours_u.client import Client

__all__ = ["TrainerPanel", "trainer_panel"]

_READ_ONLY = "<p>Cet espace s’ouvre avec le serveur de la cohorte\u00a0: lancez «\u00a0parcours-u animer\u00a0».</p>"


class TrainerPanel(anywidget.AnyWidget):
    """A panel of the trainer's space, drawn by the browser alone: what people wrote goes through no kernel."""

    base = traitlets.Unicode("/").tag(sync=True)

    def __init__(self, client: Client) -> None:
        super().__init__(base=client.base_url)


def trainer_panel(panel: type[TrainerPanel], client: Client) -> None:
    """Show a panel; where there is no server, how to find it."""
    display(HTML(_READ_ONLY) if client.read_only else panel(client))
