// Adding somebody, a list, printed cards, a visit; and what may be asked about one person.

const ROLES = [
  ["participant", "Participer"],
  ["trainer", "Animer, former"],
  ["host", "Accueillir un territoire"],
  ["accompanist", "Accompagner des noyaux"],
];

/** The role and what goes with it: circles, core groups or a territory. */
function createRoleFields(found, one) {
  const role = choiceOf(ROLES, { change: show });
  role.value = one?.role ?? "participant";
  const named = (names) => names.map((name) => ({ id: name, name }));
  const own = (kind) => (one?.role === kind ? one.in_charge_of : []);
  const circles = createPeopleBoxes("Les cercles confiés\u202f; sans rien de coché, toute la cohorte", named(found.circles), own("trainer"));
  const groups = createPeopleBoxes("Les noyaux à accompagner", named(found.core_groups), own("accompanist"));
  const territory = textField({ value: one?.territory });
  const place = labelled("Le territoire accueilli", territory);
  function show() {
    circles.element.hidden = role.value !== "trainer" || !found.circles.length;
    groups.element.hidden = role.value !== "accompanist";
    place.hidden = role.value !== "host";
  }
  show();
  return {
    elements: [labelled("Sa place ici", role), circles.element, groups.element, place],
    role: () => role.value,
    watch: (action) => role.addEventListener("change", action),
    values: () => ({ role: role.value, circles: circles.chosen(), core_groups: groups.chosen(), territory: territory.value }),
  };
}

function createAdding(found, ask, done) {
  return createFold("Ajouter une personne", () => {
    const said = createSaid();
    const [first, last, organisation, email] = [textField(), textField(), textField(), textField({ type: "email" })];
    const home = textField();
    const profile = choiceOf(found.profiles);
    profile.value = "agent";
    const role = createRoleFields(found);
    const own = h("div", { class: "pu-team-form" }, labelled("Profil", profile), labelled("Territoire (si vous voulez)", home));
    const show = () => (own.hidden = role.role() !== "participant");
    role.watch(show);
    const go = button("Ajouter", () =>
      gesture(go, said, async () => {
        if (!first.value.trim() && !last.value.trim()) lacking(first, "Il manque un prénom ou un nom\u00a0: personne n’a été ajouté.");
        said.done("L’ajout est en cours, quelques secondes…");
        const values = role.values();
        const answer = await ask("POST", "personnes/ajouter", {
          ...values,
          territory: values.role === "participant" ? home.value : values.territory,
          first_name: first.value,
          last_name: last.value,
          organisation: organisation.value,
          email: email.value,
          profile: profile.value,
        });
        if (answer.problems) throw new Error(answer.problems.join(" "));
        await done(answer.sentences);
      }), { look: "main" });
    show();
    return h("div", { class: "pu-team-form" }, labelled("Prénom", first), labelled("Nom", last), ...role.elements, own, labelled("Organisation (si vous voulez)", organisation), labelled("Courriel (si vous voulez)", email), said.element, h("p", { class: "pu-actions" }, go));
  });
}

function createListing(base, done) {
  return createFold("Importer une liste", () => {
    const said = createSaid();
    const problems = h("ul", { class: "pu-team-problems", hidden: true });
    const file = h("input", { class: "pu-field", type: "file", accept: ".csv,.xlsx,text/csv" });
    const go = button("Importer cette liste", () =>
      gesture(go, said, async () => {
        problems.hidden = true;
        const [chosen] = file.files;
        if (!chosen) lacking(file, "Choisissez d’abord un fichier\u00a0: rien n’a été changé.");
        said.done("La lecture est en cours, quelques secondes…");
        const answer = await sendFile(base, "cohorte/personnes/liste", chosen);
        if (answer.problems) {
          problems.replaceChildren(...answer.problems.map((one) => h("li", {}, one)));
          problems.hidden = false;
          throw new Error("La liste n’a pas été importée\u00a0: personne n’a été ajouté, corrigez-la puis recommencez.");
        }
        await done(answer.sentences);
      }), { look: "main" });
    return h("div", { class: "pu-team-form" }, labelled("Le fichier", file, "CSV ou .xlsx\u00a0: nom, prénom, profil\u202f; courriel, organisation, territoire, supérieur, binôme. Importer une liste complétée ajoute et met à jour\u00a0: personne ne change de code ni ne disparaît."), said.element, problems, h("p", { class: "pu-actions" }, go));
  });
}

