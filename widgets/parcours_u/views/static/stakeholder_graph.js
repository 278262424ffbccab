// The stakeholder map as a drawing: me in the middle, rings for distance, discs for influence.

function shortName(text) {
  const words = text.trim().replace(/\s+/g, " ");
  return words.length > 26 ? `${words.slice(0, 25)}…` : words;
}

/** One sentence that says what the drawing shows; it is on the page for everybody. */
function mapInWords(people, { influence, distance }) {
  if (!people.length) return "La carte est encore vide.";
  const by = (name, words) =>
    words
      .map((word, index) => [word, people.filter((person) => person[name] === index + 1).length])
      .filter(([, number]) => number)
      .map(([word, number]) => `${number}${NO_BREAK}${word}`)
      .join(", ");
  return (
    `${count(people.length, "partie prenante", "parties prenantes")}. ` +
    `Distance\u00a0: ${by("distance", distance)}. Influence\u00a0: ${by("influence", influence)}.`
  );
}

/** The words that one person's mark stands for, in the drawing's description. */
function personInWords(person, { influence, distance }) {
  return (
    `${person.rank}. ${person.who.trim() || "sans nom"}\u00a0: ${distance[person.distance - 1]}, ` +
    `influence ${influence[person.influence - 1]}`
  );
}

const RINGS = [0.4, 0.7, 1]; // how far each ring is, as a share of the last one
const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle: marks spread well, however many there are

/** Where each mark stands: its ring is its distance, its direction only keeps it away from the others. */
function place(person, space) {
  const share = RINGS[person.distance - 1];
  const turn = person.rank * TURN - Math.PI / 2;
  return { x: space.x + Math.cos(turn) * space.rx * share, y: space.y + Math.sin(turn) * space.ry * share };
}

/** The room that the drawing has; wider than high where the page is wide, for the names. */
function room(width) {
  const height = Math.max(280, Math.min(width, 480));
  const ry = height / 2 - 42;
  return { width, height, x: width / 2, y: height / 2, rx: Math.max(ry, Math.min(width / 2 - 110, ry * 1.6)), ry };
}

function drawMap(people, words, width) {
  const space = room(width);
  const named = width >= 480 && people.length <= 16;
  const titleId = uid("map-title");
  const descriptionId = uid("map-description");
  const told = [mapInWords(people, words), ...people.map((person) => personInWords(person, words))];
  const marks = people.map((person) => ({ person, ...place(person, space), size: 10 + person.influence * 4 }));
  return svg(
    "svg",
    {
      class: "pu-map",
      viewBox: `0 0 ${width} ${space.height}`,
      width,
      height: space.height,
      role: "img",
      "aria-labelledby": titleId,
      "aria-describedby": descriptionId,
    },
    svg("title", { id: titleId }, "Carte des personnes et des groupes concernés"),
    svg("desc", { id: descriptionId }, told.join("\u202f; ")),
    RINGS.map((share) => svg("ellipse", { class: "pu-ring", cx: space.x, cy: space.y, rx: space.rx * share, ry: space.ry * share })),
    marks.map((mark) => svg("line", { class: "pu-tie", x1: space.x, y1: space.y, x2: mark.x, y2: mark.y })),
    RINGS.map((share, index) =>
      svg("text", { class: "pu-ring-label", x: space.x, y: space.y + space.ry * share + 4 }, words.distance[index]),
    ),
    svg("circle", { class: "pu-me", cx: space.x, cy: space.y, r: 20 }),
    svg("text", { class: "pu-me-label", x: space.x, y: space.y + 5 }, "Moi"),
    marks.map(({ person, x, y, size }) => [
      svg("circle", { class: `pu-person pu-influence-${person.influence}`, cx: x, cy: y, r: size }),
      svg("text", { class: "pu-person-rank", x, y: y + 5 }, String(person.rank)),
      named && nameOf(person, { x, y, size }, space),
    ]).flat(),
  );
}

/** A name goes on the far side of its mark, away from the middle, and never out of the drawing. */
function nameOf(person, { x, y, size }, space) {
  const words = shortName(person.who);
  const half = words.length * 4;
  const at = Math.min(Math.max(x, half + 4), space.width - half - 4);
  return svg("text", { class: "pu-person-name", x: at, y: y < space.y ? y - size - 7 : y + size + 17 }, words);
}
