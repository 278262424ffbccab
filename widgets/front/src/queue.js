// A page that found no place on the server: it can be read, and opens by itself when its turn comes. Loaded again, or left for
// another page, it hands its turn to the next one.
//
// The server gives a number, and says when to ask again. Nothing is asked for more often; a browser may slow a page that
// nobody looks at, which then asks as soon as somebody does.

import { post } from "./asking.js";
import { TEXTS, ahead, said } from "./told.js";

const WORKS_PATIENCE = 60_000; // starting a kernel and running the cells, on a slow machine
const PAUSE = 2_000;
const NOT_LET_IN = new Set([401, 403]);
const GONE = new Set([404, 410]); // anything else may pass: a hub has answers of its own while somebody's server is away

let turn = ""; // this page's number, as long as it waits

addEventListener("pagehide", () => {
  const number = turn || document.getElementById("pu-file")?.dataset.number; // left before it read the mark
  if (number) post(window.location.pathname, { number, leaves: true }, { keepalive: true }).catch(() => {}); // nobody is left to be told
});

/**
 * Ask for a kernel.
 *
 * @param {string} address the page's
 * @param {string} former the kernel that the page had, empty if none
 * @param {string} number what an earlier answer gave
 * @returns what its cells drew (`html`); or the page's turn (`full`); or that whom this page was made for is not let in (`closed`);
 *   or that none will ever be given (`refused`); or nothing, when the server is out of reach
 */
export async function askKernel(address, former, number) {
  try {
    const body = { kernel: former, number };
    const answer = await post(address, body, { signal: AbortSignal.timeout(WORKS_PATIENCE) });
    if (answer.ok || GONE.has(answer.status)) turn = "";
    if (answer.ok) return { html: await answer.text() };
    if (NOT_LET_IN.has(answer.status)) return { closed: true };
    if (GONE.has(answer.status)) return { refused: true };
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!json) return {};
    const full = await answer.json();
    turn = full.number;
    return { full };
  } catch {
    return {};
  }
}

/** Wait for about so long; less when the network is back, or when somebody comes back to the page. Pages don't all ask at once. */
export function pauseFor(milliseconds) {
  return new Promise((resolve) => {
    const seen = () => document.visibilityState === "visible" && done();
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", seen);
      resolve();
    };
    const timer = setTimeout(done, milliseconds * (0.75 + Math.random() / 2));
    addEventListener("online", done);
    document.addEventListener("visibilitychange", seen);
  });
}

/** Wait for one's turn, from the mark that the server left; returns the page's outputs, or null when there will never be any. */
export async function waitForTurn(mark) {
  let { number, seconds } = mark.dataset;
  say(mark.dataset.ahead);
  for (;;) {
    await pauseFor(seconds ? seconds * 1_000 : PAUSE);
    const answer = await askKernel(window.location.pathname, "", number);
    if (answer.refused || answer.closed) return null;
    if (answer.html) {
      const found = new DOMParser().parseFromString(answer.html, "text/html");
      if (found.getElementById("pu-noyau")) {
        quiet();
        return [...found.body.childNodes];
      }
    }
    if (answer.full) {
      ({ number, seconds } = answer.full);
      say(answer.full.ahead);
    }
  }
}

function say(before) {
  document.documentElement.dataset.puFile = "oui";
  const told = document.querySelector("#pu-preparation p");
  const text = `${TEXTS.full} ${ahead(before)}`;
  if (told && told.textContent !== text) told.textContent = text; // said again only when it changes
  document.querySelector("#pu-preparation progress")?.remove();
  for (const home of document.querySelectorAll("main .pu-atelier[aria-busy]:empty")) {
    home.append(said("p", "pu-attente", TEXTS.soon));
  }
}

function quiet() {
  delete document.documentElement.dataset.puFile;
  const told = document.querySelector("#pu-preparation p");
  if (told) told.textContent = TEXTS.turn;
  document.querySelectorAll("main .pu-attente").forEach((line) => line.remove());
}
