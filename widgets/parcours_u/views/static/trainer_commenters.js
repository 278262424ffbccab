// « Répartir les cercles »: who reads and comments which circle first. It opens nothing, and closes nothing.
//
// What is chosen here stays here until it is kept, also when somebody else of the team shared the circles out meanwhile: theirs
// is then told beside each choice that differs, and whoever was second decides.

const NOBODY_YET = "";
const NOBODY_WORDS = "personne encore";

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
  let choices = []; // one a circle: what was kept when it was last read, the list to choose from, and what differs from it

  async function suggest() {
    try {
      const { commenters } = await askServer(base, "GET", "cohorte/repartition");
      for (const { circle, select } of choices) select.value = commenters[circle] ?? NOBODY_YET;
      outcome.say("Voici une proposition équilibrée. Rien n’est gardé\u00a0: changez ce que vous voulez, puis gardez-la.");
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  async function save() {
    const by = (value) => Object.fromEntries(choices.map((one) => [one.circle, value(one)]));
    try {
      onChange(await askServer(base, "PUT", "cohorte/repartition", { commenters: by(({ select }) => select.value), known: by(({ known }) => known) }));
      outcome.say("La répartition est gardée.");
    } catch (error) {
      await reread();
      outcome.say(error.message, "erreur");
    }
  }

  /** Show who has what now, after a refusal or once the cohort changed: what was not touched here follows, what was chosen stays. */
  async function reread() {
    const chosen = new Map(choices.filter(({ known, select }) => select.value !== known).map(({ circle, select }) => [circle, select.value]));
    try {
      onChange(await askServer(base, "GET", "cohorte/depots"));
    } catch {
      return; // what was refused is said already
    }
    for (const { circle, select, known, now } of choices) {
      if (!chosen.has(circle) || chosen.get(circle) === known) continue;
      const name = select.selectedOptions[0].textContent;
      select.value = chosen.get(circle);
      if (select.selectedIndex < 0) select.value = known; // whoever was chosen is no longer of the team
      else now.textContent = `Aujourd’hui\u00a0: ${name}.`;
    }
  }

  function choice({ id: circle, name, commenter, team }) {
    const now = h("span", { class: "pu-hint", id: uid("aujourdhui") });
    const select = h(
      "select",
      { id: uid("lecteur"), class: "pu-champ", "aria-describedby": now.id, change: () => (now.textContent = "") },
      h("option", { value: NOBODY_YET }, NOBODY_WORDS),
      team.map((one) => h("option", { value: one.id, selected: one.id === commenter }, one.name)),
    );
    return { circle, known: commenter, select, now, row: h("p", {}, h("label", { for: select.id, dir: "auto" }, name), select, now) };
  }

  return {
    element,
    reread,
    update({ circles }) {
      element.hidden = circles.length === 0;
      choices = circles.map(choice);
      rows.replaceChildren(...choices.map(({ row }) => row));
    },
  };
}
