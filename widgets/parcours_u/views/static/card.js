// A card of a few named lines; the ones that answer « pour quand ? » are dates.

const DATES = ["by", "by_when"];

const card = {
  build({ prompt, changed }) {
    const lines = prompt.fields.map((part) => {
      const id = uid("line");
      const helpId = part.help ? uid("line-help") : null;
      const isDate = DATES.includes(part.id);
      const { field, element, show } = isDate
        ? dateField(id, helpId, changed)
        : growing({ id, rows: 2, "aria-describedby": helpId, input: changed });
      return {
        id: part.id,
        field,
        write(text) {
          field.value = text;
          show?.();
        },
        element: h(
          "div",
          { class: isDate ? "pu-part pu-part-date" : "pu-part" },
          h("label", { for: id }, part.label),
          part.help && h("p", { class: "pu-hint", id: helpId }, part.help),
          element,
        ),
      };
    });
    return {
      element: h("div", { class: "pu-lines" }, ...lines.map((line) => line.element)),
      read: () => Object.fromEntries(lines.map((line) => [line.id, wellFormed(line.field.value)])),
      write: (body) => lines.forEach((line) => line.write(body[line.id] ?? "")),
      focus: () => lines[0].field.focus(),
    };
  },
};

/** A date, and the same day in words: what a date field shows follows the browser's language, not the page's. */
function dateField(id, helpId, changed) {
  const words = h("p", { class: "pu-hint", id: uid("day") });
  const show = () => (words.textContent = longDay(field.value));
  const field = h("input", {
    type: "date",
    id,
    class: "pu-field",
    max: "9999-12-31",
    "aria-describedby": [helpId, words.id].filter(Boolean).join(" "),
    input() {
      show();
      changed();
    },
  });
  return { field, element: h("div", {}, field, words), show };
}

export default () => answering(card);
