// The frame around every answer: question, help, control, saved or not, for whom, earlier versions, comments.

/** Where the address names this answer, take the learner there, once; stay there while the page is still filling. */
function arrive(el) {
  if (location.hash !== `#${el.id}` || document.documentElement.dataset.puArrived === location.hash) return;
  document.documentElement.dataset.puArrived = location.hash;
  el.focus({ preventScroll: true });
  el.scrollIntoView();
  const watch = new ResizeObserver(() => el.scrollIntoView());
  watch.observe(document.body);
  const stop = () => watch.disconnect();
  for (const gesture of ["wheel", "pointerdown", "keydown", "touchstart"]) {
    addEventListener(gesture, stop, { once: true, passive: true });
  }
  setTimeout(stop, 5000);
}

function createStarter(prompt, control, readOnly) {
  if (!prompt.starter) return null;
  const words = h("span", { dir: "auto" }, `«\u00a0${prompt.starter}…\u00a0»`);
  const begin = control.begin && !readOnly && button("Commencer par ces mots", () => control.begin(prompt.starter), { look: "link" });
  return h("p", { class: "pu-starter" }, "Pour commencer\u00a0: ", words, begin && " ", begin);
}

/** The question and its control, under a heading that is the control's label or its group's legend. */
function createAsking(prompt, control, { questionId, helpId, readOnly, example }) {
  const heading = h(
    "h3",
    { class: "pu-question", id: questionId, "data-depth": control.before ? 1 : 0 },
    control.labels ? h("label", { for: control.labels }, prompt.question) : prompt.question,
  );
  const scale = h("p", { class: "pu-scale" }, spoken("Échelle\u00a0: "), prompt.scale_label);
  const help = h("div", { id: helpId }, prompt.help && h("p", { class: "pu-help" }, prompt.help), example.element);
  const rest = [help, createStarter(prompt, control, readOnly), control.element].filter(Boolean);
  const asking = control.choices
    ? [scale, h("fieldset", { class: "pu-bare", "aria-describedby": helpId }, h("legend", {}, heading), ...rest)]
    : [scale, heading, ...rest];
  return [control.before, ...asking, control.after].filter(Boolean);
}

/** What somebody might write from the place that the learner starts from; it goes with the help, and writes nothing. */
function createExample() {
  const element = h("p", { class: "pu-example", hidden: true });
  return {
    element,
    show(text) {
      element.hidden = !text;
      element.textContent = text ? `Depuis votre place, par exemple\u00a0: «\u00a0${text}\u00a0»` : "";
    },
  };
}

/** Where an answer that is shown elsewhere comes from, with the way back to it. */
function createOrigin({ title, href }, words = "Commencée dans") {
  return title && h("p", { class: "pu-origin" }, `${words} «\u00a0`, h("a", { href }, title), "\u00a0».");
}

function forbid(body) {
  for (const field of body.querySelectorAll("textarea")) field.readOnly = true;
  for (const field of body.querySelectorAll("select, input")) field.disabled = true;
}

