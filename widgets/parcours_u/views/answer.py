"""The frame that every kind of answer shares, kernel side: it carries messages, :mod:`.answer_state` decides.

Why anywidget rather than stock ipywidgets: see :mod:`.front_end`.

Nothing of a learner's is in a synced trait, not even a time: JupyterLab may save the state of widgets in the notebook,
and a notebook may be submitted. The page asks for the answer once it is drawn. What it may ask, each a custom message
with an ``id``, answered under the same one, or by a ``failure`` (``message``: a French sentence; ``unanswered``: it may be done):

==============  ==========================================  =========================================================
``open``                                                    all there is to show, see :meth:`Answer.opened`
``draft``       ``view``, ``seq``, ``base``, ``value``,     no answer, but to every view a ``status``, readers included
                ``before`` (see :class:`.drafts.Draft`)
``history``                                                 ``versions``
``reread``      ``revision``, or words as ``value``         ``text``
``restore``     ``view``, ``seq``, ``base``, ``revision``   as ``open``
``take_other``  ``view``, ``seq``, ``base``                 as ``open``
``audience``    ``value``, ``known`` (what was shown)       ``left`` (when it had), ``elsewhere`` (why not), and as ``open``
``readers``     ``at`` (see :attr:`Answer.reread`)          as ``open``, the readers as they were chosen on any page
==============  ==========================================  =========================================================

To keep one's own text in a conflict is no request of its own: it is a draft made from the other version.

A browser can write any synced trait. The kernel reads none of them: what it knows is in its state.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import anywidget
import traitlets

from parcours_u.client import Client, Unanswered, Unavailable
from parcours_u.domain.answers import DISTANCE, INFLUENCE, default_fields
from parcours_u.domain.audience import NOBODY, Audience, Reader, audience_label
from parcours_u.domain.course import Exercise, Kind, Module, Prompt
from parcours_u.domain.french_words import listed
from parcours_u.domain.journal import Comment, Deposit, Entry, ReadersChanged
from parcours_u.views.answer_state import AnswerState
from parcours_u.views.drafts import Draft, NotDone

__all__ = ["Answer"]

_FOR_NOBODY = "Personne d’autre que vous ne lit cette réponse."
_FOR_TRAINER = "Elle partira quand vous déposerez ce module, pas avant."
_THEN_TRAINER = "Votre formateur ou votre formatrice la lira quand vous déposerez ce module, pas avant."
# What a deposit that holds this answer makes of these two, by the way it left; ``stale`` once the answer was changed since.
_AFTER_DEPOSIT = {
    "exchange": "Votre formateur ou votre formatrice l’a reçue.",
    "zip": "Votre formateur ou votre formatrice la lira quand vous lui enverrez le fichier de votre dépôt.",
    "stale": "Cette version partira au prochain dépôt.",
}
_IN_CLEAR = "Pendant ce temps, elle n’est pas chiffrée sur le serveur."
_NOW = {
    Reader.PAIR: "votre binôme",
    Reader.CIRCLE: "votre cercle",
    Reader.CORE_GROUP: "votre noyau, avec qui l’accompagne,",
    Reader.COHORT: "tout le groupe, avec qui l’anime,",
}


class Answer(anywidget.AnyWidget):
    """One prompt, with the learner's answer in it. Each kind is a subclass that names its scripts.

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
    elsewhere : bool
        Whether it is shown on another page than its own module's: it then says where it was begun.
    """

    prompt = traitlets.Dict().tag(sync=True)
    read_only = traitlets.Bool(False).tag(sync=True)
    origin = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        prompt: Prompt,
        entry: Entry | None,
        client: Client,
        deposits: Sequence[Deposit] = (),
        *,
        elsewhere: bool = False,
    ) -> None:
        self.state = AnswerState(prompt, entry, client, deposits)
        self.part = client.course.part_of(prompt.id)
        self._offered = _offered(self.part, client)
        empty = Entry(prompt.id)
        self.reread: Callable[[object], None] = lambda _: self.hear(client.entries([prompt.id]).get(prompt.id, empty))
        """Read again who the answer is for; what the answers of a page ask ``at`` one moment need be read once."""
        self._watchers: list[Callable[[Answer], None]] = []
        self._example = ""
        origin = {}
        if elsewhere:
            origin = {"title": self.part.title, "href": f"{client.page_url(self.part.id)}#invite-{prompt.id}"}
        super().__init__(prompt=_prompt_as_read(prompt), read_only=client.read_only, origin=origin)
        self.on_msg(self._on_message)

    def opened(self) -> dict[str, Any]:
        """Return all there is to show: the text as it stands, saved or not, and what surrounds it."""
        return {
            "revision": self.state.revision,
            "body": self.state.body,
            "audiences": _choices(self._offered, self.state.audience, self.origin.get("title", "")),
            "readers": _readers(self._offered, self.state.audience),
            "example": self._example,
            "comments": [_comment_as_read(comment) for comment in self.state.comments],
            **self._standing(),
        }

    def watch(self, watcher: Callable[["Answer"], None]) -> None:
        """Call ``watcher`` with this answer once another version of it is saved from this page, or its readers changed."""
        self._watchers.append(watcher)

    def follow(self) -> None:
        """Show the version that the journal has now, changed from elsewhere, unless something here has not left yet."""
        self.send({"type": "moved"})

    def look_from(self, place: str) -> None:
        """Show the example that the prompt's module gives from a place; none where there is no place or no example."""
        situation = self.part.situation if isinstance(self.part, Module) else None
        view = situation.views.get(place) if situation else None
        example = view.examples.get(self.state.prompt.id, "") if view else ""
        if example != self._example:
            self._example = example
            self.send({"type": "example", "text": example})

    def show_comments(self, comments: Sequence[Comment]) -> None:
        """Show the comments received meanwhile."""
        self.state.comments = tuple(comments)
        self.send({"type": "comments", "comments": [_comment_as_read(comment) for comment in comments]})

    def show_readers(self, audience: Audience) -> None:
        """Show who the answer is for now, where that was changed from elsewhere."""
        if audience != self.state.audience:
            self.state.hear_readers(audience)
            self.send({"type": "readers", **self._who_reads()})

    def hear(self, entry: Entry) -> None:
        """Show who the answer is for now and, where the journal was erased, that there is no word of it any more."""
        self.show_readers(entry.audience)
        if self.state.revision and not entry.revision:
            self.follow()

    def show_deposits(self, deposits: Sequence[Deposit]) -> None:
        """Show a deposit made meanwhile; ``deposits`` are those of the module, newest first."""
        self.state.deposits = tuple(deposits)
        self.send({"type": "status", **self._standing()})

    def _on_message(self, _: object, content: dict[str, Any], __: object) -> None:
        asked: Callable[[dict[str, Any]], dict[str, Any]] | None = {
            "open": self._on_open,
            "draft": self._on_draft,
            "history": self._on_history,
            "reread": self._on_reread,
            "restore": self._on_restore,
            "take_other": self._on_take_other,
            "audience": self._on_audience,
            "readers": self._on_readers,
        }.get(content.get("type", ""))
        if asked is None:
            return
        revision, audience = self.state.revision, self.state.audience
        try:
            answer = asked(content)
        except (NotDone, Unavailable) as error:
            answer = {"type": "failure", "message": str(error), "unanswered": isinstance(error, Unanswered)}
        if "id" in content:
            self.send({"type": content["type"], **answer, "id": content["id"]})
        moved = self.state.revision != revision and self.state.status.state in {"saved", "new"}
        if moved or self.state.audience != audience:
            for watcher in self._watchers:
                watcher(self)

    def _on_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return self.opened()

    def _on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        self.state.receive(Draft.from_message(content))
        self.send({"type": "status", **self._standing()})
        return {}

    def _on_history(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"versions": self.state.versions()}

    def _on_reread(self, content: dict[str, Any]) -> dict[str, Any]:
        return {"text": self.state.version(content.get("revision", 0), content.get("value"))}

    def _on_restore(self, content: dict[str, Any]) -> dict[str, Any]:
        self.state.restore(Draft.from_message(content), content.get("revision", 0))
        return self.opened()

    def _on_take_other(self, content: dict[str, Any]) -> dict[str, Any]:
        self.state.take_current(Draft.from_message(content))
        return self.opened()

    def _on_audience(self, content: dict[str, Any]) -> dict[str, Any]:
        try:
            left = self.state.choose_audience(content.get("value"), self._offered, content.get("known"))
        except ReadersChanged as changed:
            return {**self.opened(), "left": [], "elsewhere": str(changed)}
        return {**self.opened(), "left": left, "elsewhere": ""}

    def _on_readers(self, content: dict[str, Any]) -> dict[str, Any]:
        self.reread(content.get("at"))
        return self.opened()

    def _standing(self) -> dict[str, Any]:
        return {"status": self.state.told(), **self._who_reads()}

    def _who_reads(self) -> dict[str, Any]:
        return {"deposited": self.state.deposited(), "audience": sorted(self.state.audience)}


