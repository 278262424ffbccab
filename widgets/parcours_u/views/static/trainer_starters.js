// Beginnings of comments: those of the course, by kind of moment, and one's own, kept with one's journal.

function createStarters(base, groups, own) {
  const pickers = new Set();
  const list = h("ul", { class: "pu-lecture-amorces" });
  const field = h("input", { id: uid("amorce"), class: "pu-champ", type: "text", maxlength: 400, autocomplete: "off", spellcheck: "true" });
  const outcome = createOutcome(uid("amorces"));
  const add = h("button", { type: "submit", class: "pu-button pu-quiet" }, "Garder cette amorce");
  const form = h("form", { class: "pu-lecture-ajout" }, h("label", { class: "pu-etiquette", for: field.id }, "Une amorce à moi"), field, add);
  const element = h(
    "details",
    { class: "pu-lecture-plis" },
    h("summary", {}, "Mes amorces"),
    h("p", { class: "pu-hint" }, "Les débuts de phrase que vous aimez reprendre. Ils sont à vous seulement."),
    list,
    form,
    outcome.element,
  );

  function fillPicker(select) {
    const chosen = select.value;
    const all = [...(own.length ? [{ moment: "Les miennes", starters: own }] : []), ...groups];
    select.replaceChildren(
      h("option", { value: "" }, "Choisir une amorce"),
      ...all.map(({ moment, starters }) => h("optgroup", { label: moment }, starters.map((text) => h("option", { value: text }, text)))),
    );
    select.value = chosen;
    if (select.selectedIndex < 0) select.value = "";
  }

  function show() {
    list.replaceChildren(
      ...own.map((text) =>
        h("li", {}, h("span", { dir: "auto" }, text), button("Retirer", () => keep(own.filter((one) => one !== text), "Amorce retirée."), { look: "small", "aria-label": `Retirer\u00a0: ${text}` })),
      ),
    );
    for (const select of pickers) {
      if (select.isConnected) fillPicker(select);
      else pickers.delete(select);
    }
  }

  async function keep(wanted, told) {
    try {
      ({ own_starters: own } = await askServer(base, "PUT", "cohorte/amorces", { starters: wanted }));
      show();
      outcome.say(told);
      return true;
    } catch (error) {
      outcome.say(error.message, "erreur");
      return false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = wellFormed(field.value).trim();
    if (!text) {
      outcome.lack(field, "Il n’y a encore rien dans le champ\u00a0: écrivez d’abord votre amorce.");
      return;
    }
    busy(add, async () => {
      if (await keep([...own, text], "Amorce gardée, avec les autres.")) field.value = "";
    });
  });
  show();

  return {
    element,
    /** What puts a beginning where the caret is. */
    picker(question, insert) {
      const select = h("select", { id: uid("choix-amorce"), class: "pu-champ" });
      const put = button("Insérer", () => {
        if (select.value) insert(select.value);
        else select.focus();
      });
      fillPicker(select);
      pickers.add(select);
      return h(
        "div",
        { class: "pu-lecture-amorce" },
        h("label", { for: select.id }, "Amorces", spoken(` pour ${question}`)),
        select,
        put,
      );
    },
  };
}
