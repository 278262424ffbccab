"""A small course with one format in days and one in stages, for the views that show them."""

from parcours_u.domain.course import Course, Exercise, Module
from parcours_u.domain.days import Day, Late, Slot, SlotKind, When
from parcours_u.domain.exercise import Format, People, Phase
from parcours_u.domain.formats import CourseFormat, Duty, Length, Meeting, Room, Stage, Unit
from parcours_u.offline_client import OfflineClient

__all__ = ["COURSE", "DAYS", "STAGES", "ServedClient"]

_ALONE = Format("duo-seul", "Par écrit", "Pour soi.", People(1, 1), (Phase("Écrire", 20, "Écrivez."),))
_DUO = Format("duo-seance", "Duo", "À deux.", People(2, 2), (Phase("Parler", 45, "Parlez."),))

DAYS = CourseFormat(
    "jour",
    "Un jour ensemble",
    "Une journée.",
    "Essayer.\nApprendre.",
    "Qui veut.",
    People(4, 12),
    before=("Inviter.",),
    after=("Remercier.",),
    care=("Le silence est facultatif.",),
    duties=(Duty("animation", "Animation", "Elle anime."), Duty("recolte", "Récolte", "Elle note.")),
    rooms=(Room("salle", "Grande salle", "Des chaises."),),
    days=(
        Day(
            "Matin",
            "Se parler <fort>.",
            540,
            (
                Slot(
                    "duo", "Parler à deux", "On se parle.", 60, version="duo-seance", module="depart",
                    lead=("animation", "recolte"), tasks="Chacun son tour.", room=("salle",), materials=("Chaises",),
                    plan_b="Dehors.", late=Late(When.SHRINK, 20, "duo-seul", "L’écoute d’une autre personne."),
                ),
                Slot("pause", "Pause", "De l’eau.", 15, kind=SlotKind.BREAK, room=("salle",)),
                Slot(
                    "table", "À table", "On reçoit.", 30, lead=("animation",), tasks="On accueille.", room=("salle",),
                    plan_b="Dedans.", fixed=True,
                ),
                Slot(
                    "jeu", "Jouer", "On joue.", 30, lead=("animation",), tasks="On rit.", room=("salle",), plan_b="Rien.",
                    late=Late(When.DROP, 20, lost="Le rire.", lost_shortened="La revanche."),
                ),
            ),
        ),
    ),
)  # fmt: skip

STAGES = CourseFormat(
    "chemin",
    "Un chemin",
    "Six semaines.",
    "Avancer.",
    "Qui veut.",
    People(1, 1),
    length=Length(6, Unit.WEEK),
    stages=(
        Stage("Lire", "On lit.", 1, "Inspiration", modules=("depart",)),
        Stage("Faire", "On fait.", 2, "Pratique", versions=("duo-seance", "duo-seul")),
        Stage("Refaire", "On refait.", 3, meeting=Meeting("Entre pairs", 75, "On se voit.", "duo-seance")),
    ),
)

COURSE = Course(
    "Petit parcours",
    (Module("depart", "Départ", "On part."),),
    (Exercise("duo", "Le duo", "À deux.", "CC BY-SA 4.0", "équipe", "source", formats=(_DUO, _ALONE)),),
    (DAYS, STAGES),
)


class ServedClient(OfflineClient):
    """A client whose pages have a server: the calendar can be asked for."""

    read_only = False

    def __init__(self) -> None:
        super().__init__(COURSE)
