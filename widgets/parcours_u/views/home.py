"""The home page: where the learner is on the U, the next step, and who keeps the words meanwhile.

Plain HTML, complete before any script: the U is a list of links laid along a drawn curve, so the drawing is the navigation
and is met once, whatever reads it.
"""

from contextlib import suppress
from html import escape
from importlib.resources import files
from string import Template

from IPython.display import HTML, display

from parcours_u.client import Client, Unavailable
from parcours_u.domain.french_dates import french_date, moment_of
from parcours_u.domain.french_words import french_number
from parcours_u.domain.progress import ModuleProgress, State, next_module
from parcours_u.views.circle import home_day, home_group
from parcours_u.views.front_end import style
from parcours_u.views.keeping import stays
from parcours_u.views.opener import journal_opener
from parcours_u.views.u_curve import MOST_ON_CURVE, Station, curve_in_words, stations

__all__ = ["home_html", "home_page", "marker"]

_PAGE = (files("parcours_u.views") / "static" / "home.html").read_text(encoding="utf-8")

_TEXTS = {
    "start": "Vous pouvez commencer par la première étape, et vous arrêter quand vous voulez.",
    "all": "Vous avez répondu partout. Vous pouvez relire votre carnet, ou revenir sur une étape.",
    "local": (
        "Vos mots sont gardés sur cet ordinateur, dans votre espace personnel, et nulle part ailleurs. "
        "Personne ne les lit tant que vous ne les partagez pas."
    ),
    "cohort": (
        "Vos mots sont gardés sur la machine de votre groupe. Ceux que vous gardez pour vous y sont chiffrés\u00a0: "
        "seuls votre phrase de récupération et vos appareils les ouvrent."
    ),
    "binder": (
        "Cette page fonctionne sur mybinder.org, un service public tenu par une fédération d’universités et d’entreprises, "
        "en dehors de votre organisme. Pendant votre visite, vos mots sont gardés là-bas. Après quelques minutes sans "
        "activité, la session est effacée, et vos mots avec elle."
    ),
}


def home_page(client: Client) -> None:
    """Show the home page; elsewhere than on the learner's own computer, with the file to take away and to take up."""
    html = home_html(client)
    with suppress(Unavailable):  # said below, in place of the journal
        home_day(client)
    display(HTML(html))
    with suppress(Unavailable):
        home_group(client)
    if not client.read_only and not stays(client):
        display(journal_opener(client, reload=True))


def home_html(client: Client) -> str:
    """Return the home page's HTML.

    A journal that does not answer is told in its place: the way through the course stays open.
    """
    try:
        states, place, host, failure = client.progress(), client.place(), client.host(), ""
    except Unavailable as error:
        states, place, host, failure = _untold(client), None, "local", str(error)
    places = zip(states, stations(len(states)), strict=True)
    warning = f'<p class="pu-avertissement" role="alert">{escape(failure)}</p>' if failure else ""
    return Template(_PAGE).substitute(
        css=style("home"),
        part="" if failure else _part(client),
        going_on=warning or _going_on(client, states, place),
        stations="\n".join(_station(client, rank, state, spot) for rank, (state, spot) in enumerate(places, start=1)),
        label=f"{_steps(len(states))} du parcours",
        drawing=escape(curve_in_words(len(states))),
        shape=_shape(len(states)),
        keeping="" if failure or client.read_only else _keeping(client, host),
    )


def marker(rank: int, state: ModuleProgress) -> str:
    """Return a station's sign: a shape for each state, and the part of the ring that is done; the words are beside it."""
    match state.state:
        case State.NOT_BEGUN:
            shape = '<circle class="vide" cx="22" cy="22" r="18"/>'
        case State.BEGUN:
            done = round(113.1 * state.begun / max(state.total, 1), 1)
            shape = (
                '<circle class="fond" cx="22" cy="22" r="18"/>'
                f'<path class="fait" d="M22 4a18 18 0 1 1 0 36 18 18 0 1 1 0-36" stroke-dasharray="{done} 113.1"/>'
            )
        case State.DEPOSITED:
            shape = '<circle class="plein" cx="22" cy="22" r="19"/><circle class="badge" cx="37" cy="8" r="9"/><path class="signe" d="M37 12V4M33.5 7.5 37 4l3.5 3.5"/>'
        case State.COMMENTED:
            shape = '<path class="bulle" d="M10 2h24a8 8 0 0 1 8 8v20a8 8 0 0 1-8 8H21l-9 6v-6h-2a8 8 0 0 1-8-8V10a8 8 0 0 1 8-8Z"/>'
    return (
        f'<span class="pu-borne pu-borne-{state.state}" aria-hidden="true">'
        f'<svg viewBox="0 0 44 44" width="44" height="44" focusable="false">{shape}</svg><span>{rank}</span></span>'
    )


def _steps(count: int) -> str:
    return f"Les {french_number(count)} étapes" if count > 1 else "L’étape"


def _shape(count: int) -> str:
    """Return the classes of the U: beyond seven stations there is no room for the two directions in words."""
    if count > MOST_ON_CURVE:
        return "pu-u"
    return "pu-u pu-u-courbe" if count > 7 else "pu-u pu-u-courbe pu-u-dite"


