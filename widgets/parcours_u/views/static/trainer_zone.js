// « L’heure de la cohorte »: whose hours are told to everybody, and another place when the one that was heard first is not the right one.

function createZone(el, base, ask) {
  const said = createSaid();
  const whose = h("p", { class: "pu-strong" });
  const elsewhere = h("p", {});
  const place = choiceOf([]);
  const go = button("Garder cette heure", () =>
    gesture(go, said, async () => {
      const told = await ask("POST", "fuseau", { fuseau: place.value, ici: deviceZone() });
      document.getElementById("pu-noyau").dataset.fuseau = told.fuseau;
      show(told);
      tellCohort(el);
      said.done(told.suites.join(" "));
    }));

  function show({ fuseau, phrase, choix }) {
    whose.textContent = phrase;
    elsewhere.textContent = zoneNotice();
    elsewhere.hidden = !elsewhere.textContent;
    place.replaceChildren(...choix.map(([value, text]) => h("option", { value }, text)));
    if (fuseau) place.value = fuseau;
  }

  zoneSaid(base)
    .then(() => ask("GET", `fuseau?ici=${encodeURIComponent(deviceZone())}`))
    .then(show, said.failed);
  return section(
    "L’heure de la cohorte",
    whose,
    elsewhere,
    labelled("Le lieu de la cohorte", place, "Une date déjà donnée reste au même instant, dit à la nouvelle heure. Le programme garde ses jours et ses heures."),
    h("p", { class: "pu-actions" }, go),
    said.element,
  );
}
