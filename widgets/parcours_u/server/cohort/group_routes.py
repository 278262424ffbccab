"""The routes of the trainer's panel of circles, pairs and core groups: what commands do, from a page, by two trainers at once.

The solver runs in a process of its own. What it proposed is kept here for a while, under a name that only whoever asked was given: the
page says which proposal is to be kept, never what is in it. Groups are compared with those that a change was made from.
"""

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.cohort.groups_by_hand import change, end_seen
from parcours_u.cohort.unassigned import unassigned_sentences
from parcours_u.domain.ending import ending_sentence
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.domain.people_list import plain
from parcours_u.server.cohort.managing import ManagingRoute, in_page_words, or_question
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError, call
from parcours_u.server.trainer_route import TrainerRoute
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.roles import Roles
from parcours_u.store.standings import standing_of
from parcours_u.store.wishes import Wishes

__all__ = ["group_routes"]

_MODULE = "parcours_u.cohort.circles.process"
_MOST_PROPOSALS = 20
_FAILED = "Le calcul des cercles n’a pas abouti\u00a0: rien n’a été changé, réessayez dans un instant."
_STALE = "Cette proposition n’est plus là\u00a0: rien n’a été changé, demandez-en une autre."
_INCOMPLETE = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."
_KINDS = {"binomes": GroupKind.PAIR, "noyaux": GroupKind.CORE_GROUP}

_proposals: OrderedDict[str, tuple[str, dict[str, Any]]] = OrderedDict()


class TodaysGroups(TrainerRoute):
    """The groups of today."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with them: all of them, or the circles of a trainer who is in charge of some, with who is in them."""
        person, database = self.grant.person, self.server.database

        def look() -> dict[str, Any]:
            with database.reading() as connection:
                trained = standing_of(connection, person).trains
            present = People(database).present()
            people = [one for one in present if one.role is Role.PARTICIPANT]
            charges, everybody = Roles(database).charges(), {one.id: one.told for one in present}
            groups = Groups(database)
            circles = [one for one in groups.current(GroupKind.CIRCLE) if not trained or one.id in trained]
            seen = {member for one in circles for member in one.members}
            asked = Wishes(database).asked()

            def told(one: Group) -> dict[str, Any]:
                by = [
                    everybody[key]
                    for key, given in charges.items()
                    if key in everybody and one.id in {g.id for g in given}
                ]
                return {
                    "id": one.id,
                    "name": one.name,
                    "members": _by_name(one.members, everybody),
                    "by": sorted(by, key=plain),
                    "ending": ending_sentence([one], everybody),
                }

            kinds = (GroupKind.PAIR, GroupKind.CORE_GROUP) if not trained else ()
            return {
                "manages": not trained,
                "people": [{"id": one.id, "name": one.told} for one in people if not trained or one.id in seen],
                "circles": [told(one) for one in circles],
                **{str(kind): [told(one) for one in groups.current(kind)] for kind in kinds},
                "sizes": asked.get("sizes", [4, 5]),
                "pairs": asked.get("pairs", "libres"),
            }

        self.finish(await self.do(look))


class Proposals(ManagingRoute):
    """What circles could be."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Ask for circles: those of today explained, others, the same repaired, or somebody moved; nothing is written."""
        asked = self.body_json()
        request = {
            "database": str(self.server.database.path),
            "anew": asked.get("what") == "anew",
            "repaired": asked.get("what") == "repair",
            "seed": self._seed(asked.get("seed", 0)),
            "sizes": self._sizes(asked.get("sizes")),
            "pairs": asked.get("pairs") if asked.get("pairs") in ("ensemble", "separes", "libres") else None,
        }
        if asked.get("what") == "move":
            request |= {"moved": self.text(asked.get("person")), "to": self.text(asked.get("to"))}
        try:
            found = await call(_MODULE, request, self.server.folder)
        except ShortProcessError:
            raise HTTPError(503, _FAILED) from None
        if not found.get("ok"):
            raise HTTPError(409, in_page_words(str(found.get("message") or _FAILED)))
        proven = found.pop("proven")
        found["notes"] = [in_page_words(note) for note in found["notes"]]
        new = found["circles"] != found["before"]
        here = await self.do(lambda: {one.id: one.told for one in People(self.server.database).present()})
        for circle in found["circles"]:
            circle["members"] = _by_name(circle["members"], here)
        token = secrets.token_hex(16)
        wish = {"sizes": request["sizes"], "pairs": request["pairs"]}
        _proposals[token] = (self.grant.person, {**found, "wish": wish, "proven": proven})
        while len(_proposals) > _MOST_PROPOSALS:
            _proposals.popitem(last=False)
        self.finish({**found, "proposal": token, "new": new})

    def _sizes(self, value: object) -> list[int] | None:
        if value is None:
            return None
        if not (isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)):
            raise HTTPError(400, _INCOMPLETE)
        if not 2 <= value[0] <= value[1] <= 12:
            raise HTTPError(
                409,
                "Un cercle compte de 2 à 12\u00a0personnes, le plus petit nombre d’abord\u00a0: rien n’a été changé.",
            )
        return value

    def _seed(self, value: object) -> int:
        return value if isinstance(value, int) and 0 <= value < 2**31 else 0


