// « Pour qui ? »: who an answer is for, chosen by the learner among what this course offers.

function sameReaders(one, other) {
  return one.length === other.length && one.every((reader) => other.includes(reader));
}

/** What a choice means: before any deposit of this answer, once one holds it, or once it was changed since. */
function meaning(choice, { at, way, stale, withdrawn }) {
  return (at && !withdrawn && choice.after?.[stale ? "stale" : way]) || choice.hint;
}

/** What the learner reads after a choice: where the answer can be read now, and what had already left. */
function afterChoice(choice, left, deposited) {
  if (!left.length) return meaning(choice, deposited);
  const when = left.map((at) => moment(at)).join(", puis ");
  return (
    (choice.value.length ? `${choice.hint} ` : "") +
    `Cette réponse était déjà partie avec votre dépôt, ${when}. Votre demande de retrait est enregistrée. ` +
    "Parlez-en aussi à votre formateur ou à votre formatrice, qui en a déjà une copie."
  );
}

const IN_DOUBT = "Rien n’a encore répondu à votre choix\u00a0: nous ne savons pas s’il est enregistré. ";
const NOT_KNOWN = `${IN_DOUBT}La page le redemande toute seule, et dira ici qui lit cette réponse.`;
const NEVER_KNOWN = `${IN_DOUBT}Une fois rechargée, la page dira ici qui lit cette réponse.`;
const NOT_DONE = "Votre choix n’a pas été enregistré\u00a0: voici qui lit cette réponse, choisissez de nouveau s’il le faut.";
const WAITS = "Votre choix attend\u00a0: il partira tout seul, dès que le précédent aura sa réponse.";

