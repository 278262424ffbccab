// « Le serveur »: is all well, a backup now, and whose hours are told. The backup stays on the server: it holds what others confided, and phones are lost.

const FINE = "bien";
const BLOCKING = "bloquant";

/** What was found, the worst first; what is well is folded. */
function toldFindings(findings) {
  const wrong = findings.filter((one) => one.etat !== FINE).sort((one, other) => (other.etat === BLOCKING) - (one.etat === BLOCKING));
  const well = findings.filter((one) => one.etat === FINE);
  const stopping = wrong.filter((one) => one.etat === BLOCKING).length;
  const told = [stopping && count(stopping, "point bloque", "points bloquent"), wrong.length > stopping && count(wrong.length - stopping, "point à surveiller", "points à surveiller")];
  const summary = wrong.length ? `${told.filter(Boolean).join(", ")}.` : `Tout va bien\u00a0: ${count(well.length, "point vérifié", "points vérifiés")}.`;
  const card = (one) =>
    h(
      "li",
      { class: "pu-surface pu-team-person" },
      h("p", {}, h("strong", {}, one.constat), " ", h("span", { class: "pu-tag" }, one.etat)),
      h("p", {}, one.pourquoi),
      h("p", {}, `À faire\u00a0: ${one.a_faire}`),
    );
  const title = h("p", { class: "pu-strong", tabindex: -1 }, summary);
  const element = h(
    "div",
    { class: "pu-team-form" },
    title,
    wrong.length > 0 && h("p", { class: "pu-hint" }, "Ce qui commence par «\u00a0parcours-u\u00a0» se tape sur la machine du serveur."),
    wrong.length > 0 && h("ul", { class: "pu-team-people", role: "list", "aria-label": "Ce qui ne va pas" }, ...wrong.map(card)),
    well.length > 0 && createFold("Ce qui va bien", () => h("ul", {}, ...well.map((one) => h("li", {}, one.constat)))),
  );
  return { element, focus: () => title.focus() };
}

function section(title, ...content) {
  return h("section", { "aria-label": title }, h("h3", {}, title), h("div", { class: "pu-team-form" }, ...content));
}

function createLooking(ask) {
  const said = createSaid();
  const found = h("div", {});
  const go = button("Vérifier que tout va bien", () =>
    gesture(go, said, async () => {
      said.done("La vérification est en cours, quelques secondes…");
      const { findings } = await ask("POST", "serveur/diagnostic", {});
      const told = toldFindings(findings);
      said.done("");
      found.replaceChildren(told.element);
      told.focus();
    }), { look: "main" });
  const what = h("p", {}, "L’ordinateur, la place du disque, les droits, les bases, le parcours\u00a0: tout est regardé, rien n’est changé.");
  return section("La santé du serveur", what, h("p", { class: "pu-actions" }, go), said.element, found);
}

function createSaving(ask, kept) {
  const said = createSaid();
  const path = (text) => h("span", { class: "pu-team-path" }, text);
  const last = h("p", {});
  function showLast(one) {
    last.replaceChildren(...(one ? [`Dernière sauvegarde ${moment(one.made_at)}\u00a0: ${one.size}, `, path(one.file), "."] : ["Il n’y a pas encore de sauvegarde dans ce dossier."]));
  }
  const go = button("Sauvegarder maintenant", () =>
    gesture(go, said, async () => {
      said.done("La sauvegarde est en cours. Vous pouvez quitter cette page\u00a0: elle se finira.");
      const made = await ask("POST", "serveur/sauvegarde", {}, () => {});
      showLast(made);
      said.done(`La sauvegarde est faite et relue jusqu’au bout\u00a0: ${made.size}, sur le serveur, ${made.folder}/${made.file}. Elle contient des textes confiés, non chiffrés\u00a0: faites-la garder dans un lieu protégé, si possible sur un autre disque.`);
    }), { look: "main" });
  showLast(kept.last);
  if (kept.under_way) said.done("Une sauvegarde est en cours\u00a0: le bouton la suit jusqu’au bout.");
  return section(
    "Les sauvegardes",
    h("p", {}, "Toute la cohorte dans un seul fichier, écrit sur la machine du serveur, dans le dossier ", path(kept.place), ". Elle se fait pendant que l’on écrit."),
    h("p", { class: "pu-hint" }, "Elle ne se télécharge pas ici\u00a0: elle contient ce que d’autres ont confié, et un téléphone se perd."),
    last,
    h("p", { class: "pu-actions" }, go),
    said.element,
  );
}

function mountTrainerServer({ model, el }) {
  const base = model.get("base");
  const ask = (method, path, body, onStep) => askServer(base, method, `cohorte/${path}`, body, onStep);
  el.classList.add("pu-shared", "pu-team");
  ask("GET", "serveur").then(
    (kept) => el.replaceChildren(createLooking(ask), createSaving(ask, kept), createZone(el, base, ask)),
    (error) => el.replaceChildren(h("p", {}, error.message)),
  );
}

export default { render: mountTrainerServer };
