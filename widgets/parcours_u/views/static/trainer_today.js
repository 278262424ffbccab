// « Aujourd’hui »: what is under way, what comes next, how long is left; and the rest of a day that runs late.

const TICK = 20_000;
const STALE = 60_000; // a page that comes back to the front after that reads the programme again

/** What is under way: its words change with the clock, its place does not. */
function nowPlace() {
  const label = h("p", { class: "pu-etiquette" });
  const title = h("p", { class: "pu-journee-titre" });
  const left = h("p", {});
  const bar = h("progress", { class: "pu-journee-temps", "aria-label": "Temps passé dans cette séquence", max: 1, value: 0 });
  const ways = h("div", {});
  const next = h("p", { class: "pu-journee-suite" });
  let shown = "";
  return {
    element: h("div", { class: "pu-journee-maintenant" }, label, title, left, bar, ways, next),
    show(day, slots, now) {
      const { current, next: following } = momentOf(slots, now);
      const begins = minutesOf(slots[0].debut);
      bar.hidden = !current;
      title.hidden = !current;
      if (current) {
        const [start, end] = [minutesOf(current.debut), minutesOf(current.fin)];
        label.textContent = "Maintenant";
        title.textContent = current.titre;
        left.textContent = `Jusqu’à ${spokenTime(current.fin)}, encore ${spokenLength(end - now)}.`;
        bar.value = (now - start) / (end - start);
      } else if (now < begins) {
        label.textContent = `La journée commence à ${spokenTime(slots[0].debut)}`;
        left.textContent = `Dans ${spokenLength(begins - now)}.`;
      } else {
        label.textContent = following ? "Entre deux séquences" : "La journée est finie";
        left.textContent = following ? "" : "Reposez-vous. La suite est plus bas.";
      }
      next.textContent = following ? `Ensuite${NO_BREAK}: ${following.titre}, à ${spokenTime(following.debut)}.` : "";
      const key = current?.id ?? "";
      if (key !== shown || !ways.hasChildNodes()) ways.replaceChildren(...(current && current.liens.length ? [links(current.liens)] : []));
      shown = key;
      return current?.id;
    },
  };
}

function markCurrent(list, id) {
  for (const line of list.children) {
    const here = line.dataset.sequence === id;
    if (here) line.setAttribute("aria-current", "time");
    else line.removeAttribute("aria-current");
    line.querySelector(".pu-journee-ici").textContent = here ? "en ce moment" : "";
  }
}

