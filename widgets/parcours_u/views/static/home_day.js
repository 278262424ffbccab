// On the home page of a cohort: what the group lives now and what comes next, by its own clock; nothing where there is no
// programme, or once it is over. After dom.js, announce.js, followed_rooms.js and day_clock.js.

const DAY_TICK = 20_000;

/** What there is to say at some moment, one line each: words, then a title, then more words; `page` is where it is lived. */
function dayLines(programme, now) {
  const date = dayOf(now);
  if (!programme.jours.length) return stageLines(programme.etapes, date);
  const day = programme.jours.find((one) => one.date === date);
  const lines = day ? momentLines(day, minuteOf(now)) : [];
  if (lines.length) return lines;
  const following = programme.jours.find((one) => one.date > date);
  const wait = following && daysBetween(date, following.date);
  const when = wait === 1 ? "demain" : following && `le ${longDay(following.date)}, ${spokenWait(wait)}`;
  return [
    ...(day ? [{ words: "La journée est finie. Merci d’avoir été là." }] : []),
    ...(following ? [{ words: `Nous nous retrouvons ${when}, à ${spokenTime(following.moments[0].debut)}`, title: following.moments[0].titre }] : []),
  ];
}

/** A day at some minute: what is under way, what comes next, and when it ends if that changed; nothing once it is over. */
function momentLines(day, minute) {
  const { moments } = day;
  const current = moments.find((one) => minutesOf(one.debut) <= minute && minute < minutesOf(one.fin));
  const next = moments.find((one) => minutesOf(one.debut) > minute);
  if (!current && !next) return [];
  const lines = [];
  if (current) lines.push({ words: "En ce moment", title: current.titre, more: `, jusqu’à ${spokenTime(current.fin)}`, page: current.page });
  if (next) lines.push({ words: `${next === moments[0] ? "Nous commençons" : "Ensuite,"} à ${spokenTime(next.debut)}`, title: next.titre });
  if (day.change) {
    const end = moments.at(-1).fin;
    const told = end === day.fin_prevue ? `la suite est décalée\u202f; la journée finit toujours à ${spokenTime(end)}` : `la journée finira à ${spokenTime(end)}`;
    lines.push({ words: `L’horaire d’aujourd’hui a changé${NO_BREAK}: ${told}.` });
  }
  return lines;
}

/** Stages of weeks and months; those of a short format are all on its one day. */
function stageLines(stages, date) {
  const current = stages.filter((one) => one.du <= date && date <= one.au);
  const next = stages.find((one) => one.du > date);
  const lines = current.map(({ du, au, titre, page }, rank) => ({
    words: du === au && rank ? "Puis" : "En ce moment",
    title: titre,
    more: du === au ? "" : `, jusqu’au ${longDay(au)}`,
    page,
  }));
  if (next) lines.push({ words: `${current.length ? "Ensuite, à" : "À"} partir du ${longDay(next.du)}`, title: next.titre });
  return lines;
}

function dayLine({ words, title, more = "", page }) {
  if (!title) return h("p", {}, words);
  const way = page && h("a", { href: page.adresse }, `Aller à «${NO_BREAK}${page.titre}${NO_BREAK}»`);
  return h("p", {}, `${words}${NO_BREAK}: `, h("strong", {}, title), `${more}. `, way);
}

function mountHomeDay({ model, el }) {
  const base = model.get("base");
  const id = uid("journee");
  const heading = h("h2", { class: "pu-shared-question", id });
  const lines = h("div", { class: "pu-home-day-lines" });
  let programme = null;
  let shown = "";

  // Its room tells nothing but that all is to be read again. When that fails, what is shown stays; the page says by itself that its line is cut.
  const followed = followRooms(base, pageChannel(base), {
    address: () => "programme",
    take: (found) => (programme = found.programme),
    lay: () => {},
    show: changed,
  });

  function changed() {
    const before = shown;
    show();
    if (before && shown && before !== shown) announce(lines.textContent);
  }

  function show() {
    const now = new Date();
    const told = programme ? dayLines(programme, now) : [];
    const key = told.length ? JSON.stringify(told) : "";
    if (key === shown) return;
    shown = key;
    heading.textContent = programme?.jours.some((one) => one.date === dayOf(now)) ? "Aujourd’hui" : "Avec le groupe";
    const elsewhere = zoneNotice();
    lines.replaceChildren(...told.map(dayLine), ...(elsewhere ? [h("p", { class: "pu-aide" }, elsewhere)] : []));
    el.hidden = !told.length;
  }

  el.classList.add("pu-shared", "pu-home-day");
  el.hidden = true;
  el.append(h("section", { "aria-labelledby": id }, heading, lines));
  followed.read();
  const tick = setInterval(show, DAY_TICK);
  const seen = () => document.visibilityState === "visible" && show();
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearInterval(tick);
    followed.stop();
    document.removeEventListener("visibilitychange", seen);
  };
}

export default { render: mountHomeDay };
