"""The answers that one page shows: drawn from the journal, told of each other and of what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic

from parcours_u.client import Client
from parcours_u.domain.course import Exercise, Module
from parcours_u.domain.journal import Deposit, Entry
from parcours_u.domain.situation import STARTING_POINT
from parcours_u.views.answer import Answer
from parcours_u.views.told import SideBySide

__all__ = ["PageAnswers"]


# A cell that is run again later, in JupyterLab, asks anew.
_WHILE_A_PAGE_IS_DRAWN = 2.0


@dataclass(frozen=True, repr=False)
class _Read:
    entries: dict[str, Entry]
    deposits: list[Deposit]
    at: float


class PageAnswers:
    """The answers of one page, and the place that they are looked at from.

    An answer may be there twice: where the learner starts from is asked in one cell and shown in another. Both are
    drawn on the same entry, and each follows the other.
    """

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str], Answer] = {}
        self._place = ""
        self._parts: dict[str, _Read] = {}
        self._readers: dict[tuple[str, str], SideBySide] = {}
        self._reread_at: object = None

    def read(self, reader: SideBySide) -> SideBySide:
        """Keep up to date two answers that are read on this page."""
        self._readers[reader.prompts] = reader
        return reader

    def draw(self, client: Client, prompt_id: str, make: Callable[..., Answer]) -> Answer:
        """Draw an answer as the journal has it now.

        Parameters
        ----------
        client : Client
            Where it is read and saved.
        prompt_id : str
            The question.
        make : callable
            Makes the widget, from the prompt, its entry, the client and the deposits of its module.

        Raises
        ------
        parcours_u.client.Unavailable
            When the journal does not answer.
        """
        course = client.course
        part = course.part_of(prompt_id)
        entries, deposits = self._read(client, part)
        answer = make(course.prompt(prompt_id), entries.get(prompt_id, Entry(prompt_id)), client, deposits)
        # By the name of its class: each widget has a class of its own, which ipywidgets makes when it adds traits.
        self._shown[type(answer).__qualname__, prompt_id] = answer
        answer.watch(self._changed)
        answer.reread = partial(self._reread, client)
        self._place = _place(entries.get(STARTING_POINT, Entry(STARTING_POINT)).body)
        answer.look_from(self._place)
        return answer

    def show_again(self, client: Client, module_id: str) -> list[str]:
        """Show, on a module's answers, a deposit just made or comments just received.

        Returns
        -------
        list of str
            The prompts of the answers that were not commented so before.

        Raises
        ------
        parcours_u.client.Unavailable
            When the journal does not answer.
        """
        prompts = [prompt_id for _, prompt_id in self._shown]
        entries, deposits = client.entries(prompts), client.deposits(module_id)
        commented: dict[str, None] = {}
        for (_, prompt_id), answer in self._shown.items():
            entry, shown = entries.get(prompt_id, Entry(prompt_id)), answer.state.comments
            comments = entry.comments
            answer.hear(entry)
            if set(comments) - set(shown):
                commented[prompt_id] = None
            if comments != shown:
                answer.show_comments(comments)
            if answer.part.id == module_id:
                answer.show_deposits(deposits)
        return [*commented]

    def _read(self, client: Client, part: Module | Exercise) -> tuple[dict[str, Entry], list[Deposit]]:
        """Return the answers of a part and its deposits, asked for once while a page draws them one after the other."""
        read = self._parts.get(part.id)
        if read is None or monotonic() - read.at > _WHILE_A_PAGE_IS_DRAWN:
            known = {prompt.id for prompt in client.course.prompts()}
            asked = ({prompt.id for prompt in part.prompts} | {STARTING_POINT}) & known
            deposits = client.deposits(part.id) if isinstance(part, Module) else []
            read = self._parts[part.id] = _Read(client.entries(sorted(asked)), deposits, monotonic())
        return read.entries, read.deposits

    def _reread(self, client: Client, at: object) -> None:
        """Show what the journal has now of each answer of the page; asked again ``at`` one moment, it was just read."""
        if at is not None and at == self._reread_at:
            return
        entries = client.entries([prompt_id for _, prompt_id in self._shown])
        for (_, prompt_id), answer in self._shown.items():
            answer.hear(entries.get(prompt_id, Entry(prompt_id)))
        self._reread_at = at

    def _changed(self, saved: Answer) -> None:
        self._parts.clear()
        prompt_id = saved.state.prompt.id
        for prompts, reader in self._readers.items():
            if prompt_id in prompts:
                reader.refresh()
        for (_, other_id), other in self._shown.items():
            if other is saved or other_id != prompt_id:
                continue
            other.show_readers(saved.state.audience)
            if saved.state.status.state in {"saved", "new"} and other.state.revision != saved.state.revision:
                other.follow()
        if prompt_id == STARTING_POINT and (place := _place(saved.state.body)) != self._place:
            self._place = place
            for answer in self._shown.values():
                answer.look_from(place)


def _place(body: dict[str, str] | None) -> str:
    return body.get("choice", "") if body else ""
