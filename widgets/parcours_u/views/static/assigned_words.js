// What an assignment is, in words: which module, for whom, by when.

/**
 * « tout le monde (12 personnes) », « les cercles Bouleau et Tilleul, et le profil citoyenneté »: a circle is not taken for a
 * profile. With no number where it would tell of a few people.
 */
function whom({ cercles = [], noyaux = [], autres = [], profils = [] }, people) {
  const of = (names, one, several) => (names.length ? `${names.length > 1 ? several : one} ${enumerated(names)}` : "");
  const parts = [of(cercles, "le cercle", "les cercles"), of(noyaux, "le noyau", "les noyaux"), enumerated(autres), of(profils, "le profil", "les profils")].filter(Boolean);
  const several = parts.length > 2 || Math.max(cercles.length, noyaux.length, profils.length) > 1;
  const told = several && parts.length > 1 ? `${parts.slice(0, -1).join(", ")}, et ${parts.at(-1)}` : enumerated(parts);
  const number = people === null ? "" : ` (${count(people, "personne", "personnes")})`;
  return `${told || "tout le monde"}${number}`;
}

/** Tell whether something is assigned to these very people. */
function sameTarget(one, module, circles, profiles) {
  const same = (left, right) => left.length === right.length && left.every((value) => right.includes(value));
  return one.module === module && same(one.cercles, circles) && same(one.profils, profiles);
}

/** Which of several dates a person has: see due_dates, in domain/assigning.py. */
const SEVERAL_DATES =
  "Quand un module a plusieurs dates, celle d’un cercle, d’un noyau ou d’un profil passe avant celle de tout le monde. Si plusieurs de celles-là concernent la même personne, la plus tardive compte.";

/** Tell whether a module is expected by several dates. */
const severalDates = (assigned) => new Set(assigned.map((one) => one.module)).size < assigned.length;

/** « pour le mardi 15 mars 2027 à 18 h 00 ». */
function byWhen(date) {
  return `pour le ${longDay(dayOf(date))} à ${clock(date)}`;
}

/** A date and a time field, and the moment that they mean for the cohort, null as long as one is empty. */
function momentFields(start) {
  const day = h("input", { type: "date", class: "pu-champ", min: "2000-01-01", max: "2100-12-31", required: true });
  const time = h("input", { type: "time", class: "pu-champ", required: true, value: "18:00" });
  if (start) {
    day.value = dayOf(start);
    time.value = timeOf(start);
  }
  const where = zoneNotice() && h("p", { class: "pu-aide" }, zoneNotice());
  return {
    element: h("div", {}, h("div", { class: "pu-rang" }, field("Date", day), field("Heure", time)), where),
    first: day,
    lacking: () => (day.value && !time.value ? time : day),
    onChange: (action) => [day, time].forEach((one) => one.addEventListener("input", action)),
    moment: () => momentShown(day.value, time.value),
  };
}

/** A moment as the server takes it. */
function utc(date) {
  return `${date.toISOString().slice(0, 19)}Z`;
}
