// The hours of a day: as the plan writes them, as people read them, and where the clock is among them.

function minutesOf(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return 60 * hours + minutes;
}

/** « 9 h 05 » for "09:05". */
function spokenTime(time) {
  const [hours, minutes] = time.split(":");
  return [Number(hours), "h", minutes].join(NO_BREAK);
}

/** « 45 min », « 1 h », « 1 h 15 ». */
function spokenLength(minutes) {
  if (minutes < 60) return `${minutes}${NO_BREAK}min`;
  const rest = minutes % 60;
  return [Math.floor(minutes / 60), "h", ...(rest ? [String(rest).padStart(2, "0")] : [])].join(NO_BREAK);
}

/** How many minutes of its day are over at a moment. */
function minuteOf(date) {
  return minutesOf(timeOf(date));
}

/** How many days from one date to another, whatever happens to the clocks meanwhile. */
function daysBetween(one, other) {
  return Math.round((new Date(`${other}T12:00:00`) - new Date(`${one}T12:00:00`)) / 86_400_000);
}

/** « aujourd’hui », « demain », « dans 12 jours ». */
function spokenWait(days) {
  if (days === 0) return "aujourd’hui";
  return days === 1 ? "demain" : `dans ${days}${NO_BREAK}jours`;
}

/** The slots of a day as they now are: as planned, then as a late day was planned again. */
function slotsNow(day) {
  if (!day.retard) return day.sequences.map((slot) => ({ ...slot, devenir: "kept", etat: "", notes: [] }));
  const again = new Map(day.retard.sequences.map((slot) => [slot.id, slot]));
  return day.sequences.map((slot) => {
    const changed = again.get(slot.id);
    if (!changed) return { ...slot, devenir: "kept", etat: "", notes: [] };
    return { ...slot, ...changed, liens: changed.liens.length ? changed.liens : slot.liens };
  });
}

/** What is under way and what comes next, at some minute of the day. */
function momentOf(slots, now) {
  const lived = slots.filter((slot) => slot.devenir !== "dropped");
  const current = lived.find((slot) => minutesOf(slot.debut) <= now && now < minutesOf(slot.fin));
  return { current, next: lived.find((slot) => minutesOf(slot.debut) > now) };
}
