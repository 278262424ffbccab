// One person's deposit, answer by answer, each with its comment. What they wrote is text and nothing else.

/**
 * @param onLeave  back to the list
 * @param onGo     to another deposit
 */
function createPerson({ base, comments, starters, onLeave, onGo }) {
  const element = h("section", { class: "pu-lecture-lue", hidden: true });
  const outcome = createOutcome(uid("lecture"));
  let at = 0; // only the last person asked for is shown

  async function open(module, deposit, order) {
    const turn = (at += 1);
    let found;
    element.hidden = false;
    outcome.say("Lecture du dépôt…", "attente");
    element.replaceChildren(bar(null, null), outcome.element);
    try {
      found = await askServer(base, "GET", `cohorte/depots/${module}/${deposit.key}`);
    } catch (error) {
      if (turn !== at) return;
      outcome.say(error.message, "erreur");
      element.append(button("Réessayer", () => open(module, deposit, order), { look: "main" }));
      return;
    }
    if (turn === at) show(module, deposit, found, order);
  }

  function show(module, deposit, found, order) {
    const place = order.findIndex(({ key }) => key === deposit.key);
    const [before, after] = [order[place - 1], place < 0 ? undefined : order[place + 1]];
    const id = uid("personne");
    const heading = h("h3", { id, tabindex: "-1" }, h("bdi", {}, found.name));
    element.setAttribute("aria-labelledby", id);
    element.replaceChildren(
      bar(before, after),
      heading,
      h("p", { class: "pu-hint" }, `${capitalised(`déposé ${moment(found.deposited_at)}`)}${found.late ? ", après la date" : ""}.`),
      ...(found.narrowed ? [h("p", { class: "pu-hint" }, narrowed(found.narrowed))] : []),
      ...found.answers.map((answer) => one(module, deposit, found.deposit, answer, order)),
      ...comments.orphans(module, deposit.key, found.answers.map(({ prompt }) => prompt)).map(orphan),
      ...(found.answers.length ? [] : [h("p", { class: "pu-lecture-vide" }, "Il n’y a plus rien à lire dans ce dépôt, pour l’instant.")]),
      bar(before, after),
    );
    heading.focus();
    announce(`${found.name}\u00a0: ${count(found.answers.length, "réponse", "réponses")}.`);
  }

  function narrowed(number) {
    return number > 1
      ? `${number} réponses ont été refermées depuis\u00a0: elles ne sont plus à lire.`
      : "Une réponse a été refermée depuis\u00a0: elle n’est plus à lire.";
  }

  function one(module, deposit, identity, answer, order) {
    const id = uid("question");
    const draft = comments.open(module, deposit.key, identity, answer);
    return h(
      "article",
      { class: "pu-lecture-reponse", "aria-labelledby": id, "data-question": answer.prompt },
      h("h4", { id }, answer.question),
      h("div", { class: "pu-lecture-mots" }, writtenParts(answer.parts)),
      answer.about
        ? h("details", {}, h("summary", {}, "Le commentaire a été écrit sur une version d’avant"), h("div", { class: "pu-version-text", dir: "auto" }, answer.about))
        : null,
      createCommentField({ comments, draft, question: answer.question, starters, onReread: () => open(module, deposit, order) }),
    );
  }

  function orphan(draft) {
    const box = h(
      "div",
      { class: "pu-conflict-choice", role: "group", "aria-label": "Des mots qui n’ont plus de place" },
      h("p", {}, "Vous aviez écrit ceci sur une réponse qui n’est plus là. Ces mots ne sont enregistrés nulle part\u00a0: copiez-les si vous y tenez."),
      h("div", { class: "pu-version-text", dir: "auto" }, draft.text),
      h(
        "p",
        { class: "pu-actions" },
        button("Les oublier", () => {
          comments.forget(draft);
          box.remove();
        }),
      ),
    );
    return box;
  }

  function bar(before, after) {
    const step = (text, to) => (to ? button(text, () => onGo(to), { "aria-label": `${text}\u00a0: ${to.name}` }) : null);
    return h(
      "p",
      { class: "pu-actions pu-lecture-pas" },
      button("Revenir à la liste", onLeave, { look: "link" }),
      step("Personne précédente", before),
      step("Personne suivante", after),
    );
  }

  return {
    element,
    open,
    close() {
      at += 1;
      element.hidden = true;
      element.replaceChildren();
    },
  };
}
