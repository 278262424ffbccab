// The frame around every answer: question, help, control, saved or not, for whom, earlier versions, comments.

/** Text fields: a whole answer must be readable while it is written, and on paper. */
function growing(attributes, value = "") {
  const copy = h("div", { class: "pu-print-copy", dir: "auto", "aria-hidden": "true" });
  const field = h("textarea", {
    class: "pu-field",
    dir: "auto",
    lang: "fr",
    spellcheck: "true",
    autocomplete: "off",
    rows: 1,
    ...attributes,
  });
  field.value = value;
  if (!CSS.supports("field-sizing", "content")) {
    const grow = () => {
      if (field.value.length > 20000) return; // measuring a book at each key would be felt; it scrolls instead
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 4}px`;
    };
    field.addEventListener("input", grow);
    new ResizeObserver(grow).observe(field);
  }
  return { field, element: h("div", { class: "pu-growing" }, copy, field) };
}

/** Put the first words in a field, before what is there, and leave the caret where the writing goes on. */
function beginWith(field, words, changed) {
  if (!field.value.startsWith(words)) field.value = `${words} ${field.value}`;
  field.focus();
  field.setSelectionRange(words.length + 1, words.length + 1);
  changed();
}

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

function mountAnswer({ model, el }, kind) {
  const prompt = model.get("prompt");
  const readOnly = model.get("read_only");
  const questionId = uid("question");
  const helpId = prompt.help ? uid("help") : null;
  const line = createLine(model);
  let saving = null; // not before the control has its words: nothing can be typed until then
  let left = false; // the field was left since its last words were typed
  let heard = model.get("status").serial;
  const control = kind.build({
    prompt,
    readOnly,
    questionId,
    helpId,
    changed() {
      left = false;
      saving?.touched();
    },
  });

  const heading = h(
    "h3",
    { class: "pu-question", id: questionId, "data-depth": 0 },
    control.labels ? h("label", { for: control.labels }, prompt.question) : prompt.question,
  );
  const scale = h("p", { class: "pu-scale" }, spoken("Échelle\u00a0: "), prompt.scale_label);
  const help = prompt.help && h("p", { class: "pu-help", id: helpId }, prompt.help);
  const starter = createStarter(prompt, control, readOnly);
  const ask = control.choices
    ? [scale, h("fieldset", { class: "pu-bare", "aria-describedby": helpId }, h("legend", {}, heading), help, starter, control.element)]
    : [scale, heading, help, starter, control.element];

  const held = model.get("draft"); // words that a former view of this page was still sending
  control.write(held ? held.value : model.get("value").body);
  saving = createAutosave({ model, read: () => control.read(), onChange: show });

  const statusLine = createStatusLine();
  const conflict = createConflict({ line, onKeep: keep, onTake: () => replace("take_other") });
  const history = createHistory({
    line,
    questionId,
    title: kind.historyTitle ?? "Versions précédentes",
    prominent: Boolean(kind.historyTitle),
    restore: (revision) => replace("restore", { revision }),
  });
  const comments = createComments(model, questionId);
  const body = h("div", { class: "pu-control", lang: "fr" }, ...ask.filter(Boolean));
  const main = h(
    "div",
    { class: "pu-card" },
    body,
    statusLine.element,
    conflict.element,
    !readOnly && createAudience({ model, line, questionId }),
    createDeposited(model),
    !readOnly && history.element,
  );
  const frame = h("div", { class: "pu-frame" }, main, comments);

  function show() {
    const status = saving.state();
    el.dataset.state = status.state;
    const words = statusLine.show(status);
    conflict.show(status);
    if (!status.serial || status.serial === heard) return;
    heard = status.serial;
    history.refresh();
    if (status.state === "saved") {
      announceSaved(words, left);
      left = false;
    }
  }

  function keep(revision) {
    saving.onTopOf(revision);
    control.focus();
    announce("Votre texte est gardé. L’autre version reste dans les versions précédentes.");
  }

  /** Ask for another version in the place of this one. What is typed leaves first, and no key is taken meanwhile. */
  async function replace(type, details = {}) {
    saving.flush();
    body.inert = true;
    try {
      const answer = await line.ask(type, { ...saving.where(), ...details }, "votre texte n’a pas changé");
      control.write(answer.body);
      saving.replaced(answer.revision);
    } finally {
      body.inert = false;
    }
    control.focus();
  }

  function onValue() {
    const { revision, body: words } = model.get("value");
    if (revision === saving.where().base || saving.pending()) return;
    if (JSON.stringify(control.read()) !== JSON.stringify(words)) control.write(words);
    saving.replaced(revision);
  }

  const onFocusOut = () => {
    left = true;
    saving.flush();
  };
  const printed = () => {
    control.print?.();
    for (const copy of el.querySelectorAll(".pu-print-copy")) copy.textContent = copy.nextElementSibling.value;
  };

  el.classList.add("pu-answer", `pu-kind-${prompt.kind}`);
  el.setAttribute("role", "group");
  el.setAttribute("aria-labelledby", questionId);
  el.setAttribute("tabindex", "-1");
  el.dataset.prompt = prompt.id;
  el.dataset.kind = prompt.kind;
  if (!document.getElementById(`invite-${prompt.id}`)) el.id = `invite-${prompt.id}`;
  el.replaceChildren(frame);
  body.addEventListener("focusout", onFocusOut);
  model.on("change:value", onValue);
  addEventListener("beforeprint", printed);
  if (readOnly) for (const field of body.querySelectorAll("textarea, input[type=text]")) field.readOnly = true;
  if (readOnly) for (const field of body.querySelectorAll("select, input:not([type=text])")) field.disabled = true;
  show();
  if (!readOnly) saving.resume();
  if (kind.historyTitle && !readOnly && model.get("status").revision) history.load();
  whenPlaced(el, () => {
    levelHeadings(el);
    arrive(el);
  });

  return () => {
    saving.stop();
    history.stop();
    line.stop();
    control.stop?.();
    removeEventListener("beforeprint", printed);
  };
}
