// « Écrire au groupe »: a text to choose, to change, then to copy or to print. Addresses come when they are asked for only.

function render({ model, el }) {
  const base = model.get("base");
  const outcome = createOutcome(uid("message"));
  const body = h("div", { class: "pu-pas-imprime" });
  const paper = h("div", { class: "pu-message-papier" });
  const drafts = new Map(); // what was changed here, by message and version, for as long as the page is open

  let chosen = ["", ""]; // the message and the module that are shown
  let whose = () => {}; // says whose addresses are offered
  let choosing = () => {}; // shows a message about a module, once they are there

  function draw(messages) {
    const which = h("select", { class: "pu-champ" }, messages.map((one) => h("option", { value: one.id }, one.titre)));
    const version = h("select", { class: "pu-champ" });
    const versionField = field("Pour quelle étape\u202f?", version);
    const when = h("p", { class: "pu-aide" });
    const subject = h("input", { type: "text", class: "pu-champ pu-message-objet" });
    const text = h("textarea", { class: "pu-champ pu-message-texte", rows: 16 });
    const forWhom = h("p", { class: "pu-aide" });
    const left = h("p", { class: "pu-aide" });
    /** A module may be expected by several dates: its own first, second… version, whatever comes before it in the list. */
    const rank = () => Array.from(version.options).slice(0, version.selectedIndex).filter((one) => one.value === version.value).length;
    const key = () => `${which.value} ${version.value} ${rank()}`;
    const message = () => messages.find((one) => one.id === which.value);

    function choose() {
      const one = message();
      version.replaceChildren(...one.versions.map((other) => h("option", { value: other.module }, other.nom || one.titre)));
      versionField.hidden = one.versions.length < 2;
      when.textContent = one.quand;
      show();
    }

    function show() {
      chosen = [which.value, version.value];
      const shown = message().versions[version.selectedIndex];
      whose(message().attendus ? shown : null);
      forWhom.textContent = shown.pour;
      const found = drafts.get(key()) ?? shown;
      [subject.value, text.value] = [found.objet, found.texte];
      follow();
    }

    function follow() {
      const empty = /\[[^\]]*\]/.test(subject.value + text.value);
      left.textContent = empty ? "Complétez ce qui est entre crochets avant d’envoyer." : "";
    }

    function keep() {
      drafts.set(key(), { objet: subject.value, texte: text.value });
      follow();
    }

    async function copy(control, what) {
      outcome.say(saidOf(await copyField(control), what));
    }

    function print() {
      paper.replaceChildren(h("p", { class: "pu-message-titre" }, subject.value), h("div", { class: "pu-ecrit", dir: "auto" }, text.value));
      printAlone(paper);
    }

    function again() {
      drafts.delete(key());
      show();
      outcome.say("Le texte d’origine est revenu.");
    }

    which.addEventListener("change", choose);
    version.addEventListener("change", show);
    for (const control of [subject, text]) control.addEventListener("input", keep);
    const small = { type: "button", class: "pu-bouton pu-bouton-second" };
    body.replaceChildren(
      h("div", { class: "pu-rang" }, field("Quel message\u202f?", which), versionField),
      when,
      forWhom,
      field("Objet", subject),
      field("Message", text),
      left,
      h("p", { class: "pu-rang" },
        h("button", { type: "button", class: "pu-bouton", click: () => copy(text, "Le message") }, "Copier le message"),
        h("button", { ...small, click: () => copy(subject, "L’objet") }, "Copier l’objet"),
        h("button", { ...small, click: print }, "Imprimer"),
        h("button", { ...small, click: again }, "Reprendre le texte d’origine"),
      ),
      addresses(),
    );
    choosing = (wanted, module) => {
      if (messages.some((one) => one.id === wanted)) which.value = wanted;
      choose();
      if (message().versions.some((one) => one.module === module)) {
        version.value = module;
        show();
      }
    };
    choosing(...chosen);
  }

  /** The addresses of everybody; of those alone who are awaited by its date, where the message is a reminder about a module. */
  function addresses() {
    const place = h("div", {});
    const ask = h("button", { type: "button", class: "pu-bouton pu-bouton-second" });
    let module = "";
    let asked = "";
    whose = (version) => {
      const before = asked;
      module = version?.module ?? "";
      asked = module && `?${new URLSearchParams({ module, pour_le: version.pour_le })}`;
      if (asked !== before) place.replaceChildren();
      ask.textContent = module ? "Copier les adresses des personnes attendues" : "Copier les adresses";
    };
    whose(null);
    ask.addEventListener("click", () =>
      busy(ask, async () => {
        try {
          const { ligne, sans } = await askServer(base, "GET", `cohorte/adresses${asked}`);
          if (!ligne) {
            if (module && !sans) outcome.say("Plus personne n’est attendu pour cette étape.");
            else outcome.say(module ? "Les personnes attendues n’ont pas d’adresse dans la liste." : "Aucune adresse n’est dans la liste de la cohorte.", "erreur");
            return;
          }
          const line = h("textarea", { class: "pu-champ pu-message-adresses", rows: 3, readonly: true, spellcheck: "false" });
          line.value = ligne;
          const without = sans ? ` ${count(sans, "personne n’a pas d’adresse", "personnes n’ont pas d’adresse")} dans la liste.` : "";
          const help = `À coller dans le champ «\u00a0Cci\u00a0» (copie cachée), jamais dans «\u00a0À\u00a0»\u00a0: personne ne voit alors l’adresse des autres.${without}`;
          place.replaceChildren(field("Adresses", line, help));
          const copied = await copyField(line);
          outcome.say(`Les adresses sont ${copied ? "copiées" : "sélectionnées, copiez-les"}\u00a0: elles vont dans «\u00a0Cci\u00a0».`);
        } catch (error) {
          outcome.say(error.message, "erreur");
        }
      }),
    );
    return h("div", { class: "pu-message-qui" }, h("p", { class: "pu-rang" }, ask), place);
  }

  el.append(h("div", { id: "ecrire-au-groupe", class: "pu-ouvrir pu-message" }, body, outcome.element, paper));

  /** Read the messages; again when another panel changed what they tell, unless somebody is writing here. */
  async function load() {
    if (el.contains(document.activeElement)) return;
    try {
      await zoneSaid(base);
      const { messages } = await askServer(base, "GET", "cohorte/messages");
      if (messages.length) draw(messages);
      else outcome.say("Ce parcours n’a pas de messages tout prêts.");
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  /** Another panel asks for a message about a module. */
  function asked({ detail }) {
    chosen = [detail.message, detail.module];
    choosing(...chosen);
  }

  const deaf = hearCohort(el, load);
  document.addEventListener("parcours-u:message", asked);
  load();
  return () => {
    deaf();
    document.removeEventListener("parcours-u:message", asked);
  };
}

export default { render };
