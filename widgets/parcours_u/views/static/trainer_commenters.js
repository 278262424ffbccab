// « Répartir les cercles »: who reads and comments which circle first. It opens nothing, and closes nothing.

const NOBODY_YET = "";

/** @param onChange  called with the desk as it now is */
function createCommenters({ base, onChange }) {
  const outcome = createOutcome(uid("repartition"));
  const rows = h("div", { class: "pu-lecture-partage" });
  const propose = button("Proposer une répartition", () => busy(propose, suggest));
  const keep = button("Garder cette répartition", () => busy(keep, save), { look: "main" });
  const element = h(
    "details",
    { class: "pu-lecture-plis", hidden: true },
    h("summary", {}, "Répartir les cercles"),
    h("p", { class: "pu-hint" }, "Qui lit et commente quel cercle, pour que chaque personne ait une réponse, et une seule. Cela n’ouvre ni ne ferme rien\u00a0: chacun peut toujours lire tout ce qui lui est ouvert."),
    rows,
    h("p", { class: "pu-actions" }, propose, keep),
    outcome.element,
  );
  let selects = [];

  async function suggest() {
    try {
      const { commenters } = await askServer(base, "GET", "cohorte/repartition");
      for (const [circle, select] of selects) select.value = commenters[circle] ?? NOBODY_YET;
      outcome.say("Voici une proposition équilibrée. Rien n’est gardé\u00a0: changez ce que vous voulez, puis gardez-la.");
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  async function save() {
    try {
      const commenters = Object.fromEntries(selects.map(([circle, select]) => [circle, select.value]));
      onChange(await askServer(base, "PUT", "cohorte/repartition", { commenters }));
      outcome.say("La répartition est gardée.");
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  return {
    element,
    update({ circles, team }) {
      element.hidden = circles.length === 0;
      selects = circles.map(({ id, commenter }) => [
        id,
        h(
          "select",
          { id: uid("lecteur"), class: "pu-champ" },
          h("option", { value: NOBODY_YET }, "personne encore"),
          team.map((one) => h("option", { value: one.id, selected: one.id === commenter }, one.name)),
        ),
      ]);
      rows.replaceChildren(
        ...circles.map(({ name }, rank) => h("p", {}, h("label", { for: selects[rank][1].id, dir: "auto" }, name), selects[rank][1])),
      );
    },
  };
}
