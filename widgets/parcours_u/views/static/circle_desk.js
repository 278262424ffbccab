// The circles of today and what they could be: proposed, formed anew, repaired, somebody moved; kept when the trainer says so.

const FEW_CIRCLES = 4; // beyond, the reasons of sixty places would be twenty screens of a phone: they are unfolded when asked for

/** What circles are worth, in one sentence. */
function worth({ circles, score, bound, optimal }) {
  const [points, most] = [score, bound].map(Math.round); // as « Voir la cohorte » tells it
  const guessed = points === most ? "on ne peut guère faire mieux" : `${most} au plus`;
  return `${count(circles.length, "cercle", "cercles")}. Variété\u00a0: ${points} sur 100, ${optimal ? "on ne peut pas faire mieux" : guessed}.`;
}

/** Why everybody is where they are, a sentence each, folded under their circle. */
function reasons(circle, sentences, open) {
  const told = circle.members.filter((member) => sentences[member]);
  if (!told.length) return null;
  const title = h("span", {}, "Pourquoi ces places", spoken(`\u00a0: ${circle.name}`));
  const fold = createFold(title, () => h("ul", {}, ...told.map((member) => h("li", { dir: "auto" }, sentences[member]))));
  fold.open = open;
  return fold;
}

/**
 * @param ask  asks the server, under cohorte/
 * @param reload  reads the groups again
 */
