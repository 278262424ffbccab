// The iceberg: what shows above the waterline, and under it what produces what shows, level by level.

const LINKS = [
  "Qu’est-ce qui produit cela\u202f?",
  "Quelles idées font tenir cette organisation\u202f?",
  "D’où viennent ces idées\u202f? À quoi tient-on\u202f?",
];

const iceberg = {
  build({ prompt, changed }) {
    const levels = prompt.fields.map((part, index) => {
      const id = uid("level");
      const helpId = part.help ? uid("level-help") : null;
      const link = index > 0 && h("p", { class: "pu-link-question", id: uid("link") }, LINKS[index - 1] ?? LINKS[0]);
      const describedBy = [link && link.id, helpId].filter(Boolean).join(" ") || null;
      const { field, element } = growing({ id, rows: 2, "aria-describedby": describedBy, input: changed });
      return {
        id: part.id,
        field,
        element: h(
          "div",
          { class: "pu-depth" },
          link,
          h("label", { for: id }, part.label),
          part.help && h("p", { class: "pu-hint", id: helpId }, part.help),
          element,
        ),
      };
    });
    const ice = () => h("div", { class: "pu-ice-shape", "aria-hidden": "true" });
    const [above, ...under] = levels.map((level) => level.element);
    return {
      element: h(
        "div",
        { class: "pu-iceberg" },
        h("div", { class: "pu-above" }, h("div", { class: "pu-ice" }, ice(), above)),
        h(
          "div",
          { class: "pu-under" },
          h("div", { class: "pu-ice" }, ice(), h("p", { class: "pu-waterline" }, "Sous la ligne d’eau"), ...under),
        ),
      ),
      read: () => Object.fromEntries(levels.map((level) => [level.id, wellFormed(level.field.value)])),
      write: (body) => levels.forEach((level) => (level.field.value = body[level.id] ?? "")),
      focus: () => levels[0].field.focus(),
    };
  },
};

export default () => answering(iceberg);
