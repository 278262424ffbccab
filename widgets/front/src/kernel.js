// The page's one line to its kernel: messages out and in, over a socket that opens again by itself when it was cut.
//
// Its states: "waiting" (no kernel yet, or its socket opens for the first time: what is sent is kept and leaves then), "open",
// "cut" (being opened again; sending throws, so that nobody believes that their words have left), "ended" (the kernel is no
// more). `attach` may be called again with another kernel: it starts over from "waiting".

import { PROTOCOL, pack, unpack } from "./wire.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const GONE = new Set([403, 404]);

const word = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export class Kernel {
  /** @param {string} base the server's base address, ending with a slash */
  constructor(base) {
    this.base = base;
    this.id = "";
    this.state = "waiting";
    this.session = word(); // the server keeps what a cut socket missed for whoever comes back under the same name
    this.waiting = [];
    this.comms = new Map();
    this.replies = new Map(); // by id of the message sent: what to call while the kernel works on it
    this.hooks = new Map(); // by id of the message that caused it: who takes an output
    this.watchers = new Set();
    this.opened = null; // called with the message of a comm that the kernel opens
    this.pause = FIRST_PAUSE;
  }

  /** Be told of each change of state. */
  watch(watcher) {
    this.watchers.add(watcher);
  }

  /** Say which kernel this page talks to, at which address of the server when it is not the usual one, and open the line. */
  attach(id, path = `api/kernels/${id}/channels`) {
    this.id = id;
    this.path = path;
    this.session = word();
    this.become("waiting");
    this.#connect();
  }

  /** Send on the shell channel; `callbacks` follow what the kernel makes of it. Returns the message's id. */
  send(type, content, { metadata = {}, buffers = [], callbacks = null } = {}) {
    if (this.state === "cut" || this.state === "ended") throw new Error("the kernel's channel is closed");
    const header = {
      msg_id: word(),
      msg_type: type,
      session: this.session,
      username: "",
      date: new Date().toISOString(),
      version: "5.3",
    };
    if (callbacks) this.replies.set(header.msg_id, { callbacks });
    const frame = pack({ channel: "shell", header, parent_header: {}, metadata, content, buffers });
    if (this.state === "open") this.socket.send(frame);
    else this.waiting.push(frame);
    return header.msg_id;
  }

  /** Whether the kernel still lives, as the server says; a cut line answers true: nobody knows. */
  async lives() {
    try {
      const answer = await fetch(`${this.base}api/kernels/${this.id}`, { cache: "no-store" });
      if (GONE.has(answer.status)) this.#end();
    } catch {
      return true;
    }
    return this.state !== "ended";
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
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
      this.become("open");
      for (const frame of this.waiting.splice(0)) socket.send(frame);
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.#receive(unpack(event.data));
    };
    socket.onclose = () => {
      if (this.socket === socket) this.#closed();
    };
  }

  async #closed() {
    if (this.state === "ended") return;
    const { id } = this;
    if (this.state === "open") this.become("cut");
    if (!(await this.lives()) || id !== this.id) return;
    window.setTimeout(() => {
      if (id === this.id && this.state !== "ended") this.#connect();
    }, this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  #end() {
    this.become("ended");
    this.socket?.close();
  }

  #receive(message) {
    const { header, parent_header: parent, content } = message;
    const type = header.msg_type;
    if (type === "status" && content.execution_state === "dead") this.#end();
    this.#answer(message, this.replies.get(parent.msg_id));
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
