// The project's story so far: a section a module, a question after another, what was written and what it said before.

function line(item) {
  const title = uid("line");
  const before = item.before.map(({ at, text }) =>
    h("li", {}, h("p", { class: "pu-aide" }, capitalised(moment(at))), written(text)),
  );
  return h(
    "article",
    { class: "pu-cote", "aria-labelledby": title },
    h("h3", { id: title }, item.question),
    ...toldAnswer(item, "Pas encore écrit. Cette part du récit viendra à son heure.").filter(Boolean),
    before.length > 0 &&
      h("div", { class: "pu-avant" }, h("p", { class: "pu-etiquette" }, "Ce que je disais avant"), h("ol", {}, ...before)),
  );
}

export default telling(({ lines, files }) => {
  const titles = [...new Set(lines.map((item) => item.title))];
  const written = lines.filter((item) => item.texts.length).length;
  const takeAway = h(
    "section",
    { class: "pu-pas-imprime", "aria-labelledby": "pu-projet-emporter" },
    h("h2", { id: "pu-projet-emporter" }, "Emporter ce récit"),
    h("p", {}, "Le document et la page web contiennent vos mots, sans les commentaires reçus. Vous décidez à qui les montrer."),
    h(
      "p",
      { class: "pu-rang" },
      ...files.map((file) => download(file.href, file.text, "pu-bouton-second")),
      h("button", { type: "button", class: "pu-bouton pu-bouton-second", click: () => print() }, "Imprimer cette page"),
    ),
  );
  return [
    h("p", {}, written
      ? `${count(written, "part du récit est écrite", "parts du récit sont écrites")}, sur ${lines.length}.`
      : "Votre projet n’a pas encore de récit, et c’est normal\u00a0: il s’écrira au fil des étapes."),
    ...titles.map((title) =>
      h("section", { class: "pu-groupe" }, h("h2", {}, title), ...lines.filter((item) => item.title === title).map(line)),
    ),
    takeAway,
  ];
});
