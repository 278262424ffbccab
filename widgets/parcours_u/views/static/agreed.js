// « Ce que nous avons convenu »: what a group is to hold to, written, changed, done and removed by its members.
// After agreed_change.js.

const AGREED_WORDS = {
  pair: { see: "Votre binôme le voit et peut le changer.", none: "Rien n’est encore convenu entre vous deux. Une seule chose suffit pour commencer\u00a0: un appel, une visite, une question à garder ouverte." },
  core_group: { see: "Le noyau, et qui l’accompagne, le voient et peuvent le changer.", none: "Rien n’est encore convenu ici. Une seule chose suffit pour commencer\u00a0: une date, un essai, une personne à rencontrer." },
};

/** @param left  called when nothing is written any more in what was removed meanwhile, with whether the focus was there */
function createAgreement(agreed, first, left) {
  let one = first;
  let editing = null; // what is being written, and how it leaves
  const text = h("span", { class: "pu-agreed-text", dir: "auto" });
  const when = h("span", { class: "pu-agreed-when" });
  const asked = h("span", { class: "pu-hint" });
  const room = h("span", { class: "pu-tag", hidden: true });
  const box = h("input", { type: "checkbox", change: toggle });
  const label = h("label", { class: "pu-choice pu-agreed-label" }, box, h("span", {}, spoken("C’est fait\u00a0: "), when, " ", text, " ", asked));
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const edit = button("Changer", open, { look: "link" });
  const place = h("div", {});
  const sure = createSureButton("Retirer", "Retirer ce point pour tout le groupe\u202f?", "Oui, le retirer", remove);
  const actions = h("p", { class: "pu-actions" }, edit);
  const means = h("div", { class: "pu-agreed-actions" }, actions, sure);
  const element = h("li", { class: "pu-surface pu-agreed-item" }, room, label, means, place, failure);

  async function run(action, said) {
    failure.textContent = "";
    try {
      const { conflict } = await action();
      if (conflict) failure.textContent = "Quelqu’un du groupe vient de changer ce point\u00a0: relisez-le, puis recommencez si vous le voulez toujours.";
      else announce(said);
      return !conflict;
    } catch (error) {
      failure.textContent = error.message;
      return false;
    }
  }

  async function toggle() {
    const done = box.checked;
    const base = one;
    if (!(await run(() => agreed.change(base, { done }), done ? "C’est noté comme fait." : "C’est de nouveau à tenir."))) box.checked = one.done;
  }

  async function remove() {
    const heading = element.closest("section")?.querySelector("h2");
    if (await run(() => agreed.remove(one), "Ce point est retiré.")) heading?.focus();
  }

  function open() {
    if (editing) return;
    editing = createChange(agreed, one, { close, tell });
    place.replaceChildren(editing.element);
    editing.focus();
  }

  function tell(sentence) {
    if (failure.textContent !== sentence) failure.textContent = sentence; // an alert is heard once
  }

  /** What left by itself takes the fields away, and nobody from where they are writing by then. */
  function close() {
    const inside = place.contains(document.activeElement);
    editing.stop();
    editing = null;
    place.replaceChildren();
    tell("");
    if (one.gone) left(inside);
    else if (inside) edit.focus();
  }

  return {
    element,
    /** What it was, once it was removed, as long as somebody's words are in it. */
    gone: () => !agreed.has(one.id) && editing && isTyped(place) && { ...one, gone: true },
    stop: () => editing?.stop(),
    update(next) {
      one = next;
      label.hidden = means.hidden = Boolean(one.gone);
      if (one.gone) editing.outlive();
      box.checked = one.done;
      text.textContent = one.text;
      when.textContent = one.done ? "Fait\u00a0:" : reminded(one) || (one.due ? `Pour le ${one.day}\u00a0:` : "");
      asked.textContent = askedKindly(one);
      element.classList.toggle("pu-agreed-done", one.done);
      element.classList.toggle("pu-agreed-near", Boolean(one.reminder));
      const rooms = agreed.rooms(one.room.split(":")[0]);
      room.hidden = rooms.length < 2;
      room.textContent = rooms.find((found) => found.room === one.room)?.name ?? "";
      edit.replaceChildren("Changer", spoken(`\u00a0: ${one.text}`));
    },
  };
}

