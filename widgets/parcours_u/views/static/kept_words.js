// Words that had not left when a page closed, and that the browser had kept: shown, then taken up or forgotten.

/** Every text that an answer holds, one under the other. */
function textsIn(value) {
  if (typeof value === "string") return value.trim() ? [value] : [];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}

/**
 * @param onTake  puts the words in the answer, and sends them
 * @param onEnd   called when the panel goes
 */
function createKeptWords({ onTake, onEnd }) {
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
    offer(found, forgetting) {
      words = found;
      forget = forgetting;
      text.textContent = textsIn(found.value).join("\n\n") || "(vide)";
      panel.hidden = false;
      said.textContent = `Ces mots, écrits ${moment(found.at)}, n’étaient pas partis quand la page s’est fermée. Ce navigateur les a gardés.`;
      announce(said.textContent);
    },
  };
}
