"""Take the README's screenshots again: ``python tests/docs/captures.py``.

A real course, a real trainer's folder, real nbgrader commands, those of the README; Chromium looks. What terminals show is
what the commands printed, drawn as text, where the home folder is written ``~`` as a shell does.
"""

import argparse
import html
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from following import Formgrader, Learner, Terminal

from browser.acting import Answer, ready
from chromium import CHROMIUM_ARGUMENTS, find_chromium
from readme import ROOT, blocks, commands

FOLDER = ROOT / ".github" / "captures"
LARGEST = 200_000
expect.set_options(timeout=120_000)
MODULE = "co-initier"
LISTENING, INVITATION, INTENTION = "co-initier-ecoute", "co-initier-invitation", "co-initier-intention"
WORDS = (
    "Exemple d’invitation\u00a0: je vous propose de nous retrouver une heure, à quatre ou cinq, pour parler de ce qui "
    "empêche de venir aux réunions de quartier. Vous pouvez dire non."
)
COMMENT = "Exemple de commentaire\u00a0: on sent que l’on peut refuser. Que deviendra ce qui sera dit\u202f?"

_PLACE = """part => {
  const box = part.getBoundingClientRect();
  return [box.x + scrollX, box.y + scrollY, box.width, box.height];
}"""
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; }}
pre {{ display: inline-block; box-sizing: border-box; min-width: 900px; margin: 0; padding: 16px 20px; border-radius: 8px;
  background: #1d1a17; color: #f1eae0; font: 14px/1.5 "DejaVu Sans Mono", monospace; }}
b {{ color: #f2c879; }}
</style><pre>{text}</pre>"""


def take(page: Page, name: str, part: Locator | None = None, margin: int = 16) -> None:
    """Write one picture, of a window or of one part of its page; a heavy one is refused: the README is read on phones too."""
    file = FOLDER / f"{name}.png"
    if part is None:
        page.screenshot(path=file, animations="disabled")
    else:
        x, y, width, height = part.evaluate(_PLACE)
        frame = {"x": x - margin, "y": y - margin, "width": width + 2 * margin, "height": height + 2 * margin}
        page.screenshot(path=file, animations="disabled", full_page=True, clip=frame)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {size} bytes", file=sys.stderr)
    if size >= LARGEST:
        raise SystemExit(f"{file.name} weighs {size} bytes: frame it closer")


class Photographer:
    """Chromium, French, with a sharp screen."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def page(self, width: int = 1000, height: int = 900) -> "Iterator[Page]":
        """Open a page for the length of a block."""
        context = self._browser.new_context(
            locale="fr-FR",
            viewport={"width": width, "height": height},
            device_scale_factor=1.5,
            reduced_motion="reduce",
        )
        try:
            context.set_default_timeout(120_000)
            yield context.new_page()
        finally:
            context.close()

    def terminal(self, name: str, typed: "list[tuple[str, str]]", home: Path) -> None:
        """Draw what was typed and what was printed."""
        text = "\n\n".join(
            f"<b>$ {html.escape(line)}</b>\n{html.escape(_tidy(printed, home))}" for line, printed in typed
        )
        with self.page(width=1600) as page:
            page.set_content(_TERMINAL.format(text=text))
            take(page, name, page.locator("pre"), margin=0)


def _tidy(printed: str, home: Path) -> str:
    shown = printed.replace(str(home.resolve()), "~").replace(str(home), "~")
    return "\n".join(line.rstrip() for line in shown.strip().splitlines())


def command(start: str) -> str:
    """Return the README's own line that starts so."""
    (found,) = [line for line in commands("Animer") if line.startswith(start)]
    return found


def write_and_deposit(photographer: Photographer, terminal: Terminal, code: str) -> Path:
    """Write on the module's page, look at what would leave, deposit; return the downloaded file."""
    with (
        terminal.serve("parcours-u ouvrir", f"--dossier {terminal.home}/carnet") as course,
        photographer.page() as page,
    ):
        page.goto(course.link)
        page.goto(course.module(MODULE))
        ready(page)
        scale = page.locator(f'[data-prompt="{LISTENING}"]')
        scale.get_by_text("Attention aux faits", exact=False).first.click()
        Answer(page, LISTENING).wait("saved")
        invitation = Answer(page, INVITATION)
        invitation.write(WORDS)
        invitation.share()
        take(page, "reponse", invitation.root)
        Answer(page, INTENTION).write("Exemple d’intention, gardée pour moi.")
        page.get_by_role("button", name="Voir ce qui partirait").click()
        panel = page.locator(".pu-depot")
        submit = panel.get_by_role("button", name="Déposer", exact=True)
        submit.wait_for()
        panel.get_by_label("Le code que l’on vous a donné").fill(code)
        take(page, "deposer", panel)
        with page.expect_download() as downloading:
            submit.click()
        archive = terminal.home / downloading.value.suggested_filename
        downloading.value.save_as(archive)
        expect(panel.get_by_role("heading", name="Déposé")).to_be_visible()
        return archive


def deposit_by_exchange(terminal: Terminal, code: str) -> None:
    """Deposit as a second learner, on the trainer's machine."""
    with terminal.serve(command("parcours-u ouvrir --echange"), f"--dossier {terminal.home}/autre-carnet") as course:
        learner = Learner(course)
        learner.write(INVITATION, text="Exemple d’une autre invitation.")
        learner.share(INVITATION)
        learner.deposit(MODULE, code)


def comment(photographer: Photographer, terminal: Terminal, code: str, other: str) -> None:
    """Comment in JupyterLab, answer by answer."""
    with terminal.serve(command("parcours-u commenter")) as bench, photographer.page(1400, 800) as page:
        formgrader = Formgrader(bench.link)
        deposits = formgrader.deposits(MODULE)
        formgrader.comment(deposits[other], INVITATION, "Exemple d’un autre commentaire.")
        page.goto(bench.link)
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="Manual Grading").click()
        for heading in ("Assignment ID", "Notebook ID"):
            frame.get_by_text(heading).wait_for()
            frame.locator("#main-table").get_by_role("link", name=MODULE, exact=True).click()
        frame.get_by_role("button", name="Show All Names").click()
        frame.locator(f'#main-table a:visible[href$="{deposits[code]}"]').click()
        box = frame.locator(f"#{INVITATION}-comment[placeholder]")  # nbgrader's script is there: it saves
        box.fill(COMMENT)
        with page.expect_response(lambda answer: "/formgrader/api/comment/" in answer.url):
            box.blur()
        box.evaluate("box => box.scrollIntoView({block: 'center'})")
        take(page, "commenter")


def read(photographer: Photographer, terminal: Terminal, file: Path) -> None:
    """Open the return file on the module's page, then the home page."""
    with (
        terminal.serve("parcours-u ouvrir", f"--dossier {terminal.home}/carnet") as course,
        photographer.page() as page,
    ):
        page.goto(course.link)
        page.goto(course.module(MODULE))
        ready(page)
        page.get_by_label("Ouvrir un retour").set_input_files(file)
        page.get_by_role("button", name="Ouvrir ce retour").click()
        invitation = Answer(page, INVITATION)
        expect(invitation.root).to_contain_text(COMMENT)
        take(page, "retour-lu", invitation.root)
        page.goto(course.page("course/accueil.ipynb"))
        expect(page.get_by_text("commenté").first).to_be_visible()
        take(page, "accueil", page.locator(".pu-accueil"))


def main() -> None:
    """Play the trainer's loop and take each picture on the way."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="captures-") as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        photographer, terminal = Photographer(browser), Terminal(Path(place).resolve() / "home")
        for line in commands("Animer")[:2]:
            terminal.run(line)
        roster, *_ = [block.text for block in blocks() if block.language == "csv"]
        (terminal.home / "groupe.csv").write_text(roster, encoding="utf-8")

        def typed(*starts: str) -> list[tuple[str, str]]:
            return [(line, terminal.run(line)) for line in map(command, starts)]

        shown = typed("parcours-u participants importer")
        photographer.terminal("codes", shown, terminal.home)
        rows = (
            (terminal.home / "mon-groupe" / "participants-codes.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        )
        other, code = (row.partition(";")[0] for row in rows)
        photographer.terminal("diffuser", typed("parcours-u module diffuser"), terminal.home)
        write_and_deposit(photographer, terminal, code)
        deposit_by_exchange(terminal, other)
        shown = typed("parcours-u depot importer", "parcours-u module recueillir")
        photographer.terminal("recueillir", shown, terminal.home)
        comment(photographer, terminal, code, other)
        shown = typed("parcours-u module retours", "parcours-u module etat")
        photographer.terminal("retours", shown, terminal.home)
        (file,) = (terminal.home / "mon-groupe" / "retours").rglob(f"*{code}*.html")
        read(photographer, terminal, file)
        browser.close()


if __name__ == "__main__":
    main()
