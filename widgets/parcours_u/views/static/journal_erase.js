// Erasing the whole journal: behind a fold, with a box to tick. What happened is told, and what cannot be undone too.

function render({ model, el }) {
  const desk = createDesk(model);
  const boxId = uid("erase");
  const outcome = createOutcome(uid("erase-outcome"));
  const box = h("input", { type: "checkbox", id: boxId });
  const erase = h("button", { type: "submit", class: "pu-bouton pu-bouton-danger" }, "Effacer tout mon carnet");
  const form = h(
    "form",
    { novalidate: true },
    h("p", { class: "pu-case" }, box, h("label", { for: boxId }, "Oui, j’efface tout. Je sais que cela ne se défait pas.")),
    h("p", {}, erase),
    outcome.element,
  );

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.checked) {
      outcome.lack(box, "Rien n’a été effacé\u00a0: cochez d’abord la case.");
      return;
    }
    busy(erase, async () => {
      outcome.say("Effacement, puis vérification…", "attente");
      try {
        const answer = await desk.ask("erase", { confirmed: true });
        outcome.say(answer.text, answer.erased ? "fait" : "erreur");
        box.checked = false;
        document.dispatchEvent(new CustomEvent("parcours-u:carnet-emporte")); // nothing is left to take away
        document.dispatchEvent(new CustomEvent("parcours-u:carnet-efface")); // nor to be kept by the browser
        otherPages().postMessage(null);
      } catch (error) {
        outcome.say(error.message, "erreur");
      }
    });
  });

  el.append(
    h(
      "details",
      { class: "pu-ouvrir pu-pas-imprime", "data-pu-hors-carnet": true },
      h("summary", {}, "Effacer tout mon carnet"),
      h("p", {}, "Toutes vos réponses, leurs anciennes versions, vos choix de lecteurs et les retours reçus disparaissent d’ici. Pour les garder ailleurs, téléchargez d’abord votre carnet."),
      h("p", {}, "Ce que vous avez déjà déposé est parti chez la personne qui vous forme\u00a0: nous ne pouvons pas l’effacer d’ici. Demandez-lui de le retirer."),
      form,
    ),
  );
  return () => desk.stop();
}

export default { render };
