// The deposits of a module, circle by circle: who, when, how many answers, what was commented and returned; and who has not
// deposited yet, folded. Names are text only.

const EVERYBODY = "tous";
const MINE = "miens";
const MESSAGES_PLACE = "ecrire-au-groupe"; // see trainer_messages.js

/** What is told of one deposit, besides the name. */
function toldDeposit({ deposited_at: at, late, answers, commented, returned_at: returned, waiting, known }) {
  const parts = [
    `déposé ${moment(at)}${late ? ", après la date" : ""}`,
    answers ? count(answers, "réponse", "réponses") : "aucune réponse à lire",
  ];
  if (answers) parts.push(commented ? count(commented, "commentée", "commentées") : "aucune commentée");
  if (waiting) parts.push("commentaires à renvoyer");
  else if (returned) parts.push(`commentaires renvoyés ${moment(returned)}`);
  if (!known) parts.push("hors de la cohorte");
  return `${parts.join(" · ")}`;
}

/**
 * @param onOpen  called with a deposit
 */
function createDeposits({ onOpen }) {
  const groups = h("div", {});
  const empty = h("p", { class: "pu-lecture-vide", hidden: true });
  const filter = h("fieldset", { class: "pu-lecture-filtre", hidden: true });
  const awaitedWords = h("summary", {});
  const awaitedNames = h("ul", { class: "pu-lecture-attendus" });
  const reminder = h("a", { href: `#${MESSAGES_PLACE}`, click: () => document.dispatchEvent(new CustomEvent("parcours-u:message", { detail: { message: "rappel", module } })) }, "Préparer un rappel à copier");
  const awaitedFold = h("details", { class: "pu-lecture-plis", hidden: true }, awaitedWords, awaitedNames, h("p", {}, reminder));
  const name = uid("filtre");
  let looked = MINE;
  let desk = null;
  let deposits = [];
  let awaited = [];
  let module = "";

  const mine = () => desk.circles.filter(({ commenter }) => commenter === desk.me).map(({ id }) => id);

  function showFilter() {
    const own = mine();
    filter.hidden = own.length === 0;
    const many = own.length > 1;
    filter.replaceChildren(
      h("legend", {}, "Qui je lis"),
      ...[[MINE, many ? "Mes cercles" : "Mon cercle"], [EVERYBODY, "Tout le monde"]].map(([value, text]) =>
        h(
          "label",
          { class: "pu-choice" },
          h("input", { type: "radio", name, value, checked: value === looked, change: () => ((looked = value), show(), announce(told())) }),
          h("span", {}, text),
        ),
      ),
    );
  }

  function seen(those) {
    const own = new Set(mine());
    return looked === MINE && own.size ? those.filter(({ circle }) => own.has(circle)) : those;
  }

  const told = () => `${count(seen(deposits).length, "dépôt", "dépôts")}.`;

  function showAwaited() {
    const those = seen(awaited);
    awaitedFold.hidden = those.length === 0;
    awaitedWords.textContent = count(those.length, "personne n’a pas encore déposé", "personnes n’ont pas encore déposé");
    awaitedNames.replaceChildren(...those.map((one) => h("li", { dir: "auto" }, one.name)));
  }

  function show() {
    const shown = seen(deposits);
    showAwaited();
    const reader = ({ commenter, team }) => (commenter === desk.me ? "" : team.find(({ id }) => id === commenter)?.name);
    const places = [...desk.circles.map((one) => [one.id, one.name, reader(one)]), ["", desk.circles.length ? "Sans cercle" : "", ""]];
    groups.replaceChildren(
      ...places
        .map(([id, title, whose]) => [title, whose, shown.filter(({ circle }) => circle === id)])
        .filter(([, , those]) => those.length)
        .map(([title, whose, those]) => section(title, whose, those)),
    );
    empty.hidden = shown.length > 0;
    empty.textContent = deposits.length
      ? "Personne de vos cercles n’a encore déposé ce module."
      : "Personne n’a encore déposé ce module. Les dépôts apparaissent ici dès qu’ils sont recueillis.";
  }

  function section(title, whose, those) {
    const id = uid("cercle");
    const list = h("ul", { class: "pu-lecture-depots" }, those.map(row));
    if (!title) return h("section", { class: "pu-lecture-cercle" }, list);
    return h(
      "section",
      { class: "pu-lecture-cercle", "aria-labelledby": id },
      h("h3", { id }, title, whose ? h("span", { class: "pu-lecture-a" }, ` – lu par ${whose}`) : null),
      list,
    );
  }

  function row(deposit) {
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "pu-lecture-personne", "data-cle": deposit.key, click: () => onOpen(deposit) },
        h("strong", {}, h("bdi", {}, deposit.name)),
        h("span", { class: "pu-lecture-faits" }, toldDeposit(deposit)),
      ),
    );
  }

  return {
    element: h("div", {}, filter, empty, groups, awaitedFold),
    update(newDesk, newTold, newModule) {
      desk = newDesk;
      ({ deposits, awaited } = newTold);
      module = newModule;
      showFilter();
      show();
    },
    /** The deposits in the order in which they are read. */
    order: () => Array.from(groups.querySelectorAll("[data-cle]"), (node) => deposits.find(({ key }) => key === node.dataset.cle)),
    focus(key) {
      (groups.querySelector(`[data-cle="${CSS.escape(key)}"]`) ?? groups.querySelector("[data-cle]"))?.focus();
    },
    told,
  };
}
