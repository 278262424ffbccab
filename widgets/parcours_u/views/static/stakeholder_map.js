// The stakeholder map: a table that is written in, and the drawing that says the same.

const MOST_PEOPLE = 500;

const stakeholderMap = {
  build({ prompt, changed, questionId, readOnly }) {
    const { influence, distance } = prompt.choices;
    const heads = ["N°", "Qui", "Relation", "Influence", "Distance", ...(readOnly ? [] : ["Retirer"])];
    const rowsIn = h("tbody", { role: "rowgroup" });
    const table = h(
      "table",
      { class: "pu-table", role: "table" },
      h("caption", {}, "Qui, quelle relation, quelle influence, à quelle distance"),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads.map((head) => h("th", { scope: "col", role: "columnheader" }, head)))),
      rowsIn,
    );
    const summary = h("p", { class: "pu-hint pu-map-summary" });
    const figure = h("div", { class: "pu-figure" });
    const undo = h("p", { class: "pu-actions", hidden: true });
    const note = h("p", { class: "pu-hint" });
    const add = button("Ajouter une personne ou un groupe", () => append(true));
    const rows = [];
    let people = [];
    let drawing = 0;
    let width = 0;

    const isWritten = (person) => person.who.trim() || person.relation.trim();

    function makeRow(person) {
      const rank = h("span", {});
      const fields = {
        who: growing({ id: uid("who"), input: onEdit }, person.who),
        relation: growing({ id: uid("relation"), input: onEdit }, person.relation),
        influence: choice(influence, person.influence),
        distance: choice(distance, person.distance),
      };
      const remove = button("Retirer", () => removeRow(row), { look: "small" });
      remove.append(spoken(""));
      const cells = [
        ["who", "Qui", "th"],
        ["relation", "Relation", "td"],
        ["influence", "Influence", "td"],
        ["distance", "Distance", "td"],
      ].map(([name, title, tag]) => {
        const { field, element } = fields[name];
        const label = h("label", { for: field.id, class: "pu-cell-label" }, title, spoken(""));
        const attributes = tag === "th" ? { scope: "row", role: "rowheader" } : { role: "cell" };
        return h(tag, attributes, label, element);
      });
      const row = {
        element: h(
          "tr",
          { role: "row" },
          h("td", { role: "cell", class: "pu-rank" }, rank),
          ...cells,
          !readOnly && h("td", { role: "cell" }, remove),
        ),
        field: fields.who.field,
        read: () => ({
          who: wellFormed(fields.who.field.value),
          relation: wellFormed(fields.relation.field.value),
          influence: fields.influence.field.selectedIndex + 1,
          distance: fields.distance.field.selectedIndex + 1,
        }),
        /** Say in each control's name which line it is on. */
        name(number) {
          rank.textContent = String(number);
          const who = shortName(fields.who.field.value);
          for (const label of row.element.querySelectorAll("label")) label.lastChild.textContent = `, ligne ${number}`;
          remove.lastChild.textContent = ` la ligne ${number}${who ? `, «\u00a0${who}\u00a0»` : ""}`;
        },
      };
      return row;
    }

    function choice(words, value) {
      const field = h("select", { id: uid("choice"), class: "pu-field", change: onEdit }, ...words.map((word) => h("option", {}, word)));
      field.selectedIndex = value - 1;
      return { field, element: field };
    }

    function onEdit() {
      show();
      changed();
    }

    function insert(row, rank) {
      rowsIn.insertBefore(row.element, rows[rank]?.element ?? null);
      rows.splice(rank, 0, row);
      show();
    }

    function append(withFocus) {
      if (rows.length >= MOST_PEOPLE) {
        note.textContent = `La carte compte déjà ${MOST_PEOPLE} lignes\u00a0: retirez-en une pour en ajouter une autre.`;
        announce(note.textContent);
        return;
      }
      const row = makeRow({ who: "", relation: "", influence: 2, distance: 2 });
      insert(row, rows.length);
      if (withFocus) row.field.focus();
    }

    function removeRow(row) {
      const rank = rows.indexOf(row);
      const name = shortName(row.field.value) || `ligne ${rank + 1}`;
      rows.splice(rank, 1);
      row.element.remove();
      undo.replaceChildren(`Retrait de la carte\u00a0: ${name}. `, button("Remettre", () => putBack(row, rank), { look: "link" }));
      undo.hidden = false;
      note.textContent = "";
      onEdit();
      (rows[rank] ?? rows[rank - 1])?.field.focus();
      if (!rows.length) add.focus();
      announce(`Retrait de la carte\u00a0: ${name}`);
    }

    function putBack(row, rank) {
      undo.hidden = true;
      insert(row, rank);
      changed();
      row.field.focus();
    }

    function show() {
      rows.forEach((row, index) => row.name(index + 1));
      // Each mark bears the number of its line, even where lines are still empty.
      people = rows.map((row, index) => ({ ...row.read(), rank: index + 1 })).filter(isWritten);
      summary.textContent = mapInWords(people, prompt.choices);
      draw();
    }

    /** Draw after the keys, not with each of them, and at the size of the place: letters stay readable on a telephone. */
    function draw() {
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => {
        if (width > 0) figure.replaceChildren(drawMap(people, prompt.choices, width));
      });
    }
    const resized = new ResizeObserver(() => {
      if (figure.clientWidth === width) return;
      width = figure.clientWidth;
      draw();
    });
    resized.observe(figure);

    return {
      element: h("div", { role: "group", "aria-labelledby": questionId }, table, !readOnly && h("p", { class: "pu-actions" }, add), undo, note, figure, summary),
      read: () => ({ people: rows.map((row) => row.read()).filter(isWritten).slice(0, MOST_PEOPLE) }),
      write(body) {
        rows.length = 0;
        rowsIn.replaceChildren();
        undo.hidden = true;
        for (const person of body.people ?? []) insert(makeRow(person), rows.length);
        if (!rows.length && !readOnly) append(false);
        show();
      },
      focus: () => (rows[0]?.field ?? add).focus(),
      stop() {
        resized.disconnect();
        cancelAnimationFrame(drawing);
      },
    };
  },
};

export default () => answering(stakeholderMap);
