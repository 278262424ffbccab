// Beneath one's own answer: what others shared for the same question, folded. One's own words come first.

function mountBeneath({ model, el }) {
  const prompt = model.get("prompt");
  const base = model.get("base");
  const space = pageSharedSpace(base);
  const teller = createNewsTeller(space);
  const summary = h("summary", {});
  const list = h("div", { class: "pu-shared-list" });
  const keep = createKeyed(list, (threads) => createSharedCard(space, threads, { beneath: true }));
  const fold = h("details", { hidden: true }, summary, list);
  const again = h("p", { class: "pu-hint" });
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const renew = button(
    "L’ouvrir à mon groupe d’aujourd’hui",
    () => openAgain(failure, "Votre réponse est ouverte à votre groupe d’aujourd’hui."),
    { look: "quiet" },
  );
  const welcomed = h("p", { class: "pu-hint" });
  const share = button("Partager de nouveau", () => openAgain(unshared, "Votre réponse est partagée de nouveau."), { look: "quiet" });
  const unshared = h("p", { class: "pu-alert", role: "alert" });
  const late = h("div", { class: "pu-shared-closed", hidden: true }, welcomed, share, unshared);
  const since = h("p", { class: "pu-hint" });
  const reload = button("Recharger la page", () => location.reload(), { look: "quiet" });
  const formed = h("div", { class: "pu-shared-closed", hidden: true }, since, reload);
  const closed = h("div", { class: "pu-shared-closed", hidden: true }, again, renew, failure);

  function title(cards) {
    const me = space.me();
    const others = cards.filter(([, threads]) => threads[0].owner !== me && threads.some((thread) => thread.texts.length)).length;
    const received = cards
      .filter(([, threads]) => threads[0].owner === me)
      .flatMap(([, threads]) => threads.flatMap((thread) => thread.replies)).length;
    const parts = [
      others && `Ce que ${others > 1 ? `${others}${NO_BREAK}personnes ont` : "quelqu’un a"} partagé sur cette question`,
      received && `${count(received, "mot reçu", "mots reçus")} sur la vôtre`,
    ].filter(Boolean);
    return capitalised(parts.join(", et "));
  }

  function show({ news = [] }) {
    if (!space.loaded()) return;
    const me = space.me();
    const cards = byCard(space, space.threads(prompt))
      .filter(([, threads]) => threads[0].owner !== me || threads.some((thread) => thread.replies.length || space.draft(thread).text))
      .sort(([, [one]], [, [other]]) => (other.owner === me) - (one.owner === me));
    keep(cards);
    fold.hidden = !cards.length;
    summary.textContent = cards.length ? title(cards) : "";
    const here = new Set(space.rooms().map(({ room }) => room));
    const kinds = new Set(space.rooms().map(({ kind }) => kind));
    const open = new Set(space.own(prompt).filter((room) => here.has(room)).map(roomKind));
    const missing = space.audience(prompt).filter((reader) => reader in ROOMS && kinds.has(reader) && !open.has(reader));
    const lost = space.own(prompt).filter((room) => !here.has(room)).map(roomKind);
    const moved = missing.filter((reader) => lost.includes(reader));
    closed.hidden = !moved.length;
    again.textContent = moved.length
      ? `Depuis votre choix, ${enumerated(moved.map((reader) => ROOMS[reader].yours))} ${moved.length > 1 ? "ont" : "a"} changé\u00a0: cette réponse n’y est lue par personne.`
      : "";
    const told = toldNewcomers(space, space.threads(prompt).filter(({ owner }) => owner === me));
    late.hidden = !told;
    welcomed.textContent = told && `${told} Partagez-la de nouveau pour que tout le monde la lise.`;
    const groups = space.formed().filter((kind) => ROOMS[kind]?.yours);
    formed.hidden = !groups.length;
    const names = enumerated(groups.map((kind) => ROOMS[kind].yours));
    since.textContent = groups.length
      ? `${capitalised(names)} ${groups.length > 1 ? "viennent d’être formés" : "vient d’être formé"}\u00a0: rechargez la page pour pouvoir y partager votre réponse.`
      : "";
    if (news.some((one) => one.owner === me && (one.kind === "gone" || one.fresh))) {
      document.dispatchEvent(new CustomEvent("parcours-u:lecteurs", { detail: { prompt } })); // chosen on another page
    }
    if (news.length && fold.open) teller.hear(news);
  }

  async function openAgain(problem, done) {
    problem.textContent = "";
    try {
      await space.openAgain(prompt);
      announce(done);
    } catch (error) {
      problem.textContent = error.message;
    }
  }

  el.classList.add("pu-shared", "pu-shared-beneath");
  el.replaceChildren(formed, closed, late, fold);
  const stop = space.watch(show, prompt);
  return () => {
    stop();
    teller.stop();
  };
}

export default { render: mountBeneath };