function render({ model, el }) {
  const base = model.get("base");
  const outcome = createOutcome(uid("journee"));
  outcome.element.tabIndex = -1;
  const body = h("div", { class: "pu-journee" });
  let told = null;
  let readAt = 0;
  let tick = () => {};
  let drawnFor = "";

  /** Ask, then draw what changed: what somebody unfolded stays so when nothing did. */
  async function ask(method, path, asked, said) {
    try {
      const found = await askServer(base, method, `cohorte/${path}`, asked);
      readAt = Date.now();
      const inside = body.contains(document.activeElement);
      const same = JSON.stringify(found) === JSON.stringify(told);
      told = found;
      if (same) look();
      else draw();
      if (!said) return;
      tellCohort(el);
      outcome.say(said(told));
      if (inside) outcome.element.focus();
    } catch (error) {
      outcome.say(error.message, "erreur");
    }
  }

  function choice(programme) {
    const format = h("select", { class: "pu-champ" }, told.formats.map((one) => h("option", { value: one.id }, one.titre)));
    const first = h("input", { type: "date", class: "pu-champ", min: "2000-01-01", max: "2100-12-31" });
    if (programme) [format.value, first.value] = [programme.format, programme.premier_jour];
    const send = h("button", { type: "submit", class: "pu-bouton" }, "Garder ce programme");
    const forget = h("button", { type: "button", class: "pu-bouton pu-bouton-second" }, "Ne plus suivre de programme");
    forget.addEventListener("click", () =>
      busy(forget, () => ask("DELETE", "journee", undefined, () => "Il n’y a plus de programme. Vous pouvez en choisir un autre.")),
    );
    async function keep(event) {
      event.preventDefault();
      if (!first.value) {
        outcome.lack(first, "Choisissez d’abord le premier jour.");
        return;
      }
      const asked = { format: format.value, premier_jour: first.value };
      await busy(send, () => ask("PUT", "journee", asked, () => "Le programme est gardé, pour toute l’équipe."));
    }
    return h(
      "form",
      { class: "pu-journee-programme", submit: keep, novalidate: true },
      h("div", { class: "pu-rang" }, field("Format", format), field("Premier jour", first, "Les jours se suivent.")),
      h("p", { class: "pu-rang" }, send, programme ? forget : null),
    );
  }

  function lateForm(day) {
    const minutes = h("input", { type: "number", class: "pu-champ", min: 1, max: 600, step: 5, inputmode: "numeric", value: day.retard?.minutes });
    const send = h("button", { type: "submit", class: "pu-bouton pu-bouton-second" }, "Refaire la suite du jour");
    const back = h("button", { type: "button", class: "pu-bouton pu-bouton-second" }, "Revenir au plan prévu");
    back.addEventListener("click", () => busy(back, () => ask("DELETE", "journee/retard", undefined, () => "La journée suit de nouveau le plan prévu.")));
    async function again(event) {
      event.preventDefault();
      if (!minutes.value) {
        outcome.lack(minutes, "Dites d’abord de combien de minutes\u00a0: le plan reste le même.");
        return;
      }
      const asked = { jour: day.date, minutes: minutes.value, heure: timeOf(new Date()) };
      const resume = (answer) => answer.programme.jours.find((one) => one.date === day.date).retard.resume;
      await busy(send, () => ask("PUT", "journee/retard", asked, resume));
    }
    return h(
      "form",
      { class: "pu-journee-retard", submit: again, novalidate: true },
      day.retard && h("p", {}, `À ${spokenTime(day.retard.dit_a)}, avec ${spokenLength(day.retard.minutes)} de retard. ${day.retard.resume}`),
      h("div", { class: "pu-rang" }, field("Notre retard sur le plan (minutes)", minutes), send, day.retard ? back : null),
    );
  }

  function today(day, programme, rank) {
    const slots = slotsNow(day);
    const place = nowPlace();
    const list = h("ol", { class: "pu-journee-liste" }, slots.map(slotLine));
    const following = programme.jours[rank + 1];
    tick = () => {
      const now = new Date();
      markCurrent(list, place.show(day, slots, minuteOf(now)));
    };
    return [
      h("h3", {}, day.titre),
      h("p", {}, `${capitalised(longDay(day.date))}, de ${spokenTime(day.debut)} à ${spokenTime(day.retard?.fin ?? day.fin)}. ${day.but}`),
      place.element,
      lateForm(day),
      h("details", { class: "pu-journee-autre" }, h("summary", {}, "Toute la journée"), list),
      following && dayAhead(following, "Demain"),
    ];
  }

  function outside(programme, date) {
    const next = programme.jours.find((day) => day.date > date);
    if (next) {
      const wait = spokenWait(daysBetween(date, next.date));
      return [h("p", {}, `Le prochain jour est le ${longDay(next.date)}, ${wait}, à ${spokenTime(next.debut)}.`), dayAhead(next, "À venir")];
    }
    return [h("p", {}, `Le dernier jour était le ${longDay(programme.jours.at(-1).date)}. Merci d’avoir tenu le chemin.`)];
  }

  function inStages(programme, date) {
    const now = programme.etapes.findIndex((one) => one.du <= date && date <= one.au);
    const next = programme.etapes.find((one) => one.du > date);
    if (now >= 0 && programme.etapes.every((one) => one.du === one.au)) {
      return programme.etapes.map((one, rank) => h("div", { class: "pu-journee-maintenant" }, stage(one, `Moment ${rank + 1}`)));
    }
    return [
      now >= 0 && h("div", { class: "pu-journee-maintenant" }, stage(programme.etapes[now], "En ce moment")),
      next && h("div", { class: "pu-journee-maintenant" }, stage(next, now >= 0 ? "Ensuite" : `À venir, ${spokenWait(daysBetween(date, next.du))}`)),
      now < 0 && !next && h("p", {}, `Le programme a fini le ${longDay(programme.etapes.at(-1).au)}.`),
    ];
  }

  function draw() {
    const { programme } = told;
    const date = dayOf(new Date());
    tick = () => {};
    drawnFor = toldDay();
    const notice = zoneNotice();
    elsewhere.replaceChildren(notice, ...(notice && told.choisit ? [" ", h("a", { href: "#Le-serveur" }, "Changer l’heure de la cohorte")] : []));
    if (!programme) {
      const why = told.perdu
        ? "Le format que vous aviez choisi n’est plus dans ce parcours. Choisissez-en un autre."
        : "Quel format suivez-vous, et depuis quel jour\u202f? Choisissez-les une fois, pour toute l’équipe.";
      body.replaceChildren(h("p", {}, told.choisit ? why : "Aucun programme n’est choisi pour la cohorte. Qui l’a tout entière en charge peut le faire ici."), ...(told.choisit ? [choice(null)] : []));
    } else {
      const rank = programme.jours.findIndex((day) => day.date === date);
      const shown =
        rank >= 0 ? today(programme.jours[rank], programme, rank) : programme.jours.length ? outside(programme, date) : inStages(programme, date);
      body.replaceChildren(
        ...shown.filter(Boolean),
        h("details", { class: "pu-journee-autre" },
          h("summary", {}, "Le programme"),
          h("p", {}, h("a", { href: programme.page }, programme.titre), `, depuis le ${longDay(programme.premier_jour)}.`),
          told.choisit && choice(programme),
        ),
      );
    }
    tick();
  }

  /** Which day it is, and where: either changes what is drawn. */
  const toldDay = () => `${dayOf(new Date())} ${toldZone()}`;

  function look() {
    if (!told) return;
    if (drawnFor !== toldDay()) draw();
    else tick();
  }

  function back() {
    if (document.visibilityState !== "visible") return;
    const busyHere = body.contains(document.activeElement);
    if (!busyHere && Date.now() - readAt > STALE) ask("GET", "journee");
    else look();
  }

  const elsewhere = h("p", { class: "pu-aide" });

  async function begin() {
    const before = toldZone();
    await zoneSaid(base);
    if (toldZone() !== before) tellCohort(el);
    await ask("GET", "journee");
  }

  openPageParts();
  el.append(h("div", { class: "pu-ouvrir" }, outcome.element, body, elsewhere));
  begin();
  const timer = setInterval(look, TICK);
  document.addEventListener("visibilitychange", back);
  const deaf = hearCohort(el, look);
  return () => {
    deaf();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", back);
  };
}

export default { render };
