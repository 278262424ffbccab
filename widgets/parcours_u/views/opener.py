"""Opening a file of the learner's own: a journal taken up from another machine, or a trainer's comments."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

import traitlets

from parcours_u.client import Client, Unavailable
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget

__all__ = ["FileOpener", "Opening", "journal_opener", "return_opener"]


@dataclass(frozen=True)
class Opening:
    """The words around one file field."""

    label: str
    help: str
    button: str
    accept: str


class FileOpener(PageWidget):
    """A file field with its button and its outcome.

    Parameters
    ----------
    opening : Opening
        The words, and which files are offered first.
    take : callable
        Receives the file's bytes; returns the sentence to show. Raises ``Unavailable`` to refuse.
    largest : callable
        Tells how many bytes the file may have: they are kept in this kernel until the last one has come.
    reload : bool
        Offer to load the page again afterwards, where what was taken shows elsewhere on it.
    """

    _esm = script("dom", "announce", "pages", "opener")
    _css = style("pages")
    spec = traitlets.Dict().tag(sync=True)
    shown = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self,
        opening: Opening,
        take: Callable[[bytes], str],
        largest: Callable[[], int],
        *,
        reload: bool = False,
        shown: bool = True,
    ) -> None:
        super().__init__({"piece": self._piece}, spec=asdict(opening), shown=shown)
        self._take = take
        self._largest = largest
        self._reload = reload
        self._transfer = ""
        self._pieces: list[bytes] = []

    def _piece(self, asked: dict[str, Any], buffers: Sequence[bytes]) -> dict[str, Any]:
        """Add one piece, in order; with the last one, hand the whole file over."""
        if asked.get("index") == 0:
            self._transfer, self._pieces = str(asked.get("transfer")), []
        expected = (
            self._transfer and asked.get("transfer") == self._transfer and asked.get("index") == len(self._pieces)
        )
        if not expected or len(buffers) != 1:
            self._refuse("Le fichier n’est pas arrivé entier\u00a0: rien n’a changé, choisissez-le à nouveau.")
        if sum(map(len, (*self._pieces, *buffers))) > (largest := self._largest()):
            size = f"{largest // 10**6}\u00a0Mo"
            self._refuse(f"Ce fichier dépasse {size}\u00a0: rien n’a changé, choisissez-en un plus petit.")
        self._pieces.append(buffers[0])
        if len(self._pieces) != asked.get("total"):
            return {}
        content, self._transfer, self._pieces = b"".join(self._pieces), "", []
        return {"text": self._take(content), "reload": self._reload}

    def _refuse(self, sentence: str) -> NoReturn:
        self._transfer, self._pieces = "", []
        raise Unavailable(sentence)


def journal_opener(client: Client, then: Callable[[], None] = lambda: None, *, reload: bool = False) -> FileOpener:
    """Return the field that takes up a journal file; ``then`` runs once it is taken."""

    def take(content: bytes) -> str:
        done = client.import_journal(content)
        hidden = _show(then)
        sentences = [_count(done.added, "réponse reprise", "réponses reprises", "Aucune réponse nouvelle")]
        if done.merged:
            sentences.append(
                f"{_count(done.merged, 'réponse existait', 'réponses existaient')} déjà ici\u00a0: "
                "chaque version est gardée dans l’historique."
            )
        if done.unknown:
            sentences.append(
                f"{_count(done.unknown, 'réponse ne correspond', 'réponses ne correspondent')} à aucune question de ce "
                "parcours\u00a0: gardez votre fichier, il les contient toujours."
            )
        return ". ".join(sentence.rstrip(".") for sentence in sentences) + f".{hidden}"

    return FileOpener(
        Opening(
            label="Reprendre mon carnet",
            help="Choisissez le fichier de reprise (.json) que vous aviez emporté. Rien de ce qui est déjà ici n’est écrasé.",
            button="Reprendre ce fichier",
            accept=".json,application/json",
        ),
        take,
        lambda: client.largest_file,
        reload=reload,
    )


def return_opener(
    client: Client, then: Callable[[], object] = lambda: None, *, reload: bool = False, shown: bool = True
) -> FileOpener:
    """Return the field that opens the comments sent back by a trainer; ``then`` runs once they are taken."""

    def take(content: bytes) -> str:
        done = client.open_return(content)
        hidden = _show(then)
        title = client.course.part(done.module).title
        count = _count(done.comments, "commentaire reçu", "commentaires reçus", "Aucun commentaire nouveau")
        place = ""
        if done.comments:
            place = (
                " Vous le lirez à côté de votre réponse."
                if done.comments == 1
                else " Vous les lirez à côté de vos réponses."
            )
        return f"{count} pour «\u00a0{title}\u00a0».{place}{hidden}"

    return FileOpener(
        Opening(
            label="Ouvrir un retour",
            help="Choisissez le fichier (.html ou .json) que l’on vous a envoyé après votre dépôt.",
            button="Ouvrir ce retour",
            accept=".html,.json,text/html,application/json",
        ),
        take,
        lambda: client.largest_file,
        reload=reload,
        shown=shown,
    )


def _show(then: Callable[[], object]) -> str:
    """Show on the page what was just taken. It is taken, whatever the server answers now: no failure is told of it."""
    try:
        then()
    except Unavailable:
        return " La page n’a pas pu se mettre à jour\u00a0: rechargez-la."
    return ""


def _count(number: int, one: str, many: str, none: str = "") -> str:
    if not number and none:
        return none
    return f"{number}\u00a0{many if number > 1 else one}"