def _prompt_as_read(prompt: Prompt) -> dict[str, Any]:
    """Return a prompt as plain data, with all that the page needs to draw it."""
    fields = prompt.fields or default_fields(prompt.kind)
    read = {
        **asdict(prompt),
        "kind": prompt.kind.value,
        "scale": prompt.scale.value,
        "scale_label": prompt.scale.label,
        "fields": [asdict(field) for field in fields],
        "levels": [asdict(level) for level in prompt.levels],
        "questions": [asdict(question) for question in prompt.questions],
        "options": [asdict(option) for option in prompt.options],
    }
    if prompt.kind is Kind.STAKEHOLDER_MAP:
        read["choices"] = {"influence": list(INFLUENCE), "distance": list(DISTANCE)}
    return read


def _comment_as_read(comment: Comment) -> dict[str, str]:
    return {"text": comment.text, "received_at": comment.received_at, "about": comment.about}


def _offered(part: Module | Exercise, client: Client) -> tuple[Audience, ...]:
    """Return the audiences that make sense here: an exercise is never deposited, its answers reach no trainer."""
    if client.read_only:
        return ()
    if isinstance(part, Module):
        return client.audiences
    return tuple(audience for audience in client.audiences if Reader.TRAINER not in audience)


def _choices(offered: Sequence[Audience], present: Audience, origin: str) -> list[dict[str, Any]]:
    """Return the choices to show; one made where others were offered is shown too, never passed over in silence."""
    shown = offered if present in offered or not offered else (*offered, present)
    return [
        {
            "value": sorted(audience),
            "label": _label(audience),
            "hint": _hint(audience, origin),
            "after": {standing: _hint(audience, origin, standing) for standing in _AFTER_DEPOSIT},
        }
        for audience in shown
    ]


