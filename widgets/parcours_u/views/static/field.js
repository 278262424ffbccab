// A control with its label and its help; the time on this device.

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

/** The time on this device, as an <input type="time"> holds it. */
function timeNow() {
  const now = new Date();
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
