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

/**
 * Read again what may have been changed or erased on another page: when one says so, and when somebody comes back to this one.
 *
 * @param ask   asks for what this page shows
 * @param show  shows it
 * @returns what ends it
 */
function followOtherPages(ask, show) {
  const follow = () => {
    if (!document.hidden) ask().then(show, (error) => console.warn(error.message)); // it is asked again when somebody comes back
  };
  otherPages();
  const events = ["parcours-u:lecteurs", "visibilitychange"];
  for (const event of events) document.addEventListener(event, follow);
  return () => events.forEach((event) => document.removeEventListener(event, follow));
}
