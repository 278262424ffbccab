// Building blocks of every reflective widget: elements, ids, headings, times.
// What people wrote reaches the page as text, value or attribute only: nothing here can pass HTML.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const NO_BREAK = "\u00a0";

/** A short random word: the pages run one copy of this file per widget, a plain counter would repeat itself. */
function token() {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36)).join("");
}

/** The mark of the person whom the server made this page for: somebody else may have come in on this browser since. */
function madeFor() {
  return document.getElementById("pu-noyau")?.dataset.pour ?? "";
}

function uid(stem) {
  return `pu-${stem}-${token()}`;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Build an element: attributes (functions are listeners), then children (strings become text). */
function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Build an SVG element. */
function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

/** Text that only screen readers meet. */
function spoken(text) {
  return h("span", { class: "pu-hidden" }, text);
}

/** Mark a field as wrong, described by the sentence of this id; returns how to take that back. */
function markInvalid(control, id) {
  const before = control.getAttribute("aria-describedby");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [before, id].filter(Boolean).join(" "));
  return () => {
    control.removeAttribute("aria-invalid");
    if (before) control.setAttribute("aria-describedby", before);
    else control.removeAttribute("aria-describedby");
  };
}

/** A button; quiet unless `look` says otherwise. */
function button(text, onClick, { look = "quiet", ...attributes } = {}) {
  return h("button", { type: "button", class: `pu-button pu-${look}`, click: onClick, ...attributes }, text);
}

const ICONS = {
  saved: "M4 10.5 8 14.5 16 5.5",
  loading: "M4 10h.01M10 10h.01M16 10h.01",
  saving: "M4 10h.01M10 10h.01M16 10h.01",
  unsaved: "M10 3 18 17H2L10 3ZM10 8.5v4M10 14.8v.01",
  conflict: "M3 7h11l-3-3M17 13H6l3 3",
  erased: "M3 7h11l-3-3M17 13H6l3 3",
  read_only: "M5 9h10v8H5V9ZM7 9V6.5a3 3 0 0 1 6 0V9",
  grip: "M7 4h.01M7 10h.01M7 16h.01M13 4h.01M13 10h.01M13 16h.01",
  new: "M4 16l1-4L14 3l3 3-9 9-4 1Z",
};

/** A small drawing that doubles a text; never the only sign of anything. */
function icon(name) {
  const path = svg("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": "2" });
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  return svg("svg", { class: "pu-icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" }, path);
}

/** Do something once the element is in the page: Jupyter draws a widget first and places it afterwards. */
function whenPlaced(el, action) {
  if (el.isConnected) {
    action();
    return;
  }
  const watch = new ResizeObserver(() => {
    if (!el.isConnected) return;
    watch.disconnect();
    action();
  });
  watch.observe(el);
}

/** Change what is around without moving what somebody has under their fingers, or else under their eyes. */
function inPlace(change) {
  const focused = document.activeElement;
  const held = focused && focused !== document.body ? focused : document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  const before = held?.getBoundingClientRect().top;
  change();
  const moved = held?.isConnected ? held.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

/** Give each heading of a widget the level that follows what the page says above it: `data-depth` counts from there. */
function levelHeadings(el) {
  const above = Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6")).filter(
    (heading) =>
      !heading.closest(".pu-answer, .pu-practice") &&
      heading.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const first = (above.length ? Number(above.at(-1).tagName[1]) : 1) + 1;
  for (const heading of el.querySelectorAll("[data-depth]")) {
    heading.setAttribute("aria-level", String(Math.min(6, first + Number(heading.dataset.depth))));
  }
}

const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");

/** Where hours are told: in the zone of the cohort, which the page bears; empty, on this device's own clock, for who learns alone. */
function toldZone() {
  return document.getElementById("pu-noyau")?.dataset.fuseau ?? "";
}

const CLOCKS = new Map();

/** What tells a date as numbers in a zone; on this device's clock where its browser does not know the zone. */
function clockOf(zone) {
  if (CLOCKS.has(zone)) return CLOCKS.get(zone);
  const told = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" };
  const made = (where) => new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...told, ...where });
  let found;
  try {
    found = made(zone ? { timeZone: zone } : {});
  } catch {
    found = made({});
  }
  CLOCKS.set(zone, found);
  return found;
}

