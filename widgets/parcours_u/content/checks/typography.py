"""French typography as eighteen patterns, each of which finds a fault in a text without code or addresses.

The README, the course's sources and what is derived from them are all held to these: there is no other list.
"""

import re
from collections.abc import Iterator

from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.passages import Passage

__all__ = ["FAULTS", "check_typography", "faults"]

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_BARE_CAPITALS = (
    "Etat|Etats|Ecole|Eglise|Elue?s?|Equipes?|Etapes?|Evaluation|Egalité|Etude|Evénement|Ecrire|Ecrivez|Ecouter"
)
_ENDINGS = "e|es|ne|nes|se|ses|ère|ères|trice|trices"

FAULTS = {
    "T01 no narrow no-break space before ; ! ?": re.compile(r"(?<![\u202F!?(\[])[;!?]"),
    "T02 no no-break space before :": re.compile(r"(?<!\u00A0):(?!//|\d)"),
    "T03 no no-break space inside « »": re.compile(r"«(?!\u00A0)|(?<!\u00A0)»"),
    "T04 straight quotes": re.compile(r'"'),
    "T05 dots for an ellipsis, or etc…": re.compile(r"\.{3,}|\betc\.?(?:…|\.\.)"),
    "T06 straight apostrophe": re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"),
    "T07 two spaces, or one before , .": re.compile(r"[ \u00A0\u202F]{2,}|[ \u00A0\u202F][,.](?![\d.])"),
    "T08 capital without its accent": re.compile(
        rf"\b(?:{_BARE_CAPITALS})\b|(?m:^A (?=la |le |l’|partir|chaque|quoi|vous|noter))"
    ),
    "T09 hour not written 14\u00a0h\u00a030": re.compile(
        r"\b\d{1,2}(?:[hH](?:\d{2})?|:\d{2}|[ \u202F][hH])\b|\u00A0h ?\d"
    ),
    "T10 date not written 1er\u00a0mars, 12\u00a0mai": re.compile(
        rf"\b1[ \u00A0](?:{_MONTHS})\b|\b0\d[ \u00A0](?:{_MONTHS})\b|"
        rf"\b\d{{1,2}}(?:er)?[ \u00A0](?!{_MONTHS})(?i:{_MONTHS})\b|\b\d{{1,2}}(?:er)? (?:{_MONTHS})\b"
    ),
    "T11 number not written n°\u00a012": re.compile(r"\b[Nn](?:[ºo][ \u00A0\u202F]?(?=\d)|°(?!\u00A0))"),
    "T12 money or percentage": re.compile(
        r"€[ \u00A0\u202F]?\d|\d[ \u202F]?€|\d\.\d{2}[ \u00A0\u202F]?€|\d[ \u202F]?%"
    ),
    "T13 thousands not grouped by a narrow no-break space": re.compile(
        r"(?<![\d-])\d{1,3}[ .]\d{3}(?!\d)|(?<!\d)\d{6,}(?!\d)"
    ),
    "T14 hyphen used as a dash, or glued dash": re.compile(r"(?<=\s)-(?=\s)|(?<=\w)[–—](?=[^\W\d_])"),
    "T15 ordinal not written 1re, 2e": re.compile(r"\b(?:1[èe]re|\d+(?:i?[èe]me)s?)\b"),
    "T16 title not written M.\u00a0, Mme\u00a0": re.compile(r"\bMr\b|\bMme\.|\bM\. (?=[A-ZÀ-Ö])|\bMme (?=[A-ZÀ-Ö])"),
    "T17 o and e not joined": re.compile(r"\b(?:coeur|soeur|oeuvre|voeu|noeud|oeil|boeuf|moeurs)s?x?\b"),
    "T18 inclusive point, dot or brackets": re.compile(
        rf"(?<=[^\W\d_])[·•‧⋅∙](?=[^\W\d_])|[^\W\d_]\.(?:{_ENDINGS})\b|\((?:e|es|ne|nes|trice|trices)\)|[^\W\d_]-e-s\b"
    ),
}


def faults(text: str) -> list[str]:
    """Return each fault of a text, with what is around it."""
    return [
        f"{name}: {text[max(0, found.start() - 25) : found.end() + 15]!r}"
        for name, pattern in FAULTS.items()
        for found in pattern.finditer(text)
    ]


_AROUND = 25

_ADVICE = {
    "T01": "il faut une espace fine insécable (U+202F) devant\u202f;\u202f! et\u202f?",
    "T02": "il faut une espace insécable (U+00A0) devant le deux-points",
    "T03": "il faut une espace insécable (U+00A0) à l’intérieur des guillemets «\u00a0»",
    "T04": "les guillemets droits s’écrivent «\u00a0»",
    "T05": "les points de suspension sont un seul caractère (…), et «\u00a0etc.\u00a0» n’en a pas",
    "T06": "l’apostrophe droite s’écrit ’",
    "T07": "il y a deux espaces, ou une espace devant un point ou une virgule",
    "T08": "une capitale garde son accent",
    "T09": "une heure s’écrit 14\u00a0h\u00a030, avec des espaces insécables",
    "T10": "une date s’écrit 1er\u00a0mars ou 12\u00a0mai, avec une espace insécable et une minuscule au mois",
    "T11": "un numéro s’écrit n°\u00a012, avec une espace insécable",
    "T12": "une somme ou un pourcentage s’écrit 3,50\u00a0€ ou 12\u00a0%, avec une espace insécable",
    "T13": "les milliers se séparent par une espace fine insécable (U+202F)",
    "T14": "un tiret entre deux groupes de mots est – entre deux espaces",
    "T15": "un ordinal s’écrit 1re ou 2e",
    "T16": "un titre s’écrit M. ou Mme, suivi d’une espace insécable",
    "T17": "o et e sont liés dans ce mot\u00a0: œ",
    "T18": "préférez une tournure neutre au point médian, au point ou aux parenthèses",
}


def check_typography(passages: list[Passage]) -> Iterator[Finding]:
    """Yield each fault of setting, with the words around it."""
    for passage in passages:
        for name, pattern in FAULTS.items():
            for found in pattern.finditer(passage.text):
                around = passage.text[max(0, found.start() - _AROUND) : found.end() + _AROUND].replace("\n", " ")
                message = f"{_ADVICE[name[:3]]}, dans «\u00a0{around.strip()}\u00a0»."
                yield Finding(passage.file, passage.line_at(found.start()), "typographie", message)
