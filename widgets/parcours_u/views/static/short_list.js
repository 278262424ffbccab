// A short list: add, change in place, remove, and put in order; by buttons, by keys, or by dragging the handle.

const MOST_ITEMS = 500;

function shortenedItem(text) {
  const words = text.trim().replace(/\s+/g, " ");
  return `«\u00a0${words.length > 40 ? `${words.slice(0, 40)}…` : words || "ligne vide"}\u00a0»`;
}

const shortList = {
  build({ changed, helpId, questionId, readOnly }) {
    const list = h("ol", { class: "pu-list", "aria-labelledby": questionId });
    const note = h("p", { class: "pu-hint" });
    const undo = h("p", { class: "pu-actions pu-undo", hidden: true });
    const addId = uid("add");
    const adding = growing({ id: addId, "aria-describedby": helpId, input: changed, keydown: onAddKey });
    const add = h(
      "div",
      { class: "pu-add" },
      h("label", { for: addId }, "Ajouter une ligne"),
      h("div", { class: "pu-add-line" }, adding.element, button("Ajouter", addFromField)),
    );

    const named = new WeakMap(); // the label and the buttons of each row, whose words follow its place
    const rows = () => Array.from(list.children);
    const textOf = (row) => row.querySelector("textarea").value;
    const position = (row) => `position ${rows().indexOf(row) + 1} sur ${rows().length}`;

    function makeRow(text) {
      const id = uid("item");
      const label = h("label", { for: id, class: "pu-hidden" });
      const { field, element } = growing({ id, input: onInput, keydown: onKey }, text);
      field.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
      const up = button("Monter", () => step(-1), { look: "small" });
      const down = button("Descendre", () => step(1), { look: "small" });
      const removal = button("Retirer", () => remove(row), { look: "small" });
      const actions = h("div", { class: "pu-row-actions" }, up, down, removal);
      for (const action of actions.children) action.append(spoken(""));
      const grip = h("span", { class: "pu-grip", "aria-hidden": "true", title: "Glisser pour déplacer" }, icon("grip"));
      const row = h("li", { class: "pu-item" }, label, !readOnly && grip, element, !readOnly && actions);
      grip.addEventListener("pointerdown", (event) => drag(event, row));

      function onInput() {
        nameRow(row);
        changed();
      }
      function onKey(event) {
        if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
          event.preventDefault();
          step(event.key === "ArrowUp" ? -1 : 1);
        } else if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          (row.nextElementSibling?.querySelector("textarea") ?? adding.field).focus();
        }
      }
      function step(by) {
        move(row, rows().indexOf(row) + by);
      }
      named.set(row, { label, actions });
      return row;
    }

    /** Say in each control's name which line it is about. */
    function nameRow(row) {
      const rank = rows().indexOf(row) + 1;
      const { label, actions } = named.get(row);
      label.textContent = `Ligne ${rank} sur ${rows().length}`;
      for (const action of actions.children) {
        action.lastElementChild.textContent = ` la ligne ${rank}, ${shortenedItem(textOf(row))}`;
      }
      const [up, down] = actions.children;
      up?.setAttribute("aria-disabled", String(rank === 1));
      down?.setAttribute("aria-disabled", String(rank === rows().length));
    }

    function nameAll() {
      rows().forEach(nameRow);
      list.hidden = list.children.length === 0;
    }

    /** Move a row by moving its neighbours: the row that holds the focus stays in the page, caret included. */
    function place(row, rank) {
      const all = rows();
      const from = all.indexOf(row);
      if (rank < from) row.after(...all.slice(rank, from));
      else row.before(...all.slice(from + 1, rank + 1));
      nameAll();
    }

    function move(row, rank) {
      if (rank < 0 || rank >= rows().length) {
        announce(`${shortenedItem(textOf(row))} est déjà en ${rank < 0 ? "première" : "dernière"} position`);
        return;
      }
      place(row, rank);
      changed();
      announce(`${shortenedItem(textOf(row))}\u00a0: ${position(row)}`);
    }

    function remove(row) {
      const rank = rows().indexOf(row);
      const words = shortenedItem(textOf(row));
      row.remove();
      nameAll();
      const next = rows()[rank] ?? rows()[rank - 1];
      (next?.querySelector("textarea") ?? adding.field).focus();
      undo.replaceChildren(
        `Ligne retirée\u00a0: ${words}. `,
        button("Remettre", () => putBack(row, rank), { look: "link" }),
      );
      undo.hidden = false;
      note.textContent = "";
      changed();
      announce(`Ligne retirée\u00a0: ${words}`);
    }

    function putBack(row, rank) {
      list.insertBefore(row, rows()[rank] ?? null);
      undo.hidden = true;
      nameAll();
      row.querySelector("textarea").focus();
      changed();
      announce(`Ligne remise\u00a0: ${shortenedItem(textOf(row))}, ${position(row)}`);
    }

    function onAddKey(event) {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      addFromField();
    }

    function addFromField() {
      const text = adding.field.value;
      adding.field.focus();
      if (!text.trim()) return;
      if (rows().length >= MOST_ITEMS) {
        note.textContent = `La liste compte déjà ${MOST_ITEMS} lignes\u00a0: retirez-en une pour en ajouter une autre.`;
        announce(note.textContent);
        return;
      }
      const row = makeRow(text);
      list.append(row);
      adding.field.value = "";
      adding.field.dispatchEvent(new Event("input"));
      nameAll();
      announce(`Ligne ajoutée\u00a0: ${shortenedItem(text)}, ${position(row)}`);
    }

    function drag(start, row) {
      if (start.button !== 0) return;
      start.preventDefault();
      const grip = start.currentTarget;
      const first = rows().indexOf(row);
      grip.setPointerCapture(start.pointerId);
      row.classList.add("pu-dragged");

      function onMove(event) {
        const over = rows().find((other) => {
          const box = other.getBoundingClientRect();
          return other !== row && event.clientY > box.top && event.clientY < box.bottom;
        });
        if (!over) return;
        const box = over.getBoundingClientRect();
        const below = rows().indexOf(over) > rows().indexOf(row);
        const passed = below ? event.clientY > box.top + box.height / 2 : event.clientY < box.top + box.height / 2;
        if (passed) place(row, rows().indexOf(over));
      }
      function finish(event) {
        row.classList.remove("pu-dragged");
        for (const name of ["pointermove", "pointerup", "pointercancel"]) grip.removeEventListener(name, handlers[name]);
        document.removeEventListener("keydown", onEscape);
        const rank = rows().indexOf(row);
        if (event.type === "pointerup" && rank !== first) {
          changed();
          announce(`${shortenedItem(textOf(row))}\u00a0: ${position(row)}`);
        } else place(row, first);
      }
      function onEscape(event) {
        if (event.key === "Escape") finish(event);
      }
      const handlers = { pointermove: onMove, pointerup: finish, pointercancel: finish };
      for (const [name, handler] of Object.entries(handlers)) grip.addEventListener(name, handler);
      document.addEventListener("keydown", onEscape);
    }

    return {
      element: h("div", {}, list, !readOnly && undo, !readOnly && add, note),
      read() {
        const texts = [...rows().map(textOf), adding.field.value].filter((text) => text.trim());
        return { items: texts.slice(0, MOST_ITEMS).map(wellFormed) };
      },
      write(body) {
        list.replaceChildren(...(body.items ?? []).map(makeRow));
        adding.field.value = "";
        undo.hidden = true;
        nameAll();
      },
      focus: () => adding.field.focus(),
      begin(words) {
        beginWith(adding.field, words, changed);
      },
    };
  },
};

export default () => answering(shortList);
