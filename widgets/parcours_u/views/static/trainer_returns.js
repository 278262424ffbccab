// « Renvoyer les commentaires »: what will leave and to whom is seen first; then it leaves, and what came of it is told.

/**
 * @param onLook  reads the deposits again: comments may have been written elsewhere since; tells whether it could
 * @param onDone  called with the deposits, and who is awaited, as they now are
 */
function createReturns({ base, onLook, onDone }) {
  const outcome = createOutcome(uid("retours"));
  const look = button("Renvoyer les commentaires", () => busy(look, show), { look: "main" });
  const preview = h("div", { class: "pu-conflict-choice", role: "group", "aria-label": "Ce qui partirait", hidden: true });
  let module = "";
  let waiting = [];
  let drawn = ""; // what the preview shows of it
  let sending = false;

  const who = ({ name, leaving }) => `${name}\u00a0: ${leaving ? count(leaving, "commentaire", "commentaires") : "ce qui était écrit est repris"}`;

  async function show() {
    if (!(await onLook())) return;
    if (!waiting.length) {
      preview.hidden = true;
      outcome.say("Il n’y a rien à renvoyer\u00a0: tout ce qui est écrit est déjà parti.");
      return;
    }
    outcome.say("");
    draw().focus();
  }

  /** What will leave, all of it: what a person had already received comes again, with the rest. */
  function draw() {
    const title = h("p", { class: "pu-strong", tabindex: "-1" }, `Ce qui partirait, à ${count(waiting.length, "personne", "personnes")}`);
    const go = button(waiting.length > 1 ? `Renvoyer à ces ${waiting.length} personnes` : "Renvoyer à cette personne", () => busy(go, send), { look: "main" });
    preview.replaceChildren(
      title,
      h("ul", {}, waiting.map((one) => h("li", { dir: "auto" }, who(one), one.by_file ? " (par fichier)" : ""))),
      h("p", { class: "pu-hint" }, "Chaque commentaire arrive à côté de la réponse dont il parle, dans le carnet de la personne et d’elle seule."),
      h("p", { class: "pu-actions" }, go, button("Pas encore", close)),
    );
    preview.hidden = false;
    drawn = JSON.stringify(waiting);
    return title;
  }

  /** What leaves is what is read. Who was in the preview stays there, or goes back to the button that showed it. */
  function drawAgain() {
    if (preview.hidden || sending || JSON.stringify(waiting) === drawn) return;
    const inside = preview.contains(document.activeElement);
    const there = waiting.length ? draw() : look;
    preview.hidden = !waiting.length;
    if (inside) there.focus();
  }

  function close() {
    preview.hidden = true;
    look.focus();
  }

  async function send() {
    outcome.say("Les commentaires partent…", "attente");
    sending = true;
    try {
      const answer = await askServer(base, "POST", `cohorte/depots/${module}/retours`, {});
      preview.hidden = true;
      const left = answer.returned.filter(({ state }) => state === "returned");
      const failed = answer.returned.filter(({ state }) => state === "failed");
      onDone(answer);
      outcome.say(
        [
          left.length ? `Les commentaires sont partis, à ${count(left.length, "personne", "personnes")}.` : "Rien n’est parti.",
          ...failed.map(({ message }) => message),
        ].join(" "),
        failed.length ? "erreur" : "fait",
      );
      files(left.filter(({ by_file: byFile }) => byFile));
      look.focus();
    } catch (error) {
      outcome.say(error.message, "erreur");
    } finally {
      sending = false;
      drawAgain();
    }
  }

  /** Whoever deposited by file gets a file: it is sent by hand. */
  function files(those) {
    if (!those.length) return;
    outcome.element.after(
      h(
        "div",
        { class: "pu-lecture-fichiers" },
        h("p", {}, "Ces personnes ont déposé par fichier\u00a0: envoyez à chacune le sien, et à elle seule."),
        h("ul", {}, those.map(({ name, key }) => h("li", {}, h("a", { href: `${base}parcours-u/cohorte/depots/${module}/${key}/retour`, download: "" }, `Le retour de ${name} (.html)`)))),
      ),
    );
  }

  return {
    element: h("div", { class: "pu-lecture-retours" }, h("p", {}, look), preview, outcome.element),
    update(newModule, deposits) {
      if (newModule !== module) {
        outcome.say("");
        preview.hidden = true;
        outcome.element.parentElement?.querySelector(".pu-lecture-fichiers")?.remove();
      }
      module = newModule;
      waiting = deposits.filter((one) => one.waiting);
      drawAgain();
      look.textContent = waiting.length ? `Renvoyer les commentaires (${waiting.length})` : "Renvoyer les commentaires";
    },
  };
}
