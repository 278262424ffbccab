"""What every panel of the trainer's space shares: drawn by the browser, which asks the server itself."""

from collections.abc import Callable

import anywidget
import traitlets
from IPython.display import HTML, display

from parcours_u.client import Client

__all__ = ["TrainerPanel", "show_panel"]

_ALONE = "<p>Cet espace s’ouvre avec le serveur de la cohorte\u00a0: lancez «\u00a0parcours-u animer\u00a0» pour le voir ici.</p>"


class TrainerPanel(anywidget.AnyWidget):
    """A panel of the trainer's space, drawn by the browser alone: what people wrote goes through no kernel."""

    base = traitlets.Unicode("/").tag(sync=True)

    def __init__(self, client: Client) -> None:
        super().__init__(base=client.base_url)


def show_panel(client: Client, panel: Callable[[Client], object]) -> None:
    """Show a panel of the trainer's space; where there is no server, how to find it."""
    display(HTML(_ALONE) if client.read_only else panel(client))