def _readers(offered: Sequence[Audience], present: Audience) -> list[dict[str, Any]]:
    """Return who may be chosen, one by one; whoever includes all the others goes alone."""
    known = present.union(*offered)
    together = frozenset(reader for audience in offered if len(audience) > 1 for reader in audience)
    return [
        {
            "id": reader.value,
            "label": audience_label(frozenset({reader})).removeprefix("moi, "),
            "alone": reader not in together,
        }
        for reader in Reader
        if reader in known
    ]


def _hint(audience: Audience, origin: str, standing: str = "") -> str:
    """Return what a choice means, as the last deposit stands; an answer shown elsewhere leaves with its own module, then named."""
    now = [words for reader, words in _NOW.items() if reader in audience]
    if now:
        who = f"{listed(now)} {'lit' if len(now) == 1 else 'lisent'}"
        told = [f"{who[0].upper()}{who[1:]} cette réponse dès maintenant, et ce que vous y changerez.", _IN_CLEAR]
        hint = " ".join([*told, _AFTER_DEPOSIT.get(standing, _THEN_TRAINER)] if Reader.TRAINER in audience else told)
    else:
        hint = {NOBODY: _FOR_NOBODY, frozenset({Reader.TRAINER}): _AFTER_DEPOSIT.get(standing, _FOR_TRAINER)}.get(
            audience, ""
        )
    return hint.replace("ce module", f"«\u00a0{origin}\u00a0»") if origin else hint


def _label(audience: Audience) -> str:
    label = audience_label(audience)
    if audience == frozenset({Reader.TRAINER}):
        label = "moi et mon formateur ou ma formatrice"
    return label[0].upper() + label[1:]
