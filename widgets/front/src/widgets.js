// The widgets of a page: their states as they come, their models, their drawing.
//
// anywidget's are drawn here. Any other one needs ipywidgets' own front end: it is fetched then, and not before.

import { draw, widgetOf } from "./anywidget.js";
import { fromBase64, putBuffers } from "./buffers.js";
import { follow } from "./layout.js";
import { Model } from "./model.js";

const CONTROL = "jupyter.widget.control";
const REFERENCE = "IPY_MODEL_";
const PATIENCE = 20_000;

export class Widgets {
  /** @param {import("./kernel.js").Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.models = new Map();
    this.asked = null;
    kernel.opened = (message) => this.#open(message);
  }

  /**
   * Take states that came in the page.
   *
   * Each is `{state, buffers, files}`: binary values in base64 with their paths, and the addresses of the values that the
   * server hands out as files.
   */
  take(states) {
    for (const [id, { state, buffers = [], files = {} }] of Object.entries(states)) {
      const paths = buffers.map((buffer) => buffer.path);
      putBuffers(state, paths, buffers.map((buffer) => fromBase64(buffer.data)));
      for (const [name, address] of Object.entries(files)) state[name] = new URL(address, window.location.href).href;
      this.#put(id, state);
    }
  }

  /** The model of a widget; one that the page does not know is asked of the kernel. */
  async get_model(id) {
    if (!this.models.has(id)) await this.#ask();
    const model = this.models.get(id);
    if (!model) throw new Error("no such widget");
    return model;
  }

  /** Draw a widget in an element of the page; returns how to take it away. */
  async draw(id, el) {
    const model = await this.get_model(id);
    if (model.get("_model_module") !== "anywidget") {
      const { display } = await import("./ipywidgets.js");
      return display(this, id, el);
    }
    const own = document.createElement("div");
    own.classList.add("jupyter-widgets", ...(model.get("_dom_classes") ?? []));
    const ends = [await draw(model, own)];
    const layout = model.get("layout");
    if (layout?.startsWith(REFERENCE)) ends.push(follow(own, await this.get_model(layout.slice(REFERENCE.length))));
    el.replaceChildren(own);
    return () => ends.forEach((end) => end());
  }

  /** What an anywidget draws in an element, whoever holds its model. */
  drawModel(model, el) {
    return draw(model, el);
  }

  #put(id, state) {
    if (this.models.has(id)) {
      this.models.get(id).update(state);
      return;
    }
    const model = new Model(this.kernel, this, id, state);
    this.models.set(id, model);
    model.on("destroy", () => this.models.delete(id));
    // Its module is fetched at once: it arrives while the cells that follow are still being made.
    if (model.get("_model_module") === "anywidget") widgetOf(model).catch(() => {}); // told where it is drawn
  }

  #open(message) {
    const { target_name: target, comm_id: id, data } = message.content;
    if (target !== "jupyter.widget") return;
    putBuffers(data.state, data.buffer_paths, message.buffers);
    this.#put(id, data.state);
  }

  /** Ask the kernel for the state of all its widgets. */
  #ask() {
    this.asked ??= this.#states().finally(() => (this.asked = null));
    return this.asked;
  }

  async #states() {
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    const metadata = { version: "1.0.0" };
    const answered = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the kernel does not tell its widgets")), PATIENCE);
      this.kernel.listen(id, (message) => {
        if (message.content.data?.method !== "update_states") return;
        clearTimeout(late);
        resolve(message);
      });
    });
    this.kernel.send("comm_open", { comm_id: id, target_name: CONTROL, data: {} }, { metadata });
    this.kernel.send("comm_msg", { comm_id: id, data: { method: "request_states" } });
    const { content, buffers } = await answered;
    const { states, buffer_paths: paths } = content.data;
    putBuffers(states, paths, buffers);
    for (const [key, { state }] of Object.entries(states)) this.#put(key, state);
    this.kernel.send("comm_close", { comm_id: id, data: {} });
  }
}
