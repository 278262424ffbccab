"""What every panel of the trainer's space shares: drawn by the browser, which asks the server itself."""

import anywidget
import traitlets

from parcours_u.client import Client

__all__ = ["TrainerPanel"]


class TrainerPanel(anywidget.AnyWidget):
    """A panel of the trainer's space, drawn by the browser alone: what people wrote goes through no kernel."""

    base = traitlets.Unicode("/").tag(sync=True)

    def __init__(self, client: Client) -> None:
        super().__init__(base=client.base_url)
