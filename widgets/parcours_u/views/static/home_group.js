// On the home page of a cohort: what one’s groups are to be reminded of this week.

const GROUP_PAGES = { pair: ["binome", "Mon binôme"], core_group: ["noyau", "Mon noyau"] };

function mountHomeGroup({ model, el }) {
  const base = model.get("base");
  const page = (name) => `${base}voila/render/course/${name}.ipynb`;
  const agreed = pageAgreements(base);
  const list = h("ul", { class: "pu-agreed-list" });
  const near = h("section", { class: "pu-agreed", "aria-label": "À garder en tête cette semaine" }, h("h2", { class: "pu-shared-question" }, "À garder en tête cette semaine"), list);

  function show() {
    if (!agreed.loaded()) return;
    const due = agreed.all().filter((one) => one.reminder);
    list.replaceChildren(
      ...due.map((one) => {
        const [file, name] = GROUP_PAGES[one.room.split(":")[0]];
        return h("li", { class: "pu-surface pu-agreed-item pu-agreed-near" }, h("span", { class: "pu-agreed-when" }, reminded(one)), " ", h("span", { class: "pu-agreed-text", dir: "auto" }, one.text), " ", h("span", { class: "pu-hint" }, askedKindly(one)), " ", h("a", { href: page(file) }, name, spoken(`\u00a0: ${one.text}`)));
      }),
    );
    el.hidden = !due.length;
  }

  el.classList.add("pu-shared", "pu-home-group");
  el.hidden = true;
  el.replaceChildren(near);
  return agreed.watch(show);
}

export default { render: mountHomeGroup };
