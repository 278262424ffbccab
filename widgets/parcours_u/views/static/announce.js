// What is said aloud, through one polite live region for the whole page.

const REGION = "pu-annonces";
const BETWEEN_SAVES = 20000; // while somebody types on, « enregistré » is said no more often than this

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
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 60);
}

/** Say that an answer is saved: when its field has been left, else now and then only. */
function announceSaved(text, leftTheField) {
  const region = liveRegion();
  const now = Date.now();
  if (!leftTheField && now - Number(region.dataset.savedAt ?? 0) < BETWEEN_SAVES) return;
  region.dataset.savedAt = String(now);
  announce(text);
}
