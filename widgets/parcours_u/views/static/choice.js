// A choice among a few options, and a few words about it; none is better than another, and none is compulsory.

const choice = {
  build({ prompt, changed, readOnly }) {
    const cards = choiceCards({ options: prompt.options, changed, readOnly });
    const noteId = uid("note");
    const note = growing({ id: noteId, rows: 2, input: changed });
    return {
      choices: true,
      element: h(
        "div",
        {},
        ...cards.elements.filter(Boolean),
        h("div", { class: "pu-part" }, h("label", { for: noteId }, "En quelques mots, si vous voulez"), note.element),
      ),
      read: () => ({ choice: cards.chosen()?.id ?? "", note: wellFormed(note.field.value) }),
      write(body) {
        cards.choose(body.choice ?? "");
        note.field.value = body.note ?? "";
      },
      focus: cards.focus,
    };
  },
};

export default () => answering(choice);
