// « Lire et commenter »: a module, its deposits, one person's answers. The browser asks the server; no kernel hears a word.

function mountReading({ model, el }) {
  const base = model.get("base");
  const comments = createComments(base);
  const outcome = createOutcome(uid("recueil"));
  const room = h("div", {});
  let stopped = false;

  async function start() {
    outcome.say("Lecture des modules…", "attente");
    try {
      const desk = await askServer(base, "GET", "cohorte/depots");
      outcome.say("");
      room.replaceChildren();
      if (desk.modules.length) mountDesk(desk);
      else {
        room.append(
          h("p", { class: "pu-lecture-vide" }, "Aucun module n’est encore ouvert aux dépôts\u00a0: attribuez-en un, et ce qui sera déposé se lira ici."),
        );
      }
    } catch (error) {
      outcome.say(error.message, "erreur");
      room.replaceChildren(button("Réessayer", start, { look: "main" }));
    }
  }

  function mountDesk(desk) {
    const starters = createStarters(base, desk.starters, desk.own_starters);
    const choice = h(
      "select",
      { id: uid("module"), class: "pu-champ", change: () => load() },
      desk.modules.map(({ id, title, deposits }) => h("option", { value: id }, `${title} (${count(deposits, "dépôt", "dépôts")})`)),
    );
    choice.value = ([...desk.modules].reverse().find(({ deposits }) => deposits) ?? desk.modules[0]).id;
    const collect = button("Recueillir les dépôts", () => busy(collect, gather));
    const list = createDeposits({ onOpen: open });
    const returns = createReturns({ base, onDone: (deposits) => update(deposits) });
    const commenters = createCommenters({
      base,
      onChange(changed) {
        Object.assign(desk, changed);
        update(shown);
        commenters.update(desk);
      },
    });
    const person = createPerson({ base, comments, starters, onLeave: leave, onGo: open });
    const desktop = h(
      "div",
      {},
      returns.element,
      list.element,
      commenters.element,
      starters.element,
      h(
        "details",
        { class: "pu-lecture-plis" },
        h("summary", {}, "Lire et commenter dans nbgrader"),
        h("p", {}, "C’est le même carnet de suivi\u00a0: ce que vous écrivez ici se lit là-bas, et inversement. Sur la machine du serveur\u00a0:"),
        h("p", {}, h("code", {}, "parcours-u commenter --dossier …")),
        h("p", { class: "pu-hint" }, "Choisissez «\u00a0Manual Grading\u00a0», le module, puis un dépôt."),
      ),
    );
    let shown = [];
    let order = [];
    let opened = "";
    let turn = 0;

    function update(deposits) {
      shown = deposits;
      list.update(desk, deposits);
      returns.update(choice.value, deposits);
    }

    /** Collect quietly, then show the deposits; when it can't be collected, what is there already is shown. */
    async function load() {
      const mine = (turn += 1);
      leavePerson();
      outcome.say("Lecture des dépôts…", "attente");
      let failed = "";
      let answer;
      try {
        answer = await askServer(base, "POST", `cohorte/depots/${choice.value}/recueil`, {});
      } catch (error) {
        failed = error.message;
        answer = await askServer(base, "GET", `cohorte/depots/${choice.value}`).catch(() => null);
      }
      if (stopped || mine !== turn) return;
      if (answer) update(answer.deposits);
      tell(answer, failed);
    }

    async function gather() {
      outcome.say("Recueil des dépôts…", "attente");
      try {
        const answer = await askServer(base, "POST", `cohorte/depots/${choice.value}/recueil`, {});
        update(answer.deposits);
        tell(answer, "", true);
      } catch (error) {
        outcome.say(error.message, "erreur");
      }
    }

    function tell(answer, failed, asked = false) {
      const taken = answer?.taken ? `${count(answer.taken, "dépôt nouveau ou mis à jour", "dépôts nouveaux ou mis à jour")}.` : "";
      const messages = answer?.messages ?? [];
      if (failed) outcome.say(failed, "erreur");
      else outcome.say([taken || (asked ? "Rien de nouveau depuis la dernière fois." : ""), ...messages].filter(Boolean).join(" "));
    }

    function open(deposit) {
      if (!opened) order = list.order();
      opened = deposit.key;
      desktop.hidden = true;
      outcome.say("");
      person.open(choice.value, deposit, order);
    }

    function leavePerson() {
      person.close();
      desktop.hidden = false;
      opened = "";
    }

    async function leave() {
      const key = opened;
      leavePerson();
      list.focus(key);
      try {
        update((await askServer(base, "GET", `cohorte/depots/${choice.value}`)).deposits);
        list.focus(key);
      } catch (error) {
        outcome.say(error.message, "erreur");
      }
    }

    commenters.update(desk);
    list.update(desk, []);
    room.append(
      h("div", { class: "pu-lecture-choix" }, h("p", {}, h("label", { class: "pu-etiquette", for: choice.id }, "Module"), choice), collect),
      desktop,
      person.element,
    );
    load();
  }

  el.classList.add("pu-shared", "pu-lecture");
  el.replaceChildren(outcome.element, room);
  start();
  return () => {
    stopped = true;
    comments.stop();
  };
}

export default { render: mountReading };
