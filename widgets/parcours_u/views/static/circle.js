// The page of one's pair, circle, core group and cohort, or of one kind of them: who is there, what was agreed, and what was shared,
// question by question.

const EVERYWHERE = "";

const NOTHING_YET =
  "Rien n’est encore partagé ici. Le premier mot est souvent celui que les autres attendaient\u00a0: ouvrez un module, " +
  "écrivez pour vous d’abord, puis choisissez, sous votre réponse, qui peut la lire.";
const NO_GROUP =
  "Vous n’êtes dans aucun groupe pour l’instant\u00a0: rien n’est partagé avec vous, et ce que vous écrivez reste à vous.";

const NO_GROUP_OF = {
  pair:
    "Vous n’avez pas de binôme pour l’instant, et tout se vit aussi sans. Si l’idée vous plaît, dites à l’équipe qui anime avec qui " +
    "vous aimeriez avancer\u00a0: cette page sera alors la vôtre, à deux.",
  core_group:
    "Vous n’êtes d’aucun noyau pour l’instant. Un noyau se forme quand quelques personnes portent ensemble un projet\u00a0: " +
    "parlez-en à l’équipe qui anime, cette page sera alors la vôtre.",
};

const PAGE_OF = { pair: "binome", core_group: "noyau" };

const PLACES = {
  pair: "Mon binôme",
  circle: "Mon cercle",
  core_group: "Mon noyau",
  cohort: "Tout le groupe",
};

/** Their names, whoever looks last and as « vous ». */
function namesOf(people, me) {
  const others = people.filter((one) => one.id !== me).map((one) => one.name);
  return enumerated(people.length > others.length ? [...others, "vous"] : others);
}

const BESIDE = {
  core_group: ["Vous accompagnez ce noyau", "Avec l’accompagnement de "],
  cohort: ["Vous animez ce groupe", "Avec l’équipe de formation\u00a0: "],
};

/** Those who accompany a room are not of it: they are told apart, whoever looks first. */
function besideOf({ kind, people }, me) {
  const beside = people.filter((one) => one.beside);
  const others = namesOf(beside.filter((one) => one.id !== me), me);
  const [mine, theirs] = BESIDE[kind] ?? [];
  const told = [beside.some((one) => one.id === me) && mine, others && `${theirs}${others}`].filter(Boolean);
  return told.map((one) => h("p", { class: "pu-hint", dir: "auto" }, `${one}.`));
}

