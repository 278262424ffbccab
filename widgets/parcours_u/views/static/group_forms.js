// Pairs, core groups and wishes: formed by hand, changed and ended.

/** The list of one kind of group, each with its end and, for a core group, its change. */
function createGroupList(kind, ask, reload) {
  const pair = kind === "pair";
  const said = createSaid();
  const list = h("div", { class: "pu-team-circles" });
  const form = h("div", {});
  const title = h("h3", { tabindex: -1 }, pair ? "Les binômes" : "Les noyaux");
  const element = h("section", { "aria-label": pair ? "Les binômes" : "Les noyaux" }, title, list, said.element, form);
  let found = null;

  function endOf(group) {
    const seen = group.members.map((member) => `seen=${encodeURIComponent(member)}`).join("&");
    return createSureButton(
      `Finir «\u00a0${group.name}\u00a0»`,
      `Finir «\u00a0${group.name}\u00a0»\u202f? ${group.ending}`,
      "Oui, le finir",
      async () => {
        const { sentences } = await ask("DELETE", `groupes/${group.id}?${seen}`);
        await reload();
        said.done(sentences.join(" "));
        title.focus();
      },
    );
  }

  function changeOf(group) {
    return createFold(group ? "Changer qui en est" : "Former un noyau", () => {
      const outcome = createSaid();
      const name = textField({ value: group?.name, readonly: Boolean(group) });
      const people = createPeopleBoxes("Qui en est", found.people, group?.members);
      const go = button(group ? "Enregistrer" : "Former ce noyau", () =>
        gesture(go, outcome, async () => {
          if (!name.value.trim()) lacking(name, "Il manque le nom de ce noyau\u00a0: rien n’a été changé.");
          if (!people.chosen().length) lacking(people.first(), "Cochez au moins une personne\u00a0: rien n’a été changé.");
          const { sentences } = await ask("POST", "noyaux", { name: name.value, people: people.chosen(), seen: group?.members ?? [] });
          await reload();
          said.done(sentences.join(" "));
          title.focus();
        }), { look: "main" });
      return h("div", { class: "pu-team-form" }, labelled("Son nom", name), people.element, group && h("p", { class: "pu-hint" }, "Qui n’en est plus n’y lit plus rien, et ses réponses n’y sont plus lues."), outcome.element, h("p", { class: "pu-actions" }, go));
    });
  }

  function newPair() {
    const outcome = createSaid();
    const options = [["", "Choisir une personne"], ...found.people.map((one) => [one.id, one.name])];
    const [one, other] = [choiceOf(options, { change: () => asking.unsaid() }), choiceOf(options, { change: () => asking.unsaid() })];
    const go = button("Former ce binôme", () => asking.run(go), { look: "main" });
    const asking = createAsking(go, "Oui, former ce binôme", outcome, async (agreed) => {
      for (const choice of [one, other]) if (!choice.value) lacking(choice, "Choisissez les deux personnes\u00a0: rien n’a été changé.");
      const answer = await ask("POST", "binomes", { people: [one.value, other.value], agreed });
      if (answer.question) return answer;
      await reload();
      said.done(answer.sentences.join(" "));
      return title.focus();
    });
    return createFold("Former un binôme", () =>
      h("div", { class: "pu-team-form" }, h("p", { class: "pu-hint" }, "Personne n’est dans deux binômes\u00a0: en former un finit ceux que ces deux personnes avaient. La page vous demande d’abord si vous le voulez."), labelled("Une personne", one), labelled("Une autre personne", other), outcome.element, h("p", { class: "pu-actions" }, go), asking.element),
    );
  }

  return {
    element,
    show(next) {
      found = next;
      const groups = found[kind] ?? [];
      const name = namesFrom(found.people);
      list.replaceChildren(
        ...groups.map((group) =>
          h(
            "div",
            { class: "pu-surface pu-team-circle", role: "group", "aria-label": group.name },
            h("p", { class: "pu-shared-label", dir: "auto" }, group.name),
            h("p", { dir: "auto" }, enumerated(group.members.map(name)) || "Personne pour l’instant"),
            group.by.length > 0 && h("p", { class: "pu-hint", dir: "auto" }, `Avec l’accompagnement de ${enumerated(group.by)}.`),
            !pair && changeOf(group),
            endOf(group),
          ),
        ),
      );
      if (!groups.length) list.append(h("p", {}, pair ? "Il n’y a pas encore de binôme." : "Il n’y a pas encore de noyau."));
      form.replaceChildren(pair ? newPair() : changeOf(null));
    },
  };
}

/** With whom somebody would rather not be. What was noted before is shown to nobody, here neither. */
function createWish(ask) {
  const place = h("div", {});
  const element = h("section", { "aria-label": "Un souhait «\u00a0pas avec\u00a0»" }, h("h3", {}, "Un souhait «\u00a0pas avec\u00a0»"), place);
  return {
    element,
    show({ people }) {
      const said = createSaid();
      const whose = choiceOf([["", "Choisir une personne"], ...people.map((one) => [one.id, one.name])]);
      place.replaceChildren(
        createFold("Noter un souhait", () => {
          const others = createPeopleBoxes("Avec qui cette personne préfère ne pas être", people);
          const go = button("Noter ce souhait", () =>
            gesture(go, said, async () => {
              if (!whose.value) lacking(whose, "Choisissez de qui est ce souhait\u00a0: rien n’a été changé.");
              const chosen = others.chosen();
              await ask("POST", "souhait", { person: whose.value, others: chosen });
              said.done(chosen.length ? "Le souhait est noté\u00a0: les prochains cercles en tiennent compte, il n’est montré à personne." : "Le souhait est levé.");
            }), { look: "main" });
          return h("div", { class: "pu-team-form" }, h("p", { class: "pu-hint" }, "Il n’est montré à personne, pas même ici. Ce que vous notez remplace la liste d’avant\u202f; sans personne de cochée, le souhait est levé. Il est écrit sans chiffrement dans le dossier d’animation."), labelled("La personne", whose), others.element, said.element, h("p", { class: "pu-actions" }, go));
        }),
      );
    },
  };
}
