// How a model of ipywidgets' own front end talks to its widget in the kernel, and goes on with another kernel's.

const FROM_KERNEL = new Set(["outputs", "msg_id"]); // what a program wrote, and for which message: another kernel writes its own

/** What the library knows as a comm. It remembers what was set here: a kernel that takes over does not know it. */
export class Comm {
  constructor(kernel, target, id) {
    this.kernel = kernel;
    this.target_name = target;
    this.changed = new Set(); // the names of the values that were set in the page
    this.lost = new Set(); // those of them that could not leave
    this.join(id);
  }

  /** Listen to one widget of the kernel, and to no other. */
  join(id) {
    this.stop?.();
    this.comm_id = id;
    this.stop = this.kernel.listen(id, (message) => {
      if (message.header.msg_type === "comm_close") this.closed?.(message);
      else return this.heard?.(message);
    });
  }

  open(data, callbacks, metadata, buffers) {
    return this.#send("comm_open", { target_name: this.target_name, data }, callbacks, metadata, buffers);
  }

  send(data, callbacks, metadata, buffers) {
    const names = data.method === "update" ? [...Object.keys(data.state), ...(data.buffer_paths ?? []).map(([name]) => name)] : [];
    for (const name of names) this.changed.add(name);
    try {
      const id = this.#send("comm_msg", { data }, callbacks, metadata, buffers);
      for (const name of names) this.lost.delete(name);
      return id;
    } catch (error) {
      for (const name of names) this.lost.add(name);
      throw error;
    }
  }

  close(data, callbacks, metadata, buffers) {
    this.stop();
    return this.#send("comm_close", { data }, callbacks, metadata, buffers);
  }

  on_msg(callback) {
    this.heard = callback;
  }

  on_close(callback) {
    this.closed = callback;
  }

  #send(type, content, callbacks, metadata, buffers) {
    // Always followed: a kernel that is no more is found out by its silence.
    return this.kernel.send(type, { comm_id: this.comm_id, ...content }, { callbacks: callbacks ?? {}, metadata, buffers });
  }
}

/** Send again what could not leave while the line was cut. */
export function resend(model) {
  const names = [...model.comm.lost];
  for (const name of names) model._expectedEchoMsgIds.delete(name);
  save(model, names);
}

/**
 * Go on with another kernel's widget, the model's views staying as they are: what was set here is set again there, all the rest
 * comes from there.
 */
export async function goOn(model, id, state) {
  const { comm } = model;
  const waiting = [...model._expectedEchoMsgIds.keys(), ...Object.keys(model._msg_buffer ?? {})];
  // What the course's own widgets had saved is in the new state, or something newer is.
  const ours = model.get("_anywidget_id")?.startsWith("parcours_u.");
  const names = new Set([...waiting, ...(ours ? comm.lost : comm.changed)].filter((name) => !FROM_KERNEL.has(name)));
  comm.join(id);
  comm.lost.clear();
  model.model_id = id;
  model._pending_msgs = 0;
  model._msg_buffer = model._msg_buffer_callbacks = null;
  model._expectedEchoMsgIds.clear();
  const rest = Object.fromEntries(Object.entries(state).filter(([name]) => !names.has(name)));
  model.state_change = model.state_change
    .then(() => model.constructor._deserialize_state(rest, model.widget_manager))
    .then((values) => model.set_state(values))
    .catch((error) => console.error(error)); // the next values would never be heard
  await model.state_change;
  save(model, [...names]);
}

function save(model, names) {
  const attrs = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  if (names.length > 0) model.sync("patch", model, { attrs });
}
