"""Two small modules: one asks where the learner starts from, the other tells a situation and asks two questions."""

from collections.abc import Callable
from functools import partial

from memory_journal import MemoryJournal

from parcours_u.domain.course import Course, Kind, Module, Option, Prompt, Scale
from parcours_u.domain.situation import PLACES, STARTING_POINT, Situation, View
from parcours_u.views.answer import Answer
from parcours_u.views.kinds import answer_for
from parcours_u.views.page_answers import PageAnswers
from parcours_u.views.situation import SituatedChoice

LABELS = ("Élue ou élu", "Habitante ou habitant", "Direction", "Innovation", "Agente ou agent")
PLACE = Prompt(
    STARTING_POINT,
    Kind.CHOICE,
    Scale.SELF,
    "D’où est-ce que je pars\u202f?",
    "Rien n’est caché.",
    options=tuple(Option(place, label, "Ma place.") for place, label in zip(PLACES, LABELS, strict=True)),
)
TEXT = Prompt("suite-texte", Kind.FREE_TEXT, Scale.SELF, "Que voit-on\u202f?", "En quelques lignes.")
LIST = Prompt("suite-liste", Kind.SHORT_LIST, Scale.ORGANISATION, "Avec qui\u202f?")
SITUATION = Situation(
    "Le banc",
    "Un banc a disparu.\n\nLe lendemain, trois personnes se parlent <b>debout</b>.",
    {
        place: View(f"Vu par {place}.\n\nEncore {place}.", f"Conseil à {place}.", {TEXT.id: f"Phrase de {place}."})
        for place in PLACES
    },
)
COURSE = Course(
    "Un parcours d’essai",
    (
        Module("question-de-depart", "Question de départ", "On part.", (PLACE,)),
        Module("suite", "La suite", "On regarde.", (TEXT, LIST), situation=SITUATION),
    ),
)

situated: Callable[..., Answer] = partial(SituatedChoice, SITUATION, elsewhere=True)


def page_of(journal: MemoryJournal) -> tuple[PageAnswers, Answer, Answer, Answer]:
    """Draw the second module's page: its situation, then its two questions."""
    answers = PageAnswers()
    return (
        answers,
        answers.draw(journal, STARTING_POINT, situated),
        answers.draw(journal, TEXT.id, answer_for),
        answers.draw(journal, LIST.id, answer_for),
    )
