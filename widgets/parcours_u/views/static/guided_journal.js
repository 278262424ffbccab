// A guided journal: one question at a time, in any order; any may be passed, and taken up again.

const guidedJournal = {
  build({ prompt, changed, readOnly }) {
    const questions = prompt.questions;
    const answers = new Map(questions.map((question) => [question.id, ""]));
    const skipped = new Set();
    let current = 0;

    const fieldId = uid("journal");
    const progress = h("p", { class: "pu-progress-text" });
    const bar = h("progress", { max: String(questions.length), "aria-label": "Questions répondues ou passées" });
    const theme = h("p", { class: "pu-theme" });
    const words = h("label", { for: fieldId });
    const heading = h("h4", { class: "pu-journal-question", tabindex: "-1", "data-depth": 1 }, words);
    const cautionText = h("p", { id: uid("caution") });
    const caution = h(
      "div",
      { class: "pu-caution" },
      cautionText,
      !readOnly && h("p", { class: "pu-actions" }, button("Passer cette question", skip)),
    );
    const { field, element: writing } = growing({ id: fieldId, rows: 5, class: "pu-field pu-long", input: onInput });
    const passed = h(
      "p",
      { class: "pu-passed" },
      "Vous avez passé cette question, et c’est très bien ainsi. ",
      !readOnly && button("La reprendre", takeUp, { look: "link" }),
    );
    const previous = button("Question précédente", () => go(current - 1));
    const next = button("Question suivante", () => go(current + 1), { look: "main" });
    const pass = button("Passer cette question", skip);
    const timer = createJournalTimer();
    const overview = h("ol", { class: "pu-overview" });
    const print = h("div", { class: "pu-print-only" });

    function stateOf(question) {
      if (skipped.has(question.id)) return "passée";
      return answers.get(question.id).trim() ? "répondue" : "à venir";
    }

    function onInput() {
      answers.set(questions[current].id, field.value);
      showProgress();
      changed();
    }

    function skip() {
      const question = questions[current];
      skipped.add(question.id);
      changed();
      const open = current + 1 < questions.length;
      if (open) go(current + 1);
      else show();
      announce(`Question passée, vous pourrez y revenir${open ? `\u00a0: question ${current + 1}` : ""}`);
      if (!open) heading.focus();
    }

    function takeUp() {
      skipped.delete(questions[current].id);
      changed();
      show();
      field.focus();
    }

    function go(rank) {
      if (rank < 0 || rank >= questions.length) return;
      current = rank;
      show();
      heading.focus();
    }

    function showProgress() {
      const done = questions.filter((question) => stateOf(question) !== "à venir").length;
      progress.textContent = `Question ${current + 1} sur ${questions.length}`;
      bar.value = done;
      overview.replaceChildren(
        ...questions.map((question, index) => {
          const jump = button(question.question, () => go(index), { look: "link" });
          if (index === current) jump.setAttribute("aria-current", "step");
          return h("li", {}, jump, " ", h("span", { class: "pu-tag" }, stateOf(question)));
        }),
      );
    }

    function show() {
      const question = questions[current];
      const isPassed = skipped.has(question.id);
      theme.textContent = question.theme;
      theme.hidden = !question.theme;
      words.textContent = question.question;
      cautionText.textContent = question.caution;
      caution.hidden = !question.caution || isPassed;
      if (question.caution) field.setAttribute("aria-describedby", cautionText.id);
      else field.removeAttribute("aria-describedby");
      if (field.value !== answers.get(question.id)) field.value = answers.get(question.id);
      writing.hidden = isPassed;
      passed.hidden = !isPassed;
      pass.hidden = isPassed || Boolean(question.caution);
      previous.setAttribute("aria-disabled", String(current === 0));
      next.setAttribute("aria-disabled", String(current === questions.length - 1));
      timer.set(question.minutes);
      timer.element.hidden = isPassed;
      showProgress();
    }

    return {
      element: h(
        "div",
        { class: "pu-journal" },
        h("div", { class: "pu-progress" }, progress, bar),
        theme,
        caution,
        heading,
        writing,
        passed,
        timer.element,
        h("p", { class: "pu-actions" }, previous, next, !readOnly && pass),
        h("details", { class: "pu-all-questions" }, h("summary", {}, "Toutes les questions"), overview),
        print,
      ),
      read() {
        const written = Array.from(answers).filter(([, text]) => text);
        return {
          answers: Object.fromEntries(written.map(([id, text]) => [id, wellFormed(text)])),
          skipped: questions.filter((question) => skipped.has(question.id)).map((question) => question.id),
        };
      },
      write(body) {
        for (const question of questions) answers.set(question.id, body.answers?.[question.id] ?? "");
        skipped.clear();
        for (const id of body.skipped ?? []) if (answers.has(id)) skipped.add(id);
        const open = questions.findIndex((question) => stateOf(question) === "à venir");
        current = open < 0 ? 0 : open;
        show();
      },
      focus: () => (skipped.has(questions[current].id) ? heading : field).focus(),
      print() {
        print.replaceChildren(
          ...questions.flatMap((question) => [
            h("p", { class: "pu-strong" }, question.question),
            h("p", { class: "pu-version-text", dir: "auto" }, skipped.has(question.id) ? "(passée)" : answers.get(question.id)),
          ]),
        );
      },
      stop: () => timer.stop(),
    };
  },
};

/** The timer of one question: folded until somebody wants it. */
function createJournalTimer() {
  const time = h("span", { class: "pu-time", role: "timer", "aria-live": "off" });
  const go = button("Démarrer", () => (countdown.running() ? countdown.pause() : countdown.start()));
  const summary = h("summary", {});
  const countdown = createCountdown({
    onTick() {
      time.textContent = countdown.ended() ? "Temps écoulé" : `Reste ${duration(countdown.seconds())}`;
      go.textContent = countdown.running() ? "Mettre en pause" : "Démarrer";
      go.setAttribute("aria-disabled", String(countdown.ended()));
    },
    onHalf: () => {},
    onMinute: () => announce("Il reste une minute"),
    onEnd: () => announce("Le temps indiqué est passé, continuez si vous le souhaitez"),
  });
  return {
    element: h("details", { class: "pu-journal-timer" }, summary, h("p", { class: "pu-actions" }, time, " ", go)),
    set(minutes) {
      const seconds = Math.round(minutes * 60);
      if (summary.dataset.seconds === String(seconds) && countdown.running()) return;
      summary.dataset.seconds = String(seconds);
      summary.textContent = `Minuteur indicatif (${length(minutes)})`;
      countdown.set(seconds);
    },
    stop: () => countdown.stop(),
  };
}

export default () => answering(guidedJournal);
