// The page's one line to its kernel: messages out and in, over a socket that opens again by itself when it was cut.
//
// Its states: "waiting" (no kernel yet, or its socket opens for the first time: what is sent is kept and leaves then), "open",
// "cut" (being opened again), "orphan" (the kernel is no more, another one is asked for), "ended" (the kernel is no more and
// no other will come). While it is cut, orphan or ended, sending throws, so that nobody believes that their words have left.
// `attach` may be called again with another kernel: it starts over from "waiting".

import { requestHeaders } from "./asking.js";
import { PROTOCOL, pack, unpack } from "./wire.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
const PATIENCE = 5_000; // a server that says nothing for so long is as good as away
const SILENCE = 4_000; // something was sent and nothing comes: find out why; twice as long later when all is well, and so on
const GONE = new Set([403, 404]);

const ENDS = new Set(["dead", "restarting"]);
const CLOSED = new Set(["cut", "orphan", "ended"]);

// So begins the id of a message that nobody follows: the server does not tell when the kernel is at work on it, and when it is done.
const UNFOLLOWED = "-";

const word = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export class Kernel {
  /** @param {string} base the server's base address, ending with a slash */
  constructor(base) {
    this.base = base;
    this.id = "";
    this.state = "waiting";
    this.session = word(); // the server keeps what a cut socket missed for whoever comes back under the same name
    this.socket = null;
    this.waiting = [];
    this.comms = new Map();
    this.replies = new Map(); // by id of the message sent: what to call while the kernel works on it
    this.hooks = new Map(); // by id of the message that caused it: who takes an output
    this.watchers = new Set();
    this.opened = null; // called with the message of a comm that the kernel opens
    this.pause = FIRST_PAUSE;
    this.timer = 0;
    this.silence = 0;
    this.lack = "cut"; // why there is no line: "cut", "queued" (another kernel waits for a place), "closed" (nobody is let in)
    this.heir = null; // called when the kernel is no more; without one, it ends there
  }

  /** Be told of each change of state. */
  watch(watcher) {
    this.watchers.add(watcher);
  }

  /** Say which kernel this page talks to, at which address of the server when it is not the usual one, and open the line. */
  attach(id, path = `api/kernels/${id}/channels`) {
    this.#forget();
    this.id = id;
    this.path = path;
    this.session = word();
    this.pause = FIRST_PAUSE;
    this.waiting = [];
    this.replies.clear();
    this.#await();
    this.hooks.clear();
    this.become("waiting");
    this.#connect();
  }

  /** Send on the shell channel; `callbacks` follow what the kernel makes of it. Returns the message's id. */
  send(type, content, { metadata = {}, buffers = [], callbacks = null } = {}) {
    if (CLOSED.has(this.state)) throw new Error("the kernel's channel is closed");
    const header = {
      msg_id: callbacks ? word() : `${UNFOLLOWED}${word()}`,
      msg_type: type,
      session: this.session,
      username: "",
      date: new Date().toISOString(),
      version: "5.3",
    };
    if (callbacks) this.replies.set(header.msg_id, { callbacks });
    if (!this.silence) this.#await();
    const frame = pack({ channel: "shell", header, parent_header: {}, metadata, content, buffers });
    if (this.state === "open") this.socket.send(frame);
    else this.waiting.push(frame);
    return header.msg_id;
  }

  /** Ask the server whether the kernel lives. */
  check() {
    const options = { cache: "no-store", headers: requestHeaders(), signal: AbortSignal.timeout(PATIENCE) };
    return fetch(`${this.base}api/kernels/${this.id}`, options);
  }

  /** Whether the kernel still lives, as the server says; a cut line answers true: nobody knows. */
  async lives() {
    const { id } = this;
    try {
      const answer = await this.check();
      if (GONE.has(answer.status) && id === this.id) this.#end();
    } catch {
      return true;
    }
    return !CLOSED.has(this.state) || this.state === "cut";
  }

  /** Something was sent and nothing came back: find out whether the line or the kernel is to blame. */
  async doubt() {
    if (this.state === "cut") this.hurry();
    if (CLOSED.has(this.state) || !this.id) return;
    const { id, socket } = this;
    try {
      const answer = await this.check();
      if (GONE.has(answer.status) && id === this.id) this.#end();
    } catch {
      if (socket !== this.socket) return;
      this.#forget(); // its own end may take minutes to be known
      this.#closed();
    }
  }

  /** The line may be back: try now rather than later. */
  hurry() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.#again(this.id);
  }

  /** No other kernel will come. */
  renounce() {
    this.become("ended");
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
  }

  /** As long as an answer is awaited, and nothing at all comes, doubt. */
  #await(pause = SILENCE) {
    clearTimeout(this.silence);
    this.silence = 0;
    if (this.replies.size === 0) return;
    this.silence = setTimeout(() => {
      if (this.state === "open") this.doubt();
      this.#await(2 * pause);
    }, pause);
  }

  #connect() {
    const at = new URL(this.base + this.path);
    at.protocol = at.protocol.replace("http", "ws");
    at.searchParams.set("session_id", this.session);
    const socket = new WebSocket(at, [PROTOCOL]);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.pause = FIRST_PAUSE;
      for (const frame of this.waiting.splice(0)) socket.send(frame); // before anything that the news below makes leave
      this.become("open");
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.#receive(unpack(event.data));
    };
    socket.onclose = () => {
      if (this.socket === socket) this.#closed();
    };
  }

  async #closed() {
    if (this.state === "ended" || this.state === "orphan") return;
    const { id } = this;
    if (this.state === "open") this.become("cut");
    if (!(await this.lives()) || id !== this.id) return;
    this.timer = setTimeout(() => this.#again(id), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  #again(id) {
    this.timer = 0;
    if (id === this.id && this.state !== "ended" && this.state !== "orphan") this.#connect();
  }

  #end() {
    if (this.state === "ended" || this.state === "orphan") return;
    this.#forget();
    this.become(this.heir ? "orphan" : "ended");
    this.heir?.();
  }

  #forget() {
    const { socket } = this;
    this.socket = null;
    clearTimeout(this.timer);
    this.timer = 0;
    socket?.close();
  }

  #receive(message) {
    const { header, parent_header: parent, content } = message;
    const type = header.msg_type;
    // Restarted, it has kept its name and lost its page's widgets.
    if (type === "status" && ENDS.has(content.execution_state)) this.#end();
    this.#answer(message, this.replies.get(parent.msg_id));
    this.#await();
    const hook = this.hooks.get(parent.msg_id);
    if (hook?.(message)) return;
    if (type === "comm_open") {
      this.opened?.(message);
    } else if (type === "comm_msg" || type === "comm_close") {
      for (const listener of this.comms.get(content.comm_id) ?? []) listener(message);
    }
  }

  #answer(message, reply) {
    if (!reply) return;
    const { callbacks } = reply;
    const type = message.header.msg_type;
    if (message.channel === "shell") callbacks.shell?.reply?.(message);
    else if (type === "status") callbacks.iopub?.status?.(message);
    else if (type === "clear_output") callbacks.iopub?.clear_output?.(message);
    else callbacks.iopub?.output?.(message);
    // A comm message has no reply of its own: the kernel is idle again, and that is all.
    if (type === "status" && message.content.execution_state === "idle") this.replies.delete(message.parent_header.msg_id);
  }

  /** Listen to one comm; returns how to stop. Several may listen to the same one. */
  listen(comm, listener) {
    const listeners = this.comms.get(comm) ?? new Set();
    this.comms.set(comm, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}
