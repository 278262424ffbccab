// What every page does by itself: put each output in its place as it arrives, draw its widgets, say when the page is ready or
// cannot be. No framework, nothing from another host.

import { replaceWhenGone } from "./fresh_kernel.js";
import { keepUnsent } from "./keeping.js";
import { Kernel } from "./kernel.js";
import "./leaving.js";
import { letGo, watchLink } from "./link.js";
import { waitForTurn } from "./queue.js";
import { FAILED, TEXTS, reload, said, tell } from "./told.js";
import "./unfolded.js";
import { Widgets } from "./widgets.js";

const SLOW_MS = 30_000; // without any progress for so long, say so

const byId = (id) => document.getElementById(id);
const base = new URL(byId("pu-debut").dataset.base, window.location.href).href;
const kernel = new Kernel(base);
const widgets = new Widgets(kernel);
watchLink(kernel);
letGo(kernel, base);
window.parcoursU = { kernel, widgets };

const state = { received: 0, settled: false, failed: false, touched: false, moved: performance.now() };
for (const type of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  addEventListener(type, () => (state.touched = true), { once: true, passive: true });
}

function broken(view) {
  view.replaceChildren(said("p", "pu-avertissement pu-erreur", TEXTS.place));
}

async function draw(view) {
  try {
    await widgets.draw(view.dataset.puModele, view);
    view.dataset.puDessine = "oui";
  } catch (error) {
    console.error(error);
    broken(view);
  }
  ask();
}

// Each output is followed by a mark: when the mark is here, the output is here whole.
function place(mark) {
  const output = mark.previousElementSibling;
  const home = document.querySelector(`.pu-atelier[data-pu-cell="${output.dataset.puCell}"]`);
  mark.remove();
  state.received += 1;
  state.moved = performance.now();
  for (const states of output.querySelectorAll("script.pu-etats")) {
    widgets.take(JSON.parse(states.textContent));
    states.remove();
  }
  home?.append(output);
  if (home) output.querySelectorAll(".pu-vue").forEach(draw);
}

// A place is filled when each of its widgets has drawn something, not merely when its message has come.
function filled(home) {
  if (!home.querySelector(":scope > .pu-sortie")) return document.readyState === "complete";
  return [...home.querySelectorAll(".pu-vue")].every((view) => view.dataset.puDessine || view.querySelector(".pu-erreur"));
}

function meetKernel() {
  const met = byId("pu-noyau");
  if (!met || kernel.id) return;
  keepUnsent(met.dataset.garde);
  kernel.attach(met.dataset.noyau, met.dataset.ligne);
}

let queueing = false;
async function queue(mark) {
  queueing = true;
  const drawn = await waitForTurn(mark);
  mark.remove();
  queueing = false;
  state.moved = performance.now();
  byId("pu-sorties").append(...(drawn ?? []));
  ask();
}

function review() {
  const mark = byId("pu-file");
  if (mark) {
    if (!queueing && document.readyState === "complete") queue(mark);
    return;
  }
  meetKernel();
  document.querySelectorAll("#pu-sorties > .pu-fin").forEach(place);
  let pending = 0;
  const homes = document.querySelectorAll("main .pu-atelier");
  for (const home of homes) {
    if (!filled(home)) {
      pending += 1;
    } else if (home.getAttribute("aria-busy")) {
      home.removeAttribute("aria-busy");
      state.moved = performance.now();
      arrive();
    }
  }
  const bar = document.querySelector("#pu-preparation progress");
  if (bar && homes.length) {
    bar.max = homes.length * 2;
    bar.value = Math.min(state.received, homes.length) + homes.length - pending;
  }
  if (document.readyState !== "complete") return;
  if (homes.length && !kernel.id) fail();
  else if (pending === 0 && !state.settled) settle();
}

// A link to a question waits for that question: it does not exist yet when the browser looks for it, and what fills
// the page above pushes it away. As soon as the person scrolls or types, the page stays where they put it.
function arrive() {
  const hash = window.location.hash;
  if (state.touched || !hash.startsWith("#invite-")) return;
  const id = hash.slice(1);
  const home = document.querySelector(`.pu-atelier[data-pu-prompt="${CSS.escape(id.slice("invite-".length))}"]`);
  const there = byId(id) || home;
  if (!there) return;
  there.scrollIntoView({ block: "start" });
  if (!there.hasAttribute("tabindex")) there.tabIndex = -1;
  there.focus({ preventScroll: true });
}

function settle() {
  state.settled = true;
  if (byId("pu-noyau")?.dataset.ligne) replaceWhenGone(kernel, widgets, base);
  byId("pu-preparation")?.remove();
  const heard = byId("pu-annonces"); // what an answer says, or is about to say, of itself tells as well that the page is there
  if (!heard.hasChildNodes() && !document.querySelector("main .pu-erreur")) heard.textContent = TEXTS.ready;
  document.documentElement.dataset.puPret = "oui";
  observer.disconnect();
  arrive();
}

// The page came whole and no kernel with it.
function fail() {
  if (state.settled || state.failed) return;
  state.failed = true;
  byId("pu-preparation")?.remove();
  document.querySelectorAll("main .pu-atelier[aria-busy]").forEach((home) => {
    home.removeAttribute("aria-busy");
    home.classList.add("pu-vide");
  });
  tell(FAILED, reload());
}

function watchPatience() {
  if (state.settled || state.failed) return;
  const told = document.querySelector("#pu-preparation p");
  const slow = !queueing && performance.now() - state.moved > SLOW_MS;
  if (slow && told && told.textContent !== TEXTS.slow) told.textContent = TEXTS.slow;
  setTimeout(watchPatience, 1_000);
}

let asked = false;
function ask() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    review();
  });
}
const observer = new MutationObserver(ask);
observer.observe(document.documentElement, { childList: true, subtree: true });
addEventListener("load", ask);
setTimeout(watchPatience, 1_000);
ask();
