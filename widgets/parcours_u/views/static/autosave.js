// Drafts leave the page as they are typed, and come back as "saved": never said before it is true.
// They travel as messages rather than as a synced trait: a trait waits until the kernel is idle, and the last words
// typed before a page closes must leave at once.

const PAUSE = 400; // after the last key
const PATIENCE = 1500; // after the first key that has not left yet
const SILENCE = 4000; // without an answer, the page says so
const RETRY = 5000; // then the same draft leaves again, as long as it takes
const LOST =
  "Pas encore enregistré\u00a0: la connexion est interrompue. Votre texte reste sur cette page, ne la fermez pas.";

/**
 * Send what is typed. Each draft says which view wrote it, its rank, and which saved version it was made from (`base`),
 * so that two pages on one answer can never overwrite each other unawares.
 *
 * `model.set("draft", …)` stays in the browser: a view that is drawn again finds the words there.
 */
function createAutosave({ model, read, onChange }) {
  let draft = model.get("draft") ?? null;
  const view = draft?.view ?? token();
  let seq = draft?.seq ?? 0;
  let base = draft?.base ?? model.get("value").revision;
  let typed = false;
  let waiting = false;
  let failure = "";
  const timers = createTimers();

  function send() {
    timers.stop("pause", "patience", "retry");
    if (typed || draft === null) {
      typed = false;
      seq += 1;
      draft = { view, seq, base, value: read() };
      model.set("draft", draft);
    }
    waiting = true;
    if (!timers.has("silence")) timers.start("silence", SILENCE, unanswered);
    try {
      model.send({ type: "draft", ...draft });
    } catch {
      unanswered(); // the kernel's channel is closed: the learner is told, and the draft is sent again
    }
    onChange();
  }

  function unanswered() {
    timers.stop("silence");
    failure = LOST;
    timers.start("retry", RETRY, send);
    onChange();
  }

  function touched() {
    typed = true;
    timers.start("pause", PAUSE, send);
    if (!timers.has("patience")) timers.start("patience", PATIENCE, send);
    onChange();
  }

  function flush() {
    if (typed) send();
  }

  function onStatus() {
    const status = model.get("status");
    if (status.view === view && status.seq >= seq) {
      waiting = false;
      base = status.revision;
      timers.stop("silence", "retry");
      failure = status.state === "unsaved" ? status.message || LOST : "";
      if (failure) timers.start("retry", RETRY, send);
      if (draft) {
        draft = { ...draft, base };
        model.set("draft", draft);
      }
    }
    onChange();
  }

  /** The kernel's text took the place of what was here: nothing is left to send. */
  function replaced(revision) {
    timers.stop();
    base = revision;
    typed = false;
    waiting = false;
    failure = "";
    draft = null;
    model.set("draft", null);
    onChange();
  }

  /** Put what is here on top of the version `revision`, which stays in the history. */
  function onTopOf(revision) {
    base = revision;
    typed = true;
    send();
  }

  const pending = () => typed || waiting || failure !== "";
  const leaving = (event) => {
    flush();
    if (pending()) event.preventDefault();
  };
  const again = () => {
    if (failure) send();
  };
  const hidden = () => {
    if (document.visibilityState === "hidden") flush();
    else again();
  };

  // Captured, so that the words leave before any other listener lets the page's kernel go.
  addEventListener("beforeunload", leaving, { capture: true });
  addEventListener("pagehide", flush, { capture: true });
  addEventListener("online", again);
  document.addEventListener("visibilitychange", hidden);
  model.on("change:status", onStatus);

  return {
    touched,
    flush,
    replaced,
    onTopOf,
    pending,
    /** Take up where a former view, or a former page on this kernel, had left off. */
    resume() {
      const status = model.get("status");
      if (draft && !(status.view === view && status.seq >= seq && status.state !== "unsaved")) send();
      else if (!draft && status.state === "unsaved") onTopOf(base);
    },
    where: () => ({ view, seq, base }),
    state() {
      if (failure) return { state: "unsaved", message: failure };
      if (typed || waiting) return { state: "saving" };
      return model.get("status");
    },
    stop() {
      flush();
      timers.stop();
      removeEventListener("beforeunload", leaving, { capture: true });
      removeEventListener("pagehide", flush, { capture: true });
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", hidden);
      model.off("change:status", onStatus);
    },
  };
}
