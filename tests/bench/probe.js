// Watches a page from its first instant, whatever serves it: when the opening words of its prose can be read, when its first
// text field takes a key. Injected before any script of the page; times are milliseconds since the navigation started.
// `openings` are the first letters of the prose of each page that may be visited.
(openings) => {
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
    const found = element.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 16) / 2);
    return found !== null && element.contains(found);
  }

  function isOpening(paragraph) {
    const text = letters(paragraph.textContent);
    return openings.some((opening) => text.startsWith(opening));
  }

  // Some (Bokeh) draw inside shadow roots: a document's own elements first, then those.
  function* roots(root = document) {
    yield root;
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) yield* roots(element.shadowRoot);
  }

  function firstField() {
    for (const root of roots()) {
      const found = [...root.querySelectorAll("textarea")].find(
        (item) => drawn(item) && !item.readOnly && !item.matches(":disabled") && !item.closest("[inert]"),
      );
      if (found) return found;
    }
    return null;
  }

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
    if (event.composedPath()[0] !== field || after !== null || field.value.length !== before.length + 1) return;
    marks.typed = performance.now();
    after = field.value;
  }, true);

  window.parcoursBench = {
    readable: () => marks.uncovered !== null && marks.painted !== null,
    // Put the focus in the first text field that can be written in; true when it has it. Not before the prose, if any, was read:
    // a field further down brings the page there.
    focus() {
      if (openings.length && !window.parcoursBench.readable()) return false;
      field = firstField();
      if (!field) return false;
      field.focus();
      before = field.value;
      return field.getRootNode().activeElement === field && uncovered(field);
    },
    took: () => after !== null && field.isConnected && field.value === after,
    // The page says that it is saved, and the words are still where they were typed.
    saved: () => window.parcoursBench.took() && field.closest("[data-prompt]")?.dataset.state === "saved",
    // Leave the field: some send what is typed only then.
    leave: () => field.blur(),
    // The server counted what was typed, the page says so, and it is still where it was typed.
    counted(words) {
      return window.parcoursBench.took() && [...roots()].some((root) => (root.body ?? root).textContent.includes(words));
    },
    report: () => ({
      text: marks.painted === null ? null : Math.max(marks.uncovered, marks.painted),
      typed: marks.typed,
      value: field.value,
      prompt: field.closest("[data-prompt]")?.dataset.prompt ?? "",
    }),
  };
}
