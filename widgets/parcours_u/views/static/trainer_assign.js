// « Attribuer un module »: for whom and by when, or open to everybody without a date, said in words before it is done; then what is
// assigned, to move or to end.

const NO_MOMENT = "Choisissez d’abord une date et une heure.";

function render({ model, el }) {
  const base = model.get("base");
  const outcome = createOutcome(uid("attribuer"));
  outcome.element.tabIndex = -1;
  const form = h("div", {});
  const list = h("div", {});
  let told = null;
  let offer = () => {}; // draws again what may be chosen

  /** Ask, then draw what is: also after a refusal, since somebody else may have changed it. */
  async function ask(method, asked, said) {
    const inside = list.contains(document.activeElement);
    if (method !== "GET") outcome.say("C’est en cours, quelques secondes…", "attente");
    try {
      told = await askServer(base, method, "cohorte/attributions", asked);
      drawList();
      if (method !== "GET") tellCohort(el);
      outcome.say(said);
      return true;
    } catch (error) {
      outcome.say(error.message, "erreur");
      if (method !== "GET") await reread();
      return false;
    } finally {
      if (inside) outcome.element.focus(); // what was pressed is there no more
    }
  }

  /** What was refused may be done in part: a date is kept before nbgrader is told. */
  async function reread() {
    try {
      told = await askServer(base, "GET", "cohorte/attributions");
      drawList();
      offer();
      tellCohort(el);
    } catch {
      // what was refused is said already
    }
  }

  /** Another part of the page changed something: what is chosen here, or is being changed, stays. */
  async function heard() {
    try {
      told = await askServer(base, "GET", "cohorte/attributions");
    } catch {
      return; // the next gesture says what is wrong
    }
    if (!list.querySelector("form")) drawList();
    if (form.dataset.fuseau === toldZone()) offer();
    else drawForm();
  }

  /** Boxes for one kind of people; drawn again, a box that is there stays the same, ticked or not. */
  function checks(kind, legend, described) {
    const boxes = new Map();
    const labels = h("div", {});
    const element = h("fieldset", { class: "pu-attribuer-cases" }, h("legend", {}, legend), labels);
    return {
      element,
      offer() {
        const all = told[kind];
        element.hidden = !all.length;
        for (const id of boxes.keys()) if (!all.some((one) => one.id === id)) boxes.delete(id);
        all.forEach((one, rank) => {
          const words = `${one.nom}${one.personnes === null ? "" : ` (${one.personnes})`}`;
          const label = boxes.get(one.id) ?? h("label", { class: "pu-attribuer-choix" }, h("input", { type: "checkbox", value: one.id, "aria-describedby": described }), h("span", {}));
          label.lastChild.textContent = words;
          boxes.set(one.id, label);
          if (labels.children[rank] !== label) labels.insertBefore(label, labels.children[rank] ?? null);
        });
        for (const label of Array.from(labels.children).slice(all.length)) label.remove();
      },
      chosen: () => told[kind].filter(({ id }) => boxes.get(id)?.firstChild.checked),
    };
  }

  /** What may be chosen, in words: « un cercle, un noyau ou un profil »; no word of what is not offered. */
  function kinds(of) {
    const words = [["cercles", "cercles", "un cercle"], ["noyaux", "noyaux", "un noyau"], ["profils", "profils", "un profil"]]
      .filter(([kind]) => told[kind].length)
      .map((one) => one[of]);
    return enumerated(words, "ou");
  }

  function drawForm() {
    form.dataset.fuseau = toldZone();
    const name = uid("pour-qui");
    const module = h("select", { class: "pu-champ" }, told.modules.map((one) => h("option", { value: one.id }, one.titre)));
    const lacking = h("p", { class: "pu-issue pu-issue-erreur", id: uid("personne-de-coche") });
    const circles = checks("cercles", "Cercles", lacking.id);
    const coreGroups = checks("noyaux", "Noyaux", lacking.id);
    const profiles = checks("profils", "Profils", lacking.id);
    const some = h("div", {}, lacking, h("div", { class: "pu-attribuer-quelques" }, circles.element, coreGroups.element, profiles.element));
    const few = h("span", {});
    const fewChoice = h("label", { class: "pu-attribuer-choix" });
    const [forAll, forSome] = ["tous", "quelques"].map((value) => h("input", { type: "radio", name, value, disabled: value === "tous" && !told.toutes }));
    const everybody = told.toutes;
    (everybody ? forAll : forSome).checked = true;
    const when = momentFields();
    const timing = uid("quand");
    const [dated, undated] = ["date", "sans"].map((value) => h("input", { type: "radio", name: timing, value, checked: value === "date" }));
    const whenChoice = h("fieldset", { class: "pu-attribuer-cases" },
      h("legend", {}, "Pour quand\u202f?"),
      h("label", { class: "pu-attribuer-choix" }, dated, h("span", {}, "À une date")),
      h("label", { class: "pu-attribuer-choix" }, undated, h("span", {}, "Sans date")),
    );
    const whose = h("div", {});
    const preview = h("p", { class: "pu-attribuer-mots" });
    const send = h("button", { type: "submit", class: "pu-bouton" }, "Attribuer");

    function chosen() {
      const all = forAll.checked;
      return { cercles: all ? [] : [...circles.chosen(), ...coreGroups.chosen()], profils: all ? [] : profiles.chosen(), all };
    }

    /** How many people are meant; nothing where some may be counted twice, or where it would tell of a few of one profile. */
    function people({ cercles, profils, all }) {
      if (all) return told.personnes;
      const some = [...cercles, ...profils];
      const apart = some.length === 1 || [told.cercles, told.profils].some((kind) => some.every((one) => kind.includes(one)));
      const counts = some.map((one) => one.personnes);
      return !apart || counts.includes(null) ? null : counts.reduce((sum, one) => sum + one, 0);
    }

    function words(target) {
      const title = module.selectedOptions[0].textContent;
      const named = (all) => all.map((one) => one.nom);
      const [cercles, noyaux] = [told.cercles, told.noyaux].map((kind) => named(target.cercles.filter((one) => kind.includes(one))));
      return `${title}, pour ${whom({ cercles, noyaux, profils: named(target.profils) }, people(target))}, ${byWhen(when.moment())}`;
    }

    /** Opening a module to deposits is nbgrader’s, for everybody or for nobody. */
    function openingWords() {
      const title = module.selectedOptions[0].textContent;
      const before = told.attributions.find((one) => sameTarget(one, module.value, [], []));
      if (before) return `${title} est déjà attendu de tout le monde, ${byWhen(new Date(before.pour_le))}. Pour ôter cette date, choisissez «\u00a0Ne plus l’attendre\u00a0» dans la liste.`;
      const already = told.sans_date.includes(title) ? `${title} est déjà ouvert` : `${title} s’ouvre`;
      return `${already} aux dépôts pour tout le monde, sans date\u00a0: chaque personne peut y déposer, et aucune date n’est sur sa page d’accueil.`;
    }

    function follow() {
      const target = chosen();
      whose.hidden = when.element.hidden = undated.checked;
      send.textContent = undated.checked ? "Ouvrir aux dépôts" : "Attribuer";
      if (undated.checked) {
        preview.textContent = openingWords();
        return;
      }
      some.hidden = target.all;
      if (target.all || target.cercles.length || target.profils.length) lacking.textContent = "";
      if (!target.all && !target.cercles.length && !target.profils.length) preview.textContent = `Cochez au moins ${kinds(2)}.`;
      else if (!when.moment()) preview.textContent = "Choisissez la date et l’heure.";
      else {
        const past = when.moment() < new Date() ? " Cette date est déjà passée. Vous pouvez l’attribuer quand même." : "";
        preview.textContent = `${words(target)}.${past}`;
      }
    }

    async function assign(event) {
      event.preventDefault();
      if (undated.checked) {
        const title = module.selectedOptions[0].textContent;
        await busy(send, () => ask("PUT", { module: module.value, sans_date: true }, `C’est ouvert\u00a0: on peut déposer ${title}, sans date.`));
        follow();
        return;
      }
      const target = chosen();
      if (!target.all && !target.cercles.length && !target.profils.length) {
        outcome.say("");
        lacking.textContent = `Cochez au moins ${kinds(2)}${everybody ? ", ou choisissez toute la cohorte" : ""}.`;
        announce(lacking.textContent);
        (some.querySelector("fieldset:not([hidden]) input") ?? forSome).focus();
        lacking.scrollIntoView({ block: "nearest" });
        return;
      }
      if (!when.moment()) {
        outcome.lack(when.lacking(), NO_MOMENT);
        return;
      }
      const [cercles, profils] = [target.cercles, target.profils].map((all) => all.map((one) => one.id));
      const before = told.attributions.find((one) => sameTarget(one, module.value, cercles, profils));
      const asked = { module: module.value, cercles, profils, pour_le: utc(when.moment()), connu: before?.pour_le ?? "" };
      const done = `C’est attribué\u00a0: ${words(target)}.`;
      await busy(send, () => ask("PUT", asked, done));
    }

    when.onChange(follow);
    const whole = h("form", { submit: assign, change: follow, novalidate: true },
      field("Module", module),
      everybody ? whenChoice : null,
      when.element,
      whose,
      preview,
      h("p", {}, send),
    );
    fewChoice.append(forSome, few);
    whose.append(
      h("fieldset", { class: "pu-attribuer-cases" },
        h("legend", {}, "Pour qui\u202f?"),
        ...(everybody ? [h("label", { class: "pu-attribuer-choix" }, forAll, h("span", {}, "Toute la cohorte"))] : []),
        fewChoice,
      ),
      some,
    );
    form.replaceChildren(whole);
    offer = () => {
      for (const one of [circles, coreGroups, profiles]) one.offer();
      fewChoice.hidden = !kinds(1) && forAll.checked;
      few.textContent = everybody ? `Quelques ${kinds(1)}` : "Les cercles que vous animez";
      follow();
    };
    offer();
  }

  function card(one) {
    const due = new Date(one.pour_le);
    const target = { module: one.module, cercles: one.cercles, profils: one.profils };
    const words = `pour ${whom(one.pour, one.personnes)}, ${byWhen(due)}`;
    const more = h("div", {});
    const what = uid("attribue");
    const about = { type: "button", class: "pu-bouton pu-bouton-second", "aria-describedby": what };
    const move = h("button", about, "Changer la date");
    const end = h("button", about, "Ne plus l’attendre");

    function close() {
      more.replaceChildren();
      move.focus();
    }

    move.addEventListener("click", () => {
      const when = momentFields(due);
      const keep = h("button", { type: "submit", class: "pu-bouton" }, "Garder cette date");
      async function moved(event) {
        event.preventDefault();
        if (!when.moment()) {
          outcome.lack(when.lacking(), NO_MOMENT);
          return;
        }
        const asked = { ...target, pour_le: utc(when.moment()), connu: one.pour_le };
        const past = when.moment() < new Date() ? " Cette date est déjà passée." : "";
        const said = `La date a changé\u00a0: ${one.titre}, ${byWhen(when.moment())}.${past}`;
        await busy(keep, () => ask("PUT", asked, said));
      }
      more.replaceChildren(
        h("form", { submit: moved, novalidate: true },
          when.element,
          h("p", { class: "pu-rang" }, keep, h("button", { type: "button", class: "pu-bouton pu-bouton-second", click: close }, "Renoncer")),
        ),
      );
      when.first.focus();
    });

    end.addEventListener("click", () => {
      const yes = h("button", { type: "button", class: "pu-bouton pu-bouton-danger" }, "Oui, ne plus l’attendre");
      yes.addEventListener("click", () => busy(yes, () => ask("DELETE", target, `${one.titre} n’est plus attendu. Le module reste ouvert aux dépôts.`)));
      more.replaceChildren(
        h("p", {}, "La date disparaîtra des pages d’accueil. Ce qui a été écrit ou déposé reste."),
        h("p", { class: "pu-rang" }, yes, h("button", { type: "button", class: "pu-bouton pu-bouton-second", click: close }, "Renoncer")),
      );
      yes.focus();
    });

    return h(
      "li",
      {},
      h("p", { id: what }, h("strong", {}, one.titre), `, ${words}.`, due < new Date() ? " Cette date est passée." : ""),
      one.a_changer ? h("p", { class: "pu-rang" }, move, end) : null,
      more,
    );
  }

  function drawList() {
    const cards = told.attributions.map(card);
    list.replaceChildren(
      h("h3", {}, "Ce qui est attribué"),
      cards.length ? h("ul", { class: "pu-attribuer-liste" }, cards) : h("p", {}, "Rien n’est attribué avec une date pour le moment."),
      severalDates(told.attributions) ? h("p", { class: "pu-aide" }, SEVERAL_DATES) : "",
      told.sans_date.length ? h("p", {}, `Ouverts aux dépôts, sans date attendue\u00a0: ${told.sans_date.join(", ")}.`) : "",
    );
  }

  el.append(h("div", { class: "pu-ouvrir pu-attribuer" }, form, outcome.element, list));
  zoneSaid(base)
    .then(() => ask("GET", undefined, ""))
    .then((done) => done && !form.hasChildNodes() && drawForm());
  return hearCohort(el, heard);
}

export default { render };
