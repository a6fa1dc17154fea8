// The options of a choice: added, moved, sorted and taken away without a new page. What is saved is the order in which they stand.

export function start() {
  const part = document.querySelector("[data-options]");
  if (!part) return;
  const list = part.querySelector("ol");
  list.querySelectorAll("[data-spare]").forEach((row) => row.remove());
  const kind = document.querySelector("[data-kind]");
  const show = () => (part.hidden = Boolean(kind) && kind.value !== "dropdown");
  kind?.addEventListener("change", show);
  show();
  part.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    act(list, button);
  });
  // Enter goes on to the next option; from the last one a new field is made.
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const row = event.target.closest("li");
    input(row.nextElementSibling ?? add(list)).focus();
  });
}

const input = (row) => row.querySelector("input.input");

function act(list, button) {
  const row = button.closest("li");
  switch (button.dataset.act) {
    case "add":
      return input(add(list)).focus();
    case "up":
      row.previousElementSibling?.before(row);
      return button.focus();
    case "down":
      row.nextElementSibling?.after(row);
      return button.focus();
    case "remove": {
      const next = row.nextElementSibling ?? row.previousElementSibling ?? add(list);
      row.remove();
      return input(next).focus();
    }
    case "sort": {
      const rows = [...list.children];
      const value = (one) => input(one).value.trim();
      // Empty fields stay behind those with a label.
      rows.sort((a, b) => !value(a) - !value(b) || value(a).localeCompare(value(b), undefined, { numeric: true }));
      return list.append(...rows);
    }
  }
}

function add(list) {
  const empty = [...list.children].find((row) => !input(row).value);
  if (empty) return empty;
  const row = list.lastElementChild.cloneNode(true);
  const at = Math.max(...[...list.children].map((other) => Number(other.dataset.at))) + 1;
  row.dataset.at = at;
  for (const field of row.querySelectorAll("input")) {
    field.name = field.name.replace(/\[\d+\]/, `[${at}]`);
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  input(row).id = `options[${at}]`;
  input(row).setAttribute("aria-label", `${input(row).dataset.label} ${list.children.length + 1}`);
  row.querySelector(".held").textContent = "";
  row.querySelectorAll(".refusal").forEach((told) => told.remove());
  list.append(row);
  return row;
}
