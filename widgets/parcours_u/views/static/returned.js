// Comments that come back while a page is open: heard on the push channel, shown where they belong, told in few words.

/** Hear that comments came back to whoever is here, after the return of that number; `onNews` gets the news, oldest first. */
function hearReturns({ base, after }, onNews) {
  return pageChannel(base).join({ room: "returns", number: after }, { onNews, onReread: () => onNews([]) });
}

/** Which answers of this page have new comments: a line that grows, with the way to each. */
function createReturnedLine() {
  const timers = createTimers();
  const links = h("ul", {});
  const title = h("p", { class: "pu-etiquette" });
  const element = h("div", { class: "pu-revenus", hidden: true }, title, links);
  const known = new Map();

  function show(commented) {
    for (const { prompt, question } of commented) known.set(prompt, question);
    if (!known.size) return;
    title.textContent = known.size > 1 ? "Des commentaires viennent d’arriver, à côté de vos réponses\u00a0:" : "Un commentaire vient d’arriver, à côté de votre réponse\u00a0:";
    links.replaceChildren(...Array.from(known, ([prompt, question]) => h("li", {}, h("a", { href: `#invite-${prompt}` }, question))));
    element.hidden = false;
    if (commented.length) announceNews(`${title.textContent} ${commented.map(({ question }) => question).join("\u202f; ")}`, timers);
  }

  return { element, show, stop: () => timers.stop() };
}
