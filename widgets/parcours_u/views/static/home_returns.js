// On the home page of a cohort: that comments have just come back, with the way to the pages where they are.

function mountHomeReturns({ model, el }) {
  const base = model.get("base");
  const timers = createTimers();
  const links = h("ul", { class: "pu-agreed-list" });
  const titleId = uid("returned");
  const title = h("h2", { class: "pu-shared-question", id: titleId }, "Des commentaires viennent d’arriver");
  const pages = new Map(); // by module

  function show(news) {
    for (const one of news) if (one.kind === "returned" && one.path) pages.set(one.module, one);
    if (!news.length || !pages.size) return;
    const shown = Array.from(pages.values());
    links.replaceChildren(...shown.map((one) => h("li", { class: "pu-agreed-item" }, h("a", { href: `${base}voila/render/${one.path}` }, one.title))));
    inPlace(() => (el.hidden = false));
    announceNews(`${title.textContent}\u00a0: ${shown.map((one) => one.title).join(", ")}.`, timers);
  }

  el.classList.add("pu-shared");
  el.hidden = true;
  el.replaceChildren(h("section", { class: "pu-agreed", "aria-labelledby": titleId }, title, links));
  const hearing = hearReturns({ base, after: model.get("after") }, show);
  return () => {
    hearing.leave();
    timers.stop();
  };
}

export default { render: mountHomeReturns };
