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
  const circles = createCircleDesk(ask, changed);
  const parts = [createGroupList("pair", ask, changed), createGroupList("core_group", ask, changed), createWish(ask)];
  const rest = h("div", { hidden: true }, ...parts.map((part) => part.element));

  async function load() {
    const found = await ask("GET", "groupes");
    partial.hidden = found.manages;
    promised.hidden = rest.hidden = !found.manages;
    circles.show(found);
    if (found.manages) for (const part of parts) part.show(found);
  }

  async function changed() {
    await load();
    tellCohort(el);
  }

  /** Another part of the page changed something: what is being formed here is left as it is. */
  async function heard() {
    if (circles.proposes() || el.querySelector("details[open] :is(input, select), .pu-team-circles select") || el.contains(document.activeElement)) {
      said.done("La cohorte a changé entre-temps. Quand vous aurez fini ici, relisez les groupes.");
      return;
    }
    await load().catch((error) => said.failed(error));
  }

  circles.element.querySelector("h3").tabIndex = -1;
  el.classList.add("pu-shared", "pu-team");
  el.replaceChildren(partial, promised, circles.element, rest, h("p", { class: "pu-actions" }, again), said.element);
  load().catch((error) => said.failed(error));
  return hearCohort(el, heard, { shown: true });
}

export default { render: mountTrainerGroups };
