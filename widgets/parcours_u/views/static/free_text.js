// A long text: one field that grows with what is written.

const freeText = {
  build({ changed, helpId }) {
    const id = uid("text");
    const { field, element } = growing({ id, rows: 4, class: "pu-field pu-long", "aria-describedby": helpId, input: changed });
    return {
      element,
      labels: id,
      read: () => ({ text: wellFormed(field.value) }),
      write: (body) => (field.value = body.text ?? ""),
      focus: () => field.focus(),
      begin: (words) => beginWith(field, words, changed),
    };
  },
};

export default () => answering(freeText);
