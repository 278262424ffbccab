// Binary values of a widget's state: they travel beside its JSON, each with the path of the place where it belongs.

import { bytesOf } from "./wire.js";

/** Put the buffers where their paths say, in place. */
export function putBuffers(state, paths = [], buffers = []) {
  paths.forEach((path, rank) => {
    let place = state;
    for (const step of path.slice(0, -1)) place = place[step];
    place[path.at(-1)] = buffers[rank];
  });
}

/** Take the binary values out: the state without them, their paths, and the buffers. What was given does not change. */
export function takeBuffers(state) {
  const paths = [];
  const buffers = [];
  function walk(value, path) {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      paths.push(path);
      buffers.push(value);
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, rank) => walk(item, [...path, rank]) ?? null);
    if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
      const kept = Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]);
      return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
    }
    return value;
  }
  return { state: walk(state, []), paths, buffers };
}

/** A buffer written in base64, as states are when they come in the page itself. */
export function fromBase64(text) {
  return new DataView(bytesOf(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))).buffer);
}
