// Drafts leave the page as they are typed, and come back as "saved": never said before it is true.
// They travel as messages rather than as a synced trait: a trait waits until the kernel is idle, and the last words
// typed before a page closes must leave at once.
//
// The first key leaves at once; then one draft is on its way at a time. What is typed meanwhile leaves as one when that draft
// is answered: a busy server, or a thin line, is never asked for more than it does.

const PACE = 150; // from one draft to the next, at least
const RATE = 25; // characters a millisecond: a long text leaves less often, and takes half of a line at 400 kbit/s
const LONGEST_PACE = 5000;
const SILENCE = 4000; // without an answer, and longer for a long text, the page says so
const RETRY = 5000; // then the same draft leaves again, as long as it takes
const LOST =
  "Pas encore enregistré\u00a0: la connexion est interrompue. Votre texte reste sur cette page, ne la fermez pas.";
const CALM = "Pas encore enregistré\u00a0: vos mots restent dans cette page.";

/** Whether the page itself says that its line is cut, and tells when it is back: elsewhere, each answer says it. */
const pageSaysCut = () => document.documentElement.dataset.puLigne === "coupee";

/** Whether the page said that it hears nothing any more: only loading it again helps. */
const pageIsOver = () => document.documentElement.dataset.puLiaison === "finie";

/** Have what found no answer tried again, as long as one may come. */
function tryAgain(timers, name, action) {
  if (!pageIsOver()) timers.start(name, RETRY, action);
}

/** Send what is typed, as soon as it can leave; say what became of it. */
function createAutosave({ prompt, line, memory, opened, read, onChange: changed }) {
  const unsent = createUnsent(memory, opened.revision, read);
  let status = opened.status;
  let failure = "";
  let held = false; // what these words were written from was erased elsewhere: nothing leaves unless somebody says so
  const timers = createTimers();
  const pending = () => unsent.isPending() || failure !== "";

  /** The page keeps what is unsent, where it may: it is told that there is something, and how to read it. */
  function onChange() {
    const detail = { prompt, view: memory.view, kept: unsent.isPending() && !held ? unsent.kept : null };
    document.dispatchEvent(new CustomEvent("parcours-u:non-envoye", { detail }));
    changed();
  }

  function send() {
    timers.stop("retry");
    try {
      unsent.send((draft) => {
        const journey = JSON.stringify(draft).length / RATE;
        timers.start("pace", Math.min(Math.max(PACE, journey), LONGEST_PACE), goOn);
        if (!timers.has("silence")) timers.start("silence", SILENCE + journey, silent);
        line.tell({ type: "draft", ...draft });
      });
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
    tryAgain(timers, "retry", send);
    onChange();
  }

  /** What is typed leaves now, unless it is too soon, or what left before is not answered yet: then it leaves after that. */
  function goOn() {
    if (unsent.isTyped() && !held && !timers.has("pace") && !timers.has("silence")) send();
  }

  function touched() {
    unsent.touched();
    if (!timers.has("pace")) timers.start("pace", 0, goOn); // once whoever changes the answer is done with it
    onChange();
  }

  /** Have what is typed leave; return whether nothing is in the page alone. */
  function flush() {
    if (unsent.isTyped() && !held) send();
    return !pending();
  }

  function heard(news) {
    status = news;
    if (unsent.heard(news)) {
      timers.stop("silence", "retry");
      held = status.state === "erased";
      failure = status.state === "unsaved" ? status.message || LOST : "";
      if (failure) tryAgain(timers, "retry", send);
    }
    goOn();
    onChange();
  }

  /** The kernel's text took the place of what was here: nothing is left to send. */
  function replaced(answer) {
    timers.stop();
    status = answer.status;
    failure = "";
    held = false;
    unsent.replaced(answer.revision);
    onChange();
  }

  /** Put what is here on top of the version `revision`, which stays in the history. */
  function onTopOf(revision, before) {
    held = false;
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
      if (unsent.isPending() && !held) return { state: "saving" };
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