function mountCircle({ model, el }) {
  const base = model.get("base");
  const kind = model.get("kind");
  const channel = pageChannel(base);
  const space = pageSharedSpace(base);
  const teller = createNewsTeller(space);
  const cut = createCutLine(channel);
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const people = h("ul", { class: "pu-shared-people" });
  const renewed = h("div", {});
  const choices = h("fieldset", { class: "pu-shared-places", hidden: true });
  const groups = h("div", {});
  const empty = h("p", { class: "pu-shared-empty", hidden: true });
  const agreed = kind ? createAgreed(pageAgreements(base), kind, model.get("accompanies")) : null;
  const title = agreed && h("h2", { class: "pu-shared-question pu-shared-title", hidden: true }, "Ce qui est partagé ici");
  const waiting = h("p", { class: "pu-hint" }, "Lecture de ce qui est partagé…");
  const name = uid("place");
  let place = EVERYWHERE;
  let offered = "";

  const keepGroups = createKeyed(groups, makeGroup);

  function makeGroup({ prompt }) {
    const list = h("div", { class: "pu-shared-list" });
    const keep = createKeyed(list, (threads) => createSharedCard(space, threads, { fold: createLongWords }));
    const title = h("h2", { class: "pu-shared-question" }, prompt.question);
    const element = h(
      "section",
      { class: "pu-shared-group", "aria-label": prompt.question },
      h("p", { class: "pu-shared-part-of" }, prompt.part),
      title,
      list,
      h("p", {}, h("a", { href: prompt.href }, "Aller à cette question", spoken(`\u00a0: ${prompt.question}`))),
    );
    return { element, update: ({ cards }) => keep(cards) };
  }

  const rooms = () => space.rooms().filter((room) => !kind || room.kind === kind);

  /** The place's name; on the page of them all, it leads to the page of its own that a pair or a core group has. */
  function placeName(room) {
    if (kind) return room.name || PLACES[room.kind];
    const page = PAGE_OF[room.kind];
    return page ? h("a", { href: `${base}voila/render/course/${page}.ipynb` }, PLACES[room.kind]) : PLACES[room.kind];
  }

  function showPeople() {
    const me = space.me();
    people.replaceChildren(
      ...rooms().map((room) => {
        const named = room.name && !kind ? ` «\u00a0${room.name}\u00a0»` : "";
        const members = room.people.filter((one) => !one.beside);
        const who = h("span", { dir: "auto" }, namesOf(members, me));
        const told = members.length > 12 ? h("details", {}, h("summary", {}, count(members.length, "personne", "personnes")), who) : who;
        return h("li", {}, h("p", { class: "pu-shared-label" }, placeName(room), named), told, besideOf(room, me));
      }),
    );
    const anew = new Map(rooms().flatMap((room) => room.renewed.map(({ id, day }) => [id, [room.people.find((one) => one.id === id).name, day]])));
    renewed.replaceChildren(
      ...Array.from(anew.values(), ([name, day]) => h("p", { class: "pu-hint" }, `L’accès de ${name} a été refait le ${day}. Si cela vous étonne, parlez-en ensemble.`)),
    );
  }

  function showChoices() {
    const here = rooms();
    const key = here.map(({ room }) => room).join(" ");
    if (key === offered) return;
    offered = key;
    if (!here.some(({ room }) => room === place)) place = EVERYWHERE;
    choices.hidden = here.length < 2;
    const radios = [[EVERYWHERE, "Partout"], ...here.map((one) => [one.room, kind ? one.name : PLACES[one.kind]])].map(([room, text]) =>
      h(
        "label",
        { class: "pu-choice" },
        h("input", { type: "radio", name, value: room, checked: room === place, change: () => look(room) }),
        h("span", {}, text),
      ),
    );
    choices.replaceChildren(h("legend", {}, "Ce que je regarde"), h("div", { class: "pu-choices" }, ...radios));
  }

  function look(room) {
    place = room;
    const shown = showGroups();
    announce(shown ? `${count(shown, "réponse affichée", "réponses affichées")}.` : empty.textContent);
  }

  function showGroups() {
    const threads = space.threads().filter(({ room }) => (!kind || roomKind(room) === kind) && (place === EVERYWHERE || room === place));
    const cards = byCard(space, threads);
    keepGroups(
      space
        .prompts()
        .map((prompt) => [prompt.id, { prompt, cards: cards.filter(([, [thread]]) => thread.prompt === prompt.id) }])
        .filter(([, group]) => group.cards.length),
    );
    const some = rooms().length > 0;
    if (title) title.hidden = !some;
    empty.hidden = cards.length > 0;
    empty.textContent = some ? NOTHING_YET : (NO_GROUP_OF[kind] ?? NO_GROUP);
    return cards.length;
  }

  function show({ failed, news = [] }) {
    failure.textContent = failed ?? "";
    if (!space.loaded()) return;
    waiting.remove();
    showPeople();
    showChoices();
    showGroups();
    teller.hear(news);
  }

  el.classList.add("pu-shared", "pu-shared-page");
  el.replaceChildren(
    ...[waiting, failure, people, renewed, agreed?.element, title, choices, cut.element, empty, groups].filter(Boolean),
  );
  const stop = space.watch(show);
  return () => {
    stop();
    agreed?.stop();
    teller.stop();
    cut.stop();
  };
}

export default { render: mountCircle };
