// One person's answer as the others read it: its words, then a few replies in each room where it is open. What others wrote
// reaches the page as text only. A card is brought up to date in place: what somebody is writing in it, and where they are, stay.

const LONGEST_REPLY = 600;

const ROOMS = {
  pair: { yours: "votre binôme", between: "entre vous deux" },
  circle: { yours: "votre cercle", between: "dans le cercle" },
  core_group: { yours: "votre noyau", between: "dans le noyau" },
  cohort: { yours: "tout le groupe", between: "dans le groupe" },
};
const roomKind = (room) => room.split(":")[0];

const noLongerShared = (yours) =>
  `Cette réponse n’est plus partagée avec ${yours}\u00a0: vos mots ne peuvent plus partir, ils restent ici pour que vous les copiiez.`;

/** The names of those who came into a thread's room since it was shared there, and read it in no other: one's own, in all its threads. */
function newcomersOf(space, thread, threads) {
  const reads = (id) => threads.some((one) => !one.newcomers.includes(id) && space.room(one.room)?.people.some((person) => person.id === id));
  const people = space.room(thread.room)?.people ?? [];
  return people.filter(({ id }) => thread.newcomers.includes(id) && !reads(id)).map(({ name }) => name);
}

/** A sentence a room that welcomed somebody since one's answer was shared there, or nothing. */
function toldNewcomers(space, threads) {
  return threads
    .map((thread) => [ROOMS[roomKind(thread.room)].yours, newcomersOf(space, thread, threads)])
    .filter(([, names]) => names.length)
    .map(([yours, names]) => `Depuis ce partage, ${yours} a accueilli ${enumerated(names)}, qui ne ${names.length > 1 ? "lisent" : "lit"} pas cette réponse.`)
    .join(" ");
}

/** The parts of an answer: alone, numbered, or each under its label. */
function sharedParts(texts) {
  return texts.map(([label, text]) =>
    h("div", { class: "pu-shared-part" }, label && h("p", { class: "pu-shared-label" }, /^\d+$/.test(label) ? `${label}.` : label), h("div", { class: "pu-shared-text", dir: "auto" }, text)),
  );
}

/** Keep a list's elements as its items come, change and go: what is still there is the same element. */
function createKeyed(list, make) {
  const kept = new Map();
  return (items) => {
    const gone = new Set(kept.keys());
    items.forEach(([key, item], rank) => {
      gone.delete(key);
      if (!kept.has(key)) kept.set(key, make(item));
      const one = kept.get(key);
      one.update?.(item);
      if (list.children[rank] !== one.element) list.insertBefore(one.element, list.children[rank] ?? null);
    });
    for (const key of gone) {
      kept.get(key).element.remove();
      kept.delete(key);
    }
  };
}

/**
 * @param home    where the focus waits while a reply is taken back
 * @param field   where its words are then: they are its author's, to change or send again
 */
function createReply(space, thread, reply, { home, field }) {
  const mine = reply.author === space.me();
  const back = mine && button("Reprendre ma réponse", takeBack, { look: "link" });
  const failure = h("p", { class: "pu-alert", role: "alert" });
  async function takeBack() {
    failure.textContent = "";
    try {
      home.focus({ preventScroll: true });
      await space.takeBackReply(thread, reply);
      field.focus();
    } catch (error) {
      failure.textContent = error.message;
      back.focus();
    }
  }
  const element = h(
    "li",
    { class: "pu-shared-reply" },
    h("p", { class: "pu-shared-who" }, h("strong", { dir: "auto" }, mine ? "Vous" : reply.name), ` ${moment(reply.at)}`),
    h("div", { class: "pu-shared-text", dir: "auto" }, reply.text),
    back,
    failure,
  );
  return { element };
}

