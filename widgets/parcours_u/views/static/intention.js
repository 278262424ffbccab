// One sentence, and the sentences that came before it: an intention shows how it grew.

const intention = {
  historyTitle: "Mes formulations précédentes",
  build({ changed, helpId }) {
    const id = uid("sentence");
    const { field, element } = growing({
      id,
      rows: 2,
      class: "pu-field pu-sentence",
      "aria-describedby": helpId,
      input: changed,
    });
    return {
      element,
      labels: id,
      read: () => ({ sentence: wellFormed(field.value) }),
      write: (body) => (field.value = body.sentence ?? ""),
      focus: () => field.focus(),
      begin: (words) => beginWith(field, words, changed),
    };
  },
};

export default () => answering(intention);
