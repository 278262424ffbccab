// A practice: its steps, and a timer for whoever wants one. Brief, it tells the words of the step under way only: the page
// tells the others just above.

function mountPractice({ model, el }) {
  const practice = model.get("practice");
  const steps = practice.steps;
  const brief = model.get("brief");
  const titleId = uid("practice");
  let current = 0;

  const items = steps.map((step) => {
    const now = h("span", { class: "pu-tag", hidden: true }, "étape en cours");
    const element = h(
      "li",
      { class: "pu-practice-step" },
      h("p", { class: "pu-step-title" }, h("span", { class: "pu-strong" }, step.title), " ", h("span", { class: "pu-minutes" }, length(step.minutes)), " ", now),
      !brief && step.text && h("p", {}, step.text),
    );
    return { element, now };
  });

  const which = h("p", { class: "pu-timer-step" });
  const words = h("p", { class: "pu-timer-words", hidden: !brief });
  const time = h("p", { class: "pu-time", role: "timer", "aria-live": "off" });
  const bar = h("div", { class: "pu-bar", "aria-hidden": "true" }, h("div", { class: "pu-bar-left" }));
  const note = h("p", { class: "pu-hint" });
  const go = button("Démarrer", toggle, { look: "main" });
  const next = button("Étape suivante", () => choose(current + 1, countdown.running()));
  const reset = button("Recommencer l’étape", () => choose(current, false));
  const soundId = uid("sound");
  const sound = h("input", { type: "checkbox", id: soundId });

  const countdown = createCountdown({
    onTick: show,
    onHalf: () => announce("La moitié du temps est passée"),
    onMinute: () => announce("Il reste une minute"),
    onEnd,
  });

  function show() {
    const running = countdown.running();
    const ended = countdown.ended();
    time.textContent = ended ? "Temps écoulé" : `Reste ${duration(countdown.seconds())}`;
    bar.firstChild.style.setProperty("--left", String(countdown.share()));
    go.textContent = running ? "Mettre en pause" : "Démarrer";
    go.setAttribute("aria-disabled", String(ended));
    el.dataset.state = ended ? "ended" : running ? "running" : "paused";
  }

  function toggle() {
    if (countdown.running()) countdown.pause();
    else countdown.start();
  }

  function choose(rank, running) {
    if (rank >= steps.length) return;
    current = rank;
    items.forEach((item, index) => {
      item.now.hidden = index !== rank;
      item.element.classList.toggle("pu-current", index === rank);
      if (index === rank) item.element.setAttribute("aria-current", "step");
      else item.element.removeAttribute("aria-current");
    });
    words.textContent = brief ? steps[rank].text : "";
    which.textContent = `Étape ${rank + 1} sur ${steps.length}\u00a0: ${steps[rank].title}`;
    next.setAttribute("aria-disabled", String(rank === steps.length - 1));
    note.textContent = "";
    countdown.set(Math.round(steps[rank].minutes * 60));
    if (running) countdown.start();
  }

  function onEnd() {
    const last = current === steps.length - 1;
    const followed = last ? "C’était la dernière étape." : `Ensuite\u00a0: ${steps[current + 1].title}.`;
    note.textContent = `Le temps indiqué est passé, prenez celui qu’il vous faut. ${followed}`;
    announce(note.textContent);
    if (sound.checked) ring();
  }

  el.classList.add("pu-practice");
  el.dataset.practice = practice.id;
  el.setAttribute("role", "group");
  el.setAttribute("aria-labelledby", titleId);
  el.replaceChildren(
    h(
      "div",
      { class: "pu-card" },
      h("p", { class: "pu-scale" }, `Pratique, ${length(practice.steps.reduce((sum, step) => sum + step.minutes, 0))} environ`),
      h("h3", { class: "pu-question", id: titleId, "data-depth": 0 }, practice.title),
      !brief && practice.purpose && h("p", { class: "pu-help" }, practice.purpose),
      h("ol", { class: brief ? "pu-steps pu-steps-brief" : "pu-steps" }, ...items.map((item) => item.element)),
      h(
        "div",
        { class: "pu-timer", role: "group", "aria-label": "Minuteur indicatif" },
        which,
        words,
        time,
        bar,
        h("p", { class: "pu-actions" }, go, next, reset),
        h("p", { class: "pu-choice-line" }, h("label", { class: "pu-choice", for: soundId }, sound, h("span", {}, "Un son doux à la fin de l’étape"))),
        note,
        h("p", { class: "pu-hint" }, "Le minuteur donne un rythme, rien de plus\u00a0: rien ne se ferme quand il s’arrête."),
      ),
    ),
  );
  choose(0, false);
  whenPlaced(el, () => levelHeadings(el));
  const back = () => document.visibilityState === "visible" && countdown.running() && countdown.look();
  document.addEventListener("visibilitychange", back);
  return () => {
    countdown.stop();
    document.removeEventListener("visibilitychange", back);
  };
}

export default { render: mountPractice };
