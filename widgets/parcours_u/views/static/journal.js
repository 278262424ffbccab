// Everything that was written, grouped by module; filters; the files to take away.

function chooser(label, all, choices, onChange) {
  const id = uid("filter");
  const select = h(
    "select",
    { id, class: "pu-champ", change: onChange },
    h("option", { value: "" }, all),
    ...choices.map((choice) => h("option", { value: choice.id }, choice.title ?? choice.label)),
  );
  return { select, element: h("p", { class: "pu-filtre" }, h("label", { class: "pu-etiquette", for: id }, label), select) };
}

function comment({ text, at, about }) {
  return h(
    "li",
    {},
    h("p", { class: "pu-aide" }, `Commentaire reçu ${moment(at)}`),
    written(text),
    about && h("details", {}, h("summary", {}, "Relire la réponse telle qu’elle était partie"), written(about)),
  );
}

function entry(item) {
  const title = uid("entry");
  return h(
    "article",
    { class: "pu-note", "aria-labelledby": title },
    h("div", { class: "pu-note-texte" },
      h("h3", { id: title }, item.question),
      item.texts.length ? writtenParts(item.texts) : h("p", { class: "pu-aide" }, "Cette réponse est vide aujourd’hui."),
      h("p", { class: "pu-aide" },
        [item.scale_label, `pour ${item.audience}`, item.saved_at && `enregistré ${moment(item.saved_at)}`].filter(Boolean).join(" · "),
      ),
      h("p", { class: "pu-pas-imprime" }, h("a", { href: item.href }, "Revenir à cette question", spoken(`\u00a0: ${item.question}`))),
    ),
    item.comments.length
      ? h("div", { class: "pu-note-retour" }, h("p", { class: "pu-etiquette" }, "Retour sur cette réponse"), h("ul", {}, item.comments.map(comment)))
      : null,
  );
}

/** What a page tells by itself: comments, where it hears of them, are read once they are asked for. */
function gist(view) {
  return JSON.stringify(view, (name, value) => (view.hears && ["comments", "hears"].includes(name) ? undefined : value));
}

function render({ model, el }) {
  const desk = createDesk(model);
  const outcome = createOutcome(uid("journal"));
  const timers = createTimers();
  const body = h("div", { tabindex: "-1" });
  const title = h("p", { class: "pu-etiquette" }, "Des commentaires viennent d’arriver.");
  const arrived = h("div", { class: "pu-arrives pu-pas-imprime", hidden: true }, title, h("p", {}, h("button", { type: "button", class: "pu-bouton", click: reread }, "Les lire ici")));
  el.append(h("div", { class: "pu-carnet", "data-pu-hors-carnet": true }, outcome.element, arrived, body));
  const chosen = { part: "", scale: "" };
  let hearing = null;
  let left = false;
  let shown = "";

  /** Nothing moves under the eyes of who reads: what came is shown when they ask. */
  function tellArrived(news) {
    if (!news.length) shown = ""; // some may have been missed: all is shown when somebody comes back to the page
    if (!news.some(({ kind }) => kind === "returned")) return;
    inPlace(() => (arrived.hidden = false));
    announceNews(title.textContent, timers);
  }

  function noneArrived() {
    arrived.hidden = true;
    timers.stop("news");
  }

  async function reread() {
    noneArrived(); // what comes from now on may not be in what is read
    await load();
    body.focus();
  }

  /** What was changed or erased here or on another page is shown, the reader staying where they are. */
  function take(view, asked = false) {
    outcome.say("");
    if (view.hears && !hearing && !left) hearing = hearReturns(view.hears, tellArrived);
    if (!asked && gist(view) === shown) return;
    if (!asked) noneArrived();
    const inside = body.contains(document.activeElement);
    show(view);
    if (inside) body.focus({ preventScroll: true });
  }

  async function load() {
    try {
      take(await desk.ask("load"), true);
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  function show(view) {
    shown = gist(view);
    body.parentElement.toggleAttribute("data-pu-emporter", Boolean(view.take_away));
    if (view.take_away) body.parentElement.dataset.puEmporter = view.take_away;
    if (!view.entries.length) {
      body.replaceChildren(
        h("h2", {}, "Votre carnet vous attend"),
        h("p", {}, "Il est encore vide, et c’est très bien ainsi\u00a0: il se remplira à votre rythme, réponse après réponse."),
        h("p", {}, h("a", { class: "pu-bouton", href: view.home }, "Aller au parcours")),
      );
      return;
    }
    const total = h("p", { role: "status", "aria-live": "polite", class: "pu-aide" });
    const groups = view.parts.map((part) => {
      const items = view.entries.filter((item) => item.part === part.id).map((item) => ({ item, node: entry(item) }));
      return { part, items, node: h("section", { class: "pu-groupe" }, h("h2", {}, part.title), items.map(({ node }) => node)) };
    });
    function filter() {
      chosen.part = parts.select.value;
      chosen.scale = scales.select.value;
      let shown = 0;
      for (const group of groups) {
        let any = false;
        for (const { item, node } of group.items) {
          const kept = (!chosen.part || item.part === chosen.part) && (!chosen.scale || item.scale === chosen.scale);
          node.hidden = !kept;
          any ||= kept;
          shown += kept ? 1 : 0;
        }
        group.node.hidden = !any;
      }
      total.textContent = shown ? `${count(shown, "réponse affichée", "réponses affichées")}.` : "Aucune réponse pour ce choix.";
    }
    const parts = chooser("Étape", "Toutes les étapes", view.parts, filter);
    const scales = chooser("Échelle", "Les trois échelles", view.scales, filter);
    parts.select.value = view.parts.some((part) => part.id === chosen.part) ? chosen.part : "";
    scales.select.value = chosen.scale;
    const takeAway = h(
      "section",
      { class: "pu-emporter pu-pas-imprime", "aria-labelledby": "pu-emporter-titre" },
      h("h2", { id: "pu-emporter-titre" }, "Emporter mon carnet"),
      h("p", {}, "Le document et la page web se lisent et s’impriment. Le fichier de reprise garde aussi vos anciennes versions\u00a0: c’est lui qui se rouvre ici, ou sur une autre machine."),
      h("p", { class: "pu-rang" }, view.files.map((file) => download(file.href, file.text, "pu-bouton-second"))),
    );
    filter();
    body.replaceChildren(
      takeAway,
      h("div", { class: "pu-filtres pu-pas-imprime", role: "group", "aria-label": "Choisir ce qui est affiché" }, parts.element, scales.element),
      total,
      ...groups.map((group) => group.node),
    );
  }

  const onMessage = (content) => {
    if (content.changed) load();
  };
  model.on("msg:custom", onMessage);
  const unfollow = followOtherPages(() => desk.ask("load"), take);
  load();
  return () => {
    left = true;
    unfollow();
    hearing?.leave();
    timers.stop();
    model.off("msg:custom", onMessage);
    desk.stop();
  };
}

export default { render };
