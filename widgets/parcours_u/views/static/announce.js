// What is said aloud, through one polite live region for the whole page.

const REGION = "pu-annonces";
const BETWEEN_SAVES = 20000; // while somebody types on, « enregistré » is said no more often than this
const BEFORE_SAVES = 2000; // what answers a gesture has this long to be heard

function liveRegion() {
  const found = document.getElementById(REGION);
  if (found) return found;
  const region = h("div", { id: REGION, role: "status", "aria-live": "polite", class: "pu-hidden" });
  document.body.append(region);
  return region;
}

/** Put words in the region. It is emptied first, so that the same words are heard twice; what is said meanwhile stays. */
function say(text) {
  const region = liveRegion();
  const turn = document.createTextNode("");
  region.replaceChildren(turn);
  setTimeout(() => {
    if (turn.isConnected) region.textContent = text;
  }, 60);
}

/** Say what a gesture did. */
function announce(text) {
  liveRegion().dataset.spokenAt = String(Date.now());
  say(text);
}

/** Say what came by itself, once what a gesture did has been heard. */
function announceNews(text, timers) {
  if (Date.now() - (liveRegion().dataset.spokenAt ?? 0) < BEFORE_SAVES) timers.start("news", BEFORE_SAVES, () => announceNews(text, timers));
  else say(text);
}

/** Say that an answer is saved: when its field has been left, else now and then; never over what a gesture did. */
function announceSaved(text, leftTheField) {
  const { dataset } = liveRegion();
  const now = Date.now();
  if (now - (dataset.spokenAt ?? 0) < BEFORE_SAVES) return;
  if (!leftTheField && now - (dataset.savedAt ?? 0) < BETWEEN_SAVES) return;
  dataset.savedAt = String(now);
  say(text);
}