/** What clocks and calendars show there at a moment, as a date that is to be read in UTC. */
function wall(date, zone = toldZone()) {
  const part = Object.fromEntries(clockOf(zone).formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  return new Date(Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second));
}

/**
 * The moment at which a date and a time are shown there; null when they are none. Of an hour that clocks show twice, the
 * first one; of one that they jump over, that much later: the server reads dates in the same way.
 */
function momentShown(day, time) {
  const shown = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(shown)) return null;
  const offset = (at) => wall(new Date(at)).getTime() - at;
  const [before, after] = [-86_400_000, 86_400_000].map((far) => shown - offset(shown + far));
  const right = [before, after].filter((at) => at + offset(at) === shown);
  return new Date(right.length ? Math.min(...right) : before);
}

/** The day that a moment is of, as date fields hold it. */
function dayOf(date) {
  return wall(date).toISOString().slice(0, 10);
}

/** The time that it is at a moment, as time fields hold it. */
function timeOf(date) {
  return wall(date).toISOString().slice(11, 16);
}

/** A sentence where the clocks of this device show something else than what the page tells; nothing where they agree. */
function zoneNotice() {
  const zone = toldZone();
  const there = [Date.now(), Date.now() + 182 * 86_400_000].map((at) => new Date(at)); // winter and summer
  if (there.every((date) => wall(date, zone).getTime() === wall(date, "").getTime())) return "";
  return `Les dates et les heures sont celles du groupe (${zone}), et non celles de cet appareil.`;
}

/** « 14 h 03 », where hours are told. */
function clock(date) {
  const [hours, minutes] = timeOf(date).split(":");
  return [Number(hours), "h", minutes].join(NO_BREAK);
}

/** « à 14 h 03 » today, « le 3 mars à 14 h 03 » another day, with its year when it is another one. */
function moment(iso) {
  const [date, today] = [new Date(iso), new Date()].map(dayOf);
  const hour = `à ${clock(new Date(iso))}`;
  if (date === today) return hour;
  const year = date.slice(0, 4) === today.slice(0, 4) ? "" : ` ${date.slice(0, 4)}`;
  return `le ${dayOfMonth(new Date(date))}${year} ${hour}`;
}

const DAYS = "dimanche lundi mardi mercredi jeudi vendredi samedi".split(" ");

/** « lundi 1er mars 2027 », for a day as date fields give it; empty when it is none yet. */
function longDay(iso) {
  const date = new Date(iso); // a day alone is read in UTC
  if (!iso || Number.isNaN(date.getTime())) return "";
  return `${DAYS[date.getUTCDay()]} ${dayOfMonth(date)} ${date.getUTCFullYear()}`;
}

function dayOfMonth(date) {
  return `${date.getUTCDate() === 1 ? "1er" : date.getUTCDate()}${NO_BREAK}${MONTHS[date.getUTCMonth()]}`;
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** « 5 personnes », « 1 personne ». */
function count(number, one, many) {
  return `${number}${NO_BREAK}${number > 1 ? many : one}`;
}

/** A half of an emoji cannot be stored: whole text, or the replacement character where a half was left. */
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd"); // read so, the two halves of one sign are none
}

/** Named timers that are started, restarted and stopped together. */
function createTimers() {
  const running = new Map();
  function stop(...names) {
    for (const name of names.length ? names : Array.from(running.keys())) {
      clearTimeout(running.get(name));
      running.delete(name);
    }
  }
  return {
    stop,
    has: (name) => running.has(name),
    start(name, delay, action) {
      stop(name);
      running.set(
        name,
        setTimeout(() => {
          running.delete(name);
          action();
        }, delay),
      );
    },
  };
}
