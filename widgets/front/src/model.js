// A widget's state in the page, joined to the kernel's: what @jupyter-widgets/base does with Backbone, jQuery and Lumino, as
// far as anywidget's own front-end interface asks for it (get, set, save_changes, send, on, off).

import { putBuffers, takeBuffers } from "./buffers.js";

/** Listeners by name, Backbone's way: several names in one string, a context to be called with and to be removed by. */
class Events {
  #listeners = [];

  on(names, callback, context) {
    for (const name of names.split(/\s+/)) this.#listeners.push({ name, callback, context });
    return this;
  }

  off(names = null, callback = null, context = null) {
    const gone = names?.split(/\s+/);
    this.#listeners = this.#listeners.filter(
      (one) =>
        (gone && !gone.includes(one.name)) || (callback && callback !== one.callback) || (context && context !== one.context),
    );
    return this;
  }

  trigger(name, ...details) {
    for (const one of this.#listeners.filter((listener) => listener.name === name)) {
      one.callback.apply(one.context ?? this, details);
    }
  }
}

export class Model extends Events {
  #changed = new Set(); // set here, not saved yet
  #unsent = null; // saved while the kernel works on what was saved before
  #working = 0;
  #saved = new Set(); // the names of all that was saved here
  #echoes = new Map(); // by attribute: the message whose echo is awaited, older ones being out of date

  /**
   * @param {import("./kernel.js").Kernel} kernel
   * @param {import("./widgets.js").Widgets} manager
   */
  constructor(kernel, manager, id, state) {
    super();
    this.kernel = kernel;
    this.widget_manager = manager;
    this.model_id = id;
    this.attributes = state;
    this.stop = kernel.listen(id, (message) => this.#receive(message));
  }

  get(name) {
    return this.attributes[name];
  }

  set(name, value) {
    const values = typeof name === "string" ? { [name]: value } : name;
    this.update(values);
    for (const key of Object.keys(values)) this.#changed.add(key);
  }

  /** Send what `set` changed. While the kernel is at work on the last change, later ones wait and leave as one. */
  save_changes() {
    if (this.#changed.size === 0) return;
    const state = Object.fromEntries([...this.#changed].map((name) => [name, this.attributes[name]]));
    this.#changed.clear();
    if (this.#working > 0) this.#unsent = { ...this.#unsent, ...state };
    else this.#save(state);
  }

  /** Send a message of the widget's own. */
  send(content, callbacks = this.#ours ? null : {}, buffers) {
    this.#send({ method: "custom", content }, { buffers, callbacks });
  }

  /** The course's own widgets see by themselves that nobody answers; and what they saved is kept elsewhere than in a kernel. */
  get #ours() {
    return this.attributes._anywidget_id?.startsWith("parcours_u.");
  }

  /** Take values from the kernel: nothing of them is sent back. */
  update(values) {
    const names = Object.keys(values).filter((name) => !same(this.attributes[name], values[name]));
    for (const name of names) this.attributes[name] = values[name];
    for (const name of names) this.trigger(`change:${name}`, this, values[name], {});
    if (names.length > 0) this.trigger("change", this, {});
  }

  /** Go on with another kernel's widget: what was set here is set again there; for the course's own, what the former one missed. */
  join(id, state) {
    this.stop();
    this.model_id = id;
    this.stop = this.kernel.listen(id, (message) => this.#receive(message));
    const mine = new Set([...this.#changed, ...Object.keys(this.#unsent ?? {}), ...this.#echoes.keys()]);
    if (!this.#ours) for (const name of this.#saved) mine.add(name);
    this.#unsent = null;
    this.#working = 0;
    this.#echoes.clear();
    this.update(Object.fromEntries(Object.entries(state).filter(([name]) => !mine.has(name))));
    this.#changed = mine;
    this.save_changes();
  }

  #save(state) {
    const { state: plain, paths, buffers } = takeBuffers(state);
    const data = { method: "update", state: plain, buffer_paths: paths };
    this.#working += 1;
    try {
      const id = this.#send(data, { buffers, callbacks: { iopub: { status: (message) => this.#worked(message) } } });
      for (const name of Object.keys(state)) this.#echoes.set(name, id);
      for (const name of Object.keys(state)) this.#saved.add(name);
    } catch (error) {
      this.#working -= 1;
      for (const name of Object.keys(state)) this.#changed.add(name);
      throw error;
    }
  }

  #worked(message) {
    if (message.content.execution_state !== "idle") return;
    this.#working -= 1;
    const unsent = this.#unsent;
    this.#unsent = null;
    if (unsent) this.#save(unsent);
  }

  #send(data, options) {
    return this.kernel.send("comm_msg", { comm_id: this.model_id, data }, options);
  }

  #receive(message) {
    if (message.header.msg_type === "comm_close") {
      this.stop();
      this.trigger("destroy", this);
      return;
    }
    const { method, state, content, buffer_paths: paths } = message.content.data;
    if (method === "custom") {
      this.trigger("msg:custom", content, message.buffers);
    } else if (method === "update" || method === "echo_update") {
      putBuffers(state, paths, message.buffers);
      if (method === "echo_update") this.#withoutOldEchoes(state, message.parent_header.msg_id);
      this.update(state);
    }
  }

  #withoutOldEchoes(state, id) {
    for (const name of Object.keys(state)) {
      if (!this.#echoes.has(name)) continue;
      const awaited = this.#echoes.get(name) === id;
      if (awaited) this.#echoes.delete(name);
      if (!awaited || (this.#unsent && name in this.#unsent)) delete state[name];
    }
  }
}

function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (one instanceof ArrayBuffer || ArrayBuffer.isView(one) || ArrayBuffer.isView(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}