def _station(client: Client, rank: int, state: ModuleProgress, spot: Station) -> str:
    turning = " pu-tournant" if spot.turning else ""
    return (
        f'<li class="pu-station pu-{spot.side}{turning}" '
        f'style="--x:{spot.x / 1.6:.2f}%;--y:{spot.y / 1.06:.2f}%;--rang:{spot.depth}">'
        f'<a href="{escape(client.page_url(state.module))}">{marker(rank, state)}'
        f'<span class="pu-nom"><strong>{escape(state.title)}</strong> '
        f'<span class="pu-etat">{escape(state.label)}{_by(state)}</span></span></a></li>'
    )


def _by(state: ModuleProgress) -> str:
    """Return when a module is expected, for as long as it is: a landmark, nobody is told that they are late."""
    if not state.expected:
        return ""
    return f", attendu pour le {french_date(moment_of(state.due).date().isoformat())}"


def _going_on(client: Client, states: list[ModuleProgress], place: tuple[str, str] | None) -> str:
    following = next_module(states)
    place = place if place and place[0] in {part.id for part in client.course.parts()} else None
    if place is None:
        first = states[0].module if states else ""
        return _step(_TEXTS["start"], client.page_url(first), "Commencer")
    part_id, prompt_id = place
    part = client.course.part(part_id)
    prompt = next((prompt for prompt in client.course.prompts() if prompt.id == prompt_id), None)
    address = client.page_url(part_id) + (f"#invite-{prompt.id}" if prompt else "")
    where = f"Vous en étiez à «\u00a0{part.title}\u00a0»"
    where += f", à la question «\u00a0{prompt.question}\u00a0»." if prompt else "."
    extra = ""
    if following is None:
        extra = f"<p>{_TEXTS['all']}</p>"
    elif following.module != part_id:
        order = [state.module for state in states]
        passed = part_id in order and order.index(following.module) < order.index(part_id)
        if not passed:
            name = "Prochaine étape"
        else:
            name = "Si vous voulez aussi y passer" if following.state is State.NOT_BEGUN else "Si vous voulez y revenir"
        extra = (
            f'<p>{name}\u00a0: <a href="{escape(client.page_url(following.module))}">{escape(following.title)}</a> '
            f"({escape(following.label)}).</p>"
        )
    return _step(where, address, "Continuer") + extra


def _step(text: str, address: str, label: str) -> str:
    return f'<p>{escape(text)}</p><p><a class="pu-bouton pu-bouton-grand" href="{escape(address)}">{label}</a></p>'


def _part(client: Client) -> str:
    """Return what somebody is in the cohort, and the way to what is theirs; nothing for who follows the course, alone or not."""
    charge = f'<strong dir="auto">{escape(client.part.get("charge", ""))}</strong>'

    def way(page: str, name: str) -> str:
        return f'<a href="{escape(client.page_url(page))}">{name}</a>'

    match client.part.get("role"):
        case _ if client.animates:
            space = way("espace-formateur", "l’espace de l’équipe")
            told = f"Vous animez ce groupe\u00a0: {space} montre la journée, les personnes et les dépôts."
        case "host":
            told = (
                f"Vous accueillez un territoire\u00a0: {charge}. Cette place tient l’accueil, les lieux et les temps. "
                f"Elle ne lit les mots de personne. {way('guide', 'Le guide de l’hôte')} dit par où commencer."
            )
        case "accompanist":
            core_groups = way("noyau", "Les noyaux que j’accompagne")
            told = (
                f"Vous accompagnez des noyaux\u00a0: {charge}. "
                f"Vous lisez ce qu’ils choisissent de partager entre eux, et rien d’autre. {core_groups}"
            )
        case _:
            return ""
    return f'<p class="pu-equipe">{told}</p>'


def _keeping(client: Client, host: str) -> str:
    data = escape(client.page_url("donnees"))
    more = f'<a href="{data}">Vos données, en détail</a>'
    if host in {"local", "cohort"}:
        return f'<p class="pu-garde">{_TEXTS[host]} {more}</p>'
    file = escape(client.api_url("carnet.json"))
    return (
        '<section class="pu-garde pu-garde-ailleurs" aria-labelledby="pu-garde-titre" data-pu-emporter="' + file + '">'
        '<h2 id="pu-garde-titre">Où sont gardés vos mots</h2>'
        f"<p>{escape(_elsewhere(host))}</p>"
        "<p><strong>Avant de partir, emportez votre carnet.</strong> C’est un seul fichier, que vous gardez chez vous. "
        "La prochaine fois, vous le reprendrez ici, ou sur une autre machine, et vous retrouverez tout.</p>"
        f'<p><a class="pu-bouton" href="{file}" download>Télécharger mon carnet (.json)</a></p>'
        f"<p>{more}</p></section>"
    )


def _elsewhere(host: str) -> str:
    if host == "binder":
        return _TEXTS["binder"]
    name = f" ({host})" if host != "hub" else ""
    return (
        f"Cette page fonctionne sur un serveur{name}, et non sur votre ordinateur. Vos mots y sont gardés, et les personnes "
        "qui administrent ce serveur peuvent techniquement y accéder. Demandez-leur combien de temps ils y restent."
    )


def _untold(client: Client) -> list[ModuleProgress]:
    return [
        ModuleProgress(module.id, module.title, State.NOT_BEGUN, 0, len(module.prompts))
        for module in client.course.modules
    ]
