// Words that had not left when a page closed, and that the browser had kept: shown, then taken up or forgotten.

/**
 * @param line    asks the kernel what words say, as it tells a version: the page alone knows no label of a choice, and waits
 * @param flush   has what the answer holds saved, and tells whether it is: until then, nothing takes its place
 * @param onTake  puts the words in the answer, and sends them
 * @param onEnd   called when the panel goes
 */
function createKeptWords({ line, flush, onTake, onEnd }) {
  const said = h("p", {});
  const text = h("div", { class: "pu-version-text", dir: "auto" });
  const take = button("Reprendre ces mots", takeUp, { look: "main" });
  const leave = button("Les oublier", () => end(onEnd));
  const panel = h("div", { class: "pu-conflict-choice", role: "group", "aria-label": "Mots retrouvés", hidden: true }, said, text, h("p", { class: "pu-actions" }, take, leave));
  const element = h("div", {}, panel);
  const timers = createTimers();
  let words = null;
  let decided = null;
  let wanted = false; // the words are to be taken up as soon as what is here is saved

  function takeUp() {
    wanted = true;
    if (flush() && wanted) end(() => onTake(words));
  }

  function end(action) {
    wanted = false;
    panel.hidden = true;
    action();
    decided();
  }

  async function show() {
    let told;
    try {
      told = await line.ask("reread", { value: words.value });
    } catch {
      tryAgain(timers, "show", show);
      return;
    }
    text.textContent = told.text || "(vide)";
    panel.hidden = false;
    said.textContent = `Ces mots, écrits ${moment(words.at)}, n’étaient pas partis quand la page s’est fermée. Ce navigateur les a gardés.`;
    announce(said.textContent);
  }

  return {
    element,
    /** @param forget  erases them from the browser, once they are taken up or forgotten; others may be offered then */
    offer(found, forget) {
      words = found;
      decided = forget;
      show();
    },
    /** What became of the answer: while it cannot be saved, these words wait, and nobody stays in what is hidden. */
    follow(state) {
      if (state === "saving") return;
      const inside = panel.contains(document.activeElement);
      element.hidden = state === "unsaved" || state === "erased";
      wanted &&= !element.hidden;
      if (element.hidden && inside) onEnd();
      if (wanted) takeUp();
    },
    stop: () => timers.stop(),
  };
}