/** What is said under an answer in one room: the replies, and the way to add one. */
function createThread(space, thread) {
  const kind = roomKind(thread.room);
  const list = h("ol", { class: "pu-shared-replies" });
  const title = h("p", { class: "pu-shared-label", hidden: true }, capitalised(ROOMS[kind].between));
  const mine = thread.owner === space.me();
  const keep = createKeyed(list, (reply) => createReply(space, thread, reply, { home: open, field }));
  const to = mine ? "" : ` à ${thread.name}`;
  const open = button("", show, { look: "link", "aria-expanded": "false" });
  const field = h("textarea", { class: "pu-field", id: uid("reply"), rows: 2, maxlength: LONGEST_REPLY, dir: "auto", lang: "fr", spellcheck: "true", autocomplete: "off" });
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const send = button("Envoyer", submit, { look: "main" });
  const cancel = button("Annuler", hide);
  const forget = button("Oublier ces mots", putAway, { hidden: true });
  const actions = h("p", { class: "pu-actions" }, send, cancel, forget);
  const help = h("p", { class: "pu-hint", id: uid("reply-help") }, `Quelques mots bienveillants suffisent. Qui lit la réponse\u00a0: ${ROOMS[kind].yours}.`);
  field.setAttribute("aria-describedby", help.id);
  const label = h("label", { for: field.id, class: "pu-shared-label" });
  const form = h("div", { class: "pu-shared-form", hidden: true }, label, field, help, failure, actions);
  const element = h("div", { class: "pu-shared-thread" }, title, list, open, form);
  const draft = space.draft(thread);
  let now = thread;

  function draw() {
    const lost = !now.texts.length;
    if (lost) draft.open = true;
    form.hidden = !draft.open;
    open.setAttribute("aria-expanded", String(draft.open));
    open.hidden = help.hidden = send.hidden = cancel.hidden = lost;
    forget.hidden = !lost;
    if (field.value !== draft.text) field.value = draft.text;
    const told = lost ? noLongerShared(ROOMS[kind].yours) : draft.failure;
    if (failure.textContent === told) return;
    failure.textContent = told;
    if (told && form.contains(document.activeElement)) actions.scrollIntoView({ block: "nearest" });
  }
  function show() {
    if (draft.open) draft.take({ open: false });
    else draft.open = true;
    draw();
    if (draft.open) field.focus();
  }
  function hide() {
    draft.take({ open: false });
    draw();
    open.focus();
  }
  function putAway() {
    const place = element.closest(".pu-shared");
    const cards = Array.from(place.querySelectorAll(".pu-shared-card"));
    const rank = cards.findIndex((card) => card.contains(element));
    draft.forget();
    const next = [cards[rank], cards[rank + 1], cards[rank - 1]].find((card) => card?.isConnected);
    if (!next) place.tabIndex = -1;
    (next ?? place).focus();
    announce("Vos mots sont oubliés.");
  }
  async function submit() {
    if (send.getAttribute("aria-disabled")) return;
    send.setAttribute("aria-disabled", "true");
    draft.take();
    draw();
    await draft.send();
    send.removeAttribute("aria-disabled");
    if (draft.failure) field.focus();
  }
  field.addEventListener("input", () => {
    draft.take({ text: field.value });
    draw();
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && !cancel.hidden && hide());

  return {
    element,
    update(next) {
      const within = element.contains(document.activeElement) && document.activeElement;
      now = next;
      list.hidden = !next.replies.length;
      element.hidden = mine && !next.replies.length && !draft.text && !draft.open; // nobody answers themselves
      keep(next.replies.map((reply) => [reply.id, reply]));
      draw();
      if (within && !within.checkVisibility()) (form.hidden ? open : field).focus();
    },
    /** Among several rooms, each says which it is: nobody answers in another than they mean. */
    named(several) {
      const where = several ? `, ${ROOMS[kind].between}` : "";
      title.hidden = !several || list.hidden;
      open.textContent = `Répondre${to}${where}`;
      label.textContent = `Votre réponse${to}${where}`;
    },
  };
}

/**
 * A card for one person's answer to one question.
 *
 * @param threads  the same answer in each room where whoever looks may read it, the smallest first
 * @param beneath  whether one's own words, and who they are for, stand just above
 * @param fold     what folds long words
 */
function createSharedCard(space, [first], { beneath, fold } = {}) {
  const mine = first.owner === space.me();
  const repeated = mine && beneath;
  const titleId = uid("shared");
  const words = !repeated && h("div", { class: "pu-shared-words" });
  const folded = words && fold?.(words);
  const when = h("span", { class: "pu-shared-when" });
  const where = h("p", { class: "pu-hint", hidden: repeated });
  const list = h("div", {});
  const made = new Map();
  const keep = createKeyed(list, (thread) => {
    const one = createThread(space, thread);
    made.set(thread.room, one);
    return one;
  });
  const backList = h("div", { class: "pu-shared-backs", hidden: !mine || repeated });
  const keepBacks = createKeyed(backList, (thread) => ({ element: takeBack(thread) }));
  const element = h(
    "article",
    { class: `pu-surface pu-shared-card${mine ? " pu-shared-mine" : ""}`, "aria-labelledby": titleId, tabindex: -1 },
    h("p", { class: "pu-shared-who", id: titleId }, h("strong", { dir: "auto" }, repeated ? "Ce que l’on vous a répondu" : mine ? "Vous" : first.name), " ", !repeated && when),
    words,
    folded?.more,
    where,
    list,
    backList,
  );
  let shown = "";

  function takeBack(thread) {
    const { yours } = ROOMS[roomKind(thread.room)];
    return createSureButton(
      `Ne plus partager avec ${yours}`,
      `${capitalised(yours)} ne lira plus cette réponse, et les réponses reçues là partiront avec elle. Votre carnet la garde.`,
      "Oui, la reprendre",
      async () => {
        await space.takeBack(thread);
        announce(`Votre réponse n’est plus partagée avec ${yours}.`);
      },
    );
  }

  return {
    element,
    update(threads) {
      const readable = threads.filter((one) => one.texts.length);
      const latest = readable.reduce((one, other) => (other.revision > one.revision ? other : one), readable[0] ?? { texts: [] });
      const texts = JSON.stringify(latest.texts);
      if (words && texts !== shown) {
        shown = texts;
        words.replaceChildren(...sharedParts(latest.texts));
        folded?.fits(latest.texts);
      }
      when.textContent = readable.length ? moment(latest.saved_at) : "";
      const told = readable.length ? `Partagée avec ${enumerated(readable.map((one) => ROOMS[roomKind(one.room)].yours))}.` : "";
      where.textContent = mine ? `${told} ${toldNewcomers(space, readable)}`.trim() : told;
      keep(threads.map((thread) => [thread.room, thread]));
      for (const one of made.values()) one.named(threads.length > 1);
      if (mine) keepBacks(readable.map((thread) => [thread.room, thread]));
    },
  };
}
