"""Links lead somewhere: inside the course, the file and the title are there; outside, the address is well formed and https.

Nothing is asked of the network: a check that depends on other people's servers would fail on a train, and for no fault of ours.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Link, Passage
from parcours_u.content.pages import Page

__all__ = ["check_addresses"]

_BARE = re.compile(r"\bhttps?:[^\s<>«»()]+")
_SENTENCE_SIGNS = ".,;:!?…"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def check_addresses(root: Path, passages: list[Passage], pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield each link that leads nowhere; relative ones are followed from where their notebook is."""
    folders = {page.file: posixpath.dirname(page.path.as_posix()) for page in pages}
    sources = {page.path.as_posix(): page.file for page in pages}
    titles: dict[str, set[str]] = {}
    for passage in passages:
        if passage.heading:
            titles.setdefault(passage.file, set()).add(passage.text.replace(" ", "-"))
    for passage in passages:
        folder = folders.get(passage.file, posixpath.dirname(passage.file))
        for link in (*passage.links, *_bare(passage)):
            wrong = _outside(link) if ":" in link.target.partition("/")[0] else None
            if wrong is None and ":" not in link.target.partition("/")[0]:
                # A drawing is put whole into its notebook: it is read from where the text is.
                start = posixpath.dirname(passage.file) if link.target.endswith(".svg") else folder
                wrong = _inside(root, passage.file, start, link, sources, titles)
            if wrong:
                yield Finding(passage.file, link.line, "lien", f"L’adresse «\u00a0{link.target}\u00a0» {wrong}.")


def _bare(passage: Passage) -> Iterator[Link]:
    """Yield the addresses written out in a text."""
    for found in _BARE.finditer(passage.text):
        if not any(found[0] in link.text for link in passage.links):
            yield Link(passage.line_at(found.start()), found[0].rstrip(_SENTENCE_SIGNS), "")


def _outside(link: Link) -> str | None:
    try:
        address = urlsplit(link.target)
        return _wrong_address(address)
    except ValueError:
        return "est mal formée\u202f; recopiez-la depuis la page"


def _wrong_address(address: SplitResult) -> str | None:
    if address.scheme == "mailto":
        return None
    if address.scheme != "https":
        return "ne commence pas par https://\u202f; donnez l’adresse protégée de la page"
    if address.username or address.port or not _HOST.fullmatch(address.hostname or ""):
        return "est mal formée\u202f; recopiez-la depuis la page"
    return None


def _inside(
    root: Path, file: str, folder: str, link: Link, sources: Mapping[str, str], titles: Mapping[str, set[str]]
) -> str | None:
    name, _, anchor = link.target.partition("#")
    path = posixpath.normpath(posixpath.join(folder, unquote(name.partition("?")[0]))) if name else ""
    if path and path not in sources and not (root / path).is_file():
        return "ne mène à aucun fichier\u202f; corrigez-la, ou retirez le lien"
    page = sources.get(path, path) if path else file
    if anchor and page.endswith(".md") and unquote(anchor) not in titles.get(page, ()):
        return "ne mène à aucun titre de la page\u202f; corrigez la fin, après le #"
    return None
