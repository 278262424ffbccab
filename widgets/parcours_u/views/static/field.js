// A control with its label and its help.

function field(label, control, help = "") {
  const id = uid("champ");
  control.id = id;
  if (help) control.setAttribute("aria-describedby", `${id}-aide`);
  return h(
    "p",
    { class: "pu-filtre" },
    h("label", { class: "pu-etiquette", for: id }, label),
    control,
    help && h("span", { class: "pu-aide", id: `${id}-aide` }, help),
  );
}
