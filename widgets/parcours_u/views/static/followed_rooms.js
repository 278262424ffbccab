// Rooms that a page follows: what an address answers of them, kept up to date by the channel. After ask_server.js and channel.js.
//
// What is read and what is heard come by two ways, in any order. Whatever a page shows of a room, be it what is shared, a ritual that is
// lived together or a canvas drawn by many, goes through here, so that an answer never undoes what was heard since it left the
// server: this is laid over it before anything is shown. An answer that was on its way when all was to be read again is dropped.
// Whoever asks to read gets a reading that leaves after they asked.

const READ_AGAIN = 4000;

/**
 * @param address  where to read; the answer has the `rooms` that are then heard, each as `channel.join` takes it
 * @param take     puts an answer in the place of all that was known; it shows nothing
 * @param lay      lays one piece of news of a room over that, shows nothing, and returns what there is to tell of it
 * @param show     shows what is known by now; gets what `lay` returned, nothing after a reading
 * @param failed   gets the sentence of a reading that failed; it is tried again by itself
 */
function followRooms(base, channel, { address, take, lay, show, failed = () => {} }) {
  const lines = new Map(); // by room
  let last = Promise.resolve(); // the readings, one after the other
  let asked = false; // one of them has yet to leave: whoever asks shares it
  let away = null; // the one that has left: what was heard since, and whether it is worth nothing by now
  let timer = 0;
  let stopped = false;

  function read() {
    clearTimeout(timer);
    if (!asked) last = last.then(readOnce);
    asked = true;
    return last;
  }

  /** Read all of it again: an answer that is on its way tells how things were. */
  function reread() {
    if (away) away.stale = true;
    return read();
  }

  async function readOnce() {
    asked = false;
    if (stopped) return;
    const mine = { heard: [], stale: false };
    away = mine;
    try {
      const found = await askServer(base, "GET", address());
      if (!mine.stale && !stopped) settle(found, mine.heard);
    } catch (error) {
      if (stopped) return;
      failed(error.message);
      if (!asked) timer = setTimeout(read, READ_AGAIN);
    } finally {
      away = null;
    }
  }

  function settle(found, heard) {
    const rooms = new Map(found.rooms.map((one) => [one.room, one]));
    for (const [room, line] of lines) {
      if (rooms.has(room)) continue;
      line.leave();
      lines.delete(room);
    }
    for (const [room, one] of rooms) {
      if (lines.has(room)) lines.get(room).known(one);
      else lines.set(room, channel.join(one, { onNews: (news) => hear(room, news), onReread: reread }));
    }
    take(found);
    for (const [room, one] of heard) if (one.number > rooms.get(room)?.number) lay(one, room);
    show();
  }

  function hear(room, news) {
    for (const one of news) away?.heard.push([room, one]);
    show(news.map((one) => lay(one, room)));
  }

  return {
    read,
    reread,
    /** Something was changed from here: an answer that is on its way may not tell of it. */
    changed() {
      if (away) reread();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const line of lines.values()) line.leave();
    },
  };
}
