// « Renvoyer les commentaires »: what will leave and to whom is seen first; then it leaves, and what came of it is told.

/**
 * @param titleOf  gives the title of a module
 * @param onLook  reads the deposits again: comments may have been written elsewhere since; tells whether it could
 * @param onDone  called with a module, its deposits and who is awaited, as they now are; tells whether it is still shown
 */
function createReturns({ base, titleOf, onLook, onDone }) {
  const outcome = createOutcome(uid("retours"));
  const look = button("Renvoyer les commentaires", () => busy(look, show), { look: "main" });
  const preview = h("div", { class: "pu-conflict-choice", role: "group", "aria-label": "Ce qui partirait", hidden: true });
  let module = "";
  let waiting = [];
  let drawn = ""; // what the preview shows of it
  let sending = false;
  let elsewhere = false; // whether what is told is of another module than the one that comes

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
    const shown = waiting;
    const title = h("p", { class: "pu-strong", tabindex: "-1" }, `Ce qui partirait, à ${count(waiting.length, "personne", "personnes")}`);
    const go = button(waiting.length > 1 ? `Renvoyer à ces ${waiting.length} personnes` : "Renvoyer à cette personne", () => busy(go, () => send(shown)), { look: "main" });
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

  function forget() {
    outcome.say("");
    outcome.element.parentElement?.querySelector(".pu-lecture-fichiers")?.remove();
  }

  function close() {
    preview.hidden = true;
    look.focus();
  }

  /** Send what the preview shows, and nothing else: where something else waits by now, the server refuses and the preview is drawn again. */
  async function send(shown) {
    const sent = module;
    outcome.say("Les commentaires partent…", "attente");
    sending = true;
    try {
      const leaving = Object.fromEntries(shown.map((one) => [one.key, one.leaving]));
      const answer = await askServer(base, "POST", `cohorte/depots/${sent}/retours`, { leaving });
      const there = onDone(sent, answer);
      const of = there ? "" : ` de «\u00a0${titleOf(sent)}\u00a0»`;
      const left = answer.returned.filter(({ state }) => state === "returned");
      const failed = answer.returned.filter(({ state }) => state === "failed");
      elsewhere = !there && module === sent;
      if (module === sent) preview.hidden = true;
      outcome.say(
        [
          left.length ? `Les commentaires${of} sont partis, à ${count(left.length, "personne", "personnes")}.` : `Rien n’est parti${of}.`,
          ...failed.map(({ message }) => message),
        ].join(" "),
        failed.length ? "erreur" : "fait",
      );
      files(sent, left.filter(({ by_file: byFile }) => byFile));
      if (there) look.focus();
    } catch (error) {
      const there = onDone(sent);
      elsewhere = !there && module === sent;
      outcome.say(there ? error.message : `«\u00a0${titleOf(sent)}\u00a0»\u00a0: ${error.message}`, "erreur");
      if (there && error.message !== SERVER_LOST) await onLook();
    } finally {
      sending = false;
      drawAgain();
    }
  }

  /** Whoever deposited by file gets a file: it is sent by hand. */
  function files(sent, those) {
    if (!those.length) return;
    outcome.element.after(
      h(
        "div",
        { class: "pu-lecture-fichiers" },
        h("p", {}, "Ces personnes ont déposé par fichier\u00a0: envoyez à chacune le sien, et à elle seule."),
        h("ul", {}, those.map(({ name, key }) => h("li", {}, h("a", { href: `${base}parcours-u/cohorte/depots/${sent}/${key}/retour`, download: "" }, `Le retour de ${name} (.html)`)))),
      ),
    );
  }

  return {
    element: h("div", { class: "pu-lecture-retours" }, h("p", {}, look), preview, outcome.element),
    update(newModule, deposits) {
      if (newModule !== module) {
        preview.hidden = true;
        if (!elsewhere) forget();
        elsewhere = false;
      }
      module = newModule;
      waiting = deposits.filter((one) => one.waiting);
      drawAgain();
      look.textContent = waiting.length ? `Renvoyer les commentaires (${waiting.length})` : "Renvoyer les commentaires";
    },
  };
}
