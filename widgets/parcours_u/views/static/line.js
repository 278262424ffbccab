// Questions to the kernel, each with its answer: a message out, the message of the same id back, or a French sentence.

const NO_ANSWER = 8000;

function createLine(model) {
  const asked = new Map();

  function onMessage(content) {
    const question = asked.get(content.id);
    if (!question) return;
    asked.delete(content.id);
    clearTimeout(question.timer);
    if (content.type === "failure") question.reject(new Error(content.message));
    else question.resolve(content);
  }

  model.on("msg:custom", onMessage);
  return {
    /** Ask; the promise fails with a sentence to show, which ends with `kept`: what became of what was there. */
    ask(type, details = {}, kept = "rien n’a changé") {
      const id = token();
      return new Promise((resolve, reject) => {
        const lost = () => {
          asked.delete(id);
          reject(new Error(`La connexion est interrompue\u00a0: ${kept}, réessayez dans un instant.`));
        };
        asked.set(id, { resolve, reject, timer: setTimeout(lost, NO_ANSWER) });
        try {
          model.send({ type, id, ...details });
        } catch {
          clearTimeout(asked.get(id).timer);
          lost(); // the kernel's channel is closed: whoever asked is told
        }
      });
    },
    stop() {
      model.off("msg:custom", onMessage);
      for (const question of asked.values()) clearTimeout(question.timer);
    },
  };
}
