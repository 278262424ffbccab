// Drafts leave the page as they are typed, and come back as "saved": never said before it is true.
// They travel as messages rather than as a synced trait: a trait waits until the kernel is idle, and the last words
// typed before a page closes must leave at once.

const PAUSE = 400; // after the last key
const PATIENCE = 1500; // after the first key that has not left yet
const SILENCE = 4000; // without an answer, the page says so
const RETRY = 5000; // then the same draft leaves again, as long as it takes
const LOST =
  "Pas encore enregistré\u00a0: la connexion est interrompue. Votre texte reste sur cette page, ne la fermez pas.";

/** What outlives a view: a widget that is drawn again goes on from there. Never in the model, which may be saved. */
const newMemory = () => ({ view: token(), seq: 0, draft: null });

/** Whether the kernel has heard of a draft, and saved it. */
function isSettled(draft, status) {
  return draft === null || (status.view === draft.view && status.seq >= draft.seq && status.state !== "unsaved");
}

/**
 * Send what is typed. Each draft says which view wrote it, its rank, and which saved version it was made from (`base`),
 * so that two pages on one answer can never overwrite each other unawares.
 */
function createAutosave({ line, memory, opened, read, onChange }) {
  const { view } = memory;
  let status = opened.status;
  let base = opened.revision;
  let typed = false;
  let waiting = false;
  let failure = "";
  const timers = createTimers();

  function send() {
    timers.stop("pause", "patience", "retry");
    if (typed) {
      typed = false;
      memory.seq += 1;
      memory.draft = { view, seq: memory.seq, base, value: read() };
    }
    waiting = true;
    if (!timers.has("silence")) timers.start("silence", SILENCE, unanswered);
    try {
      line.tell({ type: "draft", ...memory.draft });
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

  function heard(news) {
    status = news;
    if (status.view === view && status.seq >= memory.seq) {
      waiting = false;
      base = status.revision;
      timers.stop("silence", "retry");
      failure = status.state === "unsaved" ? status.message || LOST : "";
      if (failure) timers.start("retry", RETRY, send);
    }
    onChange();
  }

  /** The kernel's text took the place of what was here: nothing is left to send. */
  function replaced(answer) {
    timers.stop();
    status = answer.status;
    base = answer.revision;
    typed = false;
    waiting = false;
    failure = "";
    memory.draft = null;
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

  return {
    touched,
    flush,
    heard,
    replaced,
    onTopOf,
    pending,
    /** Take up where a former view, or a former page on this kernel, had left off. */
    resume() {
      if (!isSettled(memory.draft, status)) send();
      else if (status.state === "unsaved") onTopOf(base);
    },
    where: () => ({ view, seq: memory.seq, base }),
    state() {
      if (failure) return { state: "unsaved", message: failure };
      if (typed || waiting) return { state: "saving" };
      return status;
    },
    stop() {
      flush();
      timers.stop();
      removeEventListener("beforeunload", leaving, { capture: true });
      removeEventListener("pagehide", flush, { capture: true });
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
