"""What is wrong in a source of the course, said in one French sentence that names the file, the line and the key."""

__all__ = ["ContentError", "VariantError"]


class ContentError(Exception):
    """A source of the course cannot be used as it is. Nothing was written.

    Parameters
    ----------
    file : str
        The file at fault, relative to the course's root, with forward slashes.
    line : int or None
        The line at fault, counted from 1; None when the file as a whole is at fault.
    key : str
        The YAML key at fault, dotted from the document's root, or the widget call; empty when there is none.
    message : str
        What is wrong and what to do, in French: the end of the sentence, without its full stop.
    """

    def __init__(self, file: str, line: int | None, key: str, message: str) -> None:
        super().__init__(file, line, key, message)
        self.file = file
        self.line = line
        self.key = key
        self.message = message

    def __str__(self) -> str:
        """Return the whole sentence."""
        place = f"Le fichier {self.file}"
        if self.line is not None:
            place += f", ligne {self.line}"
        if self.key:
            key = " ".join(self.key.split())  # a damaged file may make a key of several lines
            place += f", clé «\u00a0{key}\u00a0»"
        return f"{place}\u00a0: {self.message}."


class VariantError(Exception):
    """A folder can't be used as a variant. Nothing was written. The message is one French sentence."""
