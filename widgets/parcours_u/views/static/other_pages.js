// The other pages that one person has open in this browser, side by side: each is told that readers were chosen, or a journal erased, and
// nothing more. It then asks its own kernel what holds. Pages on another device find out when they save, or come to the front.

function hearOtherPages() {
  let line;
  try {
    line = new BroadcastChannel(`parcours-u ${document.body.dataset.baseUrl ?? ""} ${madeFor()}`);
  } catch {
    return { postMessage() {} }; // this browser has none, or refuses it here
  }
  line.onmessage = () => document.dispatchEvent(new CustomEvent("parcours-u:lecteurs", { detail: {} }));
  return line;
}

/** The line of this page with them, whichever widget asks first. */
function otherPages() {
  window.parcoursUAutresPages ??= hearOtherPages();
  return window.parcoursUAutresPages;
}
