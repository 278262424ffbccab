// Drafts leave the page as they are typed, and come back as "saved": never said before it is true.
// They travel as messages rather than as a synced trait: a trait waits until the kernel is idle, and the last words
// typed before a page closes must leave at once.

const PAUSE = 400; // after the last key
const PATIENCE = 1500; // after the first key that has not left yet
const SILENCE = 4000; // without an answer, the page says so
const RETRY = 5000; // then the same draft leaves again, as long as it takes
const LOST =
  "Pas encore enregistré\u00a0: la connexion est interrompue. Votre texte reste sur cette page, ne la fermez pas.";
const CALM = "Pas encore enregistré\u00a0: vos mots restent dans cette page.";

/** Whether the page itself says that its line is cut, and tells when it is back: elsewhere, each answer says it. */
const pageSaysCut = () => document.documentElement.dataset.puLigne === "coupee";

/** Send what is typed, as soon as it can leave; say what became of it. */
function createAutosave({ prompt, line, memory, opened, read, onChange: changed }) {
  const unsent = createUnsent(memory, opened.revision, read);
  let status = opened.status;
  let failure = "";
  const timers = createTimers();
  const pending = () => unsent.isPending() || failure !== "";

  /** The page keeps what is unsent, where it may: it is told that there is something, and how to read it. */
  function onChange() {
    const detail = { prompt, view: memory.view, kept: unsent.isPending() ? unsent.kept : null };
    document.dispatchEvent(new CustomEvent("parcours-u:non-envoye", { detail }));
    changed();
  }

  function send() {
    timers.stop("pause", "patience", "retry");
    if (!timers.has("silence")) timers.start("silence", SILENCE, silent);
    try {
      unsent.send((draft) => line.tell({ type: "draft", ...draft }));
    } catch {
      unanswered(); // the kernel's channel is closed: the learner is told, and the draft is sent again
    }
    onChange();
  }

  function silent() {
    document.dispatchEvent(new CustomEvent("parcours-u:sans-reponse"));
    unanswered();
  }

  function unanswered() {
    timers.stop("silence");
    failure = LOST;
    timers.start("retry", RETRY, send);
    onChange();
  }

  function touched() {
    unsent.touched();
    timers.start("pause", PAUSE, send);
    if (!timers.has("patience")) timers.start("patience", PATIENCE, send);
    onChange();
  }

  function flush() {
    if (unsent.isTyped()) send();
  }

  function heard(news) {
    status = news;
    if (unsent.heard(news)) {
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
    failure = "";
    unsent.replaced(answer.revision);
    onChange();
  }

  /** Put what is here on top of the version `revision`, which stays in the history. */
  function onTopOf(revision, before) {
    unsent.onTopOf(revision, before);
    send();
  }

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
  const lineChanged = ({ detail: { state } }) => {
    if (state === "cut") unsent.cut();
    else if (state === "open" && (failure || unsent.isHere())) send();
  };

  // Captured, so that the words leave before any other listener lets the page's kernel go.
  addEventListener("beforeunload", leaving, { capture: true });
  addEventListener("pagehide", flush, { capture: true });
  addEventListener("online", again);
  document.addEventListener("visibilitychange", hidden);
  document.addEventListener("parcours-u:ligne", lineChanged);

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
      else if (status.state === "unsaved") onTopOf(unsent.base);
    },
    /** Another kernel took over: what it must hear leaves at once. */
    fresh() {
      unsent.fresh();
      // Of two versions that await a choice, the new kernel knows one: this view's own goes again, to be kept beside it.
      if (pending()) send();
      else if (status.state === "conflict") onTopOf(unsent.base);
    },
    /** Whether the answer that another kernel opened is not the one that is here. */
    isBehind: (answer) => !pending() && answer.revision !== unsent.base,
    where: () => ({ view: memory.view, seq: memory.seq, base: unsent.base }),
    state() {
      const calm = failure === LOST && pageSaysCut();
      if (failure) return { state: "unsaved", message: calm ? CALM : failure, calm };
      if (unsent.isPending()) return { state: "saving" };
      return status;
    },
    stop() {
      flush();
      timers.stop();
      removeEventListener("beforeunload", leaving, { capture: true });
      removeEventListener("pagehide", flush, { capture: true });
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", hidden);
      document.removeEventListener("parcours-u:ligne", lineChanged);
    },
  };
}
