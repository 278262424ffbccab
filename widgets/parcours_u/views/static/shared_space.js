// What this page knows of what is shared: read once, then kept up to date by the channel. After dom.js, followed_rooms.js and
// reply_drafts.js.

const threadKey = (thing, room) => `${room} ${thing.owner} ${thing.prompt}`;

/** @param asked  the prompts whose answers this page shows, or nothing for all of them */
function createSharedSpace(base, channel) {
  const asked = new Set();
  const views = new Map(); // by callback: the prompt that it shows, or nothing
  const threads = new Map(); // one a room where an entry is open
  const rooms = new Map();
  const leaving = new Map(); // one's replies that are being taken back, by id: their words are given back once they are gone, however that is known
  let me = "";
  let facts = { own: {}, audiences: {}, prompts: [] };
  let loaded = false;
  let kinds = null; // of the groups that there were when the page began: its answers offer these
  let before = new Set(); // the threads that are no news: those that were known before the last reading, or not asked for by then
  let covers = () => false; // whether what was read tells of a prompt
  let asking = covers; // the same, of the reading that has left

  const all = () => Array.from(views.values()).includes(undefined);

  function address() {
    const prompts = Array.from(asked);
    asking = all() ? () => true : (prompt) => prompts.includes(prompt);
    return all() ? "shared" : `shared?${prompts.map((prompt) => `prompt=${encodeURIComponent(prompt)}`).join("&")}`;
  }

  const drafts = createReplyDrafts({
    known: (thread) => new Set(threads.get(threadKey(thread, thread.room))?.replies.map((reply) => reply.id)),
    send: reply,
    arrived: replied,
    changed: () => tell({}),
  });
  const followed = followRooms(base, channel, { address, take, lay, show, failed: (message) => tell({ failed: message }) });

  function take(found) {
    const until = Array.from(threads);
    const prompts = facts.prompts;
    before = new Set(until.filter(([, thread]) => !thread.lost).map(([key]) => key));
    me = found.me;
    facts = found;
    threads.clear();
    rooms.clear();
    for (const room of found.rooms) rooms.set(room.room, room);
    for (const entry of found.entries) {
      const key = threadKey(entry, entry.room);
      threads.set(key, entry);
      if (!covers(entry.prompt)) before.add(key);
    }
    giveBack();
    for (const one of leaving.values()) one.known = true; // they are still there
    for (const [key, thread] of until) if (!threads.has(key)) lose(key, thread);
    const lost = new Set(Array.from(threads.values(), (thread) => thread.lost && thread.prompt));
    prompts.forEach((prompt, rank) => {
      if (lost.has(prompt.id) && !facts.prompts.some(({ id }) => id === prompt.id)) facts.prompts.splice(rank, 0, prompt);
    });
    covers = asking;
    loaded = true;
    kinds ??= new Set(found.rooms.map((room) => room.kind));
  }

  /** Give their author the words of the replies that were taken back and are gone, whether or not the server's answer came. */
  function giveBack() {
    for (const [id, { thread, text }] of leaving) {
      const key = threadKey(thread, thread.room);
      const found = threads.get(key);
      if (found?.replies.some((reply) => reply.id === id)) continue;
      leaving.delete(id);
      drafts.of(key, thread).writeAgain(text, found && !found.lost);
    }
  }

  /** What is no longer open goes with all its words; whoever was answering it keeps a place for theirs. */
  function lose(key, thread) {
    threads.delete(key);
    giveBack();
    if (!thread || !drafts.holds(key)) return;
    drafts.of(key).take();
    threads.set(key, { ...thread, texts: [], replies: [], lost: true });
  }

  function lay(one, room) {
    const key = threadKey(one, room);
    const thread = threads.get(key);
    if (one.kind === "entry") {
      threads.set(key, { ...one.entry, replies: thread?.replies ?? [] });
      if (one.owner === me) mark(one.prompt, room, true);
      if (all() && !facts.prompts.some((prompt) => prompt.id === one.prompt)) followed.read(); // its question is not known here yet
    } else if (one.kind === "gone") {
      lose(key, thread);
      if (one.owner === me) mark(one.prompt, room, false);
    } else if (thread && one.kind === "reply") {
      addReply(thread, one.reply);
    } else if (thread) {
      thread.replies = thread.replies.filter((reply) => reply.id !== one.reply_id);
      giveBack();
    }
    return { ...one, room, fresh: one.kind === "entry" && (!thread || thread.lost === true) };
  }

  /** Of what a reading brings, what others opened since the last one is told. */
  function show(heard) {
    const brought = () => Array.from(threads).filter(([key, entry]) => !before.has(key) && entry.owner !== me);
    tell({ news: heard ?? brought().map(([, entry]) => ({ kind: "entry", fresh: true, owner: entry.owner, entry })) });
  }

  function mark(prompt, room, open) {
    const others = (facts.own[prompt] ?? []).filter((one) => one !== room);
    facts.own[prompt] = open ? [...others, room] : others;
  }

  function addReply(thread, reply) {
    if (!thread.replies.some((one) => one.id === reply.id)) thread.replies = [...thread.replies, reply];
  }

  async function reply(thread, text) {
    const { reply } = await askServer(base, "POST", "shared/replies", { room: thread.room, owner: thread.owner, prompt: thread.prompt, text });
    followed.changed();
    const here = threads.get(threadKey(thread, thread.room));
    if (here) addReply(here, reply);
    tell({});
  }

  async function replied(thread, text, known) {
    const found = await askServer(base, "GET", `shared?prompt=${encodeURIComponent(thread.prompt)}`);
    const entry = found.entries.find((one) => threadKey(one, one.room) === threadKey(thread, thread.room));
    const arrived = entry?.replies.find((one) => one.author === found.me && one.text === text && !known.has(one.id));
    const here = threads.get(threadKey(thread, thread.room));
    if (arrived && here) addReply(here, arrived);
    return Boolean(arrived);
  }

  function tell(what) {
    for (const [view, prompt] of views) {
      const news = (what.news ?? []).filter((one) => !prompt || (one.prompt ?? one.entry?.prompt) === prompt);
      view({ ...what, news });
    }
  }

  askBeforeLeaving(() => Array.from(leaving.values()).some(({ known }) => !known));

  // A page that comes back to the front finds out which groups there are now: one that was just formed has nobody to tell.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && loaded && views.size) followed.read();
  });

  return {
    /** The kinds of group that were formed since the page began. */
    formed: () => Array.from(new Set(Array.from(rooms.values(), (room) => room.kind))).filter((kind) => !kinds?.has(kind)),
    me: () => me,
    loaded: () => loaded,
    rooms: () => Array.from(rooms.values()),
    room: (name) => rooms.get(name),
    prompts: () => facts.prompts,
    own: (prompt) => facts.own[prompt] ?? [],
    audience: (prompt) => facts.audiences[prompt] ?? [],
    /**
     * What is open to whoever looks, for one prompt or all, in the order in which it was shared; and what was, without a word of
     * it, as long as somebody here has words for it.
     */
    threads: (prompt) =>
      Array.from(threads)
        .filter(([key, one]) => (one.texts.length || drafts.holds(key)) && (!prompt || one.prompt === prompt))
        .map(([, one]) => one),
    /** The reply that is being written in a thread. */
    draft: (thread) => drafts.of(threadKey(thread, thread.room), thread),
    /** Be told of each change: `failed` is a sentence, `news` what happened since the last time. */
    watch(view, prompt) {
      views.set(view, prompt);
      if (prompt) asked.add(prompt);
      followed.read();
      return () => views.delete(view);
    },
    async takeBackReply(thread, reply) {
      leaving.set(reply.id, { thread, text: reply.text, known: false });
      try {
        await askServer(base, "DELETE", `shared/replies/${reply.id}`);
      } catch (error) {
        followed.reread(); // it may be gone all the same
        throw error;
      }
      followed.changed();
      const here = threads.get(threadKey(thread, thread.room));
      if (here) here.replies = here.replies.filter((one) => one.id !== reply.id);
      giveBack();
      tell({});
    },
    async takeBack(thread) {
      await askServer(base, "DELETE", `shared/entries/${thread.prompt}?room=${encodeURIComponent(thread.room)}`);
      await followed.reread();
    },
    /** Open one's entry to the groups that one is in now, the readers chosen being the same. */
    async openAgain(prompt) {
      const audience = facts.audiences[prompt];
      await askServer(base, "PATCH", `entries/${prompt}`, { audience, known: audience }).finally(followed.reread);
    },
  };
}

/** The shared space of this page, whichever widget asks first. */
function pageSharedSpace(base) {
  window.parcoursUPartage ??= createSharedSpace(base, pageChannel(base));
  return window.parcoursUPartage;
}