/** The section of one kind of group. */
function createAgreed(agreed, kind, accompanies) {
  const words = AGREED_WORDS[kind];
  const title = h("h2", { class: "pu-shared-question", tabindex: -1 }, "Ce que nous avons convenu");
  const list = h("ul", { class: "pu-agreed-list" });
  const none = h("p", { class: "pu-shared-empty" }, words.none);
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const lost = h("p", { class: "pu-alert", role: "alert" });
  const choice = h("fieldset", { class: "pu-shared-places", hidden: true });
  const fields = agreementFields(null, ["Convenir d’une chose", "D’ici quel jour, si vous voulez"]);
  const hint = h("p", { class: "pu-hint" }, `${words.see} C’est écrit en clair dans la base du groupe, comme ce qui est partagé.`);
  const add = button("Ajouter", write, { look: "main" });
  const actions = h("p", { class: "pu-actions" }, add);
  const form = h(
    "form",
    { class: "pu-shared-form pu-agreed-form", submit: (event) => event.preventDefault(), input: takeInHand },
    ...fields.elements,
    choice,
    hint,
    failure,
    actions,
  );
  const element = h("section", { class: "pu-agreed", hidden: true, "aria-label": "Ce que nous avons convenu" }, title, lost, none, list, form);
  const made = new Map(); // the items, by id
  const keep = createKeyed(list, (one) => {
    const item = createAgreement(agreed, one, (inside) => {
      show({});
      if (inside) stepBack();
    });
    made.set(one.id, item);
    return item;
  });
  let offered = "";
  let over = ""; // what is said once there is nobody left to agree with
  const asked = () => ({ rooms: chosen(), text: wellFormed(fields.text.value), due: fields.due.value });
  const sending = createSending({
    words: asked,
    known: () => new Set(agreed.all().map(({ id }) => id)),
    send: agreed.write,
    arrived: agreed.wrote,
    done(sent) {
      if (JSON.stringify(asked()) === JSON.stringify(sent)) fields.text.value = fields.due.value = ""; // else it was written on meanwhile
      tell("");
      announce("C’est ajouté, le groupe le voit.");
    },
    told(sentence) {
      if (failure.textContent === sentence) return;
      tell(sentence);
      if (form.contains(document.activeElement)) actions.scrollIntoView({ block: "nearest" });
    },
  });
  const stopAsking = askBeforeLeaving(() => isTyped(element));

  function chosen() {
    const rooms = agreed.rooms(kind);
    return rooms.length === 1 ? [rooms[0].room] : Array.from(choice.querySelectorAll("input:checked"), (box) => box.value);
  }

  /** What is taken in hand again waits for a gesture. */
  function takeInHand() {
    sending.stop();
    tell("");
  }

  function tell(sentence) {
    const said = over || sentence;
    if (failure.textContent !== said) failure.textContent = said; // an alert is heard once
  }

  /** Who was in what goes is taken to what is left of it. */
  function stepBack() {
    const there = element.hidden ? element.parentElement : title; // with its last group, the section goes
    there.tabIndex = -1;
    there.focus();
  }

  async function write() {
    if (over || add.getAttribute("aria-disabled")) return;
    add.setAttribute("aria-disabled", "true");
    takeInHand();
    await sending.go();
    add.removeAttribute("aria-disabled");
    fields.text.focus();
  }
  fields.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    write();
  });

  /** For whoever accompanies several core groups: one gesture for all of them, a supervision session say. */
  function showChoice(rooms) {
    const key = rooms.map(({ room }) => room).join(" ");
    if (key === offered) return;
    const before = new Set(Array.from(choice.querySelectorAll("input:not(:checked)"), (box) => box.value));
    offered = key;
    choice.hidden = rooms.length < 2;
    choice.replaceChildren(
      h("legend", {}, "Pour quels noyaux"),
      h("div", { class: "pu-choices" }, ...rooms.map(({ room, name }) => h("label", { class: "pu-choice" }, h("input", { type: "checkbox", value: room, checked: !before.has(room) }), h("span", { dir: "auto" }, name)))),
    );
    if (rooms.length > 1 && !fields.text.value && accompanies) fields.text.placeholder = "Par exemple\u00a0: séance de supervision";
  }

  function show({ failed }) {
    lost.textContent = failed ?? "";
    if (!agreed.loaded()) return;
    const rooms = agreed.rooms(kind);
    const held = element.contains(document.activeElement) && document.activeElement;
    const ended = rooms.length ? "" : GROUP_GONE;
    if (ended !== over) {
      over = ended;
      add.hidden = hint.hidden = Boolean(over);
      takeInHand();
    }
    element.hidden = !rooms.length && !isTyped(element);
    form.hidden = !rooms.length && !isTyped(form); // there is nobody left to agree with
    showChoice(rooms);
    const all = agreed.all(kind, Array.from(made.values(), (item) => item.gone()).filter(Boolean));
    keep(all.map((one) => [one.id, one]));
    for (const [id, item] of made) {
      if (list.contains(item.element)) continue;
      item.stop();
      made.delete(id);
    }
    none.hidden = all.length > 0;
    list.hidden = !all.length;
    if (held && (!held.isConnected || held.closest("[hidden]"))) stepBack();
  }

  const stop = agreed.watch(show);
  return {
    element,
    stop() {
      stop();
      sending.stop();
      for (const item of made.values()) item.stop();
      stopAsking();
    },
  };
}
