// ipywidgets' own front end, for the pages that show one of its controls: fetched by them alone.
//
// It works on the page's kernel line and starts from the states that the page already has. A model that is shown here has a
// second life beside the page's own one, as it would have in a second browser: the kernel keeps both up to date.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import styles from "ipywidgets.css";

import { Comm, goOn, resend } from "./comm.js";
import { outputs } from "./outputs.js";

class AnyModel extends base.DOMWidgetModel {
  /** As anywidget does: the stock model would write binary values out as objects. */
  serialize(state) {
    const { layout, style, ...own } = state;
    const stock = Object.entries({ layout, style }).filter(([, value]) => value !== undefined);
    return { ...super.serialize(Object.fromEntries(stock)), ...structuredClone(own) };
  }
}

class AnyView extends base.DOMWidgetView {
  async render() {
    this.end = await this.model.widget_manager.widgets.drawModel(this.model, this.el);
  }

  remove() {
    this.end?.();
    return super.remove();
  }
}

class Manager extends ManagerBase {
  constructor(widgets) {
    super();
    this.widgets = widgets;
    this.adopted = new Map();
    this.modules = {
      "@jupyter-widgets/base": base,
      "@jupyter-widgets/controls": controls,
      "@jupyter-widgets/output": outputs((model, el) => this.display(model, el)),
      anywidget: { AnyModel, AnyView },
    };
    document.addEventListener("parcours-u:ligne", ({ detail }) => {
      if (detail.state === "open") this.#each((model) => resend(model));
    });
  }

  get_model(id) {
    if (!this.adopted.has(id)) this.adopted.set(id, this.#adopt(id));
    return this.adopted.get(id);
  }

  async loadClass(name, module) {
    const found = this.modules[module]?.[name];
    if (!found) throw new Error(`${module} has no place in these pages: no ${name}`);
    return found;
  }

  async _create_comm(target, id, data, metadata, buffers) {
    const comm = new Comm(this.widgets.kernel, target, id);
    if (data || metadata) comm.open(data ?? {}, undefined, metadata, buffers);
    return comm;
  }

  async _get_comm_info() {
    return {};
  }

  /** Draw any ipywidgets widget in an element that is in the page. */
  async display(id, el) {
    const view = await this.create_view(await this.get_model(id));
    el.replaceChildren();
    Widget.attach(view.luminoWidget, el);
    return () => view.remove();
  }

  /** Go on with another kernel's widgets: models whose place nobody takes there end here. */
  succeed(heirs) {
    const known = [...this.adopted];
    this.adopted.clear();
    for (const [former, model] of known) {
      if (heirs.has(former)) this.adopted.set(heirs.get(former), model);
    }
    for (const [former, coming] of known) {
      const heir = heirs.get(former);
      const state = this.widgets.models.get(heir)?.attributes;
      coming.then((model) => (state ? goOn(model, heir, state) : end(model))).catch((error) => console.error(error));
    }
  }

  #each(act) {
    for (const coming of this.adopted.values()) coming.then(act).catch((error) => console.error(error));
  }

  async #adopt(id) {
    const { attributes } = await this.widgets.get_model(id);
    const options = {
      model_id: id,
      model_name: attributes._model_name,
      model_module: attributes._model_module,
      model_module_version: attributes._model_module_version,
      comm: new Comm(this.widgets.kernel, "jupyter.widget", id),
    };
    const model = await this.new_model(options, { ...attributes });
    model.once("comm:close", () => this.adopted.delete(model.model_id));
    return model;
  }
}

function end(model) {
  model.comm?.stop();
  return model.close(true);
}

/** What makes ipywidgets' own models and views of a page's widgets. */
export function stockOf(widgets) {
  if (!widgets.stock) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: styles }));
    widgets.stock = new Manager(widgets);
  }
  return widgets.stock;
}
