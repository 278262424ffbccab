// « Il est 15 h 10, que garde-t-on ? »: the rest of the day, planned again; printing; the calendar.

function plannedSlot(slot) {
  return h(
    "li",
    { class: `pu-reste pu-reste-${slot.fate}`, "data-sequence": slot.id },
    h("p", { class: "pu-reste-titre" },
      slot.time && h("span", { class: "pu-reste-heure" }, slot.time),
      h("strong", {}, slot.title),
      h("span", { class: "pu-reste-etat" }, slot.state),
    ),
    slot.notes.map((note) => h("p", { class: "pu-aide" }, note)),
  );
}

function calendar(address) {
  const outcome = createOutcome(uid("agenda"));
  const first = h("input", { type: "date", class: "pu-champ" });
  const link = download("", "Télécharger l’agenda (.ics)");
  link.href = address;
  link.addEventListener("click", (event) => {
    if (first.value) {
      link.href = `${address}?debut=${encodeURIComponent(first.value)}`;
      outcome.say("L’agenda est téléchargé. Ouvrez ce fichier avec votre logiciel d’agenda.");
      return;
    }
    event.preventDefault();
    outcome.lack(first, "Choisissez d’abord le premier jour.");
  });
  const help = "Les jours se suivent. Les heures sont celles du lieu où vous êtes.";
  return [h("div", { class: "pu-rang" }, field("Premier jour", first, help), link), outcome.element];
}

function takeAway(plan) {
  return h(
    "section",
    { class: "pu-ouvrir pu-agenda pu-pas-imprime" },
    h("h3", {}, "Emporter le plan"),
    h("p", {}, h("button", { type: "button", class: "pu-bouton pu-bouton-second", click: () => printAlone(document.getElementById("plan"), { titled: true }) }, "Imprimer le plan complet")),
    plan.calendar ? calendar(plan.calendar) : null,
  );
}

function render({ model, el }) {
  const plan = model.get("plan");
  const desk = createDesk(model);
  const outcome = createOutcome(uid("retard"));
  const slots = new Map(plan.days.flatMap((day) => day.slots.map((slot) => [slot.id, { ...slot, day }])));
  const where = h(
    "select",
    { class: "pu-champ", change: follow },
    plan.days.map((day) =>
      h("optgroup", { label: day.title }, day.slots.map((slot) => h("option", { value: slot.id }, slot.label))),
    ),
  );
  const now = h("input", { type: "time", class: "pu-champ", required: true });
  const end = h("input", { type: "time", class: "pu-champ", required: true });
  const elapsed = h("input", { type: "number", class: "pu-champ", min: 0, max: 600, step: 1, value: 0, inputmode: "numeric" });
  const rest = h("ol", { class: "pu-programme-reste" });
  const send = h("button", { type: "submit", class: "pu-bouton" }, "Refaire le plan");

  /** Another slot: the time that it is when the day is under way, else the slot's own; and the end of its day. */
  function follow() {
    const { start, day } = slots.get(where.value);
    const clock = timeOf(new Date());
    now.value = day.slots[0].start <= clock && clock <= day.end ? clock : start;
    end.value = day.end;
    elapsed.value = 0;
  }

  async function replan(event) {
    event.preventDefault();
    await busy(send, async () => {
      try {
        const asked = { slot: where.value, now: now.value, end: end.value, elapsed: elapsed.value };
        const found = await desk.ask("replan", asked);
        rest.replaceChildren(...found.slots.map(plannedSlot));
        outcome.say(found.summary, found.kind);
      } catch (error) {
        outcome.say(error.message, "erreur");
      }
    });
  }

  follow();
  el.append(
    h("section", { class: "pu-ouvrir pu-retard" },
      h("h3", {}, "Il est telle heure\u00a0: que garde-t-on\u202f?"),
      h("form", { class: "pu-pas-imprime", submit: replan, novalidate: true },
        h("div", { class: "pu-rang" },
          field("Nous en sommes à", where),
          field("Il est", now),
          field("Commencée depuis (minutes)", elapsed, "0 si elle commence maintenant."),
          field("La journée doit finir à", end),
        ),
        h("p", { class: "pu-rang" }, send),
      ),
      outcome.element,
      rest,
    ),
    takeAway(plan),
  );
  const fold = unfoldForPrint(".pu-format");
  return () => {
    desk.stop();
    fold();
  };
}

export default { render };
