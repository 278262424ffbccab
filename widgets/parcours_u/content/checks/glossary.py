"""Each word of the glossary is explained somewhere: `construire` explains it where a page first uses it in a sentence."""

from collections.abc import Iterator, Sequence

from parcours_u.content.checks.finding import Finding
from parcours_u.content.explained import explained_terms
from parcours_u.content.glossary import Term
from parcours_u.content.pages import Page

__all__ = ["check_glossary"]


def check_glossary(pages: Sequence[Page], terms: Sequence[Term]) -> Iterator[Finding]:
    """Yield each term that no sentence of any page uses."""
    explained = {name for page in pages for name in explained_terms(page)}
    for term in terms:
        if term.id not in explained:
            message = (
                f"Aucune page n’emploie «\u00a0{term.term}\u00a0» dans une phrase\u202f; retirez ce mot, "
                "ou ajoutez à «\u00a0forms\u00a0» la forme employée."
            )
            yield Finding(term.file, term.line, "glossaire", message)
