"""The routes of the trainer's panel of people: who is there, adding, roles, departures. Invitations are in :mod:`.invite_routes`."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.cohort.people_list.reading import read_people
from parcours_u.cohort.people_rows import charge_sentence
from parcours_u.cohort.role_words import asked_charge, given_sentences
from parcours_u.domain.access import INVITATION_DAYS, USUAL_DAYS
from parcours_u.domain.ending import ended_without, ending_sentence, yes_to
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.domain.people_list import Listed, ListError, PeopleList
from parcours_u.grading.bringing import told_list
from parcours_u.server.cohort.invite_routes import invite_routes
from parcours_u.server.cohort.managing import ManagingRoute, in_page_words, or_question
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.short_process import ShortProcessError, call
from parcours_u.server.trainer_route import TrainerRoute
from parcours_u.store.people import People
from parcours_u.store.roles import Charge, Given, Roles
from parcours_u.store.standings import standing_of

__all__ = ["people_routes"]

_BRINGING = "parcours_u.grading.bringing"
_MOST_BYTES = 5_000_000
_INCOMPLETE = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."
_FAILED = "L’ajout n’a pas abouti\u00a0: personne n’a été ajouté, réessayez dans un instant."


class Everybody(TrainerRoute):
    """Who is in the cohort."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with them: everybody, or those of the circles that a trainer is in charge of."""
        server, person = self.server, self.grant.person
        if not isinstance(server, CohortServer):
            raise HTTPError(404)
        self.finish(await self.do(lambda: _everybody(server, person)))


def _everybody(server: CohortServer, person: str) -> dict[str, Any]:
    database, access = server.database, server.access
    with database.reading() as connection:
        trained = standing_of(connection, person).trains
    present = People(database).present()
    people = [one for one in present if one.role is not Role.VISITOR]
    groups, charges = People(database).groups(), Roles(database).charges()
    if trained:
        # Nothing else of the groups is theirs: a pair or a core group may be named after somebody of another circle.
        groups = [one for one in groups if one.id in trained]
        inside = {member for one in groups for member in one.members}
        people = [one for one in people if one.id in inside]

    of_each: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for member in group.members:
            of_each[member].append(group)
    names = {one.id: one.told for one in present}

    def told(one: Person) -> dict[str, Any]:
        own = of_each[one.id]
        circle = next((group.name for group in own if group.kind is GroupKind.CIRCLE), "")
        ending = [] if trained else ended_without(one.id, own)
        return {
            "id": one.id,
            "name": one.told,
            "role": str(one.role),
            "charge": charge_sentence(one, charges.get(one.id, ())),
            "in_charge_of": [group.name for group in charges.get(one.id, ()) if group.members],
            "profile": one.profile.label if one.role is Role.PARTICIPANT else "",
            "organisation": one.organisation,
            "territory": one.territory,
            "code": one.code,
            "circle": circle,
            "groups": [group.name for group in own if group.kind is not GroupKind.CIRCLE],
            "joined": access.has_key(one.id),
            "invited_until": access.invited(one.id) or "",
            "ending": ending_sentence(ending, names),
            "yes": yes_to(ending),
        }

    return {
        "manages": not trained,
        "me": person,
        "address": server.public_address,
        "people": [told(one) for one in people],
        "circles": [one.name for one in groups if one.kind is GroupKind.CIRCLE],
        "core_groups": [one.name for one in groups if one.kind is GroupKind.CORE_GROUP],
        "invitation_days": [INVITATION_DAYS[0], USUAL_DAYS, INVITATION_DAYS[-1]],
        "profiles": [[profile.value, profile.label] for profile in Profile],
        "pages": [{"id": part.id, "title": part.title} for part in server.course.parts()],
    }


class _Giving(ManagingRoute):
    async def given(self, give: Callable[[], Given]) -> dict[str, Any]:
        """Give a role; return what was done, in the page's words, or what is asked first."""

        def told() -> dict[str, Any]:
            return {"sentences": [in_page_words(one) for one in given_sentences(give(), self.cohort.people.present())]}

        done: dict[str, Any] = await self.manage(lambda: or_question(told))
        return done


