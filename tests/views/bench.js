// Stands for the widget manager of a page: a model per widget, joined to the real Python widget by `kernelReceives`.

class Model {
  constructor(id, state) {
    this.id = id;
    this.attributes = state;
    this.listeners = {};
  }
  get(name) {
    return this.attributes[name];
  }
  on(name, callback) {
    (this.listeners[name] ??= []).push(callback);
  }
  off(name, callback) {
    this.listeners[name] = (this.listeners[name] ?? []).filter((other) => other !== callback);
  }
  trigger(name, ...details) {
    for (const callback of this.listeners[name] ?? []) callback(...details);
  }
  send(content) {
    bench.sent.push({ widget: this.id, at: performance.now(), ...structuredClone(content) });
    if (bench.broken) throw new Error("the channel is closed");
    if (bench.deaf) return;
    kernelReceives(this.id, content).then((messages) => {
      const told = messages.map((message) => [bench.models[message.widget], message]);
      if (bench.held) bench.held.push(...told);
      else told.forEach(([model, message]) => model.receive(message));
    });
  }
  receive(message) {
    this.trigger("msg:custom", message.content);
  }
}

const bench = {
  sent: [],
  deaf: false, // messages leave, nobody answers
  broken: false, // sending fails at once
  held: null, // an array holds the answers back
  models: {},
  release() {
    const held = this.held;
    this.held = null;
    for (const [model, message] of held) model.receive(message);
  },
  drafts: () => bench.sent.filter((message) => message.type === "draft"),
  async draw(model, place) {
    // One module for each model, called once: what its views share lives in it.
    const url = URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" }));
    model.widget ??= await import(url).then(({ default: made }) => (typeof made === "function" ? made() : made));
    const el = document.createElement("div");
    const cleanup = await model.widget.render({ model, el });
    place.append(el); // as Jupyter does: drawn first, placed afterwards
    return { el, cleanup };
  },
};
Object.assign(bench, window.benchStarts); // what a test wants from the first message on
window.bench = bench;

for (const { id, state } of await (await fetch("state.json")).json()) {
  const style = document.createElement("style");
  style.textContent = state._css;
  document.head.append(style);
  const model = new Model(id, state);
  bench.models[id] = model;
  model.drawn = await bench.draw(model, document.querySelector("#place"));
}
document.body.dataset.ready = "true";
