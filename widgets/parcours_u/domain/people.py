"""Who takes part in a cohort: people, what they are there as, and the groups that they form."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["ERASED", "Group", "GroupKind", "Person", "Profile", "Role"]

ERASED = (
    "ce qui y était partagé, échangé et convenu est effacé, chaque personne garde ses propres réponses dans son carnet"
)
"""What goes with a group that ends: answers opened there, the words exchanged on them, agreements."""


class Profile(StrEnum):
    """What somebody is to the local public service. Variety of profiles is what circles are made for."""

    ELECTED = "elu"
    CITIZEN = "citoyen"
    DIRECTOR = "dirigeant"
    TRANSFORMATION = "transformation"
    AGENT = "agent"
    PARTNER = "partenaire"

    @property
    def label(self) -> str:
        """The profile in French, as people read it."""
        return _PROFILES[self]


_PROFILES = {
    Profile.ELECTED: "mandat électif",
    Profile.CITIZEN: "citoyenneté",
    Profile.DIRECTOR: "direction",
    Profile.TRANSFORMATION: "transformation ou labo",
    Profile.AGENT: "personnel territorial",
    Profile.PARTNER: "partenariat",
}


class Role(StrEnum):
    """What somebody may do in a cohort; what each role reads is decided in :mod:`.policy` alone."""

    PARTICIPANT = "participant"
    TRAINER = "trainer"
    HOST = "host"
    ACCOMPANIST = "accompanist"
    VISITOR = "visitor"

    @property
    def label(self) -> str:
        """The role in French, as people read it."""
        return _ROLES[self]


_ROLES = {
    Role.PARTICIPANT: "participation",
    Role.TRAINER: "formation",
    Role.HOST: "accueil d’un territoire",
    Role.ACCOMPANIST: "accompagnement de noyaux",
    Role.VISITOR: "visite",
}


class GroupKind(StrEnum):
    """A circle of peers, a pair that grows together, a core group that carries a project."""

    CIRCLE = "circle"
    PAIR = "pair"
    CORE_GROUP = "core_group"

    @property
    def label(self) -> str:
        """The kind in French, as people read it."""
        return _KINDS[self]


_KINDS = {GroupKind.CIRCLE: "cercle", GroupKind.PAIR: "binôme", GroupKind.CORE_GROUP: "noyau"}


@dataclass(frozen=True, repr=False)
class Person:
    """Somebody of a cohort.

    Attributes
    ----------
    id : str
        Random, ASCII, never shown; what every table of the store refers to.
    code : str
        nbgrader's student id, empty for whoever deposits nothing (trainers, visitors).
    superior : str
        The id of their hierarchical superior in the same cohort, empty when there is none.
    apart : str
        What tells them from those of the same name, among those whom they were read with; see :mod:`.namesakes`.
    """

    id: str
    last_name: str
    first_name: str
    role: Role = Role.PARTICIPANT
    profile: Profile = Profile.AGENT
    organisation: str = ""
    territory: str = ""
    email: str = ""
    code: str = ""
    superior: str = ""
    apart: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The name as people say it, and as their peers read it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def told(self) -> str:
        """The name as those who animate read it among others: nobody else's."""
        return f"{self.name} ({self.apart})".strip() if self.apart else self.name


@dataclass(frozen=True)
class Group:
    """A circle, a pair or a core group; ``members`` are the ids of those who are in it now, in a stable order."""

    id: str
    kind: GroupKind
    name: str
    members: tuple[str, ...] = ()

    @property
    def ended_sentence(self) -> str:
        """What its end does, in French."""
        return f"Le {self.kind.label} «\u00a0{self.name}\u00a0» est fini\u00a0: {ERASED}."
