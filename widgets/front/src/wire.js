// Jupyter messages as they travel on the socket: protocol v1.kernel.websocket.jupyter.org, binary buffers included.
//
// A frame is: how many offsets follow, the offsets (64 bits, little endian each), then the parts they delimit: channel,
// header, parent header, metadata, content, and any number of buffers.

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PARTS = ["header", "parent_header", "metadata", "content"];

/** The bytes of an ArrayBuffer or of any view on one. */
export function bytesOf(buffer) {
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return new Uint8Array(buffer);
}

/** Turn a message into one frame. */
export function pack(message) {
  const parts = [
    encoder.encode(message.channel),
    ...PARTS.map((name) => encoder.encode(JSON.stringify(message[name] ?? {}))),
    ...(message.buffers ?? []).map(bytesOf),
  ];
  const start = 8 * (parts.length + 2);
  const frame = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, start));
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  let offset = start;
  parts.forEach((part, rank) => {
    view.setBigUint64(8 * (rank + 1), BigInt(offset), true);
    frame.set(part, offset);
    offset += part.byteLength;
  });
  view.setBigUint64(8 * (parts.length + 1), BigInt(offset), true);
  return frame.buffer;
}

/** Turn a frame into a message; its buffers are DataViews on copies of their own bytes. */
export function unpack(frame) {
  const view = new DataView(frame);
  const count = Number(view.getBigUint64(0, true));
  const offsets = Array.from({ length: count }, (_, rank) => Number(view.getBigUint64(8 * (rank + 1), true)));
  const part = (rank) => frame.slice(offsets[rank], offsets[rank + 1]);
  const message = { channel: decoder.decode(part(0)) };
  PARTS.forEach((name, rank) => {
    message[name] = JSON.parse(decoder.decode(part(rank + 1)));
  });
  message.buffers = [];
  for (let rank = PARTS.length + 1; rank < count - 1; rank += 1) message.buffers.push(new DataView(part(rank)));
  return message;
}
