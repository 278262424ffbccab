"""One thing to mend in a source: where it is, which rule sees it, and one French sentence."""

from dataclasses import asdict, dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, order=True)
class Finding:
    """What a rule found.

    Parameters
    ----------
    file : str
        The source, relative to the course's root, with forward slashes.
    line : int
        The line, counted from 1.
    rule : str
        The rule's French name, one word.
    message : str
        What is wrong and what to do: one French sentence.
    """

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        """Return the place as editors read it, then the rule and its sentence."""
        return f"{self.file}:{self.line}: {self.rule}\u00a0: {self.message}"

    def to_dict(self) -> dict[str, object]:
        """Return the JSON form."""
        return asdict(self)
