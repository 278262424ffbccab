"""The trainer's panel of circles, pairs and core groups."""

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.trainer_panel import TrainerPanel
from parcours_u.views.trainer_space import READ_ONLY

__all__ = ["TrainerGroups", "trainer_groups_page"]


def trainer_groups_page(client: Client) -> None:
    """Show the groups; where there is no server, how to find them."""
    display(HTML(READ_ONLY) if client.read_only else TrainerGroups(client))


class TrainerGroups(TrainerPanel):
    """Today's groups, each placement explained; what they could be, and what it would cost."""

    _esm = script(
        "dom", "announce", "ask_server", "shared_card", "team_panel", "group_forms", "circle_desk", "trainer_groups"
    )
    _css = style("base", "controls", "circle", "team_panel")
