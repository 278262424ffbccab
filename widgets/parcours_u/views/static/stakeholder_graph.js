// The stakeholder map as a drawing: me in the middle, rings for distance, discs for influence.

const RINGS = 3;

function shortName(text) {
  const words = text.trim().replace(/\s+/g, " ");
  return words.length > 18 ? `${words.slice(0, 17)}…` : words;
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

/** Where each person stands: on its ring, spread over the circle, each ring turned a little from the one before. */
function positions(people, centre, step) {
  return people.map((person) => {
    const ring = people.filter((other) => other.distance === person.distance);
    const turn = (ring.indexOf(person) / ring.length) * 2 * Math.PI + person.distance * 0.9 - Math.PI / 2;
    const radius = person.distance * step;
    return { x: centre.x + Math.cos(turn) * radius, y: centre.y + Math.sin(turn) * radius };
  });
}

function drawMap(people, words, width) {
  const named = width >= 480 && people.length <= 14;
  const height = Math.max(260, Math.min(width, 460));
  const margin = named ? 34 : 22;
  const centre = { x: width / 2, y: height / 2 };
  const step = (Math.min(width, height) / 2 - margin) / RINGS;
  const titleId = uid("map-title");
  const descriptionId = uid("map-description");
  const drawing = svg("svg", {
    class: "pu-map",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": `${titleId} ${descriptionId}`,
  });
  drawing.append(
    svg("title", { id: titleId }, "Carte des personnes et des groupes concernés"),
    svg("desc", { id: descriptionId }, [mapInWords(people, words), ...people.map((person) => personInWords(person, words))].join(" ; ")),
  );
  for (let ring = RINGS; ring >= 1; ring -= 1) {
    drawing.append(svg("circle", { class: "pu-ring", cx: centre.x, cy: centre.y, r: ring * step }));
    const label = svg("text", { class: "pu-ring-label", x: centre.x, y: centre.y + ring * step - 5 }, words.distance[ring - 1]);
    drawing.append(label);
  }
  const places = positions(people, centre, step);
  for (const place of places) drawing.append(svg("line", { class: "pu-tie", x1: centre.x, y1: centre.y, x2: place.x, y2: place.y }));
  drawing.append(
    svg("circle", { class: "pu-me", cx: centre.x, cy: centre.y, r: 18 }),
    svg("text", { class: "pu-me-label", x: centre.x, y: centre.y + 5 }, "Moi"),
  );
  people.forEach((person, index) => {
    const { x, y } = places[index];
    const size = 9 + person.influence * 4;
    drawing.append(
      svg("circle", { class: `pu-person pu-influence-${person.influence}`, cx: x, cy: y, r: size }),
      svg("text", { class: "pu-person-rank", x, y: y + 5 }, String(person.rank)),
    );
    if (named) {
      const half = shortName(person.who).length * 3.8;
      const at = Math.min(Math.max(x, half + 4), width - half - 4);
      drawing.append(svg("text", { class: "pu-person-name", x: at, y: y + size + 15 }, shortName(person.who)));
    }
  });
  return drawing;
}
