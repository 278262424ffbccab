// What the panels of the home, journal and deposit pages share, after dom.js and announce.js.

const PATIENCE_MS = 190_000; // a deposit starts nbgrader, an import may carry years of writing
const NO_ANSWER = "La page n’a pas reçu de réponse\u00a0: rien n’a changé ici, rechargez la page puis réessayez.";

/** Questions to the kernel: `ask("load")` gives the answer, or fails with one French sentence. */
function createDesk(model) {
  const waiting = new Map();
  function onMessage(content) {
    const question = waiting.get(content?.id);
    if (!question) return;
    waiting.delete(content.id);
    clearTimeout(question.timer);
    if (content.failed) question.reject(new Error(content.failed));
    else question.resolve(content);
  }
  model.on("msg:custom", onMessage);
  return {
    ask(what, details = {}, buffers = []) {
      const id = token();
      return new Promise((resolve, reject) => {
        const lost = () => {
          waiting.delete(id);
          reject(new Error(NO_ANSWER));
        };
        waiting.set(id, { resolve, reject, timer: setTimeout(lost, PATIENCE_MS) });
        try {
          model.send({ do: what, id, ...details }, undefined, buffers);
        } catch {
          clearTimeout(waiting.get(id).timer);
          lost(); // the kernel's channel is closed
        }
      });
    },
    stop() {
      model.off("msg:custom", onMessage);
      for (const question of waiting.values()) clearTimeout(question.timer);
    },
  };
}

/** A paragraph for what came of an action: seen here, heard through the page's one live region. */
function createOutcome(id) {
  const line = h("p", { class: "pu-issue", id });
  return {
    element: line,
    say(text, kind = "fait") {
      line.className = `pu-issue pu-issue-${kind}`;
      line.textContent = text;
      if (text) announce(text);
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
