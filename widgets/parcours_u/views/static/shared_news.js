// What is new, said aloud now and then and in few words; and what a page says while its line to the others is cut.

const BETWEEN_NEWS = 10000; // whoever listens to the page is told no more often than this
const CUT_PATIENCE = 4000; // a shorter cut is not worth a word

/** Say how many things came, gathered, never over what a gesture did. */
function createNewsTeller(space) {
  const timers = createTimers();
  let waiting = [];
  let last = 0;

  function tell() {
    const { dataset } = liveRegion();
    if (Date.now() - (dataset.spokenAt ?? 0) < BEFORE_SAVES) {
      timers.start("tell", BEFORE_SAVES, tell);
      return;
    }
    last = Date.now();
    const [entries, replies] = ["entry", "reply"].map((kind) => waiting.filter((one) => one.kind === kind));
    waiting = [];
    const parts = [
      entries.length === 1 ? `${entries[0].entry.name} vient de partager une réponse` : entries.length && `${entries.length}${NO_BREAK}réponses viennent d’être partagées`,
      replies.length === 1 ? `${replies[0].reply.name} a répondu` : replies.length && `${replies.length}${NO_BREAK}mots en retour sont arrivés`,
    ].filter(Boolean);
    say(`${parts.join(", ")}.`);
  }

  return {
    hear(news) {
      const me = space.me();
      const worth = news.filter((one) => (one.fresh && one.owner !== me && one.entry.texts.length) || (one.kind === "reply" && one.reply.author !== me));
      if (!worth.length) return;
      waiting.push(...worth);
      if (!timers.has("tell")) timers.start("tell", Math.max(300, last + BETWEEN_NEWS - Date.now()), tell);
    },
    stop: () => timers.stop(),
  };
}

/** A line that says that what is shown may be late, once it lasts; and that nothing more comes, where only a reload helps. */
function createCutLine(channel) {
  const element = h("p", { class: "pu-hint pu-shared-cut", role: "status" });
  const timers = createTimers();
  const stop = channel.watch((state) => {
    timers.stop("cut");
    if (state === "cut") {
      timers.start("cut", CUT_PATIENCE, () => {
        element.textContent = "La liaison avec le groupe est interrompue\u00a0: ce qui est affiché reste là, la suite arrivera dès qu’elle reviendra.";
      });
    } else if (state === "out") {
      element.textContent = "La liaison avec le groupe s’est arrêtée\u00a0: ce qui est affiché reste là, la suite n’arrive plus. Rechargez la page pour la reprendre.";
    } else element.textContent = "";
  });
  return {
    element,
    stop() {
      timers.stop();
      stop();
    },
  };
}

/** One card a person and question, whatever the rooms: the threads of each, the smallest room first. */
function byCard(space, threads) {
  const order = new Map(space.rooms().map(({ room }, rank) => [room, rank]));
  const cards = new Map();
  for (const thread of threads) {
    const key = `${thread.prompt} ${thread.owner}`;
    cards.set(key, [...(cards.get(key) ?? []), thread]);
  }
  for (const together of cards.values()) together.sort((one, other) => order.get(one.room) - order.get(other.room));
  return Array.from(cards);
}
