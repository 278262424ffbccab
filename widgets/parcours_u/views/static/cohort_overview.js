// What a trainer sees of the cohort: each view is a drawing, and a table that says the same. Names come as text only.

const LONGEST_TABLE = 12;

/** The drawing, parsed as XML: it holds shapes and text, and what is not drawn by it is left out. */
function drawing(source) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  if (parsed.namespaceURI !== SVG_NAMESPACE || parsed.localName !== "svg") return null;
  const shapes = new Set(["svg", "title", "desc", "rect", "line", "text"]);
  const foreign = Array.from(parsed.querySelectorAll("*")).some((node) => !shapes.has(node.localName));
  return foreign ? null : document.importNode(parsed, true);
}

function table(view, nameId) {
  return h(
    "table",
    { "aria-labelledby": nameId },
    h("thead", {}, h("tr", {}, view.colonnes.map((column) => h("th", { scope: "col" }, column)))),
    h(
      "tbody",
      {},
      view.lignes.map(([first, ...others]) =>
        h("tr", {}, h("th", { scope: "row" }, first), others.map((cell) => h("td", {}, cell))),
      ),
    ),
  );
}

/** The table in a box that scrolls by itself where it must, which is said then. */
function scrolled(view, nameId) {
  const box = h("div", { class: "pu-vue-tableau", role: "region", "aria-labelledby": nameId, tabindex: "0" }, table(view, nameId));
  const hint = h("p", { class: "pu-vue-suite", hidden: true }, "Le tableau continue à droite\u00a0: faites-le glisser.");
  function fit() {
    box.classList.remove("pu-vue-large");
    hint.hidden = box.scrollWidth <= box.clientWidth + 1;
    box.classList.toggle("pu-vue-large", !hint.hidden);
  }
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(box); // not at once: it changes the box’s own height
  return [hint, box];
}

/** A table under its name. A long one is folded where a drawing shows the same: a phone would scroll past dozens of lines. */
function told(view, open) {
  const nameId = uid("vue");
  const name = `${view.titre}, en tableau`;
  if (!view.dessin || view.lignes.length <= LONGEST_TABLE) {
    return [h("p", { class: "pu-vue-legende", id: nameId }, name), ...scrolled(view, nameId)];
  }
  const lines = `\u00a0: ${count(view.lignes.length, "ligne", "lignes")}`;
  return [
    h(
      "details",
      { class: "pu-vue-pli", "data-view": view.id, open: open.has(view.id) },
      h("summary", {}, h("span", { id: nameId }, name), lines),
      ...scrolled(view, nameId),
    ),
  ];
}

function section(view, open) {
  const headingId = uid("vue-titre");
  return h(
    "section",
    { class: "pu-vue", "aria-labelledby": headingId },
    h("h3", { id: headingId }, view.titre),
    h("p", {}, view.resume),
    view.dessin ? h("div", { class: "pu-vue-dessin" }, drawing(view.dessin)) : null,
    ...(view.lignes.length ? told(view, open) : []),
  );
}

function render({ model, el }) {
  const desk = createDesk(model);
  const outcome = createOutcome(uid("vues"));
  const views = h("div", {});
  const again = h("button", { type: "button", class: "pu-bouton" }, "Relire où en est la cohorte");

  const reachable = () => Array.from(views.querySelectorAll("summary, [tabindex]"));

  async function load(told) {
    outcome.say("Lecture des dépôts…", "attente");
    try {
      const answer = await desk.ask("load");
      const open = new Set(Array.from(views.querySelectorAll(".pu-vue-pli[open]"), (fold) => fold.dataset.view));
      const held = reachable().indexOf(document.activeElement);
      views.replaceChildren(...answer.views.map((view) => section(view, open)));
      reachable()[held]?.focus({ preventScroll: true });
      outcome.say(told);
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  again.addEventListener("click", () => busy(again, () => load("La cohorte est à jour.")));
  el.append(h("div", { class: "pu-vues" }, h("p", { class: "pu-pas-imprime" }, again), outcome.element, views));
  load("");
  const deaf = hearCohort(el, () => load(""), { shown: true });
  const unfold = unfoldForPrint(".pu-vues");
  return () => {
    deaf();
    desk.stop();
    unfold();
  };
}

export default { render };
