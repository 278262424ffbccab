// Watches a page from its first instant, whatever serves it: when the opening words of its prose can be read, when its first
// text field takes a key. Injected before any script of the page; times are milliseconds since the navigation started.
(opening) => {
  "use strict";
  if (window !== window.top || window.location.protocol === "about:") return;

  const marks = { uncovered: null, painted: null, typed: null };
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

  const isOpening = (paragraph) => letters(paragraph.textContent).startsWith(opening);

  // Chromium tells when the pixels of an element that bears this mark were first shown; it must bear it before.
  new MutationObserver(() => {
    for (const paragraph of document.querySelectorAll("p:not([elementtiming])")) {
      if (isOpening(paragraph)) paragraph.setAttribute("elementtiming", "opening");
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
  new PerformanceObserver((list) => {
    const first = list.getEntries().find((entry) => entry.identifier === "opening");
    if (first) marks.painted ??= first.renderTime;
  }).observe({ type: "element", buffered: true });

  // Painted is not enough: a waiting screen may still lie over it.
  function watch() {
    const found = [...document.querySelectorAll("p[elementtiming=opening]")];
    if (found.some((paragraph) => drawn(paragraph) && uncovered(paragraph))) marks.uncovered = performance.now();
    else requestAnimationFrame(watch);
  }
  requestAnimationFrame(watch);

  document.addEventListener("input", (event) => {
    if (event.target !== field || after !== null || field.value.length !== before.length + 1) return;
    marks.typed = performance.now();
    after = field.value;
  }, true);

  window.parcoursBench = {
    readable: () => marks.uncovered !== null && marks.painted !== null,
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
      text: Math.max(marks.uncovered, marks.painted),
      typed: marks.typed,
      value: field.value,
      prompt: field.closest("[data-prompt]")?.dataset.prompt ?? "",
    }),
  };
}
