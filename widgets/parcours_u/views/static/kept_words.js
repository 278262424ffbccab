// Words that had not left when a page closed, and that the browser had kept: shown, then taken up or forgotten.

/** Every text that an answer holds: what is shown of it where no kernel tells it. */
function textsIn(value) {
  if (typeof value === "string") return value.trim() ? [value] : [];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}

/**
 * @param line    asks the kernel what words say, as it tells a version: the page alone knows no label of a choice
 * @param onTake  puts the words in the answer, and sends them
 * @param onEnd   called when the panel goes
 */
function createKeptWords({ line, onTake, onEnd }) {
  const said = h("p", {});
  const text = h("div", { class: "pu-version-text", dir: "auto" });
  const take = button("Reprendre ces mots", () => end(() => onTake(words)), { look: "main" });
  const leave = button("Les oublier", () => end(onEnd));
  const panel = h("div", { class: "pu-conflict-choice", role: "group", "aria-label": "Mots retrouvés", hidden: true }, said, text, h("p", { class: "pu-actions" }, take, leave));
  let words = null;
  let forget = null;

  function end(action) {
    panel.hidden = true;
    action();
    forget();
  }

  return {
    element: panel,
    /** @param forgetting  erases them from the browser */
    async offer(found, forgetting) {
      words = found;
      forget = forgetting;
      const told = await line.ask("reread", { value: found.value }).catch(() => ({ text: textsIn(found.value).join("\n\n") }));
      text.textContent = told.text || "(vide)";
      panel.hidden = false;
      said.textContent = `Ces mots, écrits ${moment(found.at)}, n’étaient pas partis quand la page s’est fermée. Ce navigateur les a gardés.`;
      announce(said.textContent);
    },
  };
}
