// A module's story, and the place that it is looked at from: the choice is an answer like any other, saved as one.
// Whatever is chosen, the other views stay within reach; without a choice, all of them are, one by one.

/** Paragraphs are parted by a blank line; nothing else is read in a text. */
function told(text) {
  return text.trim().split(/\n\s*\n/).map((paragraph) => h("p", {}, paragraph.replaceAll("\n", " ")));
}

function viewTexts({ text, practice }) {
  return [...told(text), h("p", { class: "pu-strong" }, "Pour la pratique"), ...told(practice)];
}

function createViews(options, views) {
  const heading = h("h4", { class: "pu-view-title", "data-depth": 1, hidden: true });
  const chosen = h("div", { class: "pu-view-text" });
  const lead = h("p", { class: "pu-strong" });
  const others = h("div", { class: "pu-other-views" });
  let shown;

  function folded(option) {
    return h("details", { class: "pu-view" }, h("summary", {}, option.label), h("div", {}, ...viewTexts(views[option.id])));
  }

  return {
    element: h("div", { class: "pu-views" }, heading, chosen, lead, others),
    show(place) {
      if (place === shown) return;
      shown = place;
      heading.hidden = !place;
      heading.textContent = place ? `Vu d’ici\u00a0: ${place.label}` : "";
      chosen.replaceChildren(...(place ? viewTexts(views[place.id]) : []));
      lead.textContent = place ? "Les autres places" : "Sans choisir, vous pouvez ouvrir chaque place\u00a0:";
      others.replaceChildren(...options.filter((option) => option !== place).map(folded));
    },
  };
}

const situation = {
  build({ prompt, changed, readOnly, model }) {
    const { title, story, views } = model.get("situation");
    const titleId = uid("situation");
    const panel = createViews(prompt.options, views);
    const options = prompt.options.map(({ id, label }) => ({ id, label }));
    const cards = choiceCards({ options, changed: onChoice, readOnly });
    let note = ""; // written beside the choice in its own module; it goes with it, untouched

    function show() {
      panel.show(prompt.options.find((option) => option.id === cards.chosen()?.id) ?? null);
    }

    function onChoice() {
      show();
      changed();
      const place = cards.chosen();
      if (place) announce(`${place.label}\u00a0: le texte et les exemples partent maintenant de cette place.`);
    }

    return {
      choices: true,
      titleId,
      origin: "Ce choix se garde dans",
      before: h(
        "div",
        { class: "pu-story" },
        h("p", { class: "pu-scale" }, "Situation inventée"),
        h("h3", { class: "pu-question", id: titleId, "data-depth": 0 }, title),
        ...told(story),
      ),
      element: h("div", {}, ...cards.elements.filter(Boolean)),
      after: panel.element,
      read: () => ({ choice: cards.chosen()?.id ?? "", note }),
      write(body) {
        cards.choose(body.choice ?? "");
        note = body.note ?? "";
        show();
      },
      focus: cards.focus,
    };
  },
};

export default () => answering(situation);