class NewPerson(_Giving):
    """Adding one person."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Add somebody: who takes part gets a code, whoever has another role needs none."""
        asked = self.body_json()
        charge = charge_in(self, asked)
        fields = {name: self.text(asked.get(name, "")) for name in ("first_name", "last_name", "organisation", "email")}
        territory = self.text(asked.get("territory", ""))
        profile = _profile(asked.get("profile"))
        if not (fields["first_name"] or fields["last_name"]):
            raise HTTPError(409, "Il manque un nom\u00a0: personne n’a été ajouté.")
        one = Person(
            "",
            last_name=fields["last_name"],
            first_name=fields["first_name"],
            profile=profile,
            organisation=fields["organisation"],
            territory=territory,
            email=fields["email"],
        )
        if charge.role is Role.PARTICIPANT:
            await self.manage(lambda: self.cohort.people.check_newcomer(one))
            await self._enrol(one)
        else:
            self.finish(await self.given(lambda: self.cohort.roles.add(one, charge)))

    async def _enrol(self, one: Person) -> None:
        row = Listed(
            row=1,
            last_name=one.last_name,
            first_name=one.first_name,
            email=one.email,
            profile=one.profile,
            organisation=one.organisation,
            territory=one.territory,
        )
        told = frozenset({"last_name", "first_name", "email", "profile", "organisation", "territory"})
        done = await _bring(self, PeopleList((row,), columns=told))
        if done is not None:
            dated = [in_page_words(sentence) for sentence in done["dated"]]
            self.finish({"sentences": [f"{one.name} est dans la cohorte, avec un code de dépôt.", *dated]})


class WholeList(ManagingRoute):
    """Bringing in a list."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Bring in the file sent as the request's body; what is wrong in it is told by row and column, and nobody is then added."""
        content = self.request.body
        if len(content) > _MOST_BYTES:
            raise HTTPError(409, "Ce fichier est trop gros pour une liste de personnes\u00a0: personne n’a été ajouté.")
        try:
            found = await asyncio.to_thread(read_people, content)
        except ListError as error:
            self.finish({"problems": list(error.problems)})
            return
        done = await _bring(self, found)
        if done is None:
            return
        told = [
            f"Personnes lues\u00a0: {len(found.people)}\u202f; ajoutées\u00a0: {done['added']}\u202f; "
            f"mises à jour\u00a0: {done['updated']}\u202f; revenues\u00a0: {done['returned']}\u202f; "
            f"binômes formés\u00a0: {done['pairs']}."
        ]
        told += found.notices
        if found.left_out:
            told.append(f"Colonnes laissées de côté\u00a0: {', '.join(found.left_out)}.")
        told += map(in_page_words, done["sentences"])
        self.finish({"sentences": told})


class OnePerson(ManagingRoute):
    """Somebody's departure."""

    @allow_unauthenticated
    async def delete(self, person: str) -> None:
        """Note it: they hear and read nobody from now on, also on pages that they have open. ``agreed`` says yes to what ends."""
        agreed = self.text(self.get_query_argument("agreed", ""))

        def leave() -> dict[str, Any]:
            done = self.cohort.people.leave(person, agreed)
            told = [f"Départ noté\u00a0: {done.person.told} n’est plus dans la cohorte."]
            if left := [one.name for one in done.left if one not in done.ended]:
                told.append(f"Groupes quittés\u00a0: {', '.join(left)}.")
            return {"sentences": [*told, *(one.ended_sentence for one in done.ended)]}

        answer = await self.manage(lambda: or_question(leave))
        await self.cohort.end_hearing()
        self.finish(answer)


class PersonsRole(_Giving):
    """Somebody's role."""

    @allow_unauthenticated
    async def post(self, person: str) -> None:
        """Give it, with what it is in charge of, in place of the former one. ``agreed`` says yes to what ends."""
        asked = self.body_json()
        charge, agreed = charge_in(self, asked), self.text(asked.get("agreed", ""))
        self.finish(await self.given(lambda: self.cohort.roles.give(person, charge, agreed)))


def charge_in(route: ManagingRoute, asked: dict[str, Any]) -> Charge:
    """Return the role that a page asks for.

    Raises
    ------
    tornado.web.HTTPError
        When it is none that can be given.
    """
    try:
        role = Role(str(asked.get("role")))
    except ValueError:
        raise HTTPError(400, _INCOMPLETE) from None
    territory = route.text(asked.get("territory", "")) if role is Role.HOST else ""
    circles = route.ids(asked.get("circles", [])) if role is Role.TRAINER else []
    core_groups = route.ids(asked.get("core_groups", [])) if role is Role.ACCOMPANIST else []
    return asked_charge(role, territory, circles, core_groups)


async def _bring(route: ManagingRoute, found: PeopleList) -> dict[str, Any] | None:
    """Bring people in; what is wrong is answered to the page, and None returned."""
    folder = route.cohort.trainer_folder
    try:
        done = await call(_BRINGING, {"folder": str(folder), **told_list(found)}, folder)
    except ShortProcessError:
        raise HTTPError(503, _FAILED) from None
    if not done.get("ok"):
        route.finish({"problems": [in_page_words(str(one)) for one in done.get("problems") or [_FAILED]]})
        return None
    return done


def _profile(value: object) -> Profile:
    try:
        return Profile(str(value))
    except ValueError:
        return Profile.AGENT


def people_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of the panel of people, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("personnes", Everybody),
        ("personnes/ajouter", NewPerson),
        ("personnes/liste", WholeList),
        ("personnes/([0-9a-f]{16})", OnePerson),
        ("personnes/([0-9a-f]{16})/role", PersonsRole),
    ]
    own = [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
    return [*own, *invite_routes(base_url)]
