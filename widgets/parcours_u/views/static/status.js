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
  erased: () => "Pas enregistré\u00a0: à vous de choisir.",
  read_only: () => "Lecture seule\u00a0: cette page n’enregistre rien.",
};

const ELSEWHERE = "dans un autre onglet ou sur un autre appareil.";
const VERSIONS = {
  conflict: {
    told: ({ at }) => `Cette réponse a été changée ailleurs ${moment(at)}, ${ELSEWHERE}`,
    kept: "Rien n’est perdu\u00a0: ce que vous écrivez ici est gardé à part, dans les versions précédentes.",
  },
  erased: {
    told: ({ at }) => `Votre carnet a été effacé, ${ELSEWHERE}${at ? ` Cette réponse y a été écrite de nouveau ${moment(at)}.` : ""}`,
    kept: "Ce texte n’est plus que dans cette page, et rien ne s’en enregistre\u00a0: gardez-le, il sera de nouveau dans votre carnet, ou laissez-le partir.",
  },
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

/** Two versions of one answer: the learner says which goes on. Both are kept, unless what this one was written from was erased. */
function createConflict({ line, onKeep, onTake }) {
  const alert = h("p", { class: "pu-strong pu-conflict-alert", role: "alert" });
  const kept = h("p", {});
  const text = h("div", { class: "pu-version-text", dir: "auto" });
  const reading = h("details", {}, h("summary", {}, "Lire l’autre version"), text);
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const take = button("", () => onTake().catch((error) => (failure.textContent = error.message)));
  const panel = h(
    "div",
    { class: "pu-conflict-choice", role: "group", hidden: true },
    kept,
    reading,
    h("p", { class: "pu-actions" }, button("Garder mon texte", () => onKeep(other), { look: "main" }), take),
    failure,
  );
  let other = null;
  let state = "";

  reading.addEventListener("toggle", async () => {
    if (!reading.open) return;
    try {
      text.textContent = (await line.ask("reread", { revision: other.revision })).text;
    } catch (error) {
      text.textContent = error.message;
    }
  });

  return {
    element: h("div", { class: "pu-conflict" }, alert, panel),
    show(status) {
      if (status.state === "saving" || status.state === "unsaved") return; // still the same conflict, or still none
      panel.hidden = !(status.state in VERSIONS);
      if (panel.hidden) {
        alert.textContent = failure.textContent = "";
      } else if (status.state !== state || status.other.revision !== other.revision) {
        const words = VERSIONS[status.state];
        ({ other } = status);
        reading.open = false;
        reading.hidden = !other.at;
        kept.textContent = words.kept;
        panel.setAttribute("aria-label", other.at ? "Deux versions de cette réponse" : "Une réponse effacée ailleurs");
        take.textContent = other.at ? "Prendre l’autre version" : "L’effacer ici aussi";
        alert.textContent = words.told(other);
      }
      ({ state } = status);
    },
  };
}
