// Two answers next to each other, in the order in which they were asked; one above the other where there is no room.

function side(item) {
  const title = uid("side");
  return h(
    "article",
    { class: "pu-cote", "aria-labelledby": title },
    h("h3", { id: title }, item.title),
    h("p", { class: "pu-etiquette" }, item.question),
    ...toldAnswer(item, "Vous n’avez rien écrit ici, et ce n’est pas grave. Il est encore temps, si vous en avez envie.").filter(Boolean),
  );
}

export default telling(({ sides }) => [
  h("p", {}, "Deux moments, l’un à côté de l’autre. Aucun n’est meilleur\u00a0: regardez seulement ce qui a bougé, et ce qui est resté."),
  h("div", { class: "pu-cotes" }, ...sides.map(side)),
]);
