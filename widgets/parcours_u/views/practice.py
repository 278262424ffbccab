"""A practice: something to do away from the keyboard, with a timer that only ever indicates."""

from dataclasses import asdict

import anywidget
import traitlets

from parcours_u.domain.course import Practice
from parcours_u.views.front_end import script, style

__all__ = ["PracticeTimer"]


class PracticeTimer(anywidget.AnyWidget):
    """The steps of a practice and their timer; nothing of it is saved, and the kernel is told nothing.

    Parameters
    ----------
    practice : Practice
        What to do, step by step.
    brief : bool
        Whether the page tells each step's words already: only those of the step under way are then told again.
    """

    _esm = script("dom", "announce", "timer", "practice")
    _css = style("base", "practice")

    practice = traitlets.Dict().tag(sync=True)
    brief = traitlets.Bool(False).tag(sync=True)

    def __init__(self, practice: Practice, *, brief: bool = False) -> None:
        steps = [asdict(step) for step in practice.steps]
        super().__init__(practice={**asdict(practice), "steps": steps}, brief=brief)
