"""Over HTTPS, under a path, behind a proxy, in clear: what each way of serving a cohort promises."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from certificates import make_certificate
from parcours_u.domain.people import Role
from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.reach import origin_of
from parcours_u.server.cohort.transport import Transport, TransportRefused
from people_here import HOME, MODULE, Browser, Cohort, running_cohort

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is tested


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    return make_certificate(tmp_path_factory.mktemp("certificat"))


@pytest.fixture(scope="module")
def encrypted(certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """A cohort over HTTPS, under a path."""
    options = ("--certificat", str(certificate[0]), "--cle", str(certificate[1]))
    public = ("--adresse-publique", "https://127.0.0.1/ville/parcours/")
    with running_cohort(tmp_path_factory.mktemp("https") / "groupe", *options, *public) as found:
        yield found


def visit(cohort: Cohort, certificate: tuple[Path, Path]) -> Browser:
    base = cohort.local.replace("http:", "https:")
    return Browser(f"{base}/ville/parcours", authority=str(certificate[0]))


def test_the_link_is_the_public_address(encrypted: Cohort) -> None:
    assert re.fullmatch(r"https://127\.0\.0\.1/ville/parcours/rejoindre/[\w-]{43}", encrypted.link)


def test_everything_works_under_a_path_and_over_https(encrypted: Cohort, certificate: tuple[Path, Path]) -> None:
    browser = visit(encrypted, certificate)
    asked = browser.get(HOME)
    assert asked.location.startswith("/ville/parcours/connexion?next=%2Fville%2Fparcours%2Fvoila%2Frender")
    browser.join(encrypted.invite(encrypted.add("Ada").id).token)
    assert browser.send("phrase", noted="1").location == f"/ville/parcours/{HOME}"
    page = browser.get(MODULE)
    assert 'data-pu-prompt="' in page.text
    assert "pu-erreur" not in page.text  # its kernel reached the server
    assert browser.write("sous un chemin").status == 200
    assert browser.texts() == ["sous un chemin"]
    assert browser.send("deconnexion").location == "/ville/parcours/deconnexion"
    assert browser.get(HOME).status == 302


def test_the_public_address_leads_home_without_its_last_slash_too(
    encrypted: Cohort, certificate: tuple[Path, Path]
) -> None:
    browser = visit(encrypted, certificate)
    browser.base = browser.base.removesuffix("/parcours")
    for path in ("parcours", "parcours/"):
        assert browser.get(path).location == f"/ville/parcours/{HOME}", path
    assert browser.get("parcours/nulle-part").status == 404


def test_cookies_and_headers_keep_to_https(encrypted: Cohort, certificate: tuple[Path, Path]) -> None:
    browser = visit(encrypted, certificate)
    joined = browser.join(encrypted.invite(encrypted.add("Bo").id).token)
    (device,) = [cookie for cookie in joined.cookies if "parcours-u-" in cookie]
    assert device.startswith("__Host-parcours-u-")
    attributes = {part.strip().lower().split("=")[0]: part.strip() for part in device.split(";")[1:]}
    assert {"secure", "httponly", "samesite", "path"} <= attributes.keys()
    assert attributes["path"] == "Path=/"
    assert "domain" not in attributes
    for path in ("vos-mots", HOME, "parcours-u/entries", "sante", "nulle-part", "parcours-u/pieces/x"):
        headers = browser.get(path).headers
        assert headers["strict-transport-security"] == "max-age=31536000", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] in {"no-referrer", "same-origin"}, path
        assert "no-store" in headers["cache-control"], path


def test_what_is_too_large_to_be_looked_at_is_refused_over_https_too(
    encrypted: Cohort, certificate: tuple[Path, Path]
) -> None:
    told = visit(encrypted, certificate).ask("POST", "connexion", b"x" * 70_000)
    assert told.status == 413
    assert told.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in told.headers["content-security-policy"]


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    public = ("--adresse-publique", "https://parcours.exemple.invalid/")
    with running_cohort(tmp_path_factory.mktemp("proxy") / "groupe", "--derriere-un-mandataire", *public) as found:
        yield found


def test_behind_a_proxy_only_what_came_by_https_is_let_in(proxied: Cohort) -> None:
    token = proxied.invite(proxied.add("Ada").id).token
    browser = Browser(proxied.local)
    in_clear = browser.get(f"rejoindre/{token}")
    assert in_clear.location == f"https://parcours.exemple.invalid/rejoindre/{token}"
    assert browser.ask("HEAD", f"rejoindre/{token}").location == in_clear.location
    assert browser.ask("POST", f"rejoindre/{token}", b"").status == 403
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
    page = browser.ask("GET", f"rejoindre/{token}", headers=told)
    assert "Bonjour Ada" in page.text
    form = {**told, "Content-Type": "application/x-www-form-urlencoded", "Origin": browser.base}
    body = f"_xsrf={browser.cookies['_xsrf']}".encode()
    joined = browser.ask("POST", f"rejoindre/{token}", body, form, xsrf=False)
    assert joined.location == "/phrase"
    assert browser.ask("GET", HOME, headers=told).status == 200
    assert browser.get(HOME).status == 302  # the cookie alone, in clear


def test_a_page_writes_behind_a_proxy_that_asks_for_another_host(proxied: Cohort) -> None:
    browser = Browser(proxied.local)
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "Host": "parcours.exemple.invalid:8443"}
    form = {**told, "Content-Type": "application/x-www-form-urlencoded"}
    token = proxied.invite(proxied.add("Bea").id).token
    browser.ask("GET", f"rejoindre/{token}", headers=told)
    body = f"_xsrf={browser.cookies['_xsrf']}".encode()
    assert browser.ask("POST", f"rejoindre/{token}", body, form, xsrf=False).location == "/phrase"
    kernel = re.search(r'data-noyau="([0-9a-f-]{36})"', browser.ask("GET", MODULE, headers=told).text)
    assert kernel is not None
    page = {**told, "Origin": "https://parcours.exemple.invalid", "Content-Type": "application/json"}
    alive = f'{{"kernel": "{kernel[1]}", "check": true}}'.encode()
    assert browser.ask("POST", MODULE, alive, page).status == 204
    assert browser.ask("POST", MODULE, alive, {**page, "Origin": "https://exemple.invalid"}).status == 404
    for path in ("parcours-u/channel", f"parcours-u/kernels/{kernel[1]}/channels"):
        assert browser.socket(path, Origin="https://parcours.exemple.invalid", **told) == 101, path
        for other in ("https://exemple.invalid", "http://parcours.exemple.invalid", "null"):
            assert browser.socket(path, Origin=other, **told) == 403, (path, other)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Parcours.exemple.fr/ville/", "https://parcours.exemple.fr"),
        ("https://parcours.exemple.fr:443/", "https://parcours.exemple.fr"),
        ("http://10.0.0.7:8000/", "http://10.0.0.7:8000"),
        ("https://[::1]:8443/", "https://[::1]:8443"),
        ("https://école.exemple.fr/", "https://xn--cole-9oa.exemple.fr"),
    ],
)
def test_an_origin_is_written_as_browsers_do(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.fixture(scope="module")
def in_clear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    options = ("--adresse", EVERYWHERE, "--sans-chiffrement", "--adresse-publique", "http://127.0.0.1/")
    with running_cohort(tmp_path_factory.mktemp("clair") / "groupe", *options) as found:
        yield found


def test_in_clear_every_page_says_so_and_browsers_keep_nothing(in_clear: Cohort) -> None:
    browser = Browser(in_clear.local)
    browser.join(in_clear.invite(in_clear.add("Ada").id).token)
    doors = ("mes-appareils", "vos-mots", "connexion", "rejoindre", "phrase")
    sheets = (
        "voila/render/exercises/papier/clinique-de-cas.html",
        "voila/render/exercises/papier/grille-d-observation.html",
    )
    refusals = (
        "course/x",
        "voila/render/course/absente.ipynb",
        "rejoindre/x",
        "parcours-u/absente",
        "voila/templates/x.css",
    )
    for path in (HOME, MODULE, *doors, *sheets, *refusals):
        page = browser.get(path).text
        assert page.count("Connexion non chiffrée") == 1, path
        assert page.index("<body") < page.index("Connexion non chiffrée"), path
    window = {"Accept": "text/html"}
    assert "Connexion non chiffrée" in browser.ask("GET", "parcours-u/cohorte/vues", headers=window).text
    assert 'data-garde=""' in browser.get(MODULE).text


def test_in_clear_cards_say_so_and_files_to_keep_do_not(in_clear: Cohort) -> None:
    trainer = Browser(in_clear.local)
    trainer.join(in_clear.invite(in_clear.add("Awa", Role.TRAINER).id).token)
    in_clear.add("Bo")
    cards = trainer.send("parcours-u/cohorte/cartes")
    assert "Connexion non chiffrée" in cards.text
    assert cards.text.rstrip().endswith("</html>")
    for path in ("parcours-u/carnet.html", "phrase/carte.html"):
        assert "Connexion non chiffrée" not in trainer.get(path).text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--adresse", EVERYWHERE], "--sans-chiffrement"),
        (["--certificat", "absent.pem"], "ne peut pas servir"),
        (["--cle", "seule.pem"], "sans son certificat"),
        (["--certificat", "x.pem", "--derriere-un-mandataire"], "pas aux deux"),
        (["--adresse", EVERYWHERE, "--derriere-un-mandataire"], "--mandataire"),
        (["--derriere-un-mandataire", "--mandataire", "caddy"], "172.17.0.0/16"),
        (["--mandataire", "192.0.2.10"], "--derriere-un-mandataire"),
        (["--adresse-publique", "ftp://x/"], "ne convient pas"),
        (["--adresse-publique", "http://x.fr/a/../b/"], "comme http://parcours.exemple.fr/"),
        (["--adresse", "203.0.113.9", "--sans-chiffrement"], "n’est pas une adresse de cette machine"),
    ],
)
def test_what_can_t_or_should_not_be_served_is_said_and_nothing_starts(
    tmp_path: Path, options: list[str], said: str
) -> None:
    open_folder(tmp_path / "groupe")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "parcours_u.cli",
            "animer",
            "--port",
            "0",
            "--dossier",
            str(tmp_path / "groupe"),
            *options,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "rien n’a été démarré" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_this_machine_alone_needs_no_encryption(address: str) -> None:
    transport = Transport(address)
    assert (transport.loopback, transport.exposed, transport.secure) == (True, False, False)


@pytest.mark.parametrize("address", [EVERYWHERE, "192.168.1.5", "::", "ordinateur.local"])
def test_any_other_address_does(address: str) -> None:
    with pytest.raises(TransportRefused, match="se chiffre en chemin"):
        Transport(address)
    assert Transport(address, unencrypted=True).exposed


@pytest.mark.parametrize(
    ("proxy", "address", "believed"),
    [
        ("", "127.0.0.1", True),
        ("", "::1", True),
        ("", "192.0.2.10", False),
        ("192.0.2.10", "192.0.2.10", True),
        ("192.0.2.10", "::ffff:192.0.2.10", True),
        ("192.0.2.10", "192.0.2.11", False),
        ("172.17.0.0/16", "172.17.3.4", True),
        ("172.17.0.0/16", "127.0.0.1", False),
        ("2001:db8::/32", "2001:db8::1%eth0", True),
        ("2001:db8::/32", "192.0.2.10", False),
        ("", "0.0.0.0.0", False),
    ],
)
def test_nobody_but_the_proxy_says_who_asks(proxy: str, address: str, believed: bool) -> None:
    transport = Transport(EVERYWHERE if proxy else "127.0.0.1", proxied=True, proxy=proxy)
    assert transport.believes(address) is believed
    assert not Transport().believes(address)


def test_behind_a_proxy_no_other_header_tells_who_asks_or_how(proxied: Cohort) -> None:
    browser = Browser(proxied.local)
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert browser.ask("GET", "rejoindre", headers={"X-Scheme": "https"}).status == 302  # in clear, it is
    assert browser.ask("GET", "rejoindre", headers=told).status == 200
    form = {**told, "Content-Type": "application/x-www-form-urlencoded", "Origin": browser.base}
    answers = []
    for rank in range(61):
        body = f"_xsrf={browser.cookies['_xsrf']}&code={rank:05d}-55555".encode()
        headers = {**form, "X-Real-Ip": f"198.51.100.{rank}"}
        answers.append(browser.ask("POST", "rejoindre", body, headers, xsrf=False).status)
    assert answers[-1] == 429
