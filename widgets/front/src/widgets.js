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
// These work without being drawn.
const UNSEEN = new Set(["LinkModel", "DirectionalLinkModel", "ControllerModel"]);
// What makes two widgets the same: their classes and, since the server may have been renewed, the script that draws them.
const SAME = ["_model_module", "_model_name", "_anywidget_id", "_esm"];

export class Widgets {
  /** @param {import("./kernel.js").Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.models = new Map();
    this.asked = null;
    this.stock = null; // ipywidgets' own front end, once it is there
    kernel.opened = (message) => this.#open(message);
  }

  /**
   * Take states that came in the page.
   *
   * Each is `{state, buffers, files}`: binary values in base64 with their paths, and the addresses of the values that the
   * server hands out as files.
   */
  take(states) {
    for (const [id, told] of Object.entries(states)) this.#put(id, read(told));
  }

  /**
   * See which widget of another kernel has the place of each of the page's.
   *
   * @param {[string, string][]} pairs the ids of the widgets that the page shows, each with the one shown there
   * @param {Map<string, object>} fresh the states of the other kernel's widgets
   * @returns {Map<string, string>} by id, the one that takes its place; a widget that is not what is shown there has none
   */
  heirs(pairs, fresh) {
    const heirs = new Map();
    for (const [former, heir] of pairs) this.#match(former, heir, fresh, heirs);
    return heirs;
  }

  /** Go on with another kernel's widgets: each model that has an heir joins it, what was set here included. */
  succeed(heirs, fresh) {
    const known = [...this.models];
    this.models.clear();
    for (const [former, model] of known) {
      if (heirs.has(former)) this.models.set(heirs.get(former), model);
    }
    for (const [id, state] of fresh) {
      if (this.models.has(id)) this.models.get(id).join(id, state);
      else this.#put(id, state);
    }
    this.stock?.succeed(heirs);
  }

  /** Note which model takes which one's place, those that they refer to included. */
  #match(former, heir, fresh, heirs) {
    const model = this.models.get(former);
    const state = fresh.get(heir);
    if (!model || !state || heirs.has(former) || !SAME.every((name) => model.get(name) === state[name])) return;
    heirs.set(former, heir);
    const walk = (one, other) => {
      if (typeof one === "string" && typeof other === "string") {
        this.#match(one.replace(REFERENCE, ""), other.replace(REFERENCE, ""), fresh, heirs); // in an Output, an id stands alone
      } else if (one && other && typeof one === "object" && !ArrayBuffer.isView(one)) {
        for (const [key, item] of Object.entries(one)) walk(item, other[key]);
      }
    };
    for (const [name, value] of Object.entries(state)) walk(model.get(name), value);
  }

  /** The model of a widget; one that the page does not know is asked of the kernel. */
  async get_model(id) {
    if (!this.models.has(id)) await this.asked; // its answer may be older than this widget
    if (!this.models.has(id)) await this.#ask();
    const model = this.models.get(id);
    if (!model) throw new Error("no such widget");
    return model;
  }

  /** Draw a widget in an element of the page; returns how to take it away. */
  async draw(id, el) {
    const model = await this.get_model(id);
    if (model.get("_model_module") !== "anywidget") {
      return (await this.#stock()).display(id, el);
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
    else if (UNSEEN.has(model.get("_model_name"))) this.#stock().then((stock) => stock.get_model(id)).catch(console.error);
  }

  async #stock() {
    return (await import("./ipywidgets.js")).stockOf(this);
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
    // The others are followed as they change; and the script of one is here under its address.
    for (const [key, { state }] of Object.entries(states)) if (!this.models.has(key)) this.#put(key, state);
    this.kernel.send("comm_close", { comm_id: id, data: {} });
  }
}

/** A state as it is used, of one as it came in a page. */
export function read({ state, buffers = [], files = {} }) {
  const paths = buffers.map((buffer) => buffer.path);
  putBuffers(state, paths, buffers.map((buffer) => fromBase64(buffer.data)));
  for (const [name, address] of Object.entries(files)) state[name] = new URL(address, window.location.href).href;
  return state;
}
