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

function table(view, captionId) {
  return h(
    "table",
    {},
    h("caption", { id: captionId }, `${view.titre}, en tableau`),
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

/** A long table is folded where a drawing shows the same: a phone would scroll past dozens of lines to the next view. */
function folded(view, shown, open) {
  if (!view.dessin || view.lignes.length <= LONGEST_TABLE) return shown;
  return h(
    "details",
    { class: "pu-vue-pli", "data-view": view.id, open: open.has(view.id) },
    h("summary", {}, `${view.titre}, en tableau\u00a0: ${count(view.lignes.length, "ligne", "lignes")}`),
    shown,
  );
}

function section(view, open) {
  const captionId = uid("vue");
  const headingId = uid("vue-titre");
  const scrolled = { class: "pu-vue-tableau", role: "region", "aria-labelledby": captionId, tabindex: "0" };
  return h(
    "section",
    { class: "pu-vue", "aria-labelledby": headingId },
    h("h3", { id: headingId }, view.titre),
    h("p", {}, view.resume),
    view.dessin ? h("div", { class: "pu-vue-dessin" }, drawing(view.dessin)) : null,
    view.lignes.length ? folded(view, h("div", scrolled, table(view, captionId)), open) : null,
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
