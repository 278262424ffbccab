"""A course with one prompt of each kind, answers to it, and texts that software tends to mangle."""

from typing import Any

from hypothesis import strategies as st

from parcours_u.domain.audience import Audience, Reader
from parcours_u.domain.course import Course, Exercise, Kind, Level, Module, Option, Prompt, Question, Scale
from parcours_u.domain.journal import Comment, Deposit, Entry, Revision

EXPORTED_AT = "2027-03-05T08:00:00Z"

HOSTILE = {
    "script": "<script>window.ran = 1</script>",
    "image": '<img src="http://localhost/pixel.png" onerror="window.ran = 1">',
    "closing": "</p></article></main></body></html><h1>fin</h1>",
    "entity": "&lt;b&gt; &amp;nbsp; &#x27; \"' ]]>",
    "braces": "{{ 7 * 7 }} {% for x in y %} {# rien #} ${x} #{x}",
    "latex": r"$\frac{a}{b}$ \(x\) \[\int_0^1\] $$y$$",
    "markdown": "# titre\n* point\n```python\nprint(1)\n```\n[lien](javascript:alert(1))",
    "formula": '=HYPERLINK("http://localhost/")\n+1\n-1\n@a',
    "emoji": "👩‍🌾🇫🇷 é e\u0301 😀",
    "right to left": "שלום, עולם! 123 شكرا\u202e caché \u202c fin",
    "spaces": "  deux espaces\tune tabulation\u00a0une insécable\u202fune fine\u2028une ligne",
    "breaks": "une\n\ndeux\n\n\ntrois\n \n\nquatre\n\n\n\n\ncinq",
    "edges": "\n\n  au milieu  \n\n",
}

FREE, LIST, SCALE, MAP, CHOICE = "module-texte", "module-liste", "module-niveau", "module-carte", "module-choix"
ICEBERG, INTENTION, CARD = "module-iceberg", "module-intention", "module-essai"
COMMITMENT, GUIDED, CASE = "module-engagement", "module-journal", "clinique-cas"

COURSE = Course(
    title="Un parcours inspiré de la Théorie U",
    modules=(
        Module(
            "module",
            "Co-initier",
            "Une phrase.",
            (
                Prompt(FREE, Kind.FREE_TEXT, Scale.SELF, "Quelle est ma question\u202f?"),
                Prompt(LIST, Kind.SHORT_LIST, Scale.ORGANISATION, "Avec qui\u202f?"),
                Prompt(
                    SCALE,
                    Kind.SCALE,
                    Scale.SELF,
                    "Comment est-ce que j’écoute\u202f?",
                    levels=(Level("Par habitude"), Level("Attention aux faits"), Level("À la place de l’autre")),
                ),
                Prompt(
                    CHOICE,
                    Kind.CHOICE,
                    Scale.SELF,
                    "D’où est-ce que je regarde\u202f?",
                    options=(Option("fenetre", "De ma fenêtre"), Option("banc", "Du banc", "Parmi les gens.")),
                ),
                Prompt(MAP, Kind.STAKEHOLDER_MAP, Scale.SOCIETY, "Qui est concerné\u202f?"),
            ),
        ),
        Module(
            "suite",
            "Co-créer",
            "Une phrase.",
            (
                Prompt(ICEBERG, Kind.ICEBERG, Scale.ORGANISATION, "Que voit-on\u202f?"),
                Prompt(INTENTION, Kind.INTENTION, Scale.SELF, "Quelle intention\u202f?"),
                Prompt(CARD, Kind.PROTOTYPE_CARD, Scale.ORGANISATION, "Quel essai\u202f?"),
                Prompt(COMMITMENT, Kind.COMMITMENT, Scale.SELF, "À quoi est-ce que je m’engage\u202f?"),
                Prompt(
                    GUIDED,
                    Kind.GUIDED_JOURNAL,
                    Scale.SELF,
                    "Journal guidé",
                    questions=(
                        Question("defis", "Défis", "Quels sont vos défis\u202f?"),
                        Question("aide", "Aide", "Qui vous aide\u202f?"),
                    ),
                ),
            ),
        ),
        Module("vide", "Récolter", "Une phrase."),
    ),
    exercises=(
        Exercise(
            "clinique",
            "Clinique de cas",
            "Une phrase.",
            licence="CC BY-SA 4.0",
            attribution="Adapté de « Case Clinic », Presencing Institute",
            source="https://www.u-school.org/case-clinic",
            prompts=(Prompt(CASE, Kind.FREE_TEXT, Scale.SELF, "Quel cas\u202f?"),),
        ),
    ),
)

