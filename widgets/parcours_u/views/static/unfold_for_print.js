/** Everything folded in a place is unfolded on paper, then folded again. */
function unfoldForPrint(place) {
  let folded = [];
  const open = () => {
    folded = Array.from(document.querySelectorAll(`${place} details:not([open])`));
    for (const details of folded) details.open = true;
  };
  const close = () => {
    for (const details of folded) details.open = false;
    folded = [];
  };
  window.addEventListener("beforeprint", open);
  window.addEventListener("afterprint", close);
  return () => {
    window.removeEventListener("beforeprint", open);
    window.removeEventListener("afterprint", close);
  };
}
