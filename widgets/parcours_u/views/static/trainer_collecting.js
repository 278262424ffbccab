// How far the collecting of deposits is: « 23 dépôts sur 60 recueillis ». Seen, and read by whoever goes there; not said at each step.

/** What is being collected, module by module; the button that begins it waits meanwhile. */
function createCollecting() {
  const words = h("span", {});
  const bar = h("progress", { "aria-label": "Recueil des dépôts" });
  const element = h("p", { class: "pu-lecture-recueil", hidden: true }, bar, words);
  const steps = new Map(); // by module: its last step, none as long as it is not known
  let shown = "";

  function draw(control) {
    const step = steps.get(shown);
    element.hidden = !step;
    if (step) {
      [bar.max, bar.value] = [step.total, step.done];
      words.textContent = `${count(step.done, "dépôt", "dépôts")} sur ${step.total} ${step.done > 1 ? "recueillis" : "recueilli"}`;
    }
    if (!control) return;
    if (steps.has(shown)) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }

  return {
    element,
    has: (module) => steps.has(module),
    /** Show how far one module is. */
    show(module, control) {
      shown = module;
      draw(control);
    },
    begin(module, control) {
      steps.set(module, null);
      draw(control);
    },
    step(module, step) {
      steps.set(module, step);
      draw();
    },
    end(module, control) {
      steps.delete(module);
      draw(control);
    },
  };
}
