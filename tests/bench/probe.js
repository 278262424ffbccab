// Watches a page from its first instant, whatever serves it: when the opening words of its prose can be read, when its first
// text field takes a key. Injected before any script of the page; times are milliseconds since the navigation started.
(opening) => {
  "use strict";
  if (window !== window.top || window.location.protocol === "about:") return;

  const marks = { text: null, typed: null };
  let field = null; // the text field under test
  let before = ""; // what it held before the key
  let after = null; // what it held just after

  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

  // Drawn, and not see-through: neither it nor anything around it is hidden.
  function drawn(element) {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  // In the window, and nothing (a waiting screen) lies over it.
  function uncovered(element) {
    const box = element.getBoundingClientRect();
    const found = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 16) / 2);
    return found !== null && element.contains(found);
  }

  function readable() {
    for (const paragraph of document.querySelectorAll("p")) {
      if (letters(paragraph.textContent).startsWith(opening) && drawn(paragraph) && uncovered(paragraph)) return true;
    }
    return false;
  }

  // What is there when a frame begins is painted at its end: the next frame's beginning is the first sure moment.
  function watch() {
    if (!readable()) requestAnimationFrame(watch);
    else requestAnimationFrame(() => (marks.text = performance.now()));
  }
  requestAnimationFrame(watch);

  document.addEventListener("input", (event) => {
    if (event.target !== field || after !== null || field.value.length !== before.length + 1) return;
    marks.typed = performance.now();
    after = field.value;
  }, true);

  window.parcoursBench = {
    readable: () => marks.text !== null,
    // Put the focus in the first text field that can be written in; true when it has it.
    focus() {
      field = [...document.querySelectorAll("textarea")].find(
        (item) => drawn(item) && !item.readOnly && !item.matches(":disabled") && !item.closest("[inert]"),
      );
      if (!field) return false;
      field.focus();
      before = field.value;
      return document.activeElement === field && uncovered(field);
    },
    took: () => after !== null && field.isConnected && field.value === after,
    // The page says that it is saved, and the words are still where they were typed.
    saved: () => window.parcoursBench.took() && field.closest("[data-prompt]")?.dataset.state === "saved",
    report: () => ({
      ...marks,
      value: field.value,
      prompt: field.closest("[data-prompt]")?.dataset.prompt ?? "",
      broken: document.documentElement.outerHTML.includes("There was an error when executing cell"),
    }),
  };
}
