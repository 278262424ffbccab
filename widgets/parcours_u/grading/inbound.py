"""What waits in the exchange, by the names of its folders alone: cheap enough to be asked each time that a page opens."""

from parcours_u.grading.depot_file import COURSE_ID, SENDER
from parcours_u.grading.folder import TrainerFolder

__all__ = ["arrived"]


def arrived(folder: TrainerFolder) -> frozenset[tuple[str, str]]:
    """Return whose deposits arrived through the exchange, collected or not, and of which modules.

    A name that nbgrader would not read is left out: collecting says what is wrong with it.
    """
    try:
        names = [path.name.split("+") for path in folder.inbound(COURSE_ID).iterdir()]
    except OSError:  # nothing was opened to deposits, or it can't be read now
        return frozenset()
    return frozenset((parts[0], parts[1]) for parts in names if len(parts) in {3, 4} and SENDER.fullmatch(parts[0]))
