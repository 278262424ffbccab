"""The one template that the course's pages are made with, and what all the pages of a server share with it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voila.configuration import VoilaConfiguration

from parcours_u.paths import content_root
from parcours_u.server.page_stream import PageRoom

__all__ = ["TEMPLATE", "page_room", "use_own_template", "voila_configuration"]

TEMPLATE = "parcours_u"

_SHARE = Path(__file__).parent / "share"


def use_own_template() -> None:
    """Let Jupyter's search path find the ``parcours_u`` template of this very installation first."""
    share = str(_SHARE)
    paths = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if share not in paths:
        os.environ["JUPYTER_PATH"] = os.pathsep.join([share, *filter(None, paths)])


def voila_configuration(parent: Any) -> VoilaConfiguration:
    """Return Voilà's settings for the course: our template, which no page and no address may change."""
    return VoilaConfiguration(
        parent=parent,
        template=TEMPLATE,
        allow_template_override="NO",
        allow_theme_override="NO",
        theme="light",
        strip_sources=True,
        show_tracebacks=False,
        preheat_kernel=False,
        file_allowlist=[],
    )


def page_room(base_url: str, config: Any, frame: Mapping[str, str] | None = None) -> PageRoom:
    """Return what the course's pages share; ``frame`` is what theirs tells besides the course."""
    use_own_template()
    return PageRoom.furnish(content_root(), _SHARE, TEMPLATE, base_url, config, frame)
