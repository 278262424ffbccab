"""What is shared with one's pair, circle, core group and cohort: pages of its own, and a fold beneath each answer.

The browser asks the server, and hears it, without the kernel in between: what others wrote is in no kernel and no trait. A kernel
only draws these places, and knows where the server is and whether one learns together with others.
"""

from html import escape
from typing import Any

import anywidget
import traitlets
from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style

__all__ = [
    "Beneath",
    "Circle",
    "HomeDay",
    "HomeGroup",
    "HomeReturns",
    "OneKind",
    "circle_page",
    "group_page",
    "home_day",
    "home_group",
    "with_beneath",
]

_FOLLOWED = ("ask_server", "channel", "followed_rooms")
_SCRIPTS = (
    "dom",
    "announce",
    *_FOLLOWED,
    "enumerated",
    "sending",
    "reply_drafts",
    "shared_space",
    "sure",
    "shared_card",
    "shared_news",
)
_STYLES = ("base", "answer", "controls", "circle")
_AGREED = ("agreements", "agreed_change", "agreed")

_ALONE = (
    "<p>Ici, vous suivez le parcours en solo, et c’est très bien ainsi\u00a0: rien de ce que vous écrivez n’est partagé.</p>"
    "<p>Dans un groupe, cette page réunit ce que chaque personne a choisi d’ouvrir à son binôme, à son cercle "
    "de quatre ou cinq, à son noyau ou à tout le groupe, question par question. On s’y répond en quelques mots, "
    "et l’on reprend ce que l’on veut, quand on veut.</p>"
    "<p>Vous pouvez aussi vivre un cercle sans écran\u00a0: invitez deux ou trois personnes de confiance, "
    "lisez-vous une réponse chacun votre tour, et écoutez sans conseiller.</p>"
)


_ALONE_WITHOUT = {
    "pair": (
        "<p>Ici, vous suivez le parcours en solo\u00a0: cette page n’a rien à montrer, et rien ne vous manque.</p>"
        "<p>Vous pouvez avancer à deux sans écran\u00a0: choisissez une personne de confiance, convenez d’un appel par semaine, "
        "notez ce que vous vous promettez, et demandez-vous la fois suivante ce qu’il en est.</p>"
    ),
    "core_group": (
        "<p>Ici, vous suivez le parcours en solo\u00a0: cette page n’a rien à montrer, et rien ne vous manque.</p>"
        "<p>Si un projet vous tient, cherchez les trois ou quatre personnes qui le porteraient avec vous\u00a0: "
        "un noyau commence par une date et une première chose à essayer ensemble.</p>"
    ),
}


def circle_page(client: Client) -> None:
    """Show what is shared with whoever is there; alone, say kindly what a circle is."""
    if not client.together:
        display(HTML(_ALONE))
    elif client.part.get("rooms", True):
        display(Circle(client))
    else:
        display(HTML(_for_others(client)))


def group_page(client: Client, kind: str) -> None:
    """Show what is agreed on and shared in one kind of group; alone, say kindly what that is."""
    if not client.together:
        display(HTML(_ALONE_WITHOUT[kind]))
    elif kind in client.part.get("rooms", [kind]):
        display(OneKind(client, kind))
    else:
        display(HTML(_for_others(client)))


def _for_others(client: Client) -> str:
    """Return what is said to somebody whose role is in no such group."""
    return (
        "<p>Cette page est celle de personnes qui suivent le parcours ensemble. Votre place ici est autre\u00a0: "
        "rien n’y est partagé avec vous, et votre carnet reste le vôtre.</p>"
        f'<p><a href="{escape(client.page_url("accueil"))}">La page d’accueil</a> dit votre place, et où aller.</p>'
    )


def home_day(client: Client) -> None:
    """Show, to somebody of a cohort, what it lives now."""
    if client.together:
        display(HomeDay(client))


def home_group(client: Client) -> None:
    """Show, to somebody of a cohort, what they are there as, what their groups are to be reminded of, and comments as they come."""
    if client.together:
        display(HomeGroup(client), HomeReturns(client))


def with_beneath(client: Client, answer: Any, prompt: str) -> "Beneath":
    """Show an answer; return what goes beneath it."""
    display(answer)
    return Beneath(client, prompt)


class _Shared(anywidget.AnyWidget):
    """A place where what is shared is drawn by the browser alone."""

    base = traitlets.Unicode("/").tag(sync=True)

    def __init__(self, client: Client, **traits: Any) -> None:
        super().__init__(base=client.base_url, **traits)


class Circle(_Shared):
    """Everything that is shared with one's pair, circle, core group and cohort."""

    _esm = script(*_SCRIPTS, "long_words", "circle")
    _css = style(*_STYLES)


class OneKind(_Shared):
    """What is agreed on and shared in one kind of group: one's pair, or one's core groups."""

    kind = traitlets.Unicode("").tag(sync=True)
    accompanies = traitlets.Bool(False).tag(sync=True)
    _esm = script(*_SCRIPTS, *_AGREED, "long_words", "circle")
    _css = style(*_STYLES, "agreed")

    def __init__(self, client: Client, kind: str) -> None:
        super().__init__(client, kind=kind, accompanies=client.part.get("role") == "accompanist")


class HomeGroup(_Shared):
    """On the home page, what one is here as, and the reminders of this week."""

    _esm = script("dom", "announce", *_FOLLOWED, "agreements", "home_group")
    _css = style("base", "answer", "circle", "agreed")


class HomeReturns(_Shared):
    """On the home page, that comments have just come back, and where: told by the server, after what the page was drawn with."""

    after = traitlets.Int(0).tag(sync=True)
    _esm = script("dom", "announce", "channel", "returned", "home_returns")
    _css = style("base", "answer", "circle", "agreed")

    def __init__(self, client: Client) -> None:
        super().__init__(client, after=client.returns)


class HomeDay(_Shared):
    """On the home page, what the group lives now and what comes next."""

    _esm = script("dom", "announce", *_FOLLOWED, "day_clock", "home_day")
    _css = style("base", "home_day")


class Beneath(_Shared):
    """Beneath an answer, what others shared for the same question.

    Parameters
    ----------
    client : Client
        Tells where the server is.
    prompt : str
        The question's id.
    """

    prompt = traitlets.Unicode("").tag(sync=True)
    _esm = script(*_SCRIPTS, "shared_beneath")
    _css = style(*_STYLES)

    def __init__(self, client: Client, prompt: str) -> None:
        super().__init__(client, prompt=prompt)
