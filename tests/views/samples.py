"""One prompt of each kind, in a small course, with answers to fill them."""

from parcours_u.domain.course import (
    Course,
    Exercise,
    Kind,
    Level,
    Module,
    Option,
    Practice,
    Prompt,
    Question,
    Scale,
    Step,
)

_LEVELS = (
    Level("Par habitude", "J’entends surtout ce que je savais déjà."),
    Level("Attention aux faits", "Je remarque ce qui me surprend ou me contredit."),
    Level("À la place de l’autre", "Je vois la situation par ses yeux, et cela me touche."),
    Level("Vers le possible", "J’entends naître une idée qui n’était à personne avant l’échange."),
)
_QUESTIONS = (
    Question("regard", "Le regard", "Qu’est-ce qui me surprend en ce moment\u202f?", 2),
    Question("lacher", "Lâcher prise", "Qu’est-ce que j’arrête de défendre\u202f?", 2),
    Question(
        "peine",
        "Ce qui pèse",
        "Qu’est-ce qui me pèse dans ce travail\u202f?",
        3,
        "Cette question peut toucher quelque chose de sensible. Vous pouvez la passer sans la lire jusqu’au bout.",
    ),
    Question("suite", "La suite", "Quel premier pas m’appelle\u202f?", 0.5),
)

PROMPTS = {
    prompt.kind: prompt
    for prompt in (
        Prompt(
            "essai-texte",
            Kind.FREE_TEXT,
            Scale.ORGANISATION,
            "Quelle invitation puis-je leur adresser\u202f?",
            "Dites pourquoi, avec qui, et combien de temps cela prendra.",
            "Je vous propose de",
        ),
        Prompt(
            "essai-liste",
            Kind.SHORT_LIST,
            Scale.ORGANISATION,
            "Avec qui former un petit noyau\u202f?",
            "Écrivez un rôle et ce qu’il apporterait.",
        ),
        Prompt(
            "essai-echelle",
            Kind.SCALE,
            Scale.SELF,
            "Comment est-ce que j’écoute aujourd’hui\u202f?",
            "Aucune réponse n’est meilleure qu’une autre.",
            levels=_LEVELS,
        ),
        Prompt(
            "essai-choix",
            Kind.CHOICE,
            Scale.SELF,
            "D’où est-ce que je regarde\u202f?",
            "Rien n’est caché, et l’on peut changer.",
            options=(
                Option("fenetre", "De ma fenêtre", "Je vois passer les gens."),
                Option("banc", "Du banc", "Je suis parmi les gens."),
                Option("carte", "De la carte, avec un nom assez long pour passer à la ligne"),
            ),
        ),
        Prompt(
            "essai-iceberg",
            Kind.ICEBERG,
            Scale.SOCIETY,
            "Qu’y a-t-il sous ce que je constate\u202f?",
            "Partez de ce qui se voit, puis descendez d’un niveau à la fois.",
        ),
        Prompt(
            "essai-carte",
            Kind.STAKEHOLDER_MAP,
            Scale.SOCIETY,
            "Qui est concerné par ma question, de près ou de loin\u202f?",
            "Notez des fonctions ou des groupes, jamais des noms.",
        ),
        Prompt(
            "essai-intention",
            Kind.INTENTION,
            Scale.SELF,
            "Quelle intention est-ce que j’apporte à ce projet\u202f?",
            "Une seule phrase.",
            "Je souhaite contribuer à",
        ),
        Prompt(
            "essai-prototype",
            Kind.PROTOTYPE_CARD,
            Scale.ORGANISATION,
            "Quel est le plus petit essai qui m’apprendrait quelque chose\u202f?",
        ),
        Prompt(
            "essai-engagement",
            Kind.COMMITMENT,
            Scale.SELF,
            "À quoi est-ce que je m’engage\u202f?",
            "Petit, daté, et vu par quelqu’un.",
        ),
        Prompt(
            "essai-journal",
            Kind.GUIDED_JOURNAL,
            Scale.SELF,
            "Mon journal guidé",
            "Rien n’est obligatoire.",
            questions=_QUESTIONS,
        ),
    )
}

LONG_SCALE = Prompt(
    "essai-longue",
    Kind.SCALE,
    Scale.SELF,
    "Où en est ma confiance\u202f?",
    levels=(
        Level("Au plus bas"),
        Level(""),
        Level(""),
        Level("Entre deux"),
        Level(""),
        Level(""),
        Level("Au plus haut"),
    ),
)

EXERCISE_PROMPT = Prompt(
    "clinique-trace", Kind.FREE_TEXT, Scale.SELF, "Qu’est-ce que je garde de cette clinique\u202f?"
)

PRACTICE = Practice(
    "essai-pratique",
    "Deux récits, deux écoutes",
    (
        Step("Se mettre d’accord", 3, "Choisissez qui commence."),
        Step("Premier récit", 5, "Une personne raconte, l’autre écoute."),
        Step("Petite pause", 0.5),
    ),
    "S’entraîner à écouter sans répondre.",
)

COURSE = Course(
    "Un parcours d’essai",
    (Module("essai", "Essai", "Pour les essais.", (*PROMPTS.values(), LONG_SCALE), (PRACTICE,)),),
    (Exercise("clinique", "Clinique de cas", "À plusieurs.", "CC BY-SA 4.0", "Équipe", "Ici", (EXERCISE_PROMPT,)),),
)

BODIES = {
    Kind.FREE_TEXT: {"text": "Venez autour d’une table, deux heures, sans ordre du jour."},
    Kind.SHORT_LIST: {"items": ["une élue de quartier", "un agent d’accueil", "une habitante"]},
    Kind.SCALE: {"level": 2, "note": "Hier, en réunion."},
    Kind.CHOICE: {"choice": "banc", "note": "Le matin surtout."},
    Kind.ICEBERG: {
        "events": "Les files d’attente s’allongent.",
        "structures": "Un seul guichet ouvre le matin.",
        "mental_models": "On pense que les gens préfèrent venir tôt.",
        "sources": "Être reçu avec égards.",
    },
    Kind.STAKEHOLDER_MAP: {
        "people": [
            {"who": "Les familles du quartier", "relation": "usagers", "influence": 1, "distance": 2},
            {"who": "L’équipe d’accueil", "relation": "collègues", "influence": 2, "distance": 1},
            {"who": "La direction générale", "relation": "décide", "influence": 3, "distance": 3},
        ]
    },
    Kind.INTENTION: {"sentence": "Je souhaite que chaque personne reparte avec une réponse."},
    Kind.PROTOTYPE_CARD: {
        "hypothesis": "Un accueil debout changerait l’échange.",
        "smallest_test": "Une matinée, un mange-debout.",
        "by_when": "2027-03-01",
        "witnesses": "Une collègue, un usager.",
    },
    Kind.COMMITMENT: {"what": "Appeler une habitante.", "by": "2027-03-15", "witness": "Ma binôme."},
    Kind.GUIDED_JOURNAL: {"answers": {"regard": "Le calme de l’équipe."}, "skipped": ["lacher"]},
}
