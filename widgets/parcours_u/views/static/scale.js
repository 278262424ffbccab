// A scale: steps on a line, each with its word and its meaning; none is better than another, and none is compulsory.

const scale = {
  build({ prompt, changed, readOnly }) {
    const name = uid("level");
    const levels = prompt.levels;
    const clear = button("Effacer mon choix", unset, { look: "link" });
    const radios = levels.map((level, index) => {
      const meaningId = uid("meaning");
      const input = h("input", {
        type: "radio",
        name,
        value: String(index + 1),
        "aria-describedby": level.meaning ? meaningId : null,
        change: onChoice,
      });
      const label = h(
        "label",
        { class: "pu-level" },
        input,
        h("span", { class: "pu-level-label" }, level.label || `Niveau ${index + 1} sur ${levels.length}`),
      );
      const meaning = level.meaning && h("p", { class: "pu-level-meaning", id: meaningId }, level.meaning);
      return { input, element: h("div", { class: "pu-step" }, label, meaning) };
    });
    const noteId = uid("note");
    const note = growing({ id: noteId, rows: 2, input: changed });
    const line = h("div", { class: levels.length > 5 ? "pu-line pu-line-long" : "pu-line" }, ...radios.map((radio) => radio.element));
    const chosen = () => radios.findIndex((radio) => radio.input.checked);

    function onChoice() {
      clear.hidden = chosen() < 0;
      changed();
    }

    function unset() {
      for (const radio of radios) radio.input.checked = false;
      clear.hidden = true;
      radios[0].input.focus();
      changed();
      announce("Aucun niveau n’est choisi");
    }

    return {
      choices: true,
      element: h(
        "div",
        {},
        line,
        !readOnly && h("p", { class: "pu-actions" }, clear),
        h("div", { class: "pu-part" }, h("label", { for: noteId }, "En quelques mots, si vous voulez"), note.element),
      ),
      read: () => ({ level: chosen() < 0 ? null : chosen() + 1, note: wellFormed(note.field.value) }),
      write(body) {
        radios.forEach((radio, index) => (radio.input.checked = body.level === index + 1));
        clear.hidden = chosen() < 0;
        note.field.value = body.note ?? "";
      },
      focus: () => (radios[chosen()] ?? radios[0]).input.focus(),
    };
  },
};

export default () => answering(scale);
