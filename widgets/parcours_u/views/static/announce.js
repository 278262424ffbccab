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

/** Say something politely. The region is emptied first, so that the same words are heard twice. */
function announce(text) {
  const region = liveRegion();
  region.dataset.spokenAt = String(Date.now());
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 60);
}

/** Say that an answer is saved: when its field has been left, else now and then; never over what was just said. */
function announceSaved(text, leftTheField) {
  const { savedAt = 0, spokenAt = 0 } = liveRegion().dataset;
  const now = Date.now();
  if (now - spokenAt < BEFORE_SAVES || (!leftTheField && now - savedAt < BETWEEN_SAVES)) return;
  announce(text);
  liveRegion().dataset.savedAt = String(now);
}
