// The comments that this page holds. Each leaves a moment after it was typed, stays here as long as it has not been kept, and never
// takes the place of what somebody else wrote meanwhile, in another page or in nbgrader: both are shown, and the trainer decides.

const COMMENT_REST = 800; // after a key
const COMMENT_RETRY = 5000; // while the server is away
const COMMENT_AGAIN = 30000; // when it answered no

/** A comment as it counts: one that is blank is none. */
const standing = (text) => (text.trim() ? text : "");

function createComments(base) {
  const drafts = new Map();

  function tell(draft, state, more = {}) {
    Object.assign(draft, { state, message: "" }, more);
    draft.onChange?.(draft);
  }

  /** Whether a comment is only here. */
  const isHere = (draft) => standing(draft.text) !== standing(draft.base) || draft.state === "sending";

  async function send(draft) {
    draft.timers.stop();
    if (draft.state === "sending" || draft.state === "conflict" || draft.state === "redeposited") return;
    const sent = wellFormed(draft.text);
    tell(draft, "sending");
    let answer;
    try {
      answer = await askServer(base, "PUT", draft.path, { text: sent, base: draft.base, deposit: draft.deposit });
    } catch (error) {
      tell(draft, "unsaved", { message: error.message });
      draft.timers.start("retry", error.message === SERVER_LOST ? COMMENT_RETRY : COMMENT_AGAIN, () => send(draft));
      return;
    }
    if (answer.state === "conflict") tell(draft, "conflict", { other: answer.current });
    else if (answer.state === "redeposited") tell(draft, "redeposited");
    else {
      draft.base = standing(sent);
      tell(draft, "saved", { at: answer.at });
      if (wellFormed(draft.text) !== sent) touched(draft);
    }
  }

  function touched(draft) {
    if (draft.state === "conflict" || draft.state === "redeposited") return;
    if (draft.state !== "sending") tell(draft, "typed");
    draft.timers.start("rest", COMMENT_REST, () => send(draft));
  }

  function again() {
    for (const draft of drafts.values()) if (draft.state === "unsaved") send(draft);
  }

  function leaving(event) {
    const here = Array.from(drafts.values()).filter(isHere);
    for (const draft of here) send(draft);
    if (here.length) event.preventDefault();
  }

  addEventListener("online", again);
  addEventListener("beforeunload", leaving);

  return {
    /** The comment on one answer, as the server has just told it; words that are still here only are kept. */
    open(module, person, deposit, answer) {
      const path = `cohorte/depots/${module}/${person}/commentaires/${answer.prompt}`;
      const known = drafts.get(path);
      if (known && isHere(known)) {
        if (known.deposit !== deposit && known.state !== "sending") tell(known, "redeposited", { nextDeposit: deposit });
        return known;
      }
      const draft = known ?? { path, timers: createTimers() };
      Object.assign(draft, { text: answer.comment, base: answer.comment, deposit, state: "rest", message: "", onChange: null });
      drafts.set(path, draft);
      return draft;
    },
    type(draft, text) {
      draft.text = text;
      touched(draft);
    },
    /** The field was left: what was typed leaves at once. */
    leave(draft) {
      if (draft.state === "typed") send(draft);
    },
    keepMine(draft) {
      draft.base = draft.other;
      tell(draft, "typed");
      send(draft);
    },
    keepOther(draft) {
      draft.text = draft.base = draft.other;
      tell(draft, "saved", { at: new Date().toISOString() });
    },
    /** The words go to the new deposit, which has been read. */
    keepForNew(draft) {
      draft.deposit = draft.nextDeposit;
      draft.nextDeposit = "";
      tell(draft, "typed");
      send(draft);
    },
    /** Words on answers of somebody that are no longer there to be commented. */
    orphans(module, person, prompts) {
      const shown = new Set(prompts.map((prompt) => `cohorte/depots/${module}/${person}/commentaires/${prompt}`));
      const start = `cohorte/depots/${module}/${person}/`;
      return Array.from(drafts.values()).filter((draft) => isHere(draft) && draft.path.startsWith(start) && !shown.has(draft.path));
    },
    forget(draft) {
      draft.timers.stop();
      drafts.delete(draft.path);
    },
    stop() {
      for (const draft of drafts.values()) {
        if (isHere(draft)) send(draft);
        draft.timers.stop();
      }
      removeEventListener("online", again);
      removeEventListener("beforeunload", leaving);
    },
  };
}