/** How many days an invitation lasts, within what the server takes. */
function invitationDays([least, usual, most]) {
  const days = textField({ type: "number", min: least, max: most, required: true, inputmode: "numeric", name: "days", value: usual });
  return { days, element: labelled("Combien de jours dure l’invitation", days, `De ${least} à ${most}.`) };
}

/** The cards of everybody who is not in yet: a sheet in a window of its own, asked for by a form, since it changes something. */
function createCards(base, found, waiting) {
  return createFold("Imprimer les cartes d’invitation", () => {
    const { element } = invitationDays(found.invitation_days);
    const token = h("input", { type: "hidden", name: "_xsrf" });
    const form = h(
      "form",
      { class: "pu-team-form", method: "post", action: `${base}parcours-u/cohorte/cartes`, target: "_blank", submit: () => (token.value = decodeURIComponent(document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "")) },
      token,
      h("p", {}, waiting ? `${count(waiting, "personne n’est pas encore entrée", "personnes ne sont pas encore entrées")}. La feuille s’ouvre dans un autre onglet, huit cartes par page, avec un message à copier pour chacune. Les cartes imprimées avant ne serviront plus.` : "Tout le monde est entré\u00a0: il n’y a pas de carte à imprimer."),
      waiting > 0 && element,
      waiting > 0 && h("p", { class: "pu-actions" }, h("button", { type: "submit", class: "pu-button pu-main" }, "Ouvrir la feuille à imprimer")),
    );
    return form;
  });
}

function createVisits(found, ask) {
  return createFold("Ouvrir une page à qui a le lien", () => {
    const said = createSaid();
    const shown = h("div", {});
    const page = choiceOf(found.pages.map((one) => [one.id, one.title]));
    const [hours, days, most] = [
      textField({ type: "number", min: 1, max: 1440, value: 24 }),
      textField({ type: "number", min: 1, max: 60, value: 7 }),
      textField({ type: "number", min: 1, max: 500, value: 60 }),
    ];
    const go = button("Ouvrir cette visite", () =>
      gesture(go, said, async () => {
        checkNumbers(hours, days, most);
        const answer = await ask("POST", "visites", { page: page.value, hours: Number(hours.value), days: Number(days.value), most: Number(most.value) });
        const [field, link] = shownText("Le lien de la visite", answer.link);
        shown.replaceChildren(h("div", { class: "pu-team-proposal" }, qrPicture(answer.qr), field, h("p", { class: "pu-actions" }, copyButton(answer.link, link, "le lien"))));
        said.done(`On peut entrer jusqu’au ${answer.until}. Chaque personne choisit un pseudonyme\u202f; ce qu’elle écrit s’efface au bout de ${count(Number(days.value), "jour", "jours")}.`);
      }), { look: "main" });
    const close = button("Ne plus laisser entrer personne sur cette page", () =>
      gesture(close, said, async () => {
        await ask("DELETE", `visites?page=${encodeURIComponent(page.value)}`);
        shown.replaceChildren();
        said.done("Plus personne n’entre dans cette visite\u202f; qui est entré reste jusqu’à la fin de ses jours.");
      }));
    return h("div", { class: "pu-team-form" }, h("p", { class: "pu-hint" }, "Une seule page, sous un pseudonyme, sans compte\u00a0: pour faire goûter un exercice."), labelled("La page", page), h("div", { class: "pu-team-row" }, labelled("Heures pour entrer", hours), labelled("Jours avant l’effacement", days), labelled("Places", most)), said.element, shown, h("p", { class: "pu-actions" }, go, close));
  });
}
