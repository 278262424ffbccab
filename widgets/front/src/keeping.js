// Words that have not left yet are kept in the browser too, where that is right; after a crash, the page offers them back.
//
// The server says where: it names the journal only when this address is its own, shared with nobody (never on Binder or a hub),
// and a browser has what it takes on a secure origin only. Elsewhere, unsent words live in the page's memory alone.

import { Vault } from "./vault.js";

const BEFORE_KEEPING = 500; // most words have left by then
const PAGE = "parcours-u:page:";

const word = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/**
 * Keep what is unsent, and offer back what pages that are gone had left unsent: of one answer, one after the other.
 *
 * The answers tell, by events, that they hold unsent words (`parcours-u:non-envoye`: `prompt`, `view`, `kept`, which gives what to
 * keep, or null once all is sent) and that they were read from the journal (`parcours-u:reponse-ouverte`: `prompt`, `body`, `offer`).
 *
 * @param {string} owner the journal's name, empty where nothing may be kept
 */
export function keepUnsent(owner) {
  if (!owner || !window.isSecureContext || !navigator.locks) return;
  const page = word();
  // Held as long as the page lives, and let go by the browser however it ends: other pages leave its words alone.
  navigator.locks.request(PAGE + page, () => new Promise(() => {})).catch(refused);
  const opening = Vault.open(owner); // a strict browser throws at the very name of its storage, which is heard like any refusal
  const left = opening.then(orphans);
  left.catch(refused);
  let last = opening; // one thing at a time: what is erased must not come back
  const next = (action) => {
    last = last.then(async () => action(await opening)).catch(refused);
  };

  const changed = new Map(); // by view: what to keep, null when there is nothing more
  const stored = new Map(); // by view: what its answer was
  let timer = 0;

  function keep() {
    timer = 0;
    for (const [view, { prompt, kept }] of changed) {
      const id = `${page}/${view}`;
      const words = kept?.();
      if (words) {
        const value = JSON.stringify(words.value);
        const isNew = stored.get(view) !== value;
        stored.set(view, value);
        next((vault) => vault.put(id, { prompt, at: new Date().toISOString(), ...words }, isNew));
      } else if (stored.delete(view)) {
        next((vault) => vault.remove(id));
      }
    }
    changed.clear();
  }

  document.addEventListener("parcours-u:non-envoye", ({ detail }) => {
    if (!detail.kept && !stored.has(detail.view)) {
      changed.delete(detail.view);
      return;
    }
    changed.set(detail.view, detail);
    if (!detail.kept) keep();
    else if (!timer) timer = setTimeout(keep, BEFORE_KEEPING);
  });

  document.addEventListener("parcours-u:carnet-efface", () => {
    changed.clear();
    next((vault) => vault.clear());
  });

  document.addEventListener("parcours-u:reponse-ouverte", async ({ detail: { prompt, body, offer } }) => {
    const found = await left.catch(() => new Map());
    const offerNext = () => {
      const one = [...found].find(([, words]) => words.prompt === prompt);
      if (!one) return;
      const [id, words] = one;
      found.delete(id); // an answer may be there twice
      const decided = () => {
        next((vault) => vault.remove(id));
        offerNext();
      };
      if (same(words.value, body)) decided();
      else offer(words, decided);
    };
    offerNext();
  });
}

/** What pages that are gone had left, the latest first. */
async function orphans(vault) {
  const all = await vault.all();
  const { held } = await navigator.locks.query();
  const alive = new Set(held.map(({ name }) => name));
  const found = [...all].filter(([id]) => !alive.has(PAGE + id.split("/")[0]));
  return new Map(found.sort(([, one], [, other]) => other.at.localeCompare(one.at)));
}

/** Whether two answers are the same, whatever the order of their fields. */
function same(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}

function refused(error) {
  console.warn("The browser keeps no unsent words:", error.name); // they are still in the page
}
