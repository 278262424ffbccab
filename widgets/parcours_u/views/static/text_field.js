// The field that every written answer is made of.

const BOOK = 20000; // characters: what is done for the whole text at each key would be felt

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
  // The direction of each paragraph is looked for again on each line of it: a book has that of its first words.
  const look = () => field.classList.toggle("pu-book", field.value.length > BOOK);
  field.addEventListener("focus", look);
  field.addEventListener("input", look);
  if (!CSS.supports("field-sizing", "content")) {
    const grow = () => {
      if (field.value.length > BOOK) return; // it scrolls instead
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
