// « Lire et commenter »: a module, its deposits, one person's answers. The browser asks the server; no kernel hears a word.

function mountReading({ model, el }) {
  const base = model.get("base");
  const comments = createComments(base);
  const outcome = createOutcome(uid("recueil"));
  const room = h("div", {});
  let stopped = false;
  let refresh = null; // reads the modules again, once there are some

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
    );
    showModules();
    choice.value = ([...desk.modules].reverse().find(({ deposits }) => deposits) ?? desk.modules[0]).id;
    const collect = button("Recueillir les dépôts", () => gather(true));
    const collecting = createCollecting();
    const list = createDeposits({ onOpen: open });
    const returns = createReturns({
      base,
      titleOf: (module) => desk.modules.find(({ id }) => id === module).title,
      onLook: () => reread(choice.value),
      onDone(module, told) {
        const there = isShown(module);
        if (there && told) update(told);
        if (told) tellCohort(el);
        return there;
      },
    });
    const commenters = createCommenters({
      base,
      onChange(changed) {
        Object.assign(desk, changed);
        showModules();
        list.update(desk, shown, choice.value);
        commenters.update(desk);
      },
    });
    const delivery = createDelivery({ base, onTaken: (module) => (isShown(module) && reread(module), tellCohort(el)) });
    const person = createPerson({ base, comments, starters, onLeave: leave, onGo: open });
    const desktop = h(
      "div",
      {},
      returns.element,
      list.element,
      delivery.element,
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
    let shown = { deposits: [], awaited: [] };
    let order = [];
    let opened = "";

    /** The modules, in their order; the one that is chosen stays chosen, and an option that is there stays the same. */
    function showModules() {
      const there = new Map(Array.from(choice.options, (option) => [option.value, option]));
      desk.modules.forEach((module, rank) => {
        const option = there.get(module.id) ?? h("option", { value: module.id });
        option.textContent = `${module.title} (${count(module.deposits, "dépôt", "dépôts")})`;
        if (choice.options[rank] !== option) choice.insertBefore(option, choice.options[rank] ?? null);
      });
    }

    function update(told) {
      shown = told;
      if ("taken" in told || !collecting.has(choice.value)) {
        desk.modules.find(({ id }) => id === choice.value).deposits = told.deposits.length;
        showModules();
      }
      list.update(desk, told, choice.value);
      returns.update(choice.value, told.deposits);
    }

    const path = (module) => `cohorte/depots/${module}`;
    const isShown = (module) => !stopped && module === choice.value;

    /** Show a module: what is there already, and what waits to be collected as soon as it is. */
    function load() {
      leavePerson();
      return gather(false);
    }

    /** Collect a module, once at a time. All the rest of the page stays usable meanwhile. */
    async function gather(asked) {
      const module = choice.value;
      collecting.show(module, collect);
      if (collecting.has(module)) return asked ? undefined : reread(module);
      outcome.say(asked ? "Recueil des dépôts…" : "Lecture des dépôts…", "attente");
      let long = false;
      collecting.begin(module, collect);
      try {
        const answer = await askServer(base, "POST", `${path(module)}/recueil`, {}, (step) => {
          collecting.step(module, step);
          if (!long && !asked && isShown(module)) {
            outcome.say("Recueil des dépôts…", "attente");
            reread(module);
          }
          long = true;
        });
        if (isShown(module)) {
          update(answer);
          tell(answer, asked);
        }
        if (answer.taken) tellCohort(el);
      } catch (error) {
        if (isShown(module)) {
          await reread(module);
          outcome.say(error.message, "erreur");
        }
      } finally {
        collecting.end(module, collect);
      }
    }

    /** Show what was collected so far; tell whether it is shown. */
    async function reread(module) {
      try {
        const told = await askServer(base, "GET", path(module));
        if (isShown(module)) update(told);
        return isShown(module);
      } catch (error) {
        if (isShown(module)) outcome.say(error.message, "erreur");
        return false;
      }
    }

    function tell({ taken, messages }, asked) {
      const many = taken ? `${count(taken, "dépôt nouveau ou mis à jour", "dépôts nouveaux ou mis à jour")}.` : "";
      outcome.say([many || (asked ? "Rien de nouveau depuis la dernière fois." : ""), ...messages].filter(Boolean).join(" "));
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
      if (!(await reread(choice.value))) return;
      list.focus(key);
      tellCohort(el);
    }

    refresh = async () => {
      await commenters.reread();
      if (!opened) await reread(choice.value);
    };
    delivery.update(desk);
    commenters.update(desk);
    list.update(desk, shown, choice.value);
    room.append(
      h("div", { class: "pu-lecture-choix" }, h("p", {}, h("label", { class: "pu-etiquette", for: choice.id }, "Module"), choice), collect),
      collecting.element,
      desktop,
      person.element,
    );
    load();
  }

  el.classList.add("pu-shared", "pu-lecture");
  el.replaceChildren(outcome.element, room);
  start();
  const deaf = hearCohort(el, () => (refresh ?? start)());
  return () => {
    stopped = true;
    deaf();
    comments.stop();
  };
}

export default { render: mountReading };
