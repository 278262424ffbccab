// Writing an agreement: its fields, and the change of one that is there. What somebody is writing stays, whatever comes meanwhile: an
// item that somebody else changed first is shown beside it, one that was removed can be agreed on again. After sending.js.

const LONGEST_AGREEMENT = 300;
const REMOVED = "Ce point vient d’être retiré\u00a0: vos mots restent ici. Ajoutez-les comme un nouveau point, ou oubliez-les.";
const GROUP_GONE = "Ce groupe est fini, ou vous n’en êtes plus\u00a0: vos mots ne peuvent plus partir, ils restent ici pour que vous les copiiez.";

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

/** Whether fields hold something that was typed in them. */
const isTyped = (place) => Array.from(place.querySelectorAll(".pu-field")).some((field) => field.value !== field.defaultValue);

/**
 * Changing an agreement. What nothing answers leaves by itself once the server is back; of one that was removed meanwhile, the words
 * can be added as a new one.
 *
 * @param close  takes the fields away
 * @param tell   says what did not pass, or nothing
 */
function createChange(agreed, first, { close, tell: toldOutside }) {
  const fields = agreementFields(first, ["Ce que nous convenons", "D’ici quel jour, si vous voulez"]);
  const other = h("p", { class: "pu-agreed-other", role: "status" });
  const keep = button("Enregistrer", save, { look: "main" });
  const cancel = button("Annuler", close);
  const element = h("div", { class: "pu-shared-form", input: takeInHand }, ...fields.elements, other, h("p", { class: "pu-actions" }, keep, cancel));
  const isThere = () => element.isConnected; // what had left may be answered once the fields were taken away: others may be there
  const tell = (sentence) => isThere() && toldOutside(sentence);
  const words = () => ({ text: wellFormed(fields.text.value), due: fields.due.value });
  const isAsWritten = (sent) => words().text === sent.text && words().due === sent.due;
  let from = first;
  let clash = null;
  let gone = ""; // what is said once there is nothing to change any more

  const changing = createSending({
    words,
    known: () => from,
    async send(asked) {
      const { agreement, conflict } = await agreed.change(from, asked);
      clash = conflict ?? null;
      from = conflict ?? agreement; // after a clash, the next « Enregistrer » is a choice made with both in sight
    },
    async arrived(asked, before) {
      const found = await agreed.wasChanged(asked, before);
      from = found ?? from;
      return Boolean(found);
    },
    done(sent) {
      tell("");
      if (clash) return showOther();
      passed(sent, "C’est enregistré, le groupe le voit.");
    },
    told: (sentence) => gone || tell(sentence),
  });
  const adding = createSending({
    words: () => ({ rooms: [first.room], ...words() }),
    known: () => new Set(agreed.all().map(({ id }) => id)),
    send: agreed.write,
    arrived: agreed.wrote,
    done: (sent) => passed(sent, "C’est ajouté, le groupe le voit."),
    told: tell,
  });

  /** What is taken in hand again waits for a gesture. */
  function takeInHand() {
    stop();
    tell(gone);
  }

  function passed(sent, said) {
    announce(said);
    if (isThere() && isAsWritten(sent)) close(); // else it was written on meanwhile
  }

  function stop() {
    changing.stop();
    adding.stop();
  }

  async function save() {
    if (keep.hidden || keep.getAttribute("aria-disabled")) return;
    keep.setAttribute("aria-disabled", "true");
    await (gone ? adding : changing).go();
    keep.removeAttribute("aria-disabled");
    if (element.contains(document.activeElement)) fields.text.focus();
  }

  function showOther() {
    const day = clash.day ? `, pour le ${clash.day}` : "";
    other.replaceChildren(
      `${clash.name || "Quelqu’un"} a changé ce point entre-temps\u00a0: «\u00a0`,
      h("span", { dir: "auto" }, clash.text),
      `\u00a0»${day}${clash.done ? ", noté comme fait" : ""}. Vos mots sont restés ici\u00a0: enregistrez-les pour les mettre à la place, ou annulez.`,
    );
  }

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !gone) close();
    if (event.key === "Enter" && event.target.tagName === "INPUT") save();
  });

  return {
    element,
    stop,
    focus: () => fields.text.focus(),
    /** What was to be changed is no more, or the group where it was. */
    outlive() {
      const ended = !agreed.rooms().some(({ room }) => room === first.room);
      if (gone === (ended ? GROUP_GONE : REMOVED)) return;
      gone = ended ? GROUP_GONE : REMOVED;
      stop();
      other.replaceChildren();
      keep.textContent = "Ajouter";
      keep.hidden = ended;
      cancel.textContent = "Oublier ces mots";
      tell(gone);
    },
  };
}
