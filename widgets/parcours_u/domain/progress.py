"""How far a learner is: counts and states, never a word of what was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from parcours_u.domain.answers import is_empty
from parcours_u.domain.course import Course
from parcours_u.domain.journal import Deposit, Entry

__all__ = ["ModuleProgress", "State", "next_module", "progress"]


class State(StrEnum):
    """Where a module stands, from the learner's side."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    DEPOSITED = "deposited"
    COMMENTED = "commented"


@dataclass(frozen=True)
class ModuleProgress:
    """The state of one module; ``begun`` of its ``total`` prompts hold something.

    ``due`` is when it is expected, ISO 8601 with the offset of where hours are told, empty where no date was given.
    """

    module: str
    title: str
    state: State
    begun: int
    total: int
    due: str = ""

    @property
    def expected(self) -> bool:
        """Whether a date was given, and nothing was deposited yet."""
        return bool(self.due) and self.state in {State.NOT_BEGUN, State.BEGUN}

    @property
    def label(self) -> str:
        """The state in French."""
        count = f"{self.begun} sur {self.total}"
        return {
            State.NOT_BEGUN: "pas encore commencé",
            State.BEGUN: f"commencé, {count}",
            State.DEPOSITED: f"déposé, {count}",
            State.COMMENTED: f"commenté, {count}",
        }[self.state]


def progress(course: Course, entries: Mapping[str, Entry], deposits: Iterable[Deposit]) -> list[ModuleProgress]:
    """Return the state of each module, in the order of the course.

    A comment on any answer makes a module commented; a deposit makes it deposited; one answer makes it begun.
    """
    deposited = {deposit.module for deposit in deposits}
    states = []
    for module in course.modules:
        written = [entries[prompt.id] for prompt in module.prompts if prompt.id in entries]
        begun = sum(1 for entry in written if entry.body is not None and not is_empty(entry.body))
        if any(entry.comments for entry in written):
            state = State.COMMENTED
        elif module.id in deposited:
            state = State.DEPOSITED
        else:
            state = State.BEGUN if begun else State.NOT_BEGUN
        states.append(ModuleProgress(module.id, module.title, state, begun, len(module.prompts)))
    return states


def next_module(states: Iterable[ModuleProgress]) -> ModuleProgress | None:
    """Return the first module in which something is left to write, None when all are complete."""
    return next((state for state in states if state.begun < state.total), None)
