"""Explains each word of the glossary where a page first uses it, in a sentence and nowhere else.

The word becomes a button, and its definition a popover right after it: HTML alone, so there is no script to wait for and no
request. The browser opens it by click, Enter or Space, gives it the focus (which is how a screen reader reads it), closes it by
Escape or a click elsewhere, and gives the focus back. Where there are no popovers (an old browser; JupyterLab, which takes the
attribute out of Markdown), the definition is read in brackets after the word.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from markdown_it import MarkdownIt

from parcours_u.content.glossary import Term
from parcours_u.content.pages import Page, PageKind, Prose

__all__ = ["explained", "explained_terms"]

# Credits are quoted as their authors wrote them.
_UNTOUCHED = re.compile(r"Sources? et licences?")

_TARGET = re.compile(r'popovertarget="terme-([a-z0-9-]+)"')

# What a browser would part from a button at the end of a line, and French never does.
_GLUED_BEFORE = re.compile(r"(?:«\u00a0|\()?(?:\b\w{1,2}’)?$")
_GLUED_AFTER = re.compile(r"(?:[\u202f\u00a0]?[»,.;:!?…)])*")

_MASKED = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"  # code
    r"|!?\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])"  # links and pictures
    r"|<(?P<tag>a|button)\b.*?</(?P=tag)>|<[^>]*>"  # HTML
    r"|https?://\S+|Presencing Institute"  # a name that holds a term
    r"|(?<!\*)\*(?![\s*])[^*]*(?<!\s)\*(?!\*)",  # italics: titles, and names in another language
    re.DOTALL,
)


def _glossary_page(pages: Iterable[Page]) -> Page | None:
    return next((page for page in pages if page.kind is PageKind.PAGE and page.id == "glossaire"), None)


def explained(pages: Sequence[Page], terms: Sequence[Term]) -> list[Page]:
    """Return the pages with each term explained at its first use; the glossary's own page is left as it is."""
    listing = _glossary_page(pages)
    finder = _Finder(terms)
    return [page if page is listing or not terms else _explained(page, listing, finder) for page in pages]


def explained_terms(page: Page) -> set[str]:
    """Return the ids of the terms that a page explains."""
    return {name for cell in page.cells if isinstance(cell, Prose) for name in _TARGET.findall(cell.text)}


def _explained(page: Page, listing: Page | None, finder: "_Finder") -> Page:
    seen: set[str] = set()
    cells = [
        Prose(_rewritten(cell.text, page, listing, finder, seen)) if isinstance(cell, Prose) else cell
        for cell in page.cells
    ]
    return replace(page, cells=tuple(cells))


def _rewritten(text: str, page: Page, listing: Page | None, finder: "_Finder", seen: set[str]) -> str:
    done, parts = 0, list[str]()
    masked = _only_sentences(text)
    for found, term in finder.find(masked):
        if term.id not in seen:
            seen.add(term.id)
            word = _popover(text[found.start() : found.end()], term, page, listing)
            before = text[done : found.start()]
            first, last = _GLUED_BEFORE.search(before), _GLUED_AFTER.match(text, found.end())
            opening, closing = first[0] if first else "", last[0] if last else ""
            if opening or closing:
                before = before.removesuffix(opening)
                word = f'<span class="pu-terme-colle">{opening}{word}{closing}</span>'
            parts += [before, word]
            done = found.end() + len(closing)
    return "".join([*parts, text[done:]])


def _popover(word: str, term: Term, page: Page, listing: Page | None) -> str:
    link = ""
    if listing is not None:
        href = posixpath.relpath(listing.path.as_posix(), page.path.parent.as_posix())
        link = f' <a href="{escape(href)}#{escape(term.anchor)}">Tous les mots expliqués</a>'
    name = f"terme-{term.id}"
    return (
        f'<button type="button" class="pu-terme" popovertarget="{name}">{word}</button>'
        f'<span popover id="{name}" class="pu-definition" role="dialog" aria-label="Le mot «\u00a0{escape(term.term)}\u00a0»"'
        f' tabindex="-1" autofocus><span class="pu-hors-ecran"> (</span>{escape(term.definition, quote=False)}{link}'
        f'<span class="pu-hors-ecran">)</span></span>'
    )


class _Finder:
    """Finds the terms' forms in a text, the longest first where several begin at the same place."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = {_key(form): term for term in terms for form in term.forms}
        forms = sorted((form for term in terms for form in term.forms), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_pattern, forms)) or '(?!)'})(?![\w-])")

    def find(self, text: str) -> Iterator[tuple[re.Match[str], Term]]:
        """Yield each use and its term, in order."""
        for found in self.pattern.finditer(text):
            yield found, self.terms[_key(found[0])]


def _key(form: str) -> str:
    return " ".join(form.casefold().replace("'", "’").split())


def _pattern(form: str) -> str:
    words = r"\s+".join(re.escape(word).replace("’", "[’']") for word in form.split())
    first = form[0]
    return words if form != form.lower() else f"[{first}{first.upper()}]{words[len(re.escape(first)) :]}"


def _only_sentences(text: str) -> str:
    """Return a text of the same length in which everything but sentences is blank: titles, code, links, italics, credits."""
    lines = text.split("\n")
    kept, skipping = set[int](), False
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for at, token in enumerate(tokens):
        if token.type == "inline" and token.map:
            if tokens[at - 1].type == "heading_open":
                skipping = bool(_UNTOUCHED.fullmatch(token.content))
            elif not skipping:
                kept.update(range(*token.map))
    bare = "\n".join(line if number in kept else " " * len(line) for number, line in enumerate(lines))
    return _MASKED.sub(lambda found: "".join(char if char == "\n" else " " for char in found[0]), bare)
