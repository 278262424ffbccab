// The field where one answer is commented: the words, whether they are kept, beginnings to choose from, and two versions if need be.

const COMMENT_WORDS = {
  rest: () => "",
  typed: () => "Enregistrement…",
  sending: () => "Enregistrement…",
  saved: ({ at }) => `enregistré ${moment(at)}`,
  unsaved: ({ message }) =>
    message === SERVER_LOST
      ? "Pas encore enregistré\u00a0: le serveur ne répond pas. Vos mots restent ici, et la page réessaie toute seule."
      : `Pas encore enregistré. ${message}`,
  conflict: () => "Deux commentaires\u00a0: choisissez ci-dessous, rien n’est perdu.",
  redeposited: () => "Cette personne a déposé de nouveau\u00a0: vos mots restent ici.",
};
const COMMENT_SIGNS = { saved: "saved", unsaved: "unsaved", conflict: "conflict", redeposited: "conflict", typed: "saving", sending: "saving" };

/**
 * @param draft     see trainer_comments.js
 * @param question  what was asked, for whoever hears the page
 * @param onReread  asks for the person's deposit again
 */
function createCommentField({ comments, draft, question, starters, onReread }) {
  const id = uid("commentaire");
  const statusId = uid("etat");
  const { field, element: growingField } = growing({ id, rows: 2, maxlength: 20000, "aria-describedby": statusId }, draft.text);
  const sign = h("span", { class: "pu-sign" });
  const words = h("span", {});
  const status = h("p", { class: "pu-status", id: statusId }, sign, words);
  const other = h("div", { class: "pu-version-text", dir: "auto" });
  const both = h(
    "div",
    { class: "pu-conflict-choice", role: "group", "aria-label": "Deux commentaires sur cette réponse", hidden: true },
    h("p", { class: "pu-strong" }, "Ce commentaire a changé entre-temps, dans une autre page ou dans nbgrader."),
    h("p", {}, "Rien n’est perdu\u00a0: vos mots sont dans le champ, où vous pouvez encore les changer. Voici ce qui est enregistré\u00a0:"),
    other,
    h(
      "p",
      { class: "pu-actions" },
      button("Garder le mien", () => decided(comments.keepMine), { look: "main" }),
      button("Garder l’autre", () => decided(comments.keepOther)),
    ),
  );
  const reread = button("Lire le nouveau dépôt", onReread, { look: "main" });
  const confirm = button("Garder mon commentaire pour cette réponse", () => decided(comments.keepForNew), { look: "main" });
  const again = h("div", { class: "pu-conflict-choice", role: "group", "aria-label": "Un nouveau dépôt", hidden: true }, h("p", { class: "pu-actions" }, reread, confirm));
  let shown = "";

  function decided(action) {
    action(draft);
    field.value = draft.text;
    field.focus();
  }

  function show() {
    const text = COMMENT_WORDS[draft.state](draft);
    if (draft.state !== "conflict" && draft.state !== "redeposited" && draft.state !== "unsaved") {
      if (draft.state === "saved" && text !== shown) announceSaved(text, document.activeElement !== field);
    } else if (text !== shown) {
      announce(text);
    }
    shown = text;
    sign.replaceChildren(...(COMMENT_SIGNS[draft.state] ? [icon(COMMENT_SIGNS[draft.state])] : []));
    words.textContent = text;
    status.dataset.state = draft.state;
    both.hidden = draft.state !== "conflict";
    if (!both.hidden) other.textContent = draft.other || "(rien\u00a0: le commentaire a été retiré)";
    again.hidden = draft.state !== "redeposited";
    reread.hidden = Boolean(draft.nextDeposit);
    confirm.hidden = !draft.nextDeposit;
  }

  function insert(text) {
    const at = document.activeElement === field || field.selectionEnd ? field.selectionEnd : field.value.length;
    const before = field.value.slice(0, at);
    field.setRangeText(`${before && !/\s$/.test(before) ? " " : ""}${text} `, at, at, "end");
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  field.addEventListener("input", () => comments.type(draft, field.value));
  field.addEventListener("blur", () => comments.leave(draft));
  draft.onChange = show;
  show();

  return h(
    "div",
    { class: "pu-lecture-commenter" },
    h("label", { class: "pu-etiquette", for: id }, "Votre commentaire", spoken(`\u00a0: ${question}`)),
    growingField,
    status,
    both,
    again,
    starters.picker(question, insert),
  );
}
