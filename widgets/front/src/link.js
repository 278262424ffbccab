// What a person is told of the line with the kernel; and how the kernel is let go when the page really goes.

import { TEXTS, tell } from "./told.js";

const LINK_MS = 2_000; // a shorter cut is not worth a word
const CHECK_MS = 30_000; // the kernel is asked for no more often than this

/** @param {import("./kernel.js").Kernel} kernel */
export function watchLink(kernel) {
  const { dataset } = document.documentElement;
  let timer = 0;
  kernel.watch((state) => {
    window.clearTimeout(timer);
    if (state === "ended") {
      tell(TEXTS.ended, true);
      dataset.puLiaison = "finie";
    } else if (state === "cut") {
      timer = window.setTimeout(() => {
        tell(TEXTS.cut);
        dataset.puLiaison = "coupee";
      }, LINK_MS);
    } else if (state === "open" && dataset.puLiaison) {
      tell("");
      document.getElementById("pu-annonces").textContent = TEXTS.back;
      delete dataset.puLiaison;
    }
  });

  // A server may end an idle kernel without a word. So whoever comes back to the page to write is told first; a page
  // that nobody looks at asks nothing.
  let checked = -Infinity;
  const check = async () => {
    if (!kernel.id || kernel.state === "ended" || document.visibilityState !== "visible") return;
    if (performance.now() - checked < CHECK_MS) return;
    checked = performance.now();
    await kernel.lives();
  };
  document.addEventListener("visibilitychange", check);
  document.addEventListener("focusin", check);
}

/** Let the kernel go with the page. Only then: a download, or a « stay on this page », must leave it alone. */
export function letGo(kernel, base) {
  window.addEventListener("pagehide", () => {
    if (!kernel.id || kernel.state === "ended") return;
    const known = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
    fetch(`${base}voila/api/shutdown/${kernel.id}`, {
      method: "POST",
      keepalive: true,
      headers: { "X-XSRFToken": known ? known[1] : "" },
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // taken out of the browser's memory: its kernel has ended
  });
}
