// What goes to the kernel and comes back: messages out, questions with their answers, news that nobody asked for.

const NO_ANSWER = 8000;

function createLine(model) {
  const asked = new Map();
  const listeners = new Map();

  function onMessage(content) {
    const question = asked.get(content.id);
    if (!question) return listeners.get(content.type)?.(content); // news, or what was no longer awaited: it is as true
    asked.delete(content.id);
    clearTimeout(question.timer);
    if (content.type === "failure") question.reject(Object.assign(new Error(content.message), { unanswered: content.unanswered }));
    else question.resolve(content);
  }

  model.on("msg:custom", onMessage);
  return {
    /** Send a message; it throws when the kernel's channel is closed. */
    tell: (message) => model.send(message),
    /** Be told of the news of one type. */
    on: (type, callback) => listeners.set(type, callback),
    /**
     * Ask; the promise fails with a sentence to show, which tells with `kept` what became of what was there. The error is
     * `unanswered` where what was asked may be done all the same, or be done later.
     */
    ask(type, details = {}, kept = "rien n’a changé") {
      const id = token();
      return new Promise((resolve, reject) => {
        const lost = (unanswered) => {
          asked.delete(id);
          reject(Object.assign(new Error(`La connexion est interrompue\u00a0: ${kept}, réessayez dans un instant.`), { unanswered }));
        };
        asked.set(id, { resolve, reject, timer: setTimeout(lost, NO_ANSWER, true) });
        try {
          model.send({ type, id, ...details });
        } catch {
          clearTimeout(asked.get(id).timer);
          lost(false); // the kernel's channel is closed: whoever asked is told
        }
      });
    },
    stop() {
      model.off("msg:custom", onMessage);
      for (const question of asked.values()) clearTimeout(question.timer);
    },
  };
}
