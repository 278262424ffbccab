// Where the words are not kept on the learner's own machine, the journal's file is offered again before leaving, when
// something was written since it was last taken. The pages say where that file is; nothing that was written is kept here,
// only « there is something to take » and the file's address, for the time of this tab.
import { link, tell } from "./told.js";

const CHANGED = "parcours-u:a-emporter";
const FILE = "parcours-u:carnet";
const TEXTS = {
  offer: "Votre carnet a changé depuis la dernière fois que vous l’avez emporté. Prenez-le avant de partir.",
  link: "Télécharger mon carnet (.json)",
};

// A browser may refuse sessionStorage altogether; the reminder is then lost, the page is not.
const memory = {
  get(key) {
    try {
      return window.sessionStorage.getItem(key) || "";
    } catch {
      return "";
    }
  },
  set(key, value) {
    try {
      if (value) window.sessionStorage.setItem(key, value);
      else window.sessionStorage.removeItem(key);
    } catch {
      memory.refused = true;
    }
  },
  refused: false,
};

// Pages of the home, the journal and the deposits carry the file's address, and only where it must be taken away.
function fileAddress() {
  const here = document.querySelector("[data-pu-emporter]")?.dataset.puEmporter;
  if (here) memory.set(FILE, here);
  return here || memory.get(FILE);
}

let inside = -Infinity;
function changed(event) {
  const from = event.target instanceof Element ? event.target : null;
  if (from?.closest(".pu-atelier[data-pu-prompt]") && !from.closest("[data-pu-hors-carnet]")) memory.set(CHANGED, "1");
}
document.addEventListener("input", changed);
document.addEventListener("change", changed);
// An answer changed by a button alone (a line moved, a person removed) says « saving » on itself.
new MutationObserver((changes) => {
  if (changes.some(({ target }) => target.dataset.state === "saving")) memory.set(CHANGED, "1");
}).observe(document.documentElement, { attributes: true, attributeFilter: ["data-state"], subtree: true });
document.addEventListener("parcours-u:carnet-change", () => memory.set(CHANGED, "1"));
document.addEventListener("parcours-u:carnet-emporte", () => memory.set(CHANGED, ""));

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link) return;
  if (/\/parcours-u\/carnet\.json$/.test(link.pathname)) memory.set(CHANGED, "");
  const root = document.body.dataset.baseUrl || "/";
  if (link.origin === window.location.origin && link.pathname.startsWith(root)) inside = performance.now();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F5" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "r")) inside = performance.now();
});

addEventListener("beforeunload", (event) => {
  const address = fileAddress();
  if (!address || !memory.get(CHANGED) || performance.now() - inside < 1_000) return;
  event.preventDefault();
  // Runs only when the person stays.
  setTimeout(() => tell(TEXTS.offer, link(TEXTS.link, address, { download: "", onclick: () => tell("") })), 0);
});
