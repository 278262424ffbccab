// Earlier versions of an answer: listed, read again, restored. Nothing here ever erases anything.

const LONG = 12; // beyond, the versions that differ little from the next one wait behind a button

/**
 * @param prominent  shown open, without a fold: the kinds whose earlier wordings matter by themselves
 * @param restore    asks the kernel for a version back, and resolves once it is on the page
 */
function createHistory({ line, title, prominent, questionId, restore }) {
  const failure = h("p", { class: "pu-alert", role: "alert" });
  const list = h("ol", { class: "pu-versions" });
  const more = button("", () => draw(true), { look: "link" });
  more.hidden = true;
  const nothing = prominent ? "Vos formulations successives apparaîtront ici." : "Aucune version pour l’instant.";
  const empty = h("p", { class: "pu-hint" }, nothing);
  const content = h("div", { class: "pu-history-content" }, empty, list, more, failure);
  const fold = prominent
    ? null
    : h("details", { class: "pu-history" }, h("summary", { "aria-describedby": questionId }, title), content);
  const element =
    fold ?? h("div", { class: "pu-history pu-history-open" }, h("p", { class: "pu-strong" }, title), content);
  const timers = createTimers();
  let versions = [];

  const isOpen = () => prominent || fold.open;

  async function load() {
    failure.textContent = "";
    if (!versions.length) empty.textContent = "Lecture des versions…";
    try {
      versions = (await line.ask("history", {}, "les versions sont gardées")).versions;
      draw(false);
    } catch (error) {
      empty.textContent = "";
      failure.textContent = error.message;
    }
  }

  function draw(all) {
    const earlier = prominent ? versions.filter((version) => !version.current) : versions;
    const shown = all || earlier.length <= LONG ? earlier : earlier.filter((version) => version.landmark);
    const hidden = earlier.length - shown.length;
    list.replaceChildren(...shown.map(row));
    empty.textContent = earlier.length ? "" : nothing;
    more.hidden = hidden === 0;
    more.textContent = `Montrer aussi ${count(hidden, "version intermédiaire", "versions intermédiaires")}`;
    if (all) list.querySelector("button")?.focus();
  }

  function row(version) {
    const when = capitalised(moment(version.at));
    const which = spoken(` la version enregistrée ${moment(version.at)}`);
    const full = h("div", { class: "pu-version-text", dir: "auto", hidden: true, id: uid("version") });
    const reread = button("Relire", () => toggle(), { look: "link", "aria-expanded": "false", "aria-controls": full.id });
    reread.append(which);
    const confirmation = h("div", { class: "pu-confirm", role: "group", hidden: true });
    const bring = button("Restaurer", () => confirm(), { look: "link" });
    bring.append(which.cloneNode(true));

    async function toggle() {
      if (full.hidden) {
        try {
          full.textContent = (await line.ask("reread", { revision: version.revision })).text || "(vide)";
        } catch (error) {
          full.textContent = error.message;
        }
      }
      full.hidden = !full.hidden;
      reread.setAttribute("aria-expanded", String(!full.hidden));
      reread.firstChild.textContent = full.hidden ? "Relire" : "Replier";
    }

    function confirm() {
      const question = h(
        "p",
        { id: uid("confirm") },
        "Remettre cette version\u202f? Votre texte présent restera dans les versions précédentes.",
      );
      const yes = button("Oui, la remettre", () => bringBack(yes), { look: "main", "aria-describedby": question.id });
      const no = button("Annuler", close);
      confirmation.setAttribute("aria-labelledby", question.id);
      confirmation.replaceChildren(question, h("p", { class: "pu-actions" }, yes, no));
      confirmation.hidden = false;
      yes.focus();
    }

    function close() {
      confirmation.hidden = true;
      bring.focus();
    }

    async function bringBack(yes) {
      yes.disabled = true;
      try {
        await restore(version.revision);
        announce(`La version enregistrée ${moment(version.at)} est de nouveau là.`);
        confirmation.hidden = true;
        await load();
      } catch (error) {
        close();
        failure.textContent = error.message;
      }
    }

    confirmation.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    return h(
      "li",
      { class: "pu-version" },
      h(
        "p",
        { class: "pu-version-when" },
        h("span", {}, when),
        version.current && h("span", { class: "pu-tag" }, "version présente"),
        version.aside && h("span", { class: "pu-tag" }, "gardée à part"),
      ),
      h("p", { class: "pu-excerpt", dir: "auto" }, version.excerpt || "(vide)"),
      h("p", { class: "pu-actions" }, reread, !version.current && bring),
      full,
      confirmation,
    );
  }

  fold?.addEventListener("toggle", () => fold.open && load());
  return {
    element,
    load,
    /** Something was saved: bring the list up to date, unless somebody is using it. */
    refresh() {
      if (!isOpen()) return;
      timers.start("refresh", 2000, () => {
        const used = element.contains(document.activeElement) && document.activeElement !== fold?.firstChild;
        const reading = content.querySelector("[aria-expanded=true]");
        if (!used && !reading) load();
      });
    },
    stop: () => timers.stop(),
  };
}
