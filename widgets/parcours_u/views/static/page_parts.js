// A page in parts shows one of them at a time: the one that its address names, else the first. The list of parts chooses, with
// plain links, so that a reload, a link from elsewhere and the browser’s way back lead to the same part. The others stay alive,
// with what was typed there, and the browser’s own search finds them. Before this script, and without it, all are shown.

function openPageParts() {
  const list = document.querySelector(".pu-en-parties .pu-sommaire ul");
  const parts = Array.from(document.querySelectorAll(".pu-en-parties > .pu-volet"));
  if (!list || !parts.length || list.dataset.opened) return; // another kernel draws the page’s widgets again
  list.dataset.opened = "true";

  const heading = (part) => part.querySelector("h2");
  const named = (hash) => document.getElementById(hash.slice(1))?.closest(".pu-volet");
  /** An address that names no part, as the one that skips the banner, changes nothing. */
  const asked = () => (location.hash ? named(location.hash) : parts[0]);
  let shown = null;

  function show(part) {
    shown = part;
    for (const one of parts) {
      if (one === part) one.removeAttribute("hidden");
      else one.setAttribute("hidden", "until-found");
    }
    for (const link of list.querySelectorAll("a")) {
      if (named(link.hash) !== part) {
        link.removeAttribute("aria-current");
        continue;
      }
      link.setAttribute("aria-current", "true");
      list.scrollLeft = link.offsetLeft - list.offsetLeft - 16;
    }
  }

  function choose() {
    const part = asked();
    if (!part) return;
    if (part !== shown) show(part);
    const title = heading(part);
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  /** Found by the browser’s own search, which scrolls by itself. */
  function found({ currentTarget }) {
    if (asked() !== currentTarget) history.replaceState(history.state, "", `#${heading(currentTarget).id}`);
    show(currentTarget);
  }

  for (const part of parts) part.addEventListener("beforematch", found);
  window.addEventListener("hashchange", choose);
  show(asked() ?? parts[0]);
  if (asked() && location.hash) document.getElementById(location.hash.slice(1)).scrollIntoView();
}