function mountAnswer({ model, el }, kind, memory) {
  const prompt = model.get("prompt");
  const readOnly = model.get("read_only");
  const example = createExample();
  const names = { questionId: uid("question"), helpId: uid("help"), readOnly, example, model };
  const line = createLine(model);
  const timers = createTimers();
  let saving = null; // not before the answer was read: nothing can be typed until then
  let audience = null;
  let left = false; // the field was left since its last words were typed
  let heard = null; // the last news of which something was made
  let kept = ""; // what is said of a choice between two versions, once it is saved

  function changed() {
    left = false;
    saving?.touched();
  }

  const control = kind.build({ prompt, changed, ...names });
  const body = h("div", { class: "pu-control", lang: "fr", inert: true }, ...createAsking(prompt, control, names));
  const origin = createOrigin(model.get("origin"), control.origin);
  const statusLine = createStatusLine(onSaid);
  const conflict = createConflict({ line, onKeep: keep, onTake: () => replace("take_other") });
  const keptWords = createKeptWords({ line, flush: () => saving.flush(), onTake: takeUp, onEnd: control.focus });
  const forWhom = h("div", { class: "pu-for-whom" });
  const deposited = createDeposited();
  const comments = createComments(names.questionId);
  const history = createHistory({
    line,
    questionId: names.questionId,
    title: kind.historyTitle ?? "Versions précédentes",
    prominent: Boolean(kind.historyTitle),
    restore: (revision) => replace("restore", { revision }),
  });

  /** Ask for the answer, as often as it takes; what is read-only may have no kernel at all, and shows its question. */
  async function open() {
    let opened;
    try {
      opened = await line.ask("open", {}, "votre réponse est gardée");
    } catch (error) {
      if (readOnly) return;
      tell({ state: "unread", message: `Votre réponse n’est pas encore affichée. ${error.message}` });
      tryAgain(timers, "open", open);
      return;
    }
    if (!saving) show(opened); // another kernel may have been asked meanwhile
  }

  function show(opened) {
    const unsent = isSettled(memory.draft, opened.status) ? null : memory.draft;
    control.write(unsent ? unsent.value : opened.body);
    example.show(opened.example);
    comments.show(opened.comments);
    deposited.show(opened.deposited);
    if (readOnly) return forbid(body);
    heard = opened.status;
    saving = createAutosave({ prompt: prompt.id, line, memory, opened, read: () => control.read(), onChange });
    audience = createAudience({ opened, line, questionId: names.questionId, onDeposited: deposited.show });
    forWhom.append(...audience.elements);
    body.inert = false;
    onChange();
    saving.resume();
    const detail = { prompt: prompt.id, body: opened.body, offer: keptWords.offer };
    document.dispatchEvent(new CustomEvent("parcours-u:reponse-ouverte", { detail }));
    if (kind.historyTitle && opened.revision) history.load();
  }

  function showStanding(news) {
    deposited.show(news.deposited);
    audience?.standing(news.deposited);
    audience?.refresh(news);
  }

  function tell(status) {
    el.dataset.state = status.state;
    conflict.show(status);
    statusLine.show(status, left);
    keptWords.follow(status.state);
  }

  function onChange() {
    const status = saving.state();
    tell(status);
    if (status.serial && status !== heard) history.refresh();
  }

  function onSaid(status, words) {
    if (!status.serial || status === heard) return;
    heard = status;
    if (status.state !== "saved") return;
    if (kept) announce(kept);
    else announceSaved(words, left);
    kept = "";
    left = false;
  }

  function keep(other) {
    saving.onTopOf(other.revision);
    control.focus();
    kept = `Votre texte est gardé.${other.at ? " L’autre version reste dans les versions précédentes." : ""}`;
  }

  /** What was kept by the browser comes back on top of the version that it was written from, as if it left only now. */
  function takeUp({ value, base, before }) {
    control.write(value);
    saving.onTopOf(base, before);
    control.focus();
  }

  /** Another kernel took over: what has not left goes to it; what was changed elsewhere meanwhile is shown. */
  async function lineChanged(event) {
    const { state } = event.detail;
    if (state === "open") {
      audience?.resume();
      rereadReaders(event);
    }
    if (state !== "fresh") return;
    timers.stop("open");
    if (!saving) return open();
    saving.fresh();
    try {
      const opened = await line.ask("open", {}, "votre texte n’a pas changé");
      example.show(opened.example);
      comments.show(opened.comments);
      audience?.resume();
      showStanding(opened);
      if (!saving.isBehind(opened)) return;
      heard = opened.status;
      put(opened);
    } catch (error) {
      console.warn(error.message); // what surrounds the text comes with the next news
    }
  }

  /** Show a version in the place of what was here. */
  function put({ body, ...opened }) {
    kept = "";
    control.write(body);
    saving.replaced(opened);
  }

  /** Ask for another version in the place of this one. What is typed leaves first, and no key is taken meanwhile. */
  async function replace(type, details = {}, focus = control.focus) {
    saving.flush();
    body.inert = true;
    try {
      const answer = await line.ask(type, { ...saving.where(), ...details }, "votre texte n’a pas changé");
      showStanding(answer);
      put(answer);
    } finally {
      body.inert = false;
    }
    focus();
  }

  /** The readers of this answer, or of any where none is named, may have been chosen elsewhere. */
  function rereadReaders({ detail, timeStamp }) {
    if (detail?.prompt) return detail.prompt === prompt.id && audience?.reread();
    if (!document.hidden) audience?.reread(timeStamp);
  }

  /** The same answer was changed elsewhere on this page, or erased with its journal: show it, unless something here has not left yet. */
  function follow() {
    if (!saving || saving.pending()) return;
    replace("take_other", {}, () => {}).catch((error) => announce(error.message));
  }

  function leave() {
    left = true;
    if (!saving) return;
    saving.flush();
    onChange();
  }

  function print() {
    control.print?.();
    for (const copy of el.querySelectorAll(".pu-print-copy")) copy.textContent = copy.nextElementSibling.value;
  }

  line.on("example", (news) => example.show(news.text));
  line.on("moved", () => timers.start("follow", REST, follow));
  line.on("comments", (news) => inPlace(() => comments.show(news.comments)));
  line.on("readers", showStanding);
  line.on("audience", showStanding);
  line.on("status", (news) => {
    showStanding(news);
    saving?.heard(news.status);
  });

  el.classList.add("pu-answer", `pu-kind-${prompt.kind}`);
  fill(el, { role: "group", "aria-labelledby": control.titleId ?? names.questionId, tabindex: -1, "data-prompt": prompt.id, "data-kind": prompt.kind }, []);
  if (!document.getElementById(`invite-${prompt.id}`)) el.id = `invite-${prompt.id}`;
  const around = readOnly ? [deposited.element] : [keptWords.element, conflict.element, forWhom, deposited.element, history.element];
  const main = h("div", { class: "pu-card" }, ...(control.origin ? [body, origin] : [origin, body]).filter(Boolean), statusLine.element, ...around);
  el.replaceChildren(h("div", { class: "pu-frame" }, main, comments.element));
  body.addEventListener("focusout", leave);
  addEventListener("beforeprint", print);
  document.addEventListener("parcours-u:ligne", lineChanged);
  document.addEventListener("parcours-u:lecteurs", rereadReaders);
  document.addEventListener("visibilitychange", rereadReaders);
  if (readOnly) {
    control.write({});
    forbid(body);
    body.inert = false;
  }
  tell({ state: readOnly ? "read_only" : "loading" });
  open();
  whenPlaced(el, () => {
    levelHeadings(el);
    arrive(el);
  });

  return () => {
    saving?.stop();
    audience?.stop();
    keptWords.stop();
    timers.stop();
    history.stop();
    statusLine.stop();
    line.stop();
    control.stop?.();
    removeEventListener("beforeprint", print);
    document.removeEventListener("parcours-u:ligne", lineChanged);
    document.removeEventListener("parcours-u:lecteurs", rereadReaders);
    document.removeEventListener("visibilitychange", rereadReaders);
  };
}

/** What a kind's module exports: called once a widget, it keeps what that widget's views share. */
function answering(kind) {
  const memory = newMemory();
  return { render: (context) => mountAnswer(context, kind, memory) };
}
