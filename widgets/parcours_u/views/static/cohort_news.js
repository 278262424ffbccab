// What one part of the trainer’s space changes, the others read again: each part is filled by a widget of its own.

const COHORT_NEWS = "parcours-u:cohorte";

/** Tell the other parts of the page that this one changed something of the cohort. */
function tellCohort(el) {
  document.dispatchEvent(new CustomEvent(COHORT_NEWS, { detail: { from: el } }));
}

/**
 * Read again once another part changed something. What is long to read waits until its part is shown (`shown`).
 * Returns how to stop.
 */
function hearCohort(el, reread, { shown = false } = {}) {
  const watch = new MutationObserver(([{ target }]) => {
    if (target.hasAttribute("hidden")) return;
    watch.disconnect();
    reread();
  });
  function hear({ detail }) {
    if (detail.from === el) return;
    const part = shown && el.closest(".pu-volet[hidden]");
    if (!part) reread();
    else watch.observe(part, { attributeFilter: ["hidden"] });
  }
  document.addEventListener(COHORT_NEWS, hear);
  return () => {
    watch.disconnect();
    document.removeEventListener(COHORT_NEWS, hear);
  };
}
