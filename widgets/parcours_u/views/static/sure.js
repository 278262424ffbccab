// Asking before it is done: what a button does is said beneath it, with « yes » and a way back.

/**
 * What is asked beneath a button before it does; Escape, or « Annuler », goes back to it.
 * @param run  what « yes » does, with the button that says it
 */
function createQuestion(first, yes, run) {
  const asked = h("p", { id: uid("sure") });
  const go = button(yes, () => run(go), { look: "main", "aria-describedby": asked.id });
  const element = h("div", { class: "pu-confirm", role: "group", "aria-labelledby": asked.id, hidden: true }, asked, h("p", { class: "pu-actions" }, go, button("Annuler", close)));
  function close() {
    element.hidden = true;
    first.focus();
  }
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return {
    element,
    close,
    ask(question) {
      asked.textContent = question;
      element.hidden = false;
      go.focus();
    },
  };
}

/**
 * A button that asks before it does.
 * @param action  given the yes to what its answer asked, where it did; what changed meanwhile is asked about again
 */
function createSureButton(text, question, yes, action) {
  const first = button(text, begin, { look: "link" });
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const sure = createQuestion(first, yes, run);
  let agreed;
  let times = 0; // that it was asked
  /** What was said no to is asked about again. */
  function begin() {
    agreed = undefined;
    times += 1;
    sure.ask(question);
  }
  async function run(go) {
    if (go.getAttribute("aria-disabled")) return;
    go.setAttribute("aria-disabled", "true");
    failure.textContent = "";
    const now = times;
    const isOpen = () => now === times && !sure.element.hidden; // else somebody went back meanwhile
    try {
      const answer = await action(agreed);
      if (!isOpen()) return;
      agreed = answer?.yes;
      if (answer?.question) sure.ask(answer.question);
    } catch (error) {
      if (isOpen()) sure.close();
      failure.textContent = error.message;
    } finally {
      go.removeAttribute("aria-disabled");
    }
  }
  return h("div", { class: "pu-shared-sure" }, first, sure.element, failure);
}
