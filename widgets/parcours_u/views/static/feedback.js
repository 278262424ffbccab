// Beside an answer: what left with a deposit, and the comments that came back. Texts are shown, never run.

const WAYS = { exchange: "", zip: ", dans un fichier .zip" };

function createDeposited() {
  const element = h("div", { class: "pu-deposited" });
  function show({ at, way, stale, withdrawn }) {
    const lines = [];
    if (at) lines.push(`Déposé ${moment(at)}${WAYS[way] ?? ""}.`);
    if (at && withdrawn) lines.push("Vous avez demandé son retrait.");
    else if (at && stale) {
      lines.push("Vous avez changé cette réponse depuis\u00a0: pour que la nouvelle version parte, déposez à nouveau.");
    }
    element.replaceChildren(...lines.map((line) => h("p", { class: "pu-hint" }, line)));
  }
  return { element, show };
}

function createComments(questionId) {
  const titleId = uid("comments");
  const element = h("aside", { class: "pu-comments", "aria-labelledby": `${titleId} ${questionId}`, hidden: true });
  function show(comments) {
    element.hidden = comments.length === 0;
    element.replaceChildren(
      h("p", { class: "pu-hidden", id: titleId }, comments.length > 1 ? "Commentaires reçus" : "Commentaire reçu"),
      ...comments.map(comment),
    );
  }
  function comment({ text, received_at: at, about }) {
    return h(
      "div",
      { class: "pu-comment" },
      h("p", { class: "pu-comment-when" }, `Commentaire reçu ${moment(at)}`),
      h("div", { class: "pu-comment-text", dir: "auto" }, text),
      about &&
        h(
          "details",
          {},
          h("summary", {}, "Ce que j’avais déposé"),
          h("div", { class: "pu-version-text", dir: "auto" }, about),
        ),
    );
  }
  return { element, show };
}
