"""Every address that the cohort's server answers is known here, with who may use it: a new one fails until it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import routes_of

from people_here import FREE_TEXT, MODULE, Browser, Cohort

KERNEL = "00000000-0000-0000-0000-000000000000"
ANYBODY, DOOR, MEMBER, OWN_JOURNAL, OWN_KERNEL, TRAINER, MANAGER = (
    "anybody",
    "door",
    "member",
    "own journal",
    "own kernel",
    "trainer",
    "trainer of the whole cohort",
)
# Pattern, then who it is for, then a request of it.
ROUTES = {
    r"/rejoindre$": (DOOR, "GET", "rejoindre"),
    r"/rejoindre/([\w-]{1,128})$": (DOOR, "GET", "rejoindre/x"),
    r"/connexion$": (DOOR, "GET", "connexion"),
    r"/deconnexion$": (DOOR, "GET", "deconnexion"),
    r"/appareil/([\w-]{1,128})$": (DOOR, "GET", "appareil/x"),
    r"/visite/([\w-]{1,128})$": (DOOR, "GET", "visite/x"),
    r"/visite/quitter$": (MEMBER, "POST", "visite/quitter"),
    r"/vos-mots$": (DOOR, "GET", "vos-mots"),
    r"/phrase$": (MEMBER, "GET", "phrase"),
    r"/phrase/nouvelle$": (MEMBER, "POST", "phrase/nouvelle"),
    r"/phrase/carte\.(html|txt)$": (MEMBER, "GET", "phrase/carte.txt"),
    r"/mes-appareils$": (MEMBER, "GET", "mes-appareils"),
    r"/mes-appareils/lien$": (MEMBER, "POST", "mes-appareils/lien"),
    r"/mes-appareils/fermer$": (MEMBER, "POST", "mes-appareils/fermer"),
    r"/parcours-u/page$": (OWN_JOURNAL, "GET", "parcours-u/page"),
    r"/parcours-u/place$": (OWN_JOURNAL, "PUT", "parcours-u/place"),
    r"/parcours-u/progress$": (OWN_JOURNAL, "GET", "parcours-u/progress"),
    r"/parcours-u/entries$": (OWN_JOURNAL, "GET", "parcours-u/entries"),
    r"/parcours-u/entries/([a-zA-Z0-9_-]+)$": (OWN_JOURNAL, "PUT", f"parcours-u/entries/{FREE_TEXT}"),
    r"/parcours-u/entries/([a-zA-Z0-9_-]+)/history$": (OWN_JOURNAL, "GET", f"parcours-u/entries/{FREE_TEXT}/history"),
    r"/parcours-u/deposits/([a-zA-Z0-9_-]+)$": (OWN_JOURNAL, "GET", "parcours-u/deposits/co-initier"),
    r"/parcours-u/depots/([0-9a-f-]{36})\.zip$": (OWN_JOURNAL, "GET", f"parcours-u/depots/{KERNEL}.zip"),
    r"/parcours-u/carnet\.(docx|html|json)$": (OWN_JOURNAL, "GET", "parcours-u/carnet.json"),
    r"/parcours-u/formats/([a-z0-9-]+)\.ics$": (OWN_JOURNAL, "GET", "parcours-u/formats/trois-jours.ics"),
    r"/parcours-u/projet\.(docx|html)$": (OWN_JOURNAL, "GET", "parcours-u/projet.html"),
    r"/parcours-u/journal$": (OWN_JOURNAL, "DELETE", "parcours-u/journal"),
    r"/parcours-u/returns$": (OWN_JOURNAL, "POST", "parcours-u/returns"),
    r"/parcours-u/channel$": (OWN_JOURNAL, "GET", "parcours-u/channel"),
    r"/parcours-u/shared$": (OWN_JOURNAL, "GET", "parcours-u/shared"),
    r"/parcours-u/shared/replies$": (OWN_JOURNAL, "POST", "parcours-u/shared/replies"),
    r"/parcours-u/shared/replies/([0-9a-f]{16})$": (
        OWN_JOURNAL,
        "DELETE",
        "parcours-u/shared/replies/0123456789abcdef",
    ),
    r"/parcours-u/shared/entries/([a-zA-Z0-9_-]+)$": (OWN_JOURNAL, "DELETE", f"parcours-u/shared/entries/{FREE_TEXT}"),
    r"/parcours-u/programme$": (OWN_JOURNAL, "GET", "parcours-u/programme"),
    r"/parcours-u/agreements$": (OWN_JOURNAL, "GET", "parcours-u/agreements"),
    r"/parcours-u/agreements/([0-9a-f]{16})$": (OWN_JOURNAL, "PATCH", "parcours-u/agreements/0123456789abcdef"),
    r"/parcours-u/cohorte/personnes$": (TRAINER, "GET", "parcours-u/cohorte/personnes"),
    r"/parcours-u/cohorte/personnes/ajouter$": (MANAGER, "POST", "parcours-u/cohorte/personnes/ajouter"),
    r"/parcours-u/cohorte/personnes/liste$": (MANAGER, "POST", "parcours-u/cohorte/personnes/liste"),
    r"/parcours-u/cohorte/personnes/([0-9a-f]{16})$": (
        MANAGER,
        "DELETE",
        "parcours-u/cohorte/personnes/0123456789abcdef",
    ),
    r"/parcours-u/cohorte/personnes/([0-9a-f]{16})/role$": (
        MANAGER,
        "POST",
        "parcours-u/cohorte/personnes/0123456789abcdef/role",
    ),
    r"/parcours-u/cohorte/personnes/([0-9a-f]{16})/invitation$": (
        MANAGER,
        "POST",
        "parcours-u/cohorte/personnes/0123456789abcdef/invitation",
    ),
    r"/parcours-u/cohorte/cartes$": (MANAGER, "POST", "parcours-u/cohorte/cartes"),
    r"/parcours-u/cohorte/visites$": (MANAGER, "POST", "parcours-u/cohorte/visites"),
    r"/parcours-u/cohorte/groupes$": (TRAINER, "GET", "parcours-u/cohorte/groupes"),
    r"/parcours-u/cohorte/groupes/([0-9a-f]{16})$": (
        MANAGER,
        "DELETE",
        "parcours-u/cohorte/groupes/0123456789abcdef",
    ),
    r"/parcours-u/cohorte/cercles/proposition$": (MANAGER, "POST", "parcours-u/cohorte/cercles/proposition"),
    r"/parcours-u/cohorte/cercles$": (MANAGER, "POST", "parcours-u/cohorte/cercles"),
    r"/parcours-u/cohorte/(binomes|noyaux)$": (MANAGER, "POST", "parcours-u/cohorte/binomes"),
    r"/parcours-u/cohorte/souhait$": (MANAGER, "POST", "parcours-u/cohorte/souhait"),
    r"/parcours-u/cohorte/fichiers$": (MANAGER, "POST", "parcours-u/cohorte/fichiers"),
    r"/parcours-u/cohorte/serveur$": (MANAGER, "GET", "parcours-u/cohorte/serveur"),
    r"/parcours-u/cohorte/serveur/diagnostic$": (MANAGER, "POST", "parcours-u/cohorte/serveur/diagnostic"),
    r"/parcours-u/cohorte/serveur/sauvegarde$": (MANAGER, "POST", "parcours-u/cohorte/serveur/sauvegarde"),
    r"/parcours-u/cohorte/vues$": (TRAINER, "GET", "parcours-u/cohorte/vues"),
    r"/parcours-u/cohorte/depots$": (TRAINER, "GET", "parcours-u/cohorte/depots"),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)$": (TRAINER, "GET", "parcours-u/cohorte/depots/co-initier"),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)/recueil$": (
        TRAINER,
        "POST",
        "parcours-u/cohorte/depots/co-initier/recueil",
    ),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)/retours$": (
        TRAINER,
        "POST",
        "parcours-u/cohorte/depots/co-initier/retours",
    ),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)/(x?[0-9a-f]{16})$": (
        TRAINER,
        "GET",
        "parcours-u/cohorte/depots/co-initier/0123456789abcdef",
    ),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)/(x?[0-9a-f]{16})/retour$": (
        TRAINER,
        "GET",
        "parcours-u/cohorte/depots/co-initier/0123456789abcdef/retour",
    ),
    r"/parcours-u/cohorte/depots/([a-zA-Z0-9_-]+)/(x?[0-9a-f]{16})/commentaires/([a-zA-Z0-9_-]+)$": (
        TRAINER,
        "PUT",
        f"parcours-u/cohorte/depots/co-initier/0123456789abcdef/commentaires/{FREE_TEXT}",
    ),
    r"/parcours-u/cohorte/repartition$": (TRAINER, "PUT", "parcours-u/cohorte/repartition"),
    r"/parcours-u/cohorte/amorces$": (TRAINER, "PUT", "parcours-u/cohorte/amorces"),
    r"/parcours-u/cohorte/attributions$": (TRAINER, "PUT", "parcours-u/cohorte/attributions"),
    r"/parcours-u/cohorte/journee$": (TRAINER, "PUT", "parcours-u/cohorte/journee"),
    r"/parcours-u/cohorte/journee/retard$": (TRAINER, "PUT", "parcours-u/cohorte/journee/retard"),
    r"/parcours-u/cohorte/fuseau$": (MANAGER, "PUT", "parcours-u/cohorte/fuseau"),
    r"/parcours-u/cohorte/messages$": (TRAINER, "GET", "parcours-u/cohorte/messages"),
    r"/parcours-u/cohorte/adresses$": (TRAINER, "GET", "parcours-u/cohorte/adresses"),
    r"/sante$": (ANYBODY, "GET", "sante"),
    r"/parcours-u/metrics$": (TRAINER, "GET", "parcours-u/metrics"),
    r"/parcours-u/pieces/([\w.-]+)$": (ANYBODY, "GET", "parcours-u/pieces/x.js"),
    r"/parcours-u/widgets/([\w.-]+)$": (MEMBER, "GET", "parcours-u/widgets/x.js"),
    r"/parcours-u/kernels/([\w-]+)/channels$": (OWN_KERNEL, "GET", "parcours-u/kernels/{kernel}/channels"),
    r"/voila/api/shutdown/([\w-]+)$": (OWN_KERNEL, "POST", "voila/api/shutdown/{kernel}"),
    r"/voila/render/exercises/papier/([a-z0-9-]+)\.html$": (MEMBER, "GET", "voila/render/exercises/papier/x.html"),
    r"/voila/render/(.*)$": (MEMBER, "GET", MODULE),
    r"/parcours-u/?$": (ANYBODY, "GET", "parcours-u/"),
    r"/$": (ANYBODY, "GET", ""),
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)$": (OWN_KERNEL, "GET", "api/kernels/{kernel}"),
}
CLOSED = [(method, path) for who, method, path in ROUTES.values() if who not in {ANYBODY, DOOR}]
KERNELS = [(method, path) for who, method, path in ROUTES.values() if who == OWN_KERNEL]
CAPTURING = [pattern for pattern in ROUTES if "(" in pattern]
CLIMBS = [
    "../../secret",
    "..%2f..%2fsecret",
    "%2e%2e/%2e%2e/secret",
    "....//secret",
    "%00",
    "..%5c..%5csecret",
    "%252e%252e%252fsecret",
]


def test_no_address_is_answered_that_is_not_in_this_table(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, routes_of.__file__, str(tmp_path / "groupe")], capture_output=True, text=True, check=True
    )
    assert sorted(pattern for pattern, _ in json.loads(told.stdout)) == sorted(ROUTES)


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_stranger_gets_nothing(stranger: Browser, method: str, path: str) -> None:
    stranger.get("vos-mots")  # with an anti-forgery token: it says who nobody is
    answer = stranger.ask(method, path.format(kernel=KERNEL), b"{}" if method != "GET" else None)
    assert answer.status in {302, 403}
    if answer.status == 302:
        assert answer.location.startswith("/connexion?next=")


def test_a_line_to_a_kernel_opens_for_whom_it_was_started_only(ada: Browser, bo: Browser) -> None:
    kernel = ada.kernel()
    path = f"parcours-u/kernels/{kernel}/channels"
    assert bo.socket(path) == 403
    assert ada.socket(path) == 101
    assert ada.socket(f"api/kernels/{kernel}/channels") == 404  # Voilà's own


@pytest.mark.parametrize(("method", "path"), [(method, path) for _, method, path in ROUTES.values() if method != "GET"])
def test_another_site_changes_nothing_in_somebody_s_name(ada: Browser, method: str, path: str) -> None:
    """A browser would send the cookies, not the anti-forgery token."""
    assert ada.ask(method, path.format(kernel=KERNEL), b"{}", xsrf=False).status == 403


def test_a_page_of_another_site_opens_no_line(ada: Browser) -> None:
    kernel = ada.kernel()
    for path in ("parcours-u/channel", f"parcours-u/kernels/{kernel}/channels"):
        assert ada.socket(path, Origin="https://ailleurs.exemple") == 403
        assert ada.socket(path, Origin=ada.base) == 101


@pytest.mark.parametrize(("method", "path"), KERNELS)
def test_a_kernel_is_nothing_to_anybody_else(cohort: Cohort, ada: Browser, bo: Browser, method: str, path: str) -> None:
    kernel = ada.kernel()
    assert bo.ask(method, path.format(kernel=kernel)).status in {403, 404}
    assert bo.ask("DELETE", f"api/kernels/{kernel}").status in {403, 404}
    assert ada.get(f"api/kernels/{kernel}").status == 200


@pytest.mark.parametrize("written", ["%{:02x}", "%{:02X}"])
def test_a_kernel_named_otherwise_is_nobody_else_s_either(ada: Browser, bo: Browser, written: str) -> None:
    kernel = ada.kernel()
    disguised = written.format(ord(kernel[0])) + kernel[1:]
    for path in (f"voila/api/shutdown/{disguised}", f"api/kernels/{disguised}"):
        for method in ("POST", "DELETE"):
            assert bo.ask(method, path).status >= 400
    assert ada.get(f"api/kernels/{kernel}").status == 200


@pytest.mark.parametrize("pattern", CAPTURING)
def test_no_address_climbs_out_of_where_it_is(cohort: Cohort, ada: Browser, pattern: str) -> None:
    _, method, path = ROUTES[pattern]
    start = (
        path.format(kernel="").rsplit("/", 1)[0] if "{kernel}" not in path else path.split("{kernel}")[0].rstrip("/")
    )
    secret = (cohort.folder.cohort / "secret").read_bytes()
    for climb in CLIMBS:
        answer = ada.ask(method, f"{start}/{climb}", b"{}" if method != "GET" else None)
        assert answer.status in {400, 403, 404, 405, 429}, climb
        assert secret not in answer.body


def test_a_participant_does_not_read_the_figures_and_a_trainer_does(cohort: Cohort, ada: Browser) -> None:
    trainer = cohort.browser()
    assert trainer.join(cohort.link.rsplit("/", 1)[1]).status == 303
    assert ada.get("parcours-u/metrics").status == 403
    assert "kernels" not in ada.get("sante").json
    assert trainer.get("parcours-u/metrics").status == 200
    assert "kernels" in trainer.get("sante").json


@pytest.mark.parametrize(
    ("method", "path"), [(method, path) for who, method, path in ROUTES.values() if who in {TRAINER, MANAGER}]
)
def test_what_is_the_trainers_is_nobody_else_s(ada: Browser, method: str, path: str) -> None:
    ada.get("vos-mots")  # with an anti-forgery token
    assert ada.ask(method, path, b"{}" if method != "GET" else None).status == 403


def test_what_voila_serves_besides_is_not_there(ada: Browser) -> None:
    for path in (
        "voila/files/course/parcours.yaml",
        "voila/tree",
        "voila/static/voila.js",
        "voila/api/contents/",
        "voila/labextensions/x",
        "voila/templates/parcours_u/static/style.css",
        "voila/query/x",
        "api/kernels",
        "login",
        "logout",
    ):
        assert ada.get(path).status == 404, path