function createCircleDesk(ask, reload) {
  const said = createSaid();
  const done = createSaid(); // what is kept is said where the focus goes
  const notes = h("div", {});
  const list = h("div", { class: "pu-team-circles" });
  const place = h("section", { class: "pu-team-proposal", hidden: true, tabindex: -1, "aria-label": "Ce qui est proposé" });
  const low = textField({ type: "number", min: 2, max: 12, inputmode: "numeric" });
  const high = textField({ type: "number", min: 2, max: 12, inputmode: "numeric" });
  const pairs = choiceOf([["libres", "Comme cela vient"], ["ensemble", "Ensemble"], ["separes", "Séparés"]]);
  const first = button("Proposer des cercles", () => propose(first, { what: "anew" }), { look: "main" });
  const repair = button("Réparer les cercles", () => propose(repair, { what: "repair" }));
  const anew = button("Former d’autres cercles", () => propose(anew, { what: "anew" }));
  const wishes = createFold("Taille des cercles et binômes", () =>
    h("div", { class: "pu-team-row" }, labelled("De", low), labelled("À", high), labelled("Les binômes", pairs)),
  );
  const element = h(
    "section",
    { "aria-label": "Les cercles" },
    h("h3", {}, "Les cercles"),
    done.element,
    notes,
    list,
    wishes,
    h("p", { class: "pu-actions" }, first, repair, anew),
    h("p", { class: "pu-hint", hidden: true }, "«\u00a0Réparer\u00a0» déplace le moins de monde possible, après un départ ou une arrivée. «\u00a0Former d’autres cercles\u00a0» cherche surtout des rencontres nouvelles. Rien n’est gardé avant que vous le disiez."),
    said.element,
    place,
  );
  let found = null;
  let why = new Map(); // where each circle's reasons come, once they are known
  for (const one of [first, repair, anew, wishes]) one.hidden = true; // nothing can be asked before the groups are known
  let seed = 0;
  let explained = 0;

  async function propose(control, asked, again = false) {
    seed = again ? seed + 1 : 0;
    done.done("");
    await gesture(control, said, async () => {
      if (asked.what !== "move") checkNumbers(low, high);
      said.done("Le calcul est en cours, quelques secondes…");
      const wish = asked.what === "move" ? {} : { sizes: [Number(low.value), Number(high.value)], pairs: pairs.value };
      const answer = await ask("POST", "cercles/proposition", { ...asked, ...wish, seed });
      said.done("");
      showProposal(answer, asked);
    });
  }

  function showProposal(answer, asked) {
    const name = namesFrom(found.people);
    const outcome = createSaid();
    const keep = button("Garder ces cercles", () => (answer.ending ? sure.ask(answer.ending) : gesture(keep, outcome, kept)), { look: "main" });
    const sure = createQuestion(keep, "Oui, garder ce qui est proposé", (yes) => gesture(yes, outcome, kept));
    const other = asked.what === "move" ? null : button("Chercher autrement", () => propose(other, asked, true));
    const leave = button("Laisser comme avant", drop);
    const before = new Map(answer.before.flatMap((circle) => circle.members.map((member) => [member, circle.name])));
    const moved = (circle, member) => asked.what !== "anew" && before.has(member) && before.get(member) !== circle.name;
    async function kept() {
      const { idle, unassigned } = await ask("POST", "cercles", { proposal: answer.proposal, agreed: answer.yes });
      place.hidden = true;
      await reload();
      const alone = idle.map((one) => `${one} n’a plus de cercle en charge, et ne voit plus personne\u00a0: donnez-lui-en dans «\u00a0Les personnes\u00a0».`);
      done.done(["Les cercles sont gardés.", ...unassigned, ...alone].join(" "));
      element.querySelector("h3").focus();
    }
    place.replaceChildren(
      h("h4", {}, answer.new ? "Ce qui est proposé" : "Rien n’est à changer"),
      ...answer.notes.map((note) => h("p", {}, note)),
      h("p", { class: "pu-strong" }, worth(answer)),
      ...answer.circles.map((circle) =>
        h(
          "div",
          { class: "pu-surface pu-team-circle" },
          h("p", { class: "pu-shared-label", dir: "auto" }, circle.name),
          h("ul", { "aria-label": circle.name }, ...circle.members.map((member) => h("li", {}, h("span", { dir: "auto" }, name(member)), moved(circle, member) && [" ", h("span", { class: "pu-tag" }, `vient de ${before.get(member)}`)]))),
          reasons(circle, answer.sentences, answer.circles.length <= FEW_CIRCLES || circle.members.some((member) => moved(circle, member))),
        ),
      ),
      outcome.element,
      h("p", { class: "pu-actions" }, answer.new && keep, answer.new && other, leave),
      h("div", { class: "pu-shared-sure" }, sure.element),
    );
    place.hidden = false;
    place.focus();
    place.scrollIntoView?.({ block: "start" });
    announce(answer.new ? `Une proposition est là\u00a0: ${worth(answer)} Rien n’est encore gardé.` : "Rien n’est à changer.");
  }

  function drop() {
    place.hidden = true;
    place.replaceChildren();
    said.done("Rien n’a changé.");
    (first.hidden ? anew : first).focus();
  }

  function memberLine(id, circle) {
    const name = namesFrom(found.people)(id);
    const others = found.circles.filter((one) => one.id !== circle.id);
    const target = h("div", {});
    const open = button("Déplacer", () => {
      if (target.childElementCount) {
        target.replaceChildren();
        return;
      }
      const to = choiceOf(others.map((one) => [one.name, one.name]));
      const see = button("Voir ce que cela coûte", () => propose(see, { what: "move", person: id, to: to.value }));
      target.replaceChildren(labelled(`Placer ${name} dans`, to), h("p", { class: "pu-actions" }, see));
      to.focus();
    }, { look: "link" });
    open.append(spoken(`\u00a0: ${name}`));
    return h("li", {}, h("span", { dir: "auto" }, name), found.manages && others.length > 0 && h("span", { class: "pu-team-move" }, " ", open), target);
  }

  function showCircles() {
    why = new Map(found.circles.map((circle) => [circle, h("div", {})]));
    list.replaceChildren(
      ...found.circles.map((circle) =>
        h(
          "div",
          { class: "pu-surface pu-team-circle" },
          h("p", { class: "pu-shared-label", dir: "auto" }, circle.name, ` (${count(circle.members.length, "personne", "personnes")})`),
          circle.by.length > 0 && h("p", { class: "pu-hint", dir: "auto" }, `En charge\u00a0: ${circle.by.join(", ")}.`),
          h("ul", { "aria-label": circle.name }, ...circle.members.map((member) => memberLine(member, circle))),
          why.get(circle),
        ),
      ),
    );
  }

  /** The sentences of today's circles: the same solver tells them, a moment later, while somebody may already be being moved. */
  async function explain() {
    const turn = (explained += 1);
    try {
      const answer = await ask("POST", "cercles/proposition", { what: "today" });
      if (turn !== explained) return;
      for (const [circle, slot] of why) slot.replaceChildren(reasons(circle, answer.sentences, found.circles.length <= FEW_CIRCLES) ?? "");
      notes.replaceChildren(h("p", { class: "pu-strong" }, worth(answer)), ...answer.notes.map((note) => h("p", {}, note)));
    } catch (error) {
      if (turn === explained) said.failed(error);
    }
  }

  return {
    element,
    /** Tell whether a proposal is there, to be kept or not. */
    proposes: () => !place.hidden,
    show(next) {
      found = next;
      const [least, most] = found.sizes;
      if (!low.value) pairs.value = found.pairs;
      if (!low.value) low.value = least;
      if (!high.value) high.value = most;
      const some = found.circles.length > 0;
      first.hidden = some || !found.manages;
      repair.hidden = anew.hidden = !some || !found.manages;
      element.querySelector("h3 ~ .pu-hint").hidden = anew.hidden;
      wishes.hidden = !found.manages;
      notes.replaceChildren();
      if (!some) notes.append(h("p", {}, "Les cercles ne sont pas encore formés."));
      showCircles();
      if (some && found.manages) explain();
    },
  };
}
