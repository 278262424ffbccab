"""What a browser keeps of the words that could not leave: looked at as any script of its pages could."""

from typing import Any

from playwright.sync_api import Page

__all__ = ["BOXES", "boxes", "kept"]

BOXES = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "parcours-u")) return null;
  const opened = await new Promise((done) => (indexedDB.open("parcours-u").onsuccess = ({ target }) => done(target.result)));
  const read = (name) => new Promise((done) =>
    (opened.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => done(target.result)));
  const [keys, words] = [await read("key"), await read("words")];
  opened.close();
  const bytes = words.map(({ data }) => Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join(""));
  return { words: bytes, extractable: keys.map(({ key }) => key.extractable), owners: keys.map(({ owner }) => owner) };
}"""
"""What the browser keeps, as any script of this origin could read it."""


def boxes(page: Page) -> dict[str, Any]:
    """Return what is in the boxes of that page's origin."""
    found: dict[str, Any] = page.evaluate(BOXES)
    return found


def kept(page: Page, count: int) -> None:
    """Wait until the browser keeps so many answers, and what is typed last in them: none changes for many frames."""
    page.evaluate(  # wait_for_function takes a promise for a yes
        f"""async (count) => {{
          const read = {BOXES};
          for (let still = 0, before = ""; still < 40; ) {{
            const words = (await read())?.words ?? [];
            const now = JSON.stringify(words);
            still = words.length === count && now === before ? still + 1 : 0;
            before = now;
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        count,
    )
