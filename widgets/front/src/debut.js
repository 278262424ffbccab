// The first script of a page, and a very small one: it fetches the rest, and says so when the rest cannot come.

import { FAILED, reload, tell } from "./told.js";

// The private link's token opens the door once; it has no business in the address bar, the history, a screenshot.
const address = new URL(window.location.href);
if (address.searchParams.has("token")) {
  address.searchParams.delete("token");
  window.history.replaceState(window.history.state, "", address);
}

import("./page.js").catch(async () => {
  // It can fail before the foot of the page, where it is told, has come.
  if (document.readyState === "loading") {
    await new Promise((come) => document.addEventListener("DOMContentLoaded", come, { once: true }));
  }
  document.getElementById("pu-preparation")?.remove();
  tell(FAILED, reload());
});
