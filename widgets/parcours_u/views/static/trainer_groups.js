// The trainer's panel of circles, pairs and core groups.

function mountTrainerGroups({ model, el }) {
  const base = model.get("base");
  const ask = (method, path, body) => askServer(base, method, `cohorte/${path}`, body);
  const said = createSaid();
  const again = button("Relire les groupes", () => gesture(again, said, async () => {
    await load();
    said.done("Les groupes sont à jour.");
  }));
  const partial = h("p", { hidden: true }, "Vous voyez ici les cercles qui vous sont confiés. Les former, les réparer et déplacer quelqu’un revient à qui a toute la cohorte en charge.");
  const promised = h("p", { hidden: true }, "Chaque placement est expliqué en une phrase. Rien n’est gardé avant que vous le disiez.");
  const circles = createCircleDesk(ask, load);
  const parts = [createGroupList("pair", ask, load), createGroupList("core_group", ask, load), createWish(ask)];
  const rest = h("div", { hidden: true }, ...parts.map((part) => part.element));

  async function load() {
    const found = await ask("GET", "groupes");
    partial.hidden = found.manages;
    promised.hidden = rest.hidden = !found.manages;
    circles.show(found);
    if (found.manages) for (const part of parts) part.show(found);
  }

  for (const title of [circles.element.querySelector("h3")]) title.tabIndex = -1;
  el.classList.add("pu-shared", "pu-team");
  el.replaceChildren(partial, promised, circles.element, rest, h("p", { class: "pu-actions" }, again), said.element);
  load().catch((error) => said.failed(error));
}

export default { render: mountTrainerGroups };
