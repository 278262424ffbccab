// The line under an answer that says, in words and with a sign, whether it is saved; and what to do when it is not.

const REST = 700; // without a key for so long, somebody looks up
const WORDS = {
  loading: () => "Lecture de votre réponse…",
  unread: (status) => status.message,
  new: () => "Ce que vous écrivez ici s’enregistre tout seul.",
  saving: () => "Enregistrement…",
  saved: (status) => `enregistré ${moment(status.at)}`,
  unsaved: (status) => status.message,
  conflict: (status) => `Gardé à part ${moment(status.at)}`,
  read_only: () => "Lecture seule\u00a0: cette page n’enregistre rien.",
};

/** @param onSaid  called with a status and its words once they are shown */
function createStatusLine(onSaid) {
  const sign = h("span", { class: "pu-sign" });
  const words = h("span", {});
  const quiet = h("p", { class: "pu-status" }, sign, words);
  const alert = h("p", { class: "pu-alert", role: "alert" });
  const timers = createTimers();
  let state = "";
  let shown = "";

  /** An alert is written once, when the failure begins, and not at every attempt; what is `calm` is none, the page having said it. */
  function say(status) {
    const text = WORDS[status.state](status);
    const failing = (status.state === "unsaved" || status.state === "unread") && !status.calm;
    const key = `${status.state} ${text}`;
    ({ state } = status);
    if (key !== shown) {
      shown = key;
      quiet.hidden = failing;
      sign.replaceChildren(icon(failing ? "unsaved" : state));
      words.textContent = text;
      alert.replaceChildren(...(failing ? [icon("unsaved"), h("span", {}, text)] : []));
    }
    onSaid(status, text);
  }

  return {
    element: h("div", { class: "pu-status-line" }, quiet, alert),
    /** Show a state. Everything is saved at each key: that is said at the first rest, or when the field was `left`, to be readable. */
    show(status, left) {
      timers.stop();
      const kept = status.state === "saved" || status.state === "conflict";
      if (kept && state === "saving" && !left) timers.start("rest", REST, () => say(status));
      else say(status);
    },
    stop: () => timers.stop(),
  };
}

/** Two versions of one answer: both are kept, the learner says which goes on. */
function createConflict({ line, onKeep, onTake }) {
  const alert = h("p", { class: "pu-strong pu-conflict-alert", role: "alert" });
  const other = h("div", { class: "pu-version-text", dir: "auto" });
  const reading = h("details", {}, h("summary", {}, "Lire l’autre version"), other);
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const panel = h(
    "div",
    { class: "pu-conflict-choice", role: "group", "aria-label": "Deux versions de cette réponse", hidden: true },
    h("p", {}, "Rien n’est perdu\u00a0: ce que vous écrivez ici est gardé à part, dans les versions précédentes."),
    reading,
    h(
      "p",
      { class: "pu-actions" },
      button("Garder mon texte", () => onKeep(revision), { look: "main" }),
      button("Prendre l’autre version", () => onTake().catch((error) => (failure.textContent = error.message))),
    ),
    failure,
  );
  let revision = 0;

  reading.addEventListener("toggle", async () => {
    if (!reading.open) return;
    try {
      other.textContent = (await line.ask("reread", { revision })).text;
    } catch (error) {
      other.textContent = error.message;
    }
  });

  return {
    element: h("div", { class: "pu-conflict" }, alert, panel),
    show(status) {
      if (status.state === "saving" || status.state === "unsaved") return; // still the same conflict, or still none
      panel.hidden = status.state !== "conflict";
      if (panel.hidden) {
        alert.textContent = failure.textContent = "";
        revision = 0;
      } else if (status.other.revision !== revision) {
        revision = status.other.revision;
        reading.open = false;
        alert.textContent =
          `Cette réponse a été changée ailleurs ${moment(status.other.at)}, ` +
          "dans un autre onglet ou sur un autre appareil.";
      }
    },
  };
}
