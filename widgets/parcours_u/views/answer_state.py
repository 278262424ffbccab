"""What one answer is, apart from how it is drawn: its text, whether it is saved, and who it is for.

No widget and no browser here. The text arrives as *drafts*; each says which view of the page wrote it, its rank there,
and the saved version that it was made from. That version is what the journal compares: two pages on one answer are
told about each other whatever kernel they share.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from parcours_u.client import Client, Unavailable
from parcours_u.domain.answers import MAX_BYTES, AnswerError, Body, check_body, empty_body
from parcours_u.domain.audience import Audience, includes_trainer, parse_audience
from parcours_u.domain.course import Prompt
from parcours_u.domain.journal import Comment, Conflict, Deposit, Entry, ReadersChanged, Revision, Saved
from parcours_u.views.drafts import NOT_STORABLE, Draft, NotDone, Status
from parcours_u.views.versions import version_lines, version_text

__all__ = ["AnswerState"]

_TOO_LONG = (
    "Ce texte est trop long pour être enregistré d’un seul tenant\u00a0: il reste sur cette page, "
    "gardez-en une copie et partagez-le entre plusieurs réponses."
)
_NO_SUCH_VERSION = "Cette version n’est plus dans l’historique\u00a0: votre texte n’a pas changé, rouvrez la liste."
_OLD_SHAPE = (
    "Cette version a été écrite pour une autre forme de la question\u00a0: elle reste lisible ici, "
    "recopiez-en ce que vous voulez garder."
)
_ERASED = (
    "Ce que montre cette page a été effacé ailleurs, avec votre carnet\u00a0: rien n’a changé ici, choisissez d’abord ce que devient "
    "votre texte, ou rechargez la page."
)
_NOT_OFFERED = "Ce choix de lecteurs n’est pas proposé ici\u00a0: votre choix précédent est gardé."


class AnswerState:
    """One answer of one learner, while a page shows it.

    Parameters
    ----------
    prompt : Prompt
        The question.
    entry : Entry or None
        What was written so far.
    client : Client
        Where it is saved.
    deposits : sequence of Deposit
        The deposits of the prompt's module, newest first.
    """

    def __init__(self, prompt: Prompt, entry: Entry | None, client: Client, deposits: Sequence[Deposit] = ()) -> None:
        entry = entry or Entry(prompt.id)
        self.prompt = prompt
        self.body: Body = empty_body(prompt) if entry.body is None else entry.body
        self.revision = entry.revision
        self.saved_at = entry.saved_at
        self.audience = entry.audience
        self.comments: tuple[Comment, ...] = entry.comments
        self.deposits = tuple(deposits)
        self._client = client
        self._unanswered: list[Body] = []
        self._made_from: dict[str, dict[int, int]] = {}
        state = "read_only" if client.read_only else ("saved" if entry.body is not None else "new")
        self.status = Status(state=state, at=entry.saved_at, revision=entry.revision)

    def receive(self, draft: Draft) -> None:
        """Take a draft in and save it; :attr:`status` says what became of it. The text is never dropped."""
        if self._client.read_only:
            self._tell(draft, "read_only", revision=draft.base)
            return
        if self._is_settled(draft):
            self._tell(replace(draft, seq=self.status.seq), **self._outcome_again())
            return
        try:
            body = check_body(self.prompt, draft.body)
        except AnswerError:
            self._tell_unsaved(draft, _refusal(draft.body))
            return
        self.body = body
        self._save(draft, body)

    def take_current(self, draft: Draft) -> None:
        """Put the journal's current version in the place of the page's; what was typed stays in the history.

        Raises
        ------
        Unavailable
            When the journal cannot be read; nothing changed.
        """
        entry = self._client.entries([self.prompt.id]).get(self.prompt.id) or Entry(self.prompt.id)
        self.body = empty_body(self.prompt) if entry.body is None else entry.body
        self.revision, self.saved_at = entry.revision, entry.saved_at
        self.hear_readers(entry.audience)
        state = "saved" if entry.body is not None else "new"
        self._tell(draft, state, at=entry.saved_at, revision=entry.revision)

    def restore(self, draft: Draft, number: int) -> None:
        """Make an earlier version the current one again; the present one stays in the history.

        Raises
        ------
        NotDone, Unavailable
            When there is no such version, when it no longer fits the question, when it cannot be saved, or when the present
            one is no longer in the history: it would be lost.
        """
        body = self._version(number).body
        try:
            check_body(self.prompt, body)
        except AnswerError:
            raise NotDone(_OLD_SHAPE) from None
        outcome = self._write(body, self._base(draft))
        if isinstance(outcome, Conflict) and outcome.erased:
            raise NotDone(_ERASED)
        self._settle(draft, body, outcome)

    def choose_audience(self, values: object, offered: Sequence[Audience], known: object = None) -> list[str]:
        """Choose who the answer is for; return when it had already left with deposits that now exclude them.

        Parameters
        ----------
        values, known : object
            The readers chosen, and those that the page showed before; None where it does not say.
        offered : sequence of Audience
            What may be chosen here.

        Raises
        ------
        NotDone, Unavailable
            When the choice is not offered, or could not be recorded: the former one stands.
        ReadersChanged
            When others than those shown were chosen elsewhere meanwhile: they stand, and are known here from now on.
        """
        audience = _audience(values)
        if audience is None or audience not in offered:
            raise NotDone(_NOT_OFFERED)
        try:
            left = self._client.set_audience(self.prompt.id, audience, _audience(known))
        except ReadersChanged as changed:
            self.hear_readers(changed.audience)
            raise
        self.hear_readers(audience)
        return [deposit.at for deposit in left]

    def hear_readers(self, audience: Audience) -> None:
        """Learn who the answer is for, which another page may have chosen."""
        self.audience = audience
        self.deposits = tuple(self._marked(deposit) for deposit in self.deposits)

    def versions(self) -> list[dict[str, Any]]:
        """Return the kept versions, newest first, each with its beginning."""
        return version_lines(self.prompt, self._client.history(self.prompt.id))

    def version(self, number: int, words: object = None) -> str:
        """Return the whole text of one version, or of words that are in none: those that a browser kept.

        Raises
        ------
        NotDone, Unavailable
            When there is no such version, or when the journal cannot be read.
        """
        return version_text(self.prompt, words if isinstance(words, dict) else self._version(number).body)

    def deposited(self) -> dict[str, Any]:
        """Return the last deposit that carried this answer, and whether it was changed or withdrawn since."""
        last = next((deposit for deposit in self.deposits if self.prompt.id in deposit.prompts), None)
        if last is None:
            return {}
        return {
            "at": last.at,
            "way": last.way,
            "stale": self.saved_at > last.at,
            "withdrawn": self.prompt.id in last.withdrawn,
        }

    def told(self) -> dict[str, Any]:
        """Return :attr:`status` as the page reads it."""
        return asdict(self.status)

    def _marked(self, deposit: Deposit) -> Deposit:
        """Return a deposit with this answer's removal asked for, or no longer, as its audience now says."""
        if self.prompt.id not in deposit.prompts:
            return deposit
        withdrawn = {*deposit.withdrawn} - {self.prompt.id}
        if not includes_trainer(self.audience):
            withdrawn.add(self.prompt.id)
        return replace(deposit, withdrawn=tuple(sorted(withdrawn)))

    def _version(self, number: int) -> Revision:
        for revision in self._client.history(self.prompt.id):
            if revision.number == number:
                return revision
        raise NotDone(_NO_SUCH_VERSION)

    def _own_texts(self, draft: Draft) -> Iterator[Body]:
        for text in draft.before:
            try:
                yield check_body(self.prompt, text)
            except AnswerError:
                continue  # never saved, then

    def _save(self, draft: Draft, body: Body) -> None:
        try:
            outcome = self._write(body, self._base(draft), [*self._unanswered, *self._own_texts(draft)])
        except Unavailable as error:
            if body not in self._unanswered:
                self._unanswered.append(body)
            self._tell_unsaved(draft, str(error))
            return
        self._unanswered.clear()
        self._settle(draft, body, outcome)

    def _write(self, body: Body, base: int, unheard: Sequence[Body] = ()) -> Saved | Conflict:
        """Save a text; ``unheard`` are those that this page may have saved before, without any news of it."""
        if unheard:
            entry = self._client.entries([self.prompt.id]).get(self.prompt.id)
            if entry is not None and entry.body in unheard:
                base = entry.revision
        outcome = self._client.save(self.prompt.id, body, base)
        if isinstance(outcome, Conflict) and outcome.current.body in (body, *unheard):
            # The other version is ours: it was being written while we asked.
            return self._client.save(self.prompt.id, body, outcome.current.number)
        return outcome

    def _base(self, draft: Draft) -> int:
        """Return the version that a draft really goes on from.

        Drafts leave without waiting for the answer to the one before: a view that has not heard yet of the version made
        from its base goes on from that version, it is in no conflict with itself.
        """
        made = self._made_from.setdefault(draft.view, {})
        if draft.base not in made:
            made.clear()
        base = draft.base
        while base in made:
            base = made[base]
        return base

    def _settle(self, draft: Draft, body: Body, outcome: Saved | Conflict) -> None:
        made = self._made_from[draft.view]
        if outcome.revision != (base := self._base(draft)):
            made[base] = outcome.revision
            made.pop(outcome.revision, None)  # numbers begin again once a journal was erased: no going round
        self.body, self.revision = body, outcome.revision
        self.hear_readers(outcome.audience)
        if isinstance(outcome, Saved):
            self.saved_at = outcome.saved_at
            self._tell(draft, "saved", at=outcome.saved_at, revision=outcome.revision)
        else:
            other = {"revision": outcome.current.number, "at": outcome.current.saved_at}
            state = "erased" if outcome.erased else "conflict"
            self._tell(draft, state, at=outcome.saved_at, revision=outcome.revision, other=other)

    def _is_settled(self, draft: Draft) -> bool:
        """Tell whether this draft, or a later one of its view, was saved: sent again, an older text never follows a newer."""
        heard = draft.view == self.status.view and draft.seq <= self.status.seq
        return heard and self.status.state in {"saved", "conflict"}

    def _outcome_again(self) -> dict[str, Any]:
        return {name: getattr(self.status, name) for name in ("state", "at", "revision", "other")}

    def _tell_unsaved(self, draft: Draft, why: str) -> None:
        self._tell(draft, "unsaved", revision=draft.base, message=f"Pas encore enregistré. {why}")

    def _tell(self, draft: Draft, state: str, **details: Any) -> None:
        self.status = Status(serial=self.status.serial + 1, view=draft.view, seq=draft.seq, state=state, **details)


def _audience(values: object) -> Audience | None:
    try:
        return parse_audience(values) if isinstance(values, list) else None
    except ValueError:
        return None


def _refusal(body: object) -> str:
    try:
        size = len(json.dumps(body, ensure_ascii=False).encode())
    except (TypeError, ValueError):
        return NOT_STORABLE
    return _TOO_LONG if size > MAX_BYTES else NOT_STORABLE
