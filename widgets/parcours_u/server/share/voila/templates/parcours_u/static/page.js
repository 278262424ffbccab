// What every page does by itself: put each output in its place as it arrives, say when the page is ready or cannot be,
// watch the link with the kernel, and leave without losing anything. No framework, nothing from another host.
(() => {
  "use strict";

  const SLOW_MS = 30_000; // without any progress for so long, say so
  const LINK_MS = 2_000; // a shorter cut is not worth a word
  const CHECK_MS = 30_000; // the kernel is asked for no more often than this

  const TEXTS = {
    ready: "Votre page est prête.",
    slow:
      "La page met plus de temps que d’habitude. Vous pouvez lire en attendant. " +
      "Si rien ne vient, rechargez la page\u00a0: ce qui était enregistré l’est toujours.",
    failed:
      "Les espaces pour écrire n’ont pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.",
    place: "Cet espace n’a pas pu s’ouvrir. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.",
    cut:
      "La page n’est plus reliée au parcours. Vos mots restent affichés ici, mais les derniers ne sont peut-être pas " +
      "enregistrés. La page essaie de se relier.",
    ended:
      "La page n’est plus reliée au parcours. Copiez ce que vous venez d’écrire si le message «\u00a0enregistré\u00a0» " +
      "n’apparaît pas, puis rechargez la page.",
    back: "La page est de nouveau reliée au parcours.",
    reload: "Recharger la page",
  };

  const byId = (id) => document.getElementById(id);

  // The private link's token opens the door once; it has no business in the address bar, the history, a screenshot.
  const address = new URL(window.location.href);
  if (address.searchParams.has("token")) {
    address.searchParams.delete("token");
    window.history.replaceState(window.history.state, "", address);
  }

  // voila.js ends the kernel as soon as leaving is *considered*: a download, or a « stay on this page », would leave a page
  // that looks alive and saves nothing. Its listener is moved to the moment when the page really goes.
  const listen = window.addEventListener;
  window.addEventListener = function (type, listener, options) {
    const ends = type === "beforeunload" && /voila\/api\/shutdown/.test(String(listener));
    return listen.call(window, ends ? "pagehide" : type, listener, options);
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // taken out of the browser's memory: its kernel has ended
  });

  // The server says so between two slow cells, to keep the line open.
  window.voila_heartbeat = () => {};
  window.voila_finish = () => {};
  window.cellLoaded = false;

  const state = { received: 0, settled: false, failed: false, touched: false, moved: performance.now() };
  for (const type of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    listen.call(window, type, () => (state.touched = true), { once: true, passive: true });
  }

  // Each output is followed by a mark: when the mark is here, the output is here whole.
  function place(mark) {
    const output = mark.previousElementSibling;
    const home = document.querySelector(`.pu-atelier[data-pu-cell="${output.dataset.puCell}"]`);
    mark.remove();
    home?.append(output);
    state.received += 1;
    state.moved = performance.now();
  }

  function frenchErrors(home) {
    for (const view of home.querySelectorAll(".pu-vue")) {
      const text = view.textContent;
      const broken = text.startsWith("Error displaying widget") || text.startsWith("Javascript Error");
      if (!broken && !view.querySelector(".jupyter-widgets-error-widget")) continue;
      const told = document.createElement("p");
      told.className = "pu-avertissement pu-erreur";
      told.textContent = TEXTS.place;
      view.replaceChildren(told);
    }
  }

  // A place is filled when each of its widgets has drawn something, not merely when its message has come.
  function filled(home) {
    if (!home.querySelector(":scope > .pu-sortie")) return document.readyState === "complete";
    return [...home.querySelectorAll(".pu-vue")].every((view) =>
      view.querySelector(".pu-erreur, .jp-OutputArea-output .lm-Widget"),
    );
  }

  function review() {
    if (!document.body) return;
    document.querySelectorAll("#pu-sorties > .pu-fin").forEach(place);
    let pending = 0;
    const homes = document.querySelectorAll("main .pu-atelier");
    for (const home of homes) {
      frenchErrors(home);
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
    if (document.readyState === "complete" && pending === 0 && !state.settled) settle();
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
    byId("pu-preparation")?.remove();
    if (!document.querySelector("main .pu-erreur")) byId("pu-annonces").textContent = TEXTS.ready;
    document.documentElement.dataset.puPret = "oui";
    observer.disconnect();
    arrive();
  }

  function tell(box, text, reload) {
    const line = document.createElement("p");
    line.textContent = text;
    const shown = [line];
    if (reload) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pu-bouton";
      button.textContent = TEXTS.reload;
      button.addEventListener("click", () => window.location.reload());
      shown.push(button);
    }
    box.replaceChildren(...(text ? shown : []));
  }

  function fail() {
    if (state.settled || state.failed) return;
    state.failed = true;
    byId("pu-preparation")?.remove();
    document.querySelectorAll("main .pu-atelier[aria-busy]").forEach((home) => {
      if (filled(home)) return;
      home.removeAttribute("aria-busy");
      home.classList.add("pu-vide");
    });
    tell(byId("pu-liaison"), TEXTS.failed, true);
  }

  function watchPatience() {
    if (state.settled || state.failed) return;
    const told = document.querySelector("#pu-preparation p");
    const slow = performance.now() - state.moved > SLOW_MS;
    if (slow && told && told.textContent !== TEXTS.slow) told.textContent = TEXTS.slow;
    window.setTimeout(watchPatience, 1_000);
  }

  function watchLink(kernel) {
    const box = byId("pu-liaison");
    let timer = 0;
    let cut = false;
    let ended = false;
    const end = () => {
      ended = true;
      window.clearTimeout(timer);
      tell(box, TEXTS.ended, true);
      document.documentElement.dataset.puLiaison = "finie";
    };
    const say = () => {
      const lost = kernel.connectionStatus !== "connected";
      window.clearTimeout(timer);
      if (ended) return;
      if (kernel.status === "dead" || kernel.connectionStatus === "disconnected" && !kernel.isDisposed) {
        end();
      } else if (lost) {
        timer = window.setTimeout(() => {
          cut = true;
          tell(box, TEXTS.cut, false);
          document.documentElement.dataset.puLiaison = "coupee";
        }, LINK_MS);
      } else if (cut) {
        cut = false;
        tell(box, "", false);
        byId("pu-annonces").textContent = TEXTS.back;
        delete document.documentElement.dataset.puLiaison;
      }
    };
    kernel.connectionStatusChanged.connect(say);
    kernel.statusChanged.connect(say);
    say();

    // A server may end an idle kernel without a word. So whoever comes back to the page to write is told first; a page
    // that nobody looks at asks nothing.
    let checked = -Infinity;
    const check = async () => {
      if (ended || document.visibilityState !== "visible" || performance.now() - checked < CHECK_MS) return;
      checked = performance.now();
      try {
        const answer = await fetch(`${kernel.serverSettings.baseUrl}api/kernels/${kernel.id}`);
        if (answer.status === 404 || answer.status === 403) end();
      } catch {
        checked = -Infinity; // no network: the connection's own status tells it
      }
    };
    document.addEventListener("visibilitychange", check);
    document.addEventListener("focusin", check);
  }

  // voila.js leaves the application in window.jupyterapp once its plugins have started: the only door that it opens.
  function watchApplication() {
    const app = window.jupyterapp;
    if (!app) {
      window.setTimeout(watchApplication, 200);
      return;
    }
    if (app.widgetManager?.kernel) {
      watchLink(app.widgetManager.kernel);
    } else if (document.querySelector('script[type="application/vnd.voila.cell-output+json"]')) {
      fail(); // started, and without a kernel: it ended before the page could reach it
    }
    review();
  }

  document.addEventListener("error", (event) => {
    if (event.target instanceof HTMLScriptElement && event.target.id === "pu-voila") fail();
  }, true);

  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      review();
    });
  };
  const observer = new MutationObserver(ask);
  observer.observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("load", () => {
    ask();
    watchApplication();
  });
  window.setTimeout(watchPatience, 1_000);
})();
