// The end of a module: what would leave and to whom, then its leaving. Nothing leaves before it has been seen.

function render({ model, el }) {
  const desk = createDesk(model);
  const titleId = uid("deposit");
  const code = { field: null };
  const outcome = createOutcome(uid("deposit-outcome"));
  const preview = h("div", {});
  const past = h("div", {});
  const returned = createReturnedLine();
  let hearing = null;
  let left = false;
  const see = h("button", { type: "button", class: "pu-bouton", click: () => busy(see, look) }, "Voir ce qui partirait");
  const panel = h(
    "section",
    { class: "pu-panneau pu-depot pu-pas-imprime", "aria-labelledby": titleId, "data-pu-hors-carnet": true },
    h("h2", { id: titleId }, "Déposer mes réponses"),
    h("p", {}, "Déposer, c’est envoyer à votre formateur ou à votre formatrice les réponses que vous lui avez ouvertes, et elles seules. Regardez d’abord ce qui partirait\u00a0: rien ne part sans votre accord."),
    h("p", {}, see),
    preview,
    outcome.element,
    returned.element,
    past,
  );
  el.append(panel);

  async function load() {
    try {
      const view = await desk.ask("load");
      if (view.take_away) {
        panel.dataset.puEmporter = view.take_away;
        panel.append(
          h("p", { class: "pu-avant" }, "Avant de quitter cette page, emportez votre carnet\u00a0: ", h("a", { href: view.take_away, download: "" }, "télécharger mon carnet (.json)"), "."),
        );
      }
      showPast(view.deposits);
      if (view.hears && !left) hearing = hearReturns(view.hears, showReturned);
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  /** The kernel puts the comments beside their answers. Another one that takes over meanwhile shows them by itself. */
  async function showReturned() {
    try {
      const { commented } = await desk.ask("returned");
      inPlace(() => returned.show(commented));
    } catch (error) {
      console.warn(error.message); // they are in the journal, and on the page once it is opened again
    }
  }

  async function look() {
    try {
      const answer = await desk.ask("preview");
      outcome.say("");
      show(answer.preview);
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  function lookFirst() {
    see.textContent = "Voir ce qui partirait";
    see.classList.remove("pu-bouton-second");
  }

  function lookAgain() {
    see.textContent = "Regarder à nouveau";
    see.classList.add("pu-bouton-second");
  }

  function show(seen, changed = false) {
    if (seen.leaving.length || seen.takes_back) lookAgain();
    else lookFirst();
    const many = count(seen.leaving.length, "réponse partirait", "réponses partiraient");
    const parts = [];
    if (changed) {
      parts.push(h("p", { class: "pu-issue pu-issue-attente" }, "Vos réponses ont changé depuis que vous avez regardé. Rien n’est parti\u00a0: relisez, puis déposez."));
    }
    if (seen.leaving.length) {
      parts.push(
        h("h3", {}, "Ce qui partirait"),
        h("p", {}, `${many}. À qui\u00a0: ${seen.recipient}.`),
        h("ol", { class: "pu-partant" }, seen.leaving.map(({ question, text }) => h("li", {}, h("p", { class: "pu-etiquette" }, question), written(text)))),
      );
    } else if (seen.takes_back) {
      const carried = count(seen.takes_back, "réponse", "réponses");
      parts.push(
        h("h3", {}, "Un dépôt vide remplacerait le précédent"),
        h("p", {}, `Votre dernier dépôt portait ${carried}. Plus aucune réponse de ce module n’est ouverte à votre formateur ou à votre formatrice\u00a0: déposer à nouveau, à vide, lui transmet votre retrait. Ce qui a été lu ne peut pas être repris.`),
      );
    } else {
      parts.push(
        h("h3", {}, "Rien ne partirait pour l’instant"),
        h("p", {}, "Aucune réponse de ce module n’est ouverte à votre formateur ou à votre formatrice. Pour en partager une, remontez jusqu’à elle\u00a0: juste en dessous, choisissez de la lui ouvrir, puis revenez ici."),
      );
    }
    if (seen.staying.length) {
      parts.push(
        h("h3", {}, "Ce qui reste chez vous"),
        h("ul", {}, seen.staying.map((question) => h("li", {}, question))),
      );
    }
    if (seen.leaving.length || seen.takes_back) parts.push(form(seen));
    preview.replaceChildren(...parts);
    document.dispatchEvent(new CustomEvent("parcours-u:lecteurs", { detail: {} })); // the answers above must say the same
    announce(changed ? "Vos réponses ont changé\u00a0: relisez ce qui partirait." : `${many}. ${count(seen.staying.length, "réponse reste", "réponses restent")} chez vous.`);
  }

  function form(seen) {
    const submit = h("button", { type: "submit", class: "pu-bouton" }, seen.again ? "Déposer à nouveau" : "Déposer");
    const error = h("p", { class: "pu-issue pu-issue-erreur", id: uid("deposit-error"), hidden: true });
    code.field = null;
    const lines = [];
    if (seen.ask_code) {
      const helpId = uid("code-help");
      code.field = h("input", {
        id: uid("code"),
        class: "pu-champ",
        type: "text",
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: "false",
        size: 14,
        required: true,
        "aria-describedby": `${helpId} ${error.id}`,
      });
      code.field.value = seen.sender;
      lines.push(
        h("p", {}, h("label", { class: "pu-etiquette", for: code.field.id }, "Le code que l’on vous a donné (obligatoire)"), code.field),
        h("p", { class: "pu-aide", id: helpId }, "Neuf lettres ou chiffres, par exemple BCDF-HJK23. Majuscules, espaces et tiret n’ont pas d’importance."),
      );
    } else {
      lines.push(h("p", { class: "pu-aide" }, `Votre dépôt partira ${seen.signed}.`));
    }
    if (seen.again) lines.push(h("p", {}, "Ce dépôt remplacera le précédent\u00a0: c’est le plus récent qui sera lu."));
    const node = h("form", { class: "pu-deposer", novalidate: true, autocomplete: "off" }, ...lines, error, h("p", {}, submit));

    function refuse(text) {
      error.hidden = false;
      error.textContent = text;
      announce(text);
      (code.field ?? submit).focus();
      if (code.field && /code/i.test(text)) code.field.setAttribute("aria-invalid", "true");
    }

    node.addEventListener("submit", (event) => {
      event.preventDefault();
      error.hidden = true;
      error.textContent = "";
      code.field?.removeAttribute("aria-invalid");
      if (code.field && !code.field.value.trim()) {
        refuse("Il manque votre code\u00a0: rien n’est parti, recopiez celui que l’on vous a donné.");
        return;
      }
      busy(submit, async () => {
        outcome.say("Dépôt en cours…", "attente");
        try {
          const answer = await desk.ask("deposit", { code: code.field?.value ?? "" });
          outcome.say("");
          if (answer.changed) keepCode(() => show(answer.preview, true));
          else finish(answer);
        } catch (failure) {
          outcome.say("");
          refuse(failure.message);
        }
      });
    });
    return node;
  }

  function keepCode(action) {
    const typed = code.field?.value;
    action();
    if (typed && code.field) code.field.value = typed;
  }

  function finish({ done, deposits, reload }) {
    lookFirst();
    const told = h("h3", { tabindex: "-1" }, `Déposé ${moment(done.at)}`);
    const rest = done.file
      ? [
          h("p", {}, "Le fichier de votre dépôt se télécharge. Envoyez-le à votre formateur ou à votre formatrice, par courriel par exemple\u00a0: tant que vous ne l’envoyez pas, personne ne le lit."),
          h("p", {}, download(done.file, "Télécharger mon dépôt (.zip)")),
        ]
      : [h("p", {}, "Vos réponses sont arrivées. Les commentaires s’afficheront à côté d’elles, dans cette page et dans votre carnet.")];
    if (reload) rest.push(h("p", {}, "Le reste de la page n’a pas pu se mettre à jour\u00a0: rechargez-la quand vous voudrez, rien n’est perdu."));
    preview.replaceChildren(told, ...rest);
    if (deposits) showPast(deposits);
    told.focus();
    announce(told.textContent);
    if (done.file) preview.querySelector("a").click();
  }

  function showPast(deposits) {
    if (!deposits.length) {
      past.replaceChildren();
      return;
    }
    past.replaceChildren(
      h("h3", {}, deposits.length > 1 ? "Vos dépôts" : "Votre dépôt"),
      h("ul", { class: "pu-depots" }, deposits.map((deposit, rank) => h(
        "li",
        {},
        h("p", {}, `Déposé ${moment(deposit.at)}, ${deposit.signed}${rank ? " (remplacé depuis)" : ""}.`),
        h("details", {}, h("summary", {}, count(deposit.questions.length, "réponse partie", "réponses parties")), h("ul", {}, deposit.questions.map((question) => h("li", {}, question)))),
        deposit.withdrawn.length
          ? h("div", { class: "pu-retrait" }, h("p", {}, "Vous avez demandé le retrait de\u00a0:"), h("ul", {}, deposit.withdrawn.map((question) => h("li", {}, question))))
          : null,
      ))),
    );
  }

  load();
  return () => {
    left = true;
    hearing?.leave();
    returned.stop();
    desk.stop();
  };
}

export default { render };