BODIES: dict[str, dict[str, Any]] = {
    FREE: {"text": "Comment accueillir mieux\u202f?\n\nEt avec qui\u202f?\nAvec vous."},
    LIST: {"items": ["Une élue de quartier", "Un agent d’accueil"]},
    SCALE: {"level": 2, "note": "Cela dépend des jours."},
    CHOICE: {"choice": "banc", "note": "Le matin."},
    MAP: {
        "people": [
            {"who": "Les familles", "relation": "elles attendent", "influence": 1, "distance": 3},
            {"who": "La direction", "relation": "", "influence": 3, "distance": 1},
        ]
    },
    ICEBERG: {"events": "La file", "structures": "", "mental_models": "Il faut tenir", "sources": "Le soin"},
    INTENTION: {"sentence": "Servir un accueil qui écoute."},
    CARD: {"hypothesis": "Un banc", "smallest_test": "Une chaise", "by_when": "2027-04-01", "witnesses": "Deux"},
    COMMITMENT: {"what": "Appeler", "by": "2027-03-12", "witness": ""},
    GUIDED: {"answers": {"aide": "Mes collègues"}, "skipped": ["defis"]},
    CASE: {"text": "Un cas."},
}


def entry(prompt: str, body: dict[str, Any] | None, **details: Any) -> Entry:
    return Entry(**{"prompt": prompt, "revision": 1, "saved_at": "2027-03-03T13:03:00Z", "body": body, **details})


def entries() -> dict[str, Entry]:
    """Return one answer of each kind."""
    return {prompt: entry(prompt, body) for prompt, body in BODIES.items()}


def written(text: str, prompt: str = FREE, **details: Any) -> dict[str, Entry]:
    """Return a journal that holds one text."""
    return {prompt: entry(prompt, {"text": text}, **details)}


# Strategies

texts = st.sampled_from([*HOSTILE.values(), "", "\0", "x" * 300]) | st.text(max_size=30)
moments = st.integers(0, 5).map(lambda second: f"2027-03-03T13:03:0{second}Z")
audiences: st.SearchStrategy[Audience] = st.frozensets(
    st.sampled_from([Reader.PAIR, Reader.CIRCLE, Reader.TRAINER])
) | st.sampled_from([frozenset({Reader.COHORT}), frozenset({Reader.COMMONS})])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
any_body = st.dictionaries(texts, json_values, max_size=3)
free_body = texts.map(lambda text: {"text": text})
list_body = st.lists(texts, max_size=3).map(lambda items: {"items": items})
level_body = st.tuples(st.none() | st.integers(1, 3), texts).map(lambda pair: {"level": pair[0], "note": pair[1]})


def histories(bodies: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[Revision]]:
    """Draw histories as the store makes them: numbers that grow, with gaps, and some versions written aside."""
    versions = st.lists(st.tuples(moments, bodies, st.booleans(), st.integers(1, 3)), max_size=5)

    def numbered(found: list[tuple[str, dict[str, Any], bool, int]]) -> list[Revision]:
        number, made = 0, []
        for at, body, aside, step in found:
            number += step
            made.append(Revision(number, at, body, aside))
        return made

    return versions.map(numbered)


def comments(prompts: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, Comment]]]:
    return st.lists(
        st.tuples(st.sampled_from(["depot-1", "module@2027"]), st.builds(Comment, prompts, texts, moments, texts)),
        max_size=3,
    )


deposits = st.lists(
    st.builds(
        Deposit,
        id=st.uuids().map(str),
        module=st.sampled_from(["module", "suite"]),
        at=st.just("2027-03-03 13:03:00.123456 UTC"),
        way=st.sampled_from(["exchange", "zip"]),
        sender=st.text(max_size=20),
        prompts=st.just((FREE, LIST)),
        withdrawn=st.sampled_from([(), (FREE,)]),
    ),
    max_size=2,
)
