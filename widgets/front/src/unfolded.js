// What the banner unfolds closes with Escape, and when one goes elsewhere. Without this script, its own button does it.

const SELECTOR = ".pu-deplie[open]";

document.addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" && document.querySelector(SELECTOR);
  if (!open) return;
  open.open = false;
  open.firstElementChild.focus();
});

for (const type of ["focusin", "pointerdown"]) {
  document.addEventListener(type, ({ target }) => {
    for (const open of document.querySelectorAll(SELECTOR)) open.open = open.contains(target);
  });
}
