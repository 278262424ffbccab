"""What the routes of whoever has the whole cohort in charge share, and a command's refusal in a page's words."""

from collections.abc import Callable
from typing import Any

from tornado.web import HTTPError

from parcours_u.domain.storable import storable
from parcours_u.domain.visible import one_line
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.refusal import Refusal
from parcours_u.server.trainer_route import TrainerRoute
from parcours_u.store.ending import WouldEnd
from parcours_u.store.errors import StoreError

__all__ = ["ManagingRoute", "in_page_words", "or_question"]

NOT_IN_CHARGE = (
    "Ce geste est à qui a toute la cohorte en charge\u00a0: rien n’a été montré ni changé, "
    "demandez-le à une personne de l’équipe qui l’a."
)
_INCOMPLETE = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."
# The rules are written once, where commands tell them; here the same gestures have other names.
_WORDS = (
    ("«\u00a0parcours-u cohorte cercles --reparer\u00a0»", "«\u00a0Réparer les cercles\u00a0»"),
    ("«\u00a0--reformer\u00a0»", "«\u00a0Former d’autres cercles\u00a0»"),
    ("«\u00a0--reparer\u00a0»", "«\u00a0Réparer les cercles\u00a0»"),
    (
        "«\u00a0parcours-u cohorte cercles\u00a0» en propose",
        "«\u00a0Proposer des cercles\u00a0» en fait une proposition",
    ),
    ("commencez par «\u00a0parcours-u cohorte creer\u00a0»", "commencez par ajouter des personnes"),
    (
        "mettez-la sur votre liste et relancez «\u00a0parcours-u cohorte creer\u00a0»",
        "ajoutez-la avec le rôle de participation",
    ),
    (
        "mettez cette personne sur votre liste, relancez «\u00a0parcours-u cohorte creer\u00a0», puis réessayez",
        "importez d’abord une liste où elle est",
    ),
    (
        "ajoutez-lui plutôt un second accès sous un nom un peu différent, avec «\u00a0parcours-u cohorte role --ajouter\u00a0»",
        "ajoutez-lui plutôt un second accès sous un nom un peu différent, plus bas",
    ),
    (
        "«\u00a0parcours-u cohorte role\u00a0» sans --ajouter change son rôle, un prénom plus complet en fait deux personnes",
        "retrouvez-la dans la liste, ou distinguez les deux par leur prénom et leur adresse",
    ),
    (", avec «\u00a0parcours-u cohorte role\u00a0»", ""),
    (
        "Pour en changer\u00a0: «\u00a0parcours-u cohorte attribuer\u00a0»",
        "La partie «\u00a0Attribuer un module\u00a0» la change",
    ),
    (
        "«\u00a0parcours-u cohorte role\u00a0» change ce titre ou donne une charge",
        "la section «\u00a0Les personnes\u00a0» change ce titre",
    ),
    ("«\u00a0parcours-u cohorte lister\u00a0» donne les noms et les codes", "relisez la liste"),
    ("«\u00a0parcours-u cohorte lister\u00a0» les montre", "relisez la page"),
    ("depuis une autre commande ou une autre page", "depuis un autre endroit"),
    ("relancez la commande pour partir de là", "relisez-les, puis recommencez"),
    ("relancez la commande", "relisez la page, puis recommencez"),
    ("Relancez avec le bon nom s’il", "Donnez de nouveau ce rôle avec le bon nom s’il"),
    ("avec --tailles", "sous «\u00a0Taille des cercles et binômes\u00a0»"),
    (", avec --binomes libres", ""),
    ("«\u00a0parcours-u cohorte binomes --finir\u00a0»", "la section «\u00a0Les cercles, binômes et noyaux\u00a0»"),
    ("«\u00a0parcours-u cohorte retirer\u00a0»", "«\u00a0Retirer de la cohorte\u00a0»"),
    (
        "n’a pas été diffusé depuis ce dossier\u202f; diffusez-le d’abord",
        "n’est pas ouvert aux dépôts\u202f; attribuez-le d’abord",
    ),
)


def in_page_words(sentence: str) -> str:
    """Return a sentence with the page's names for what it advises."""
    for command, page in _WORDS:
        sentence = sentence.replace(command, page)
    return sentence


def or_question(action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what an action answers; where it would end groups, the question that the page asks, and what says yes to it."""
    try:
        return action()
    except WouldEnd as error:
        return {"question": error.question, "yes": error.yes}


class ManagingRoute(TrainerRoute):
    """A route for trainers who have the whole cohort in charge, asked at each request."""

    @property
    def cohort(self) -> CohortServer:
        """The cohort's server.

        Raises
        ------
        tornado.web.HTTPError
            404 in a course for one person.
        """
        if not isinstance(self.server, CohortServer):
            raise HTTPError(404)
        return self.server

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse whoever trains some circles only."""
        await super().prepare()
        if not await self.do(lambda: self.server.manages(self.grant.person)):
            raise HTTPError(403, NOT_IN_CHARGE)

    async def manage(self, action: Callable[[], Any]) -> Any:
        """Run an action in the store's thread; what is refused is told in the page's words.

        Raises
        ------
        tornado.web.HTTPError
            409 with the sentence.
        """

        def run() -> Any:
            try:
                return action()
            except StoreError as error:
                raise Refusal(in_page_words(str(error))) from None

        return await self.do(run)

    def ids(self, value: object, most: int = 500) -> list[str]:
        """Return a list of ids that was sent.

        Raises
        ------
        tornado.web.HTTPError
            400 when it is none.
        """
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
            raise HTTPError(400, _INCOMPLETE)
        return list(dict.fromkeys(value))

    def text(self, value: object, most: int = 200) -> str:
        """Return a text that was sent, on one line, with what is seen of it.

        Raises
        ------
        tornado.web.HTTPError
            400 when it is none, or too long.
        """
        if not isinstance(value, str):
            raise HTTPError(400, _INCOMPLETE)
        found = one_line(value)
        if len(found) > most or not storable(value):
            raise HTTPError(
                400, f"Un des textes dépasse {most}\u00a0signes, ou n’est pas lisible\u00a0: rien n’a été changé."
            )
        return found
