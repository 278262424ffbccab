// anywidget's own contract: a module that gives `render` and `initialize`, a style sheet, both as text or as an address.

const ADDRESS = /^https?:\/\//;
const modules = new WeakMap(); // by model: its widget, made and initialized once
const sheets = new Map(); // by text or address

/** Load a style sheet once a page, whoever asks. Text that changes replaces what it was. */
export function loadStyle(text, owner) {
  if (!text) return Promise.resolve();
  if (!ADDRESS.test(text)) {
    const known = sheets.get(owner) ?? document.head.appendChild(document.createElement("style"));
    sheets.set(owner, known);
    known.textContent = text;
    return Promise.resolve();
  }
  if (!sheets.has(text)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = text;
    const loaded = new Promise((done) => {
      link.onload = link.onerror = done; // a widget without its style can still be used
    });
    sheets.set(text, loaded);
    document.head.append(link);
  }
  return sheets.get(text);
}

async function load(text) {
  if (ADDRESS.test(text)) return import(text);
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function proxy(model) {
  const bound = ["get", "set", "save_changes", "send", "on", "off"].map((name) => [name, model[name].bind(model)]);
  return { ...Object.fromEntries(bound), widget_manager: model.widget_manager };
}

/** Ask the kernel's `@anywidget.experimental.command` functions: one answer, or an error once time is out. */
function invoker(model) {
  return (name, message, { buffers = [], signal = AbortSignal.timeout(3000) } = {}) => {
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    return new Promise((resolve, reject) => {
      const stop = () => {
        model.off("msg:custom", heard);
        signal.removeEventListener("abort", late);
      };
      function heard(content, answered) {
        if (content?.id !== id || content.kind !== "anywidget-command-response") return;
        stop();
        resolve([content.response, answered]);
      }
      function late() {
        stop();
        reject(signal.reason);
      }
      if (signal.aborted) return late();
      signal.addEventListener("abort", late);
      model.on("msg:custom", heard);
      model.send({ id, kind: "anywidget-command", name, msg: message }, undefined, buffers);
    });
  };
}

async function start(model) {
  const found = await load(model.get("_esm"));
  const made = found.default ?? { render: found.render }; // a module of the first days of anywidget exported render alone
  const widget = typeof made === "function" ? await made() : made;
  const ended = new AbortController();
  const end = await widget.initialize?.({
    model: proxy(model),
    signal: ended.signal,
    experimental: { invoke: invoker(model) },
  });
  model.on("destroy", () => {
    ended.abort();
    if (typeof end === "function") end();
  });
  return widget;
}

/** The module of a model starts to load; asked again, it is the same. */
export function widgetOf(model) {
  if (!modules.has(model)) modules.set(model, start(model));
  return modules.get(model);
}

/** Draw a model in an element; returns how to take it away. */
export async function draw(model, el) {
  const [widget] = await Promise.all([widgetOf(model), loadStyle(model.get("_css"), model.get("_anywidget_id"))]);
  const gone = new AbortController();
  const end = await widget.render?.({
    model: proxy(model),
    el,
    signal: gone.signal,
    experimental: { invoke: invoker(model) },
  });
  return () => {
    gone.abort();
    if (typeof end === "function") end();
  };
}