function createAudience({ opened, line, questionId, onDeposited }) {
  let { audience: present, audiences: choices, readers } = opened;
  let shown = present; // what the boxes say: what was clicked counts at once, the next click starts from it
  let underway = 0;
  let doubted = null; // a choice that nothing answered: it may hold, or not, or hold later
  let wanted = null; // what was chosen since, which leaves once it is known from where
  const timers = createTimers();
  let deposited = opened.deposited;
  const name = uid("audience");
  const message = h("p", { class: "pu-hint", id: uid("audience-hint") });
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const chosen = () => choices.find((choice) => sameReaders(choice.value, present)) ?? choices[0];
  let control = build();

  function build() {
    if (choices.length < 2) {
      return { element: h("p", {}, h("span", { class: "pu-strong" }, "Pour qui\u202f? "), chosen().label), show() {} };
    }
    if (choices.some((choice) => choice.value.length > 1)) return asChecks();
    return choices.length > 3 ? asSelect() : asRadios();
  }

  function asRadios() {
    const radios = choices.map((choice) => {
      const input = h("input", { type: "radio", name, change: () => choose(choice) });
      return { input, label: h("label", { class: "pu-choice" }, input, h("span", {}, choice.label)) };
    });
    return {
      element: h(
        "fieldset",
        { class: "pu-audience", "aria-describedby": `${questionId} ${message.id}` },
        h("legend", {}, "Pour qui\u202f?"),
        h("div", { class: "pu-choices" }, ...radios.map((radio) => radio.label)),
      ),
      show: (choice) => radios.forEach((radio, index) => (radio.input.checked = choices[index] === choice)),
    };
  }

  function asSelect() {
    const id = uid("audience-select");
    const select = h(
      "select",
      {
        id,
        class: "pu-field",
        "aria-describedby": `${questionId} ${message.id}`,
        change: () => choose(choices[select.selectedIndex]),
      },
      ...choices.map((choice) => h("option", {}, choice.label)),
    );
    return {
      element: h("div", { class: "pu-audience" }, h("label", { for: id }, "Pour qui\u202f?"), select),
      show: (choice) => (select.selectedIndex = choices.indexOf(choice)),
    };
  }

  /** One box a reader, any of which may go together, but for those who include all others: these go alone. */
  function asChecks() {
    const boxes = readers.map((reader) => {
      const input = h("input", { type: "checkbox", change: () => toggled(reader, input) });
      return { reader, input, label: h("label", { class: "pu-choice" }, input, h("span", {}, capitalised(reader.label))) };
    });
    function toggled(reader, input) {
      const others = boxes.filter((box) => box.input !== input && box.input.checked);
      for (const box of others) if (input.checked && (reader.alone || box.reader.alone)) box.input.checked = false;
      const value = boxes.filter((box) => box.input.checked).map((box) => box.reader.id);
      choose(choices.find((choice) => sameReaders(choice.value, value)) ?? { value, hint: "" });
    }
    return {
      element: h(
        "fieldset",
        { class: "pu-audience", "aria-describedby": `${questionId} ${message.id}` },
        h("legend", {}, "Pour qui, avec vous ?"),
        h("div", { class: "pu-choices" }, ...boxes.map((box) => box.label)),
      ),
      show: (choice) => boxes.forEach((box) => (box.input.checked = choice.value.includes(box.reader.id))),
    };
  }

  async function choose({ value }) {
    if (doubted && !underway) {
      wanted = value;
      message.textContent = pageIsOver() ? "" : WAITS;
      announce(message.textContent);
      return;
    }
    failure.textContent = "";
    wanted = null;
    const known = shown;
    shown = value;
    underway += 1;
    timers.start("slow", REST, () => (message.textContent = "Votre choix s’enregistre…"));
    let answer;
    try {
      answer = await line.ask("audience", { value, known }, "votre choix précédent est gardé");
      failure.textContent = "";
      doubted = null;
      otherPages().postMessage(null);
    } catch (error) {
      doubted = error.unanswered ? value : null;
      if (!doubted && underway > 1 && shown === value) wanted = value; // the last one, which found the line cut
      failure.textContent = doubted ? NOT_KNOWN : wanted ? WAITS : error.message;
    }
    underway -= 1;
    if (answer) {
      take(answer);
      onDeposited(deposited);
    }
    if (underway) return; // the choice made since will tell
    timers.stop("slow");
    if (doubted) return doubt();
    if (wanted) return chooseAgain(wanted);
    show();
    if (!answer) return reread(); // it may have been recorded all the same
    message.textContent = answer.elsewhere ? `${answer.elsewhere} ${message.textContent}` : afterChoice(chosen(), answer.left, deposited);
    announce(message.textContent);
  }

  /** What was chosen before it was known from where. */
  function chooseAgain(value) {
    shown = present;
    return choose({ value });
  }

  /** Nothing is said of who reads until somebody knows. */
  function doubt() {
    message.textContent = "";
    askAgain();
  }

  function askAgain() {
    timers.stop();
    line.ask("readers", { at: null }).then(settle, () => {
      if (!doubted) return;
      if (pageIsOver()) {
        failure.textContent = NEVER_KNOWN;
        message.textContent = "";
      } else tryAgain(timers, "again", askAgain);
    });
  }

  /** It is known again who reads: what was asked here was asked after the choice. */
  function settle(news) {
    if (!doubted) return refresh(news);
    const done = sameReaders(news.audience, doubted);
    doubted = null;
    if (done) otherPages().postMessage(null);
    timers.stop();
    take(news);
    onDeposited(deposited);
    if (wanted) return chooseAgain(wanted);
    show();
    failure.textContent = done ? "" : NOT_DONE;
    if (!done) return;
    message.textContent = afterChoice(chosen(), news.left ?? [], deposited);
    announce(message.textContent);
  }

  /** Know who reads, as the kernel tells it. */
  function take(answer) {
    ({ audience: present, deposited } = answer);
    if (choices.some(({ value }) => sameReaders(value, present))) return;
    ({ audiences: choices, readers } = answer); // offered since this page was drawn
    const { element } = control;
    control = build();
    element.replaceWith(control.element);
  }

  function show() {
    shown = present;
    control.show(chosen());
    message.textContent = meaning(chosen(), deposited);
  }

  function refresh(news) {
    if (doubted && !underway && news.audiences && sameReaders(news.audience, doubted)) return settle(news); // other news tell what a kernel believes
    if (underway || doubted || sameReaders(news.audience, present)) return;
    if (!news.audiences && !choices.some(({ value }) => sameReaders(value, news.audience))) return reread();
    take(news);
    failure.textContent = "";
    show();
  }

  function reread(at = null) {
    if (doubted) return;
    line.ask("readers", { at }).then(refresh, (error) => console.warn(error.message)); // news will come, then
  }

  show();
  otherPages();
  return {
    elements: [control.element, message, failure],
    /** What became of the answer: it left with a deposit, or was changed since. What was told of a removal stays. */
    standing(next) {
      const told = meaning(chosen(), deposited);
      deposited = next;
      if (message.textContent === told) message.textContent = meaning(chosen(), deposited);
    },
    /** The readers were told: they may have been chosen on another page. */
    refresh,
    /** Ask who reads. All the answers of a page that ask `at` one moment are told together. */
    reread,
    /** The line is back: what failed may be tried again. */
    resume() {
      if (doubted && !underway) askAgain();
      else failure.textContent = "";
    },
    stop: () => timers.stop(),
  };
}
