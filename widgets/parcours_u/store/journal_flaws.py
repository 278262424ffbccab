"""What can be wrong with a file that should hold a journal, in one French sentence each."""

from enum import StrEnum

__all__ = ["Flaw", "JournalFileError"]


class Flaw(StrEnum):
    """Why a file could not be read as a journal."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    INCOMPLETE = "incomplete"
    NOT_OURS = "not_ours"
    FUTURE = "future"
    WRONG_SHAPE = "wrong_shape"


_TAKE_THE_ORIGINAL = "reprenez le fichier .json téléchargé depuis «\u00a0Mon carnet\u00a0»."
_DOWNLOAD_AGAIN = "reprenez l’original, ou téléchargez-le de nouveau là où vous écriviez."
_SENTENCES = {
    Flaw.EMPTY: ("Ce fichier est vide", _DOWNLOAD_AGAIN),
    Flaw.TOO_LARGE: ("Ce fichier est trop lourd pour un carnet (plus de 100\u00a0Mo)", _TAKE_THE_ORIGINAL),
    Flaw.NOT_TEXT: ("Ce fichier n’est pas du texte, il ne peut pas être un carnet", _TAKE_THE_ORIGINAL),
    Flaw.NOT_JSON: ("Ce fichier n’est pas au format .json", _TAKE_THE_ORIGINAL),
    Flaw.TOO_DEEP: ("Ce fichier emboîte trop de niveaux pour être un carnet", _TAKE_THE_ORIGINAL),
    Flaw.INCOMPLETE: (
        "Ce carnet est incomplet ou abîmé, sans doute coupé pendant une copie",
        _DOWNLOAD_AGAIN,
    ),
    Flaw.NOT_OURS: ("Ce fichier .json n’est pas un carnet de ce parcours", _TAKE_THE_ORIGINAL),
    Flaw.FUTURE: (
        "Ce carnet vient d’une version plus récente du parcours",
        "mettez le parcours à jour ici, puis ouvrez-le de nouveau.",
    ),
    Flaw.WRONG_SHAPE: ("Une partie de ce carnet n’a pas la forme attendue", _DOWNLOAD_AGAIN),
}


class JournalFileError(ValueError):
    """A file that is no journal; the message is for its owner, and quotes nothing of what the file holds."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        what, to_do = _SENTENCES[flaw]
        super().__init__(f"{what}\u00a0: rien n’a changé, ni dans votre carnet ni dans ce fichier\u202f; {to_do}")
