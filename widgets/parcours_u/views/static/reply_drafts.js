// Replies that are being written. They outlive the cards where they are written, which come and go with what one looks at and with
// what is shared: whatever is drawn again has its words again. After announce.js and sending.js.

/**
 * @param known    the ids of the replies that the page knows under an answer
 * @param send     sends a reply to an answer, or throws a sentence
 * @param arrived  asks whether a reply is under an answer that was not known
 * @param changed  has the cards drawn again
 */
function createReplyDrafts({ known, send, arrived, changed }) {
  const drafts = new Map();
  const holds = (key) => Boolean(drafts.get(key)?.text.trim());

  function create(thread) {
    const draft = { text: "", open: false, failure: "" };
    const sending = createSending({
      words: () => wellFormed(draft.text),
      known: () => known(thread),
      send: (text) => send(thread, text),
      arrived: (text, before) => arrived(thread, text.trim(), before),
      done(text) {
        draft.failure = "";
        if (wellFormed(draft.text) === text) Object.assign(draft, { text: "", open: false }); // else it was written on meanwhile
        changed();
        announce("Votre réponse est envoyée.");
      },
      told(failure) {
        draft.failure = failure;
        changed();
      },
    });
    return Object.assign(draft, {
      send: sending.go,
      /** What is taken in hand again waits for a gesture. */
      take(values) {
        sending.stop();
        Object.assign(draft, { failure: "" }, values);
      },
      /** The words of a reply that was taken back are there again, after what is being written. */
      writeAgain(text, isOpen) {
        draft.take({ text: [draft.text.trim() && draft.text, text].filter(Boolean).join("\n\n"), open: true });
        announce(`Votre réponse est reprise. Vos mots sont dans le champ${isOpen ? "\u00a0: changez-les, ou renvoyez-les" : ""}.`);
      },
      forget() {
        draft.take({ text: "", open: false });
        changed();
      },
    });
  }

  askBeforeLeaving(() => Array.from(drafts.keys()).some(holds));

  return {
    /** Whether somebody has words for that answer. */
    holds,
    of(key, thread) {
      if (!drafts.has(key)) drafts.set(key, create(thread));
      return drafts.get(key);
    },
  };
}
