// A page whose kernel is no more (culled, killed, restarted, lost with its server) is given another one, and goes on.
//
// The server runs the page's cells again and sends what they draw, as it does in the page itself. What the page already shows
// stays as it is, texts, focus and caret included: its models join those of the new kernel. Only what has no model here to go
// on from is drawn anew.

import { post } from "./asking.js";
import { tellAway, tellLine } from "./link.js";
import { askKernel, pauseFor } from "./queue.js";
import { read } from "./widgets.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
const PATIENCE = 5_000;
const CLOSED_PAUSE = 15_000; // whoever was signed out comes in again elsewhere, then looks at this page: it asks at once

/**
 * @param {import("./kernel.js").Kernel} kernel
 * @param {import("./widgets.js").Widgets} widgets
 * @param {string} base the server's base address
 */
export function replaceWhenGone(kernel, widgets, base) {
  const address = window.location.pathname;
  kernel.check = () => post(address, { kernel: kernel.id, check: true }, { signal: AbortSignal.timeout(PATIENCE) });
  kernel.heir = async () => {
    let pause = FIRST_PAUSE;
    let number = "";
    for (let former = kernel.id; kernel.state === "orphan"; ) {
      const answer = await askKernel(address, former, number);
      kernel.lack = answer.closed ? "closed" : answer.full ? "queued" : "cut";
      tellAway(kernel);
      if (answer.refused) kernel.renounce();
      if (answer.html) {
        const found = new DOMParser().parseFromString(answer.html, "text/html");
        const fresh = takeOver(found, kernel, widgets);
        if (fresh.done) return;
        if (fresh.never) {
          kernel.renounce();
          post(`${base}voila/api/shutdown/${fresh.id}`).catch(() => {}); // culled otherwise
        }
        former = fresh.id ?? former;
      }
      if (answer.full) {
        ({ number } = answer.full);
        await pauseFor(answer.full.seconds * 1_000);
        continue;
      }
      await pauseFor(answer.closed ? CLOSED_PAUSE : pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  };
}

const outputs = (root) => new Map([...root.querySelectorAll(".pu-sortie")].map((one) => [one.dataset.puCell, one]));
const views = (output) => [...output.querySelectorAll(".pu-vue")];
const shown = (output) => views(output).length;
const unsent = (output) => output.querySelector("[data-state=saving], [data-state=unsaved], [data-state=erased]");

/** Join the page to a kernel. `done`; or else try again, `never` when the page cannot go on with what the server now draws. */
function takeOver(found, kernel, widgets) {
  const met = found.getElementById("pu-noyau");
  if (!met) return {};
  const id = met.dataset.noyau;
  const here = outputs(document);
  const there = outputs(found);
  const failed = (output) => output.querySelector(":scope > .pu-erreur");
  for (const [cell, output] of here) {
    if (!there.has(cell) || (failed(there.get(cell)) && !failed(output))) return { id };
  }
  const states = Object.assign({}, ...[...found.querySelectorAll(".pu-etats")].map((one) => JSON.parse(one.textContent)));
  const fresh = new Map(Object.entries(states).map(([id, told]) => [id, read(told)]));
  const pairs = ([cell, output]) => {
    const others = views(there.get(cell));
    return views(output).map((view, rank) => [view.dataset.puModele, others[rank]?.dataset.puModele]);
  };
  const heirs = widgets.heirs([...here].flatMap(pairs), fresh);
  const stays = ([cell, output]) =>
    shown(output) === shown(there.get(cell)) && pairs([cell, output]).every(([former, heir]) => heirs.get(former) === heir);
  const changed = [...here].filter((one) => !stays(one));
  if (changed.some(([, output]) => unsent(output))) return { id, never: true };
  kernel.attach(id, met.dataset.ligne);
  widgets.succeed(heirs, fresh);
  tellLine("fresh");
  for (const view of [...here.values()].flatMap(views)) view.dataset.puModele = heirs.get(view.dataset.puModele);
  found.querySelectorAll(".pu-etats").forEach((told) => told.remove());
  for (const [cell, output] of changed) {
    output.replaceWith(document.adoptNode(there.get(cell)));
    views(there.get(cell)).forEach((view) => draw(widgets, view));
  }
  return { id, done: true };
}

function draw(widgets, view) {
  return widgets.draw(view.dataset.puModele, view).catch((error) => console.error(error));
}
