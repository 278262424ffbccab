// A choice among a few options, each on a card of its own: one group of radio buttons, none chosen to begin with.

/**
 * @param options  what is offered: `id`, `label`, `meaning`
 * @param changed  called once a card is chosen, or none is any more
 */
function choiceCards({ options, changed, readOnly }) {
  const name = uid("option");
  const clear = button("Effacer mon choix", unset, { look: "link" });
  const cards = options.map((option) => {
    const meaningId = uid("meaning");
    const input = h("input", {
      type: "radio",
      name,
      value: option.id,
      "aria-describedby": option.meaning ? meaningId : null,
      change: onChoice,
    });
    const label = h("label", {}, input, h("span", { class: "pu-option-label" }, option.label));
    const meaning = option.meaning && h("p", { class: "pu-option-meaning", id: meaningId }, option.meaning);
    return { option, input, element: h("div", { class: "pu-option" }, label, meaning) };
  });
  const chosen = () => cards.find((card) => card.input.checked)?.option ?? null;

  function onChoice() {
    clear.hidden = !chosen();
    changed();
  }

  function unset() {
    for (const card of cards) card.input.checked = false;
    clear.hidden = true;
    cards[0].input.focus();
    changed();
    announce("Aucun choix n’est fait");
  }

  return {
    elements: [
      h("div", { class: "pu-options" }, ...cards.map((card) => card.element)),
      !readOnly && h("p", { class: "pu-actions" }, clear),
    ],
    chosen,
    choose(id) {
      for (const card of cards) card.input.checked = card.option.id === id;
      clear.hidden = !chosen();
    },
    focus: () => (cards.find((card) => card.input.checked) ?? cards[0]).input.focus(),
  };
}
