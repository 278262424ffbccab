// What this page knows of what is shared: read once, then kept up to date by the channel. After dom.js, ask_server.js and channel.js.

const threadKey = (thing, room) => `${room} ${thing.owner} ${thing.prompt}`;

/** @param asked  the prompts whose answers this page shows, or nothing for all of them */
function createSharedSpace(base, channel) {
  const asked = new Set();
  const views = new Map(); // by callback: the prompt that it shows, or nothing
  const threads = new Map(); // one a room where an entry is open
  const rooms = new Map();
  const heard = new Map();
  let me = "";
  let facts = { own: {}, audiences: {}, prompts: [] };
  let loaded = false;
  let kinds = null; // of the groups that there were when the page began: its answers offer these

  const all = () => Array.from(views.values()).includes(undefined);

  function address() {
    if (all()) return "shared";
    return `shared?${Array.from(asked, (prompt) => `prompt=${encodeURIComponent(prompt)}`).join("&")}`;
  }

  const load = createReader(base, address, take, (message) => tell({ failed: message }));

  function take(found) {
    const before = loaded ? new Set(threads.keys()) : null;
    const news = [];
    me = found.me;
    facts = found;
    threads.clear();
    rooms.clear();
    for (const room of found.rooms) rooms.set(room.room, room);
    for (const entry of found.entries) {
      const key = threadKey(entry, entry.room);
      threads.set(key, entry);
      if (before && !before.has(key) && entry.owner !== me) news.push({ kind: "entry", fresh: true, owner: entry.owner, entry });
    }
    loaded = true;
    kinds ??= new Set(found.rooms.map((room) => room.kind));
    listen();
    tell({ news });
  }

  function listen() {
    for (const [room, line] of heard) {
      if (rooms.has(room)) continue;
      line.leave();
      heard.delete(room);
    }
    for (const [room, read] of rooms) {
      if (heard.has(room)) heard.get(room).known(read);
      else heard.set(room, channel.join(read, { onNews: (news) => hear(room, news), onReread: load }));
    }
  }

  function hear(room, news) {
    let unknown = false;
    const told = [];
    for (const one of news) {
      const key = threadKey(one, room);
      const thread = threads.get(key);
      if (one.kind === "entry") {
        unknown ||= all() && !facts.prompts.some((prompt) => prompt.id === one.prompt); // its question is not known here yet
        threads.set(key, { ...one.entry, replies: thread?.replies ?? [] });
        if (one.owner === me) mark(one.prompt, room, true);
      } else if (one.kind === "gone") {
        threads.delete(key);
        if (one.owner === me) mark(one.prompt, room, false);
      } else if (thread && one.kind === "reply") {
        addReply(thread, one.reply);
      } else if (thread) {
        thread.replies = thread.replies.filter((reply) => reply.id !== one.reply_id);
      }
      told.push({ ...one, room, fresh: one.kind === "entry" && !thread });
    }
    if (unknown) load();
    tell({ news: told });
  }

  function mark(prompt, room, open) {
    const others = (facts.own[prompt] ?? []).filter((one) => one !== room);
    facts.own[prompt] = open ? [...others, room] : others;
  }

  function addReply(thread, reply) {
    if (!thread.replies.some((one) => one.id === reply.id)) thread.replies = [...thread.replies, reply];
  }

  function tell(what) {
    for (const [view, prompt] of views) {
      const news = (what.news ?? []).filter((one) => !prompt || (one.prompt ?? one.entry?.prompt) === prompt);
      view({ ...what, news });
    }
  }

  // A page that comes back to the front finds out which groups there are now: one that was just formed has nobody to tell.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && loaded && views.size) load();
  });

  return {
    load,
    /** The kinds of group that were formed since the page began. */
    formed: () => Array.from(new Set(Array.from(rooms.values(), (room) => room.kind))).filter((kind) => !kinds?.has(kind)),
    me: () => me,
    loaded: () => loaded,
    rooms: () => Array.from(rooms.values()),
    room: (name) => rooms.get(name),
    prompts: () => facts.prompts,
    own: (prompt) => facts.own[prompt] ?? [],
    audience: (prompt) => facts.audiences[prompt] ?? [],
    /** What is open to whoever looks, for one prompt or all, in the order in which it was shared. */
    threads: (prompt) => Array.from(threads.values()).filter((one) => one.texts.length && (!prompt || one.prompt === prompt)),
    /** Be told of each change: `failed` is a sentence, `news` what happened since the last time. */
    watch(view, prompt) {
      views.set(view, prompt);
      if (prompt) asked.add(prompt);
      load();
      return () => views.delete(view);
    },
    async reply(thread, text) {
      const { reply } = await askServer(base, "POST", "shared/replies", { room: thread.room, owner: thread.owner, prompt: thread.prompt, text });
      const here = threads.get(threadKey(thread, thread.room));
      if (here) addReply(here, reply);
      tell({});
    },
    async takeBackReply(thread, reply) {
      await askServer(base, "DELETE", `shared/replies/${reply.id}`);
      const here = threads.get(threadKey(thread, thread.room));
      if (here) here.replies = here.replies.filter((one) => one.id !== reply.id);
      tell({});
    },
    async takeBack(thread) {
      await askServer(base, "DELETE", `shared/entries/${thread.prompt}?room=${encodeURIComponent(thread.room)}`);
      await load();
    },
    /** Open one's entry to the groups that one is in now, the readers chosen being the same. */
    async openAgain(prompt) {
      await askServer(base, "PATCH", `entries/${prompt}`, { audience: facts.audiences[prompt] });
      await load();
    },
  };
}

/** The shared space of this page, whichever widget asks first. */
function pageSharedSpace(base) {
  window.parcoursUPartage ??= createSharedSpace(base, pageChannel(base));
  return window.parcoursUPartage;
}
