// A file taken from this computer, read here and handed to the kernel in pieces: a message has a size limit.

const PIECE = 512 * 1024;
const LARGEST = 200 * 1024 * 1024;

function render({ model, el }) {
  const spec = model.get("spec");
  const desk = createDesk(model);
  const fieldId = uid("file");
  const helpId = uid("file-help");
  const outcome = createOutcome(uid("file-outcome"));
  const field = h("input", {
    type: "file",
    id: fieldId,
    accept: spec.accept,
    "aria-describedby": helpId,
  });
  const open = h("button", { type: "submit", class: "pu-bouton pu-bouton-second" }, spec.button);
  const form = h(
    "form",
    { class: "pu-ouvrir pu-pas-imprime", novalidate: true, "data-pu-hors-carnet": true },
    h("label", { class: "pu-etiquette", for: fieldId }, spec.label),
    h("p", { class: "pu-aide", id: helpId }, spec.help),
    h("p", { class: "pu-rang" }, field, open),
    outcome.element,
  );

  const refuse = (text) => outcome.lack(field, text);

  async function send(file) {
    const transfer = token();
    const total = Math.max(1, Math.ceil(file.size / PIECE));
    let answer = {};
    for (let index = 0; index < total; index += 1) {
      const piece = await file.slice(index * PIECE, (index + 1) * PIECE).arrayBuffer();
      answer = await desk.ask("piece", { transfer, index, total }, [piece]);
    }
    return answer;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = field.files[0];
    if (!file) return refuse("Choisissez d’abord un fichier sur votre appareil.");
    if (file.size > LARGEST) return refuse("Ce fichier est trop gros pour être le bon\u00a0: rien n’a changé, choisissez-en un autre.");
    return busy(open, async () => {
      outcome.say("Ouverture du fichier…", "attente");
      try {
        const answer = await send(file);
        outcome.say(answer.text, "fait");
        form.reset();
        if (answer.reload) form.append(reloader());
      } catch (error) {
        refuse(error.message);
      }
    });
  });

  function reloader() {
    form.querySelector(".pu-recharger")?.remove();
    return h(
      "p",
      { class: "pu-recharger" },
      h("button", { type: "button", class: "pu-bouton", click: () => location.reload() }, "Recharger la page"),
    );
  }

  const show = () => (form.hidden = !model.get("shown"));
  show();
  model.on("change:shown", show);
  el.append(form);
  return () => {
    model.off("change:shown", show);
    desk.stop();
  };
}

export default { render };
