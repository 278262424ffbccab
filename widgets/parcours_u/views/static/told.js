// An answer to be read again, away from where it is written; and what is said where there is none yet.

function toldAnswer(item, missing) {
  if (item.texts.length) {
    return [
      ...writtenParts(item.texts),
      item.saved_at && h("p", { class: "pu-aide" }, `Enregistré ${moment(item.saved_at)}.`),
      h("p", { class: "pu-pas-imprime" }, h("a", { href: item.href }, "Relire ou changer", spoken(`\u00a0: ${item.question}`))),
    ];
  }
  return [
    h("p", {}, missing),
    h("p", { class: "pu-pas-imprime" }, h("a", { href: item.href }, "Aller à cette question", spoken(`\u00a0: ${item.question}`))),
  ];
}

const REST = 700; // what is written elsewhere on the page changes at each key

/** Draw what the kernel tells, and again once it has changed. */
function telling(draw) {
  return {
    render({ model, el }) {
      const desk = createDesk(model);
      const outcome = createOutcome(uid("told"));
      const timers = createTimers();
      const body = h("div", { tabindex: -1 });
      let shown = "";
      el.append(h("div", { class: "pu-conte", "data-pu-hors-carnet": true }, outcome.element, body));

      /** Who was reading here stays here. */
      function show(told) {
        outcome.say("");
        if (JSON.stringify(told) === shown) return;
        shown = JSON.stringify(told);
        const inside = body.contains(document.activeElement);
        body.replaceChildren(...draw(told));
        if (inside) body.focus({ preventScroll: true });
      }

      async function load() {
        try {
          show(await desk.ask("load"));
        } catch (error) {
          outcome.say(error.message, "erreur");
        }
      }

      const onMessage = (content) => {
        if (content.changed) timers.start("load", REST, load);
      };
      model.on("msg:custom", onMessage);
      const unfollow = followOtherPages(() => desk.ask("load"), show);
      load();
      return () => {
        unfollow();
        model.off("msg:custom", onMessage);
        timers.stop();
        desk.stop();
      };
    },
  };
}
