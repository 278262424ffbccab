// Stands for the server and its line: answers come when a test gives them, and what the channel tells is told by hand.

const bench = {
  asked: [], // what was asked and not answered yet, the oldest first
  said: [], // what the page said on the line
  line: null,
  open() {
    bench.line.readyState = 1;
    bench.line.onopen();
  },
  async tell(message) {
    bench.line.onmessage({ data: JSON.stringify(message) });
    await turn();
  },
  async answer(found) {
    bench.asked.shift().resolve(found);
    await turn();
  },
  async fail(sentence = SERVER_LOST) {
    bench.asked.shift().reject(new Error(sentence));
    await turn();
  },
  async front() {
    document.dispatchEvent(new Event("visibilitychange"));
    await turn();
  },
};

/** Wait until the page has done all that follows from what just happened. */
function turn() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
}

const SERVER_LOST = "Rien ne répond.";

function madeFor() {
  return "";
}

function askServer(base, method, path, body) {
  return new Promise((resolve, reject) => bench.asked.push({ method, path, body, resolve, reject }));
}

window.WebSocket = class {
  static OPEN = 1;
  readyState = 0;
  constructor() {
    bench.line = this;
  }
  send(text) {
    bench.said.push(JSON.parse(text));
  }
  close() {}
};

const ROOM = "circle:1";
const entry = (owner) => ({ room: ROOM, owner, name: owner, prompt: "q", texts: [["", owner]], saved_at: "2027-01-01T08:00:00Z", replies: [], newcomers: [] });
const shared = (number, ...owners) => ({
  me: "me",
  rooms: [{ room: ROOM, kind: "circle", number, about: 7, people: [] }],
  entries: owners.map(entry),
  own: {},
  audiences: {},
  prompts: [{ id: "q" }],
});
const news = (number, one) => ({ type: "news", room: ROOM, number, news: [{ number, prompt: "q", ...one }] });
const opens = (number, owner) => news(number, { kind: "entry", owner, entry: entry(owner) });
const closes = (number, owner) => news(number, { kind: "gone", owner });

/** What is shared, read once with what these people opened; `tellings` is whom each telling showed, `fresh` who was told as new. */
async function reading(...owners) {
  const space = createSharedSpace("/", createChannel("/"));
  const [tellings, fresh] = [[], []];
  const seen = () => space.threads().map((thread) => thread.owner);
  space.watch(({ news: told = [] }) => {
    tellings.push(seen());
    fresh.push(...told.filter((one) => one.fresh).map((one) => one.owner));
  });
  await turn();
  await bench.answer(shared(1, ...owners));
  bench.open();
  return { space, seen, tellings, fresh };
}
