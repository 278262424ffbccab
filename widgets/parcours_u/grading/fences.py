"""Putting an answer in a Markdown cell so that it can only ever be read, never rendered.

Unfenced, a ``<script>`` written by a learner ran in the trainer's JupyterLab, and a remote image was fetched.
"""

import re

__all__ = ["fence", "unfence"]

_FENCED = re.compile(r"(`{3,})text\n(.*)\n\1", re.DOTALL)


def fence(text: str) -> str:
    """Return ``text`` as one fenced block, its fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * max(3, longest + 1)
    return f"{mark}text\n{text}\n{mark}"


def unfence(source: str) -> str | None:
    """Return the text that :func:`fence` made ``source`` of, None when it did not."""
    found = _FENCED.fullmatch(source)
    return found[2] if found is not None and fence(found[2]) == source else None
