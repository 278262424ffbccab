"""Links that open the course on Binder: the home page, a module to send as an assignment, or JupyterLab.

Which repository Binder builds is data, found in this order: what the caller gives (``--depot``), the variable
``PARCOURS_U_DEPOT``, the checkout's ``origin`` remote when it is on GitHub, the installed package's metadata
(``[project.urls]``, label ``Repository``).
"""

import os
import re
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from urllib.parse import quote, urlsplit

from parcours_u.domain.course import Course
from parcours_u.paths import content_root

__all__ = ["LinkError", "binder_link", "default_repository", "link_for", "notebook_path"]

_BINDER = "https://mybinder.org/v2/gh"
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/(?!\.{1,2}$)[A-Za-z0-9._-]+")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SCP_REMOTE = re.compile(r"(?:[^@/]+@)?github\.com:(?P<path>.+)")


class LinkError(ValueError):
    """A link can't be made; its message is one French sentence that says what to do."""


def binder_link(page: str, repository: str, ref: str = "HEAD") -> str:
    """Return the Binder link that opens one page of a server built from a repository.

    Parameters
    ----------
    page : str
        What follows the server's base URL, not encoded: ``voila/render/course/accueil.ipynb``, or ``lab``.
    repository : str
        ``owner/name`` on GitHub.
    ref : str
        A branch, a tag or a commit; ``HEAD`` is the default branch.

    Raises
    ------
    LinkError
        When the repository isn't of that form, or the reference is empty.
    """
    if not _REPOSITORY.fullmatch(repository):
        raise LinkError(
            f"Le dépôt «\N{NO-BREAK SPACE}{repository}\N{NO-BREAK SPACE}» n’est pas de la forme "
            "PROPRIÉTAIRE/NOM\N{NO-BREAK SPACE}: indiquez-le par exemple avec --depot ma-collectivite/parcours-u."
        )
    if not ref.strip():
        raise LinkError(
            "La version du parcours est vide\N{NO-BREAK SPACE}: indiquez une branche, une étiquette ou un commit, "
            "par exemple HEAD."
        )
    # A branch may hold a slash: in the path it must not read as one more folder.
    return f"{_BINDER}/{repository}/{quote(ref.strip(), safe='')}?urlpath={quote(page, safe='')}"


def notebook_path(course: Course, part_id: str) -> str:
    """Return where the notebook of a module, an exercise, a format or another page is, from the repository's root.

    Raises
    ------
    LinkError
        When the course has none of that id.
    """
    parts = [one.id for one in (*course.parts(), *course.formats)]
    page = course.page_path(part_id)
    if part_id in parts or (_SLUG.fullmatch(part_id) and (content_root() / page).is_file()):
        return page
    known = ", ".join(parts)
    raise LinkError(
        f"Le parcours n’a rien qui s’appelle «\N{NO-BREAK SPACE}{part_id}\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: "
        f"choisissez parmi accueil, {known}."
    )


def link_for(
    course: Course, part_id: str, *, repository: str | None = None, ref: str = "HEAD", lab: bool = False
) -> str:
    """Return the Binder link of one module, exercise or page, ready to be sent to learners.

    Parameters
    ----------
    course : Course
        The course that the repository holds.
    part_id : str
        ``accueil``, or the id of a module, an exercise, a format or another page.
    repository : str or None
        ``owner/name`` on GitHub; None to find it (:func:`default_repository`).
    ref : str
        A branch, a tag or a commit.
    lab : bool
        Open the notebook in JupyterLab, for a trainer, instead of the page that learners see.

    Raises
    ------
    LinkError
        When the id is unknown, or the repository is unknown or malformed.
    """
    notebook = notebook_path(course, part_id)
    door = "lab/tree" if lab else "voila/render"
    return binder_link(f"{door}/{notebook}", default_repository() if repository is None else repository, ref)


def default_repository() -> str:
    """Return the ``owner/name`` that this course is published under.

    Raises
    ------
    LinkError
        When nothing says it.
    """
    repository = os.environ.get("PARCOURS_U_DEPOT") or _from_checkout() or _from_metadata()
    if not repository:
        raise LinkError(
            "Le dépôt public du parcours n’est pas connu ici\N{NO-BREAK SPACE}: indiquez-le avec --depot "
            "PROPRIÉTAIRE/NOM, ou une fois pour toutes avec la variable PARCOURS_U_DEPOT."
        )
    return repository


def _from_checkout() -> str | None:
    """Return what the checkout's ``origin`` names; None outside a checkout, or when it isn't on GitHub."""
    root = content_root()
    if not (root / ".git").exists():
        return None
    try:
        asked = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            ["git", "-C", str(root), "config", "--get", "remote.origin.url"],  # noqa: S607 - whichever git is installed
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        # A checkout copied to a machine without git: only this one way of knowing is closed.
        return None
    return _on_github(asked.stdout.strip())


def _from_metadata() -> str | None:
    try:
        urls = metadata("parcours-u").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    for entry in urls:
        label, _, url = entry.partition(", ")
        if label.casefold() == "repository":
            return _on_github(url)
    return None


def _on_github(url: str) -> str | None:
    """Return the ``owner/name`` of a GitHub remote, in any of the forms that git accepts, without credentials."""
    scp = _SCP_REMOTE.fullmatch(url)
    if scp:
        path = scp["path"]
    else:
        parts = urlsplit(url)
        if parts.hostname not in {"github.com", "www.github.com"}:
            return None
        path = parts.path
    name = path.strip("/").removesuffix(".git")
    return name if _REPOSITORY.fullmatch(name) else None
