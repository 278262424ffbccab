// What one's pair and core groups agreed on, as this page knows it: read once, then kept up to date by the channel.
// After dom.js and followed_rooms.js.

function createAgreements(base, channel) {
  const views = new Set();
  const agreed = new Map();
  let rooms = [];
  let loaded = false;

  const followed = followRooms(base, channel, { address: () => "agreements", take, lay, show, failed: (message) => tell({ failed: message }) });

  function take(found) {
    rooms = found.rooms;
    agreed.clear();
    for (const one of found.agreements) agreed.set(one.id, one);
    loaded = true;
  }

  /** Return whether it is about what is agreed: a group shares its answers too. */
  function lay(one) {
    if (one.kind === "agreement") agreed.set(one.agreement.id, one.agreement);
    else if (one.kind === "unagreed") agreed.delete(one.reply_id);
    else return false;
    return true;
  }

  function show(heard) {
    if (!heard || heard.some(Boolean)) tell({});
  }

  function tell(what) {
    for (const view of views) view(what);
  }

  /** Keep what the server answers; a version that the channel has already passed is no news. */
  function keep(one) {
    if (!(agreed.get(one.id)?.version > one.version)) agreed.set(one.id, one);
  }

  async function changed(asking) {
    const answer = await asking;
    followed.changed();
    for (const one of answer.agreements ?? [answer.conflict ?? answer.agreement]) if (one) keep(one);
    tell({});
    return answer;
  }

  async function arrived({ text, due }, isIt) {
    const told = text.trim().split(/\s+/).join(" ");
    const { agreements } = await askServer(base, "GET", "agreements");
    const found = agreements.filter((one) => isIt(one) && one.text === told && one.due === due);
    await changed({ agreements: found });
    return found;
  }

  // What is to be held to first, by day, what has none after; then what is done.
  const order = (one, other) =>
    one.done - other.done || (one.due || "9999").localeCompare(other.due || "9999") || one.at.localeCompare(other.at) || one.id.localeCompare(other.id);

  return {
    loaded: () => loaded,
    rooms: (kind) => rooms.filter((one) => !kind || one.kind === kind),
    has: (id) => agreed.has(id),
    /** What is agreed in groups of a kind, in order, among what is `gone` and still shown. */
    all: (kind, gone = []) => [...agreed.values(), ...gone].filter((one) => !kind || one.room.startsWith(`${kind}:`)).sort(order),
    watch(view) {
      views.add(view);
      if (loaded) view({});
      else followed.read();
      return () => views.delete(view);
    },
    write: (asked) => changed(askServer(base, "POST", "agreements", asked)),
    /** Ask whether what was written is there, that was not among the ids `known`. */
    wrote: async ({ rooms: names, ...words }, known) => (await arrived(words, (one) => !known.has(one.id) && names.includes(one.room))).length > 0,
    /** Ask for the version that a change made, if it is there. */
    wasChanged: async (words, from) => (await arrived(words, (one) => one.id === from.id && one.version > from.version))[0],
    change: (one, values) => changed(askServer(base, "PATCH", `agreements/${one.id}`, { base: one.version, ...values })),
    async remove(one) {
      const answer = await askServer(base, "DELETE", `agreements/${one.id}?base=${one.version}`);
      followed.changed();
      if (answer.conflict) keep(answer.conflict);
      else agreed.delete(one.id);
      tell({});
      return answer;
    },
  };
}

/** What this page knows of it, whichever widget asks first. */
function pageAgreements(base) {
  window.parcoursUConvenu ??= createAgreements(base, pageChannel(base));
  return window.parcoursUConvenu;
}

/** « À tenir d’ici le 12 mars : »; nothing for what asks for no reminder. */
function reminded(one) {
  if (one.reminder === "soon") return `À tenir d’ici le ${one.day}\u00a0:`;
  return one.reminder === "late" ? `Prévu pour le ${one.day}\u00a0:` : "";
}

/** Nobody is told that they are late: they are asked. */
const askedKindly = (one) => (one.reminder === "late" ? "Est-ce fait, ou faut-il une autre date\u202f?" : "");
