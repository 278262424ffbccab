// On the home page of a cohort: what one is here as, and what one’s groups are to be reminded of this week.

const GROUP_PAGES = { pair: ["binome", "Mon binôme"], core_group: ["noyau", "Mon noyau"] };

const PARTS = {
  host: ["Ce rôle tient l’accueil, les lieux et les temps. Il ne lit les mots de personne, et votre carnet reste le vôtre.", "guide", "Le guide de l’hôte"],
  accompanist: ["Vous lisez ce que ces noyaux choisissent de partager entre eux, et rien d’autre.", "noyau", "Les noyaux que j’accompagne"],
};

function mountHomeGroup({ model, el }) {
  const base = model.get("base");
  const page = (name) => `${base}voila/render/course/${name}.ipynb`;
  const agreed = pageAgreements(base);
  const part = h("div", { class: "pu-home-part" });
  const list = h("ul", { class: "pu-agreed-list" });
  const near = h("section", { class: "pu-agreed", "aria-label": "À garder en tête cette semaine", hidden: true }, h("h2", { class: "pu-shared-question" }, "À garder en tête cette semaine"), list);
  let known = "";

  function showPart() {
    const { role, charge } = agreed.part();
    if (!PARTS[role] || known === `${role} ${charge}`) return;
    known = `${role} ${charge}`;
    const [told, where, name] = PARTS[role];
    part.replaceChildren(h("p", { class: "pu-strong" }, "Votre place ici\u00a0: ", h("span", { dir: "auto" }, charge), "."), h("p", {}, told), h("p", {}, h("a", { href: page(where) }, name)));
  }

  function show() {
    if (!agreed.loaded()) return;
    showPart();
    const due = agreed.all().filter((one) => one.reminder);
    near.hidden = !due.length;
    list.replaceChildren(
      ...due.map((one) => {
        const [file, name] = GROUP_PAGES[one.room.split(":")[0]];
        return h("li", { class: "pu-surface pu-agreed-item pu-agreed-near" }, h("span", { class: "pu-agreed-when" }, reminded(one)), " ", h("span", { class: "pu-agreed-text", dir: "auto" }, one.text), " ", h("span", { class: "pu-hint" }, askedKindly(one)), " ", h("a", { href: page(file) }, name, spoken(`\u00a0: ${one.text}`)));
      }),
    );
    el.hidden = near.hidden && !known;
  }

  el.classList.add("pu-shared", "pu-home-group");
  el.hidden = true;
  el.replaceChildren(part, near);
  return agreed.watch(show);
}

export default { render: mountHomeGroup };
