// What the trainer's panels share: a form's fields, what came of a gesture, people to choose. After shared_card.js.

/** One line for what came of a gesture: seen here, heard through the page's one live region. */
function createSaid() {
  const failure = h("p", { class: "pu-alert", role: "alert", id: uid("refus") });
  const done = h("p", { class: "pu-team-done" });
  let untie = () => {};
  return {
    element: h("div", {}, done, failure),
    done(text) {
      untie();
      failure.textContent = "";
      done.textContent = text;
      if (text) announce(text);
    },
    failed(error) {
      done.textContent = "";
      failure.textContent = error.message;
      if (error.control) untie = tied(error.control, failure);
    },
  };
}

/** Tie a field to the sentence that says what it lacks, beneath it, and go there; returns how to untie it. */
function tied(control, failure) {
  const home = failure.parentNode;
  control.closest(".pu-team-field, fieldset").after(failure);
  const unmark = markInvalid(control, failure.id);
  control.focus();
  return () => {
    home.append(failure);
    unmark();
  };
}

/** Refuse before anything is asked, for want of what a field should hold. */
function lacking(control, sentence) {
  throw Object.assign(new Error(sentence), { control });
}

/** Refuse a number that is out of what its field takes. */
function checkNumbers(...fields) {
  const wrong = fields.find((field) => !field.checkValidity() || !field.value);
  if (wrong) lacking(wrong, `Choisissez un nombre entier, de ${wrong.min} à ${wrong.max}\u00a0: rien n’a été changé.`);
}

/** While the server works, the button waits: pressed twice, a gesture is done once. What is refused is said. */
async function gesture(control, said, action) {
  if (control.getAttribute("aria-disabled")) return;
  control.setAttribute("aria-disabled", "true");
  said.done("");
  try {
    await action();
  } catch (error) {
    said.failed(error);
  } finally {
    control.removeAttribute("aria-disabled");
  }
}

/**
 * What a button does, and what it would end asked about first, when the answer says so: it is then sent again with its yes.
 * @param send  sends it with a yes, the empty one at first; returns the answer where it asks
 */
function createAsking(first, yes, said, send) {
  let agreed = "";
  let times = 0; // that what is asked for changed
  const sure = createQuestion(first, yes, run);
  function run(control) {
    return gesture(control, said, async () => {
      const now = times;
      const answer = await send(control === first ? "" : agreed);
      if (!answer?.question || now !== times) return;
      agreed = answer.yes;
      sure.ask(answer.question);
    });
  }
  function unsaid() {
    times += 1;
    sure.element.hidden = true;
  }
  return { element: h("div", { class: "pu-shared-sure" }, sure.element), run, unsaid };
}

/** A field under its label; `make` gives the control its id. */
function labelled(text, control, help) {
  control.id ||= uid("champ");
  const hint = help && h("span", { class: "pu-hint", id: uid("aide") }, help);
  if (hint) control.setAttribute("aria-describedby", hint.id);
  return h("p", { class: "pu-team-field" }, h("label", { for: control.id, class: "pu-shared-label" }, text), hint, control);
}

function textField(attributes = {}) {
  return h("input", { class: "pu-field", type: "text", autocomplete: "off", dir: "auto", maxlength: 200, ...attributes });
}

function choiceOf(options, attributes = {}) {
  return h("select", { class: "pu-field", ...attributes }, ...options.map(([value, text]) => h("option", { value }, text)));
}

/** Several people, by boxes, with a field that narrows a long list to the names that hold its letters. */
function createPeopleBoxes(legend, people, chosen = []) {
  const box = (one) => h("label", { class: "pu-choice" }, h("input", { type: "checkbox", value: one.id, checked: chosen.includes(one.id) }), h("span", { dir: "auto" }, one.name));
  const all = people.map((one) => [bare(one.name), box(one)]);
  const filter = textField({ type: "search", input: narrow });
  const list = h("div", { class: "pu-team-boxes" }, ...all.map(([, element]) => element));
  function narrow() {
    for (const [name, element] of all) element.hidden = !name.includes(bare(filter.value)) && !element.querySelector("input").checked;
  }
  return {
    element: h("fieldset", { class: "pu-team-people" }, h("legend", { class: "pu-shared-label" }, legend), people.length > 12 && labelled("Chercher un nom", filter), list),
    first: () => list.querySelector("label:not([hidden]) input") ?? filter,
    chosen: () => Array.from(list.querySelectorAll("input:checked"), (input) => input.value),
  };
}

/** A text without what people forget when they type it again: case, accents. */
function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** A fold whose content is made when it is first opened. */
function createFold(title, make) {
  const place = h("div", { class: "pu-team-inside" });
  const fold = h("details", { class: "pu-team-fold", toggle: () => fold.open && !place.childElementCount && place.append(make()) }, h("summary", {}, title), place);
  return fold;
}

const namesFrom = (people) => {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? "quelqu’un";
};
