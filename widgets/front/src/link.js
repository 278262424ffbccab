// What a person is told of the line with the kernel; and how the kernel is let go when the page really goes.

import { post } from "./asking.js";
import { TEXTS, link, reload, tell } from "./told.js";

const LINK_MS = 2_000; // a shorter cut is not worth a word
const CHECK_MS = 30_000; // the kernel is asked for no more often than this

/**
 * Say that the line is cut, once it lasts, and that it is back.
 *
 * Whoever holds words that must leave is told at once, by an event: `cut`, or `open` when it opens again. Between the two,
 * the page bears `data-pu-ligne`.
 *
 * @param {import("./kernel.js").Kernel} kernel
 */
export function watchLink(kernel) {
  const { dataset } = document.documentElement;
  let timer = 0;
  const say = () => {
    timer = 0;
    dataset.puLiaison = "coupee";
    tellAway(kernel);
  };
  kernel.watch((state) => {
    if (state === "waiting") return;
    if (state === "cut" || state === "orphan") {
      if (!timer && !dataset.puLiaison) timer = setTimeout(say, LINK_MS);
      if (dataset.puLigne) return;
      dataset.puLigne = "coupee";
      tellLine("cut");
      return;
    }
    clearTimeout(timer);
    timer = 0;
    if (state === "ended") {
      tell(TEXTS.ended, reload());
      dataset.puLiaison = "finie";
      dataset.puLigne = "coupee";
      return;
    }
    if (dataset.puLiaison) {
      tell("");
      const heard = document.getElementById("pu-annonces");
      heard.textContent = TEXTS.back;
      heard.dataset.spokenAt = String(Date.now()); // what was waiting is saved at once, and is not said over it
      delete dataset.puLiaison;
    }
    if (dataset.puLigne) {
      delete dataset.puLigne;
      tellLine("open");
    }
  });
  document.addEventListener("parcours-u:sans-reponse", () => kernel.doubt());
  addEventListener("offline", () => kernel.doubt()); // it says nothing of a server on this very machine
  addEventListener("online", () => kernel.hurry());

  // A server may end an idle kernel without a word. So whoever comes back to the page to write is told first; a page
  // that nobody looks at asks nothing.
  let checked = -Infinity;
  const check = async () => {
    if (!kernel.id || kernel.state !== "open" || document.visibilityState !== "visible") return;
    if (performance.now() - checked < CHECK_MS) return;
    checked = performance.now();
    await kernel.lives();
  };
  document.addEventListener("visibilitychange", check);
  document.addEventListener("focusin", check);
}

/** Say why nothing leaves, once it has lasted: nobody is let in, the line is cut, or no place is free. Said again only when it changes. */
export function tellAway(kernel) {
  const text = TEXTS[kernel.lack];
  const told = document.querySelector("#pu-liaison p")?.textContent;
  if (!document.documentElement.dataset.puLiaison || told === text) return;
  // Never by loading this page again: the words that are in it alone would have no place to wait in.
  const door = () => link(TEXTS.door, document.getElementById("pu-noyau").dataset.porte, { target: "_blank", rel: "noopener" });
  tell(text, kernel.lack === "closed" ? door() : "");
}

/** Tell what becomes of the line: `cut`, `open`, or `fresh` when another kernel took over. */
export function tellLine(state) {
  document.dispatchEvent(new CustomEvent("parcours-u:ligne", { detail: { state } }));
}

/** Let the kernel go with the page. Only then: a download, or a « stay on this page », must leave it alone. */
export function letGo(kernel, base) {
  addEventListener("pagehide", () => {
    if (!kernel.id || kernel.state === "ended" || kernel.state === "orphan") return;
    post(`${base}voila/api/shutdown/${kernel.id}`, {}, { keepalive: true }).catch(() => {}); // nobody is left to be told
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // taken out of the browser's memory: its kernel has ended
  });
}
