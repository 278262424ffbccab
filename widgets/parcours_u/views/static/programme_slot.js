// One moment of the programme, folded: its hours and its name first, what happens and where it leads beneath.

function links(list) {
  if (!list.length) return null;
  return h("ul", { class: "pu-journee-liens" }, list.map((link) => h("li", {}, h("a", { href: link.adresse }, link.titre))));
}

function told(label, text) {
  return text ? h("p", {}, h("strong", {}, `${label}${NO_BREAK}: `), text) : null;
}

const FATES = { dropped: "supprimée", shortened: "réduite" };

function slotLine(slot) {
  const hours = slot.devenir === "dropped" ? "" : `${spokenTime(slot.debut)} – ${spokenTime(slot.fin)}`;
  return h(
    "li",
    { class: `pu-journee-sequence pu-journee-${slot.devenir}`, "data-sequence": slot.id },
    h(
      "details",
      {},
      h(
        "summary",
        {},
        hours && h("span", { class: "pu-journee-heure" }, hours),
        h("strong", {}, slot.titre),
        FATES[slot.devenir] && h("span", { class: "pu-journee-devenir" }, FATES[slot.devenir]),
        h("span", { class: "pu-journee-ici" }),
      ),
      h(
        "div",
        { class: "pu-journee-detail" },
        slot.etat && slot.devenir !== "kept" ? h("p", {}, capitalised(`${slot.etat}.`)) : null,
        slot.notes.map((note) => h("p", {}, note)),
        h("p", {}, slot.quoi),
        told("Qui mène", slot.qui),
        told("Qui fait quoi", slot.taches),
        told("Où", slot.salle),
        told("Matériel", slot.materiel),
        told("Plan B", slot.plan_b),
        links(slot.liens),
      ),
    ),
  );
}

/** A day that is not lived now, to look at ahead. */
function dayAhead(day, label) {
  return h(
    "details",
    { class: "pu-journee-autre" },
    h("summary", {}, `${label}${NO_BREAK}: ${day.titre}`),
    h("p", {}, `${capitalised(longDay(day.date))}, de ${spokenTime(day.debut)} à ${spokenTime(day.fin)}. ${day.but}`),
    h("ol", { class: "pu-journee-liste" }, slotsNow(day).map(slotLine)),
  );
}

function stage(one, label) {
  return [
    h("p", { class: "pu-etiquette" }, `${label}, du ${longDay(one.du)} au ${longDay(one.au)}`),
    h("p", { class: "pu-journee-titre" }, one.titre),
    h("p", {}, one.quoi),
    told("Rendez-vous", one.rendez_vous),
    links(one.liens),
  ];
}
