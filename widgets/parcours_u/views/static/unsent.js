// The words of one answer that no kernel has acknowledged yet: in what order they leave, from which version, and only once.
// Nothing here knows of time, of the page or of the line: see autosave.js.

const MOST_BEFORE = 30; // texts sent between two answers of a kernel that then ends; beyond, the oldest are left out

const NOT_SAVED = new Set(["unsaved", "erased"]);

/** What outlives a view: a widget that is drawn again goes on from there. Never in the model, which may be saved. */
const newMemory = () => ({ view: token(), seq: 0, draft: null, sent: [], before: [] });

/** Whether the kernel has heard of a draft, and saved it. */
function isSettled(draft, status) {
  return draft === null || (status.view === draft.view && status.seq >= draft.seq && !NOT_SAVED.has(status.state));
}

/**
 * Each draft says which view wrote it, its rank, and which saved version it was made from (`base`), so that two pages on one
 * answer can never overwrite each other unawares.
 *
 * A kernel that ends takes with it what it knew: whether the last drafts were saved, or which version each one went on from.
 * So what is sent to the next kernel carries `before`, the texts that left this view without any news: where the version that
 * is now saved is one of them, it is this view's own, and nobody else's.
 *
 * @param base the saved version that the view shows
 * @param read gives the text as it stands
 */
function createUnsent(memory, base, read) {
  let typed = false;
  let waiting = false;
  let left = false; // the last draft is on its way, as far as anybody knows

  return {
    get base() {
      return base;
    },
    touched() {
      typed = true;
    },
    isTyped: () => typed,
    isWaiting: () => waiting,
    isPending: () => typed || waiting,
    /** Whether something has still to be put on the line. */
    isHere: () => typed || (waiting && !left),

    /** The draft to send: what was typed since the last one, or that one again. `hand` puts it on the line, or throws. */
    send(hand) {
      if (typed) {
        typed = false;
        memory.seq += 1;
        memory.draft = { view: memory.view, seq: memory.seq, base, value: read() };
      }
      waiting = true;
      left = false;
      const { before, draft, sent } = memory;
      hand(before.length ? { ...draft, before } : draft);
      left = true;
      if (sent.at(-1)?.seq !== draft.seq) sent.push({ seq: draft.seq, value: draft.value });
    },

    /** The kernel's news of a draft; returns whether they are of the last one. */
    heard(status) {
      if (status.view !== memory.view) return false;
      const last = status.seq >= memory.seq;
      if (status.state !== "unsaved") {
        memory.sent = memory.sent.filter(({ seq }) => seq > status.seq);
        memory.before = [];
        base = status.revision;
        // Should this kernel end before it says what became of the last draft, the next one must know that it follows this.
        if (!last) memory.draft = { ...memory.draft, base };
      }
      if (last) {
        waiting = NOT_SAVED.has(status.state);
        left = false;
      }
      return last;
    },

    /** The line was cut: what was on its way may be lost. */
    cut() {
      left = false;
    },

    /** Another kernel took over, which has heard of nothing. */
    fresh() {
      left = false;
      memory.before = [...memory.before, ...memory.sent.map(({ value }) => value)].slice(-MOST_BEFORE);
      memory.sent = [];
    },

    /** Make what is here a draft on top of a version, which stays in the history. */
    onTopOf(revision, before = []) {
      base = revision;
      memory.before = [...before, ...memory.before].slice(-MOST_BEFORE);
      typed = true;
    },

    /** Another text took the place of what was here: nothing is left to send. */
    replaced(revision) {
      base = revision;
      typed = waiting = false;
      Object.assign(memory, { draft: null, sent: [], before: [] });
    },

    /** What would have to be kept for these words to be sent by another page; null when there is nothing. */
    kept() {
      if (!typed && !waiting) return null;
      const before = [...memory.before, ...memory.sent.map((one) => one.value)].slice(-MOST_BEFORE);
      return { base: typed ? base : memory.draft.base, value: typed ? read() : memory.draft.value, before };
    },
  };
}