class KeptCircles(ManagingRoute):
    """Keeping what was proposed."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Write a proposal, if the circles and the people are still those that it was made from; ``agreed`` says yes to the end of some."""
        asked = self.body_json()
        whose, found = _proposals.get(str(asked.get("proposal")), ("", {}))
        agreed = self.text(asked.get("agreed", ""))
        if whose != self.grant.person:
            raise HTTPError(409, _STALE)

        def keep() -> dict[str, Any]:
            database, circles, before = self.server.database, _groups(found["circles"]), _groups(found["before"])
            Groups(database).replace(GroupKind.CIRCLE, before, circles, agreed)
            wishes = Wishes(database)
            if found["proven"]:
                wishes.set_proven(*found["proven"])
            wishes.set_asked({**wishes.asked(), **{key: value for key, value in found["wish"].items() if value}})
            roles, names = Roles(database), {one.id: one.told for one in People(database).present()}
            idle = [names[key] for key in roles.idle() if key in names]
            return {"idle": sorted(idle, key=plain), "unassigned": unassigned_sentences(database, before, circles)}

        self.finish(await self.manage(lambda: or_question(keep)))


class HandMade(ManagingRoute):
    """Pairs and core groups, formed by hand."""

    @allow_unauthenticated
    async def post(self, kind: str) -> None:
        """Form one of some people, or change a core group: ``people``, ``name``, and ``seen``, its members as the page showed them.

        A pair that ends others is asked about first; ``agreed`` says yes.
        """
        asked = self.body_json()
        people = self.ids(asked.get("people"))
        pair = _KINDS[kind] is GroupKind.PAIR
        name = "" if pair else self.text(asked.get("name"))
        if not people or not (pair or name):
            raise HTTPError(
                409, f"Il manque {'une personne' if pair else 'un nom ou des personnes'}\u00a0: rien n’a été changé."
            )
        seen = None if pair else self.ids(asked.get("seen") or [])
        agreed = self.text(asked.get("agreed", ""))

        def form() -> dict[str, Any]:
            done = change(self.server.database, _KINDS[kind], name, people, seen=seen, agreed=agreed)
            return {"sentences": list(done.sentences)}

        self.finish(await self.manage(lambda: or_question(form)))


class OneGroup(ManagingRoute):
    """Ending a group."""

    @allow_unauthenticated
    async def delete(self, group: str) -> None:
        """End it, if its members are those that the page showed (``seen``)."""
        seen = self.ids(self.get_query_arguments("seen"))
        sentences = await self.manage(lambda: end_seen(self.server.database, group, seen))
        self.finish({"sentences": sentences})


class Wish(ManagingRoute):
    """With whom somebody would rather not be: noted, and shown to nobody."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Note somebody's whole list, in place of the former one; empty, it is lifted."""
        asked = self.body_json()
        person, others = self.text(asked.get("person")), self.ids(asked.get("others"))

        def note() -> None:
            here = {one.id for one in People(self.server.database).present() if one.role is Role.PARTICIPANT}
            if person not in here or not here.issuperset(others):
                raise Refusal("Une de ces personnes n’est pas, ou plus, dans la cohorte\u00a0: rien n’a été changé.")
            Wishes(self.server.database).set(person, others)

        await self.manage(note)
        self.finish({})


def _by_name(members: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return sorted(members, key=lambda one: (plain(names.get(one, "")), one))


def _groups(told: list[dict[str, Any]]) -> list[Group]:
    return [Group(one["id"], GroupKind.CIRCLE, one["name"], tuple(one["members"])) for one in told]


def group_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of the panel of groups, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("groupes", TodaysGroups),
        ("cercles/proposition", Proposals),
        ("cercles", KeptCircles),
        ("(binomes|noyaux)", HandMade),
        ("groupes/([0-9a-f]{16})", OneGroup),
        ("souhait", Wish),
    ]
    return [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
