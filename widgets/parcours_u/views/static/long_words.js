// Long words on the page of one’s circle. After dom.js.

const LONGEST_UNFOLDED = 1200; // characters

/** A long answer is folded to the eye alone, until it is asked for: those that follow it stay within reach. */
function createLongWords(words) {
  const more = button("", turn, { look: "link" });
  function fold(yes) {
    words.classList.toggle("pu-shared-folded", yes);
    more.textContent = yes ? "Lire la suite" : "Replier";
  }
  function turn() {
    const unfolded = !words.classList.contains("pu-shared-folded");
    fold(unfolded);
    if (unfolded) more.scrollIntoView({ block: "center" });
  }
  more.hidden = true;
  return {
    more,
    fits(texts) {
      const long = texts.flat().join("").length > LONGEST_UNFOLDED;
      if (long === more.hidden) fold(long);
      more.hidden = !long;
    },
  };
}
