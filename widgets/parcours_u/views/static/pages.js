// What the panels of the home, journal and deposit pages share, after dom.js and announce.js.

const PATIENCE_MS = 190_000; // a deposit starts nbgrader, an import may carry years of writing
const SILENCE_MS = 4_000; // without an answer, the page finds out whether its kernel is still there
const NO_ANSWER = "La page n’a pas reçu de réponse\u00a0: rien n’a changé ici, rechargez la page puis réessayez.";
const CUT = "La connexion est coupée\u00a0: rien n’a changé, réessayez dès qu’elle sera revenue.";
const BROKEN_OFF =
  "La connexion a été coupée entre-temps\u00a0: ce qui a été fait l’est toujours, rechargez la page pour le voir avant de réessayer.";

/** Questions to the kernel: `ask("load")` gives the answer, or fails with one French sentence. */
function createDesk(model) {
  const waiting = new Map();
  function onMessage(content) {
    const question = waiting.get(content?.id);
    if (!question) return;
    waiting.delete(content.id);
    clearTimeout(question.timer);
    const { id, ...answer } = content; // the same answer is the same, whichever question it was given to
    if (answer.failed) question.reject(new Error(answer.failed));
    else question.resolve(answer);
  }
  // Another kernel took over: it has heard of no question, and will answer none.
  function onLine({ detail: { state } }) {
    if (state !== "fresh") return;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new Error(BROKEN_OFF));
    }
    waiting.clear();
  }
  model.on("msg:custom", onMessage);
  document.addEventListener("parcours-u:ligne", onLine);
  return {
    ask(what, details = {}, buffers = []) {
      const id = token();
      return new Promise((resolve, reject) => {
        const lost = (text) => {
          waiting.delete(id);
          reject(new Error(text));
        };
        waiting.set(id, { resolve, reject, timer: setTimeout(lost, PATIENCE_MS, NO_ANSWER) });
        setTimeout(() => waiting.has(id) && document.dispatchEvent(new CustomEvent("parcours-u:sans-reponse")), SILENCE_MS);
        try {
          model.send({ do: what, id, ...details }, undefined, buffers);
        } catch {
          clearTimeout(waiting.get(id).timer);
          lost(CUT); // the kernel's channel is closed
        }
      });
    },
    stop() {
      model.off("msg:custom", onMessage);
      document.removeEventListener("parcours-u:ligne", onLine);
      for (const question of waiting.values()) clearTimeout(question.timer);
    },
  };
}

/** A paragraph for what came of an action: seen here, heard through the page's one live region. */
function createOutcome(id) {
  const line = h("p", { class: "pu-issue", id });
  let unmark = () => {};

  function say(text, kind = "fait") {
    unmark();
    line.className = `pu-issue pu-issue-${kind}`;
    line.textContent = text;
    if (text) announce(text);
  }

  return {
    element: line,
    say,
    /** Say what a field lacks, and go there. */
    lack(control, text) {
      say(text, "erreur");
      unmark = markInvalid(control, id);
      control.focus();
    },
  };
}

/** Words that somebody wrote: text and nothing else, in the direction of its script, its lines kept. */
function written(text) {
  return h("div", { class: "pu-ecrit", dir: "auto" }, text);
}

/** The parts of an answer: alone, numbered, or each under its label. */
function writtenParts(parts) {
  return parts.map(([label, text]) => {
    if (!label) return written(text);
    if (/^\d+$/.test(label)) return h("div", { class: "pu-element" }, h("span", {}, `${label}.`), written(text));
    return h("div", { class: "pu-partie" }, h("p", { class: "pu-etiquette" }, label), written(text));
  });
}

/** A link that downloads; `file` says its kind, since a download announces itself. */
function download(href, text, look = "") {
  return h("a", { class: `pu-bouton ${look}`, href, download: "" }, text);
}

/** While the kernel works, the button waits: pressed twice, an action happens once. */
async function busy(control, action) {
  if (control.getAttribute("aria-disabled") === "true") return;
  control.setAttribute("aria-disabled", "true");
  try {
    await action();
  } finally {
    control.removeAttribute("aria-disabled");
  }
}
