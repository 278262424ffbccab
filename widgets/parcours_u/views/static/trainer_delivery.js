// « Prendre un dépôt reçu par fichier »: what somebody sent by mail, as « depot importer » takes it. One file after the other.

/** @param onTaken  called once deposits of a module were taken, with its id */
function createDelivery({ base, onTaken }) {
  const outcome = createOutcome(uid("fichiers"));
  const help = uid("fichiers-aide");
  const files = h("input", { id: uid("fichiers"), class: "pu-champ", type: "file", accept: ".zip,application/zip", multiple: true, "aria-describedby": help });
  const told = h("ul", {});
  const take = button("Prendre ces dépôts", () => busy(take, send), { look: "main" });
  const element = h(
    "details",
    { class: "pu-lecture-plis", hidden: true },
    h("summary", {}, "Prendre un dépôt reçu par fichier"),
    h("p", {}, h("label", { class: "pu-etiquette", for: files.id }, "Les fichiers reçus (.zip)"), files),
    h("p", { class: "pu-hint", id: help }, "Ceux que des personnes vous ont envoyés, tels quels. Chacun porte le code de qui l’a fait, et le module dont il parle."),
    h("p", { class: "pu-actions" }, take),
    outcome.element,
    told,
  );

  async function send() {
    const chosen = Array.from(files.files);
    if (!chosen.length) {
      outcome.lack(files, "Choisissez d’abord un fichier\u00a0: rien n’a changé.");
      return;
    }
    const taken = new Set();
    let failed = 0;
    told.replaceChildren();
    for (const [rank, file] of chosen.entries()) {
      outcome.say(`Lecture des fichiers\u00a0: ${rank + 1} sur ${chosen.length}…`, "attente");
      try {
        const answer = await sendFile(base, "cohorte/fichiers", file);
        told.append(h("li", { dir: "auto" }, answer.sentence));
        if (answer.taken) taken.add(answer.module);
        else failed += 1;
      } catch (error) {
        told.append(h("li", { dir: "auto" }, `${file.name}\u00a0: ${error.message}`));
        failed += 1;
      }
    }
    files.value = "";
    outcome.say(failed ? `${count(failed, "fichier n’a pas été pris", "fichiers n’ont pas été pris")}\u00a0: voyez ci-dessous.` : "Tout est pris.", failed ? "erreur" : "fait");
    for (const module of taken) onTaken(module);
  }

  return { element, update: ({ manages }) => (element.hidden = !manages) };
}
