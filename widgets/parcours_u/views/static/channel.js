// The page's one line to the server's push channel, with no kernel in between; see server/channel.py for what is said on it.
//
// Every widget of a page shares it. It opens when somebody first listens, opens again by itself, soon at first, then more and
// more rarely, and asks each time for what was missed. A page that nobody looks at does not insist. Rooms that are read as well as
// heard are followed by followed_rooms.js.

const CHANNEL_FIRST = 500;
const CHANNEL_LONGEST = 30000;
const CHANNEL_SILENCE = 50000; // a line where not even a beat is heard is as good as cut
const CHANNEL_LOOK = 10000;
const CHANNEL_DONE = 1000; // there is nothing to hear
const CHANNEL_OUT = new Set([1008, 4403]); // no longer let in as the page stands: to insist would change nothing

function createChannel(address) {
  const rooms = new Map(); // by room: those who listen, each with the number that it knows
  const watchers = new Set();
  let socket = null;
  let pause = CHANNEL_FIRST;
  let timer = 0;
  let state = "waiting"; // then "open", "cut", or, for good, "ended" or "out"
  let heardAt = 0;

  function become(next) {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher(state);
  }

  const over = () => state === "ended" || state === "out";

  function say(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  /** Ask for a room from the oldest number that somebody here knows: whoever knows more drops what they have. */
  function ask(room) {
    const since = Math.min(...Array.from(rooms.get(room), (one) => one.number));
    say({ type: "join", room, since });
  }

  function connect() {
    timer = 0;
    if (socket || over() || !rooms.size) return;
    const at = new URL(address, location.href);
    at.protocol = at.protocol.replace("http", "ws");
    at.searchParams.set("pour", madeFor());
    const mine = new WebSocket(at);
    socket = mine;
    mine.onopen = () => {
      pause = CHANNEL_FIRST;
      heardAt = Date.now();
      for (const room of rooms.keys()) ask(room);
      become("open");
    };
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return;
      heardAt = Date.now();
      hear(JSON.parse(data));
    };
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      socket = null;
      if (code === CHANNEL_DONE) become("ended");
      else if (CHANNEL_OUT.has(code)) become("out");
      else again();
    };
  }

  function again() {
    become("cut");
    if (timer || document.visibilityState === "hidden") return;
    timer = setTimeout(connect, pause * (0.75 + Math.random() / 2)); // sixty pages do not come back in the same second
    pause = Math.min(2 * pause, CHANNEL_LONGEST);
  }

  function hurry() {
    if (over()) return;
    if (socket && Date.now() - heardAt > CHANNEL_SILENCE) drop();
    if (socket) return;
    clearTimeout(timer);
    pause = CHANNEL_FIRST;
    connect();
  }

  function drop() {
    const cut = socket;
    socket = null;
    cut.close();
    become("cut");
  }

  function hear(message) {
    const listening = Array.from(rooms.get(message.room) ?? []);
    if (message.type === "news") {
      for (const one of listening) {
        const lacking = message.news.filter((news) => news.number > one.number);
        one.number = Math.max(one.number, message.number);
        if (lacking.length) one.onNews(lacking);
      }
    } else if (message.type === "joined") {
      // others have come into the room, or left it, since this was read: before the line was there, or while it was cut
      for (const one of listening) if (one.about !== undefined && one.about !== message.about) one.onReread();
    } else if (message.type === "reread" || message.type === "closed") {
      for (const one of listening) {
        one.number = message.number ?? one.number;
        one.closed = message.type === "closed";
        one.onReread();
      }
    } else if (message.type === "alone") {
      become("ended");
    }
  }

  function look() {
    if (!socket || Date.now() - heardAt <= CHANNEL_SILENCE) return;
    drop();
    again();
  }

  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hurry());
  addEventListener("online", hurry);
  addEventListener("pagehide", () => socket?.close());
  setInterval(look, CHANNEL_LOOK);

  return {
    state: () => state,
    /** Be told of each change of state. */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    /**
     * Hear a room from what was read of it on: its number and, where it has one, its `about`. `onReread` is called when all of it is
     * to be read again. Returns what tells what was read since, and how to stop.
     */
    join({ room, number, about }, { onNews, onReread }) {
      const one = { number, about, onNews, onReread };
      rooms.set(room, (rooms.get(room) ?? new Set()).add(one));
      if (socket?.readyState === WebSocket.OPEN) ask(room);
      else if (!socket && !timer) connect();
      return {
        known(read) {
          one.number = Math.max(one.number, read.number);
          one.about = read.about;
          if (one.closed) ask(room); // it has opened again since
          one.closed = false;
        },
        leave() {
          const listening = rooms.get(room);
          listening?.delete(one);
          if (listening?.size) return;
          rooms.delete(room);
          say({ type: "leave", room });
        },
      };
    },
  };
}

/** The channel of this page, whichever widget asks first. */
function pageChannel(base) {
  window.parcoursUCanal ??= createChannel(`${base}parcours-u/channel`);
  return window.parcoursUCanal;
}
