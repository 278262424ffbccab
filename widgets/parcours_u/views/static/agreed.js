// « Ce que nous avons convenu »: what a group is to hold to, written, changed, done and removed by its members.
// What somebody is writing stays, whatever comes meanwhile; an item that somebody else changed first is shown beside it.

const LONGEST_AGREEMENT = 300;

const AGREED_WORDS = {
  pair: { see: "Votre binôme le voit et peut le changer.", none: "Rien n’est encore convenu entre vous deux. Une seule chose suffit pour commencer\u00a0: un appel, une visite, une question à garder ouverte." },
  core_group: { see: "Le noyau, et qui l’accompagne, le voient et peuvent le changer.", none: "Rien n’est encore convenu ici. Une seule chose suffit pour commencer\u00a0: une date, un essai, une personne à rencontrer." },
};

/** The fields of an agreement: its words and its day. */
function agreementFields(one, labels) {
  const text = h("input", { class: "pu-field", id: uid("agreed"), type: "text", maxlength: LONGEST_AGREEMENT, dir: "auto", lang: "fr", spellcheck: "true", autocomplete: "off" });
  const due = h("input", { class: "pu-field", id: uid("due"), type: "date", autocomplete: "off" });
  text.defaultValue = one?.text ?? "";
  due.defaultValue = one?.due ?? "";
  return {
    text,
    due,
    elements: [
      h("p", { class: "pu-agreed-words" }, h("label", { for: text.id, class: "pu-shared-label" }, labels[0]), text),
      h("p", { class: "pu-agreed-due" }, h("label", { for: due.id, class: "pu-shared-label" }, labels[1]), due),
    ],
  };
}

function createAgreement(agreed, first, several) {
  let one = first;
  let editing = null;
  const text = h("span", { class: "pu-agreed-text", dir: "auto" });
  const when = h("span", { class: "pu-agreed-when" });
  const asked = h("span", { class: "pu-hint" });
  const room = h("span", { class: "pu-tag", hidden: !several });
  const box = h("input", { type: "checkbox", change: toggle });
  const label = h("label", { class: "pu-choice pu-agreed-label" }, box, h("span", {}, spoken("C’est fait\u00a0: "), when, " ", text, " ", asked));
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const edit = button("Changer", open, { look: "link" });
  const place = h("div", {});
  const sure = createSureButton("Retirer", "Retirer ce point pour tout le groupe\u202f?", "Oui, le retirer", remove);
  const actions = h("p", { class: "pu-actions" }, edit);
  const element = h("li", { class: "pu-surface pu-agreed-item" }, room, label, h("div", { class: "pu-agreed-actions" }, actions, sure), place, failure);

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
    const base = { ...one };
    const fields = agreementFields(base, ["Ce que nous convenons", "D’ici quel jour, si vous voulez"]);
    const other = h("p", { class: "pu-agreed-other", role: "status" });
    const keep = button("Enregistrer", save, { look: "main" });
    editing = h("div", { class: "pu-shared-form" }, ...fields.elements, other, h("p", { class: "pu-actions" }, keep, button("Annuler", close)));
    let from = base;
    async function save() {
      if (keep.getAttribute("aria-disabled")) return;
      keep.setAttribute("aria-disabled", "true");
      failure.textContent = "";
      try {
        const { conflict } = await agreed.change(from, { text: wellFormed(fields.text.value), due: fields.due.value });
        if (conflict) {
          from = conflict; // the next « Enregistrer » is a choice made with both in sight
          const day = conflict.day ? `, pour le ${conflict.day}` : "";
          other.replaceChildren(
            `${conflict.name || "Quelqu’un"} a changé ce point entre-temps\u00a0: «\u00a0`,
            h("span", { dir: "auto" }, conflict.text),
            `\u00a0»${day}${conflict.done ? ", noté comme fait" : ""}. Vos mots sont restés ici\u00a0: enregistrez-les pour les mettre à la place, ou annulez.`,
          );
          fields.text.focus();
        } else {
          close();
          announce("C’est enregistré, le groupe le voit.");
        }
      } catch (error) {
        failure.textContent = error.message;
        fields.text.focus();
      } finally {
        keep.removeAttribute("aria-disabled");
      }
    }
    editing.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Enter" && event.target.tagName === "INPUT") save();
    });
    place.replaceChildren(editing);
    fields.text.focus();
  }

  function close() {
    editing = null;
    place.replaceChildren();
    edit.focus();
  }

  return {
    element,
    update(next) {
      one = next;
      box.checked = one.done;
      text.textContent = one.text;
      when.textContent = one.done ? "Fait\u00a0:" : reminded(one) || (one.due ? `Pour le ${one.day}\u00a0:` : "");
      asked.textContent = askedKindly(one);
      element.classList.toggle("pu-agreed-done", one.done);
      element.classList.toggle("pu-agreed-near", Boolean(one.reminder));
      room.textContent = agreed.rooms().find((found) => found.room === one.room)?.name ?? "";
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
  const add = button("Ajouter", write, { look: "main" });
  const actions = h("p", { class: "pu-actions" }, add);
  const form = h(
    "form",
    { class: "pu-shared-form pu-agreed-form", submit: (event) => event.preventDefault(), input: takeInHand },
    ...fields.elements,
    choice,
    h("p", { class: "pu-hint" }, `${words.see} C’est écrit en clair dans la base du groupe, comme ce qui est partagé.`),
    failure,
    actions,
  );
  const element = h("section", { class: "pu-agreed", hidden: true, "aria-label": "Ce que nous avons convenu" }, title, lost, none, list, form);
  let keep = null;
  let offered = "";
  const asked = () => ({ rooms: chosen(), text: wellFormed(fields.text.value), due: fields.due.value });
  const sending = createSending({
    words: asked,
    known: () => new Set(agreed.all().map(({ id }) => id)),
    send: agreed.write,
    arrived: agreed.wrote,
    done(sent) {
      if (JSON.stringify(asked()) === JSON.stringify(sent)) fields.text.value = fields.due.value = ""; // else it was written on meanwhile
      failure.textContent = "";
      announce("C’est ajouté, le groupe le voit.");
    },
    told(sentence) {
      if (failure.textContent === sentence) return;
      failure.textContent = sentence;
      if (form.contains(document.activeElement)) actions.scrollIntoView({ block: "nearest" });
    },
  });
  const stopAsking = askBeforeLeaving(() => Array.from(element.querySelectorAll(".pu-field")).some((field) => field.value !== field.defaultValue));

  function chosen() {
    const rooms = agreed.rooms(kind);
    return rooms.length === 1 ? [rooms[0].room] : Array.from(choice.querySelectorAll("input:checked"), (box) => box.value);
  }

  /** What is taken in hand again waits for a gesture. */
  function takeInHand() {
    sending.stop();
    failure.textContent = "";
  }

  async function write() {
    if (add.getAttribute("aria-disabled")) return;
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
    keep = null;
    list.replaceChildren();
  }

  function show({ failed }) {
    lost.textContent = failed ?? "";
    if (!agreed.loaded()) return;
    const rooms = agreed.rooms(kind);
    element.hidden = !rooms.length;
    showChoice(rooms);
    keep ??= createKeyed(list, (one) => createAgreement(agreed, one, rooms.length > 1));
    const all = agreed.all(kind);
    keep(all.map((one) => [one.id, one]));
    none.hidden = all.length > 0;
    list.hidden = !all.length;
  }

  const stop = agreed.watch(show);
  return {
    element,
    stop() {
      stop();
      sending.stop();
      stopAsking();
    },
  };
}
