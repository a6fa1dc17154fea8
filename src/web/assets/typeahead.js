// A text field that proposes what is there: the ARIA combobox with a list, and any other text still goes.

import { ask, later, pieces } from "./ask.js";

export function start() {
  attach(document);
  document.addEventListener("cardfile:form", (event) => attach(event.detail));
}

function attach(root) {
  root.querySelectorAll("input[data-typeahead]:not([role])").forEach(equip);
}

let made = 0;
function equip(input) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `options-${++made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.listLabel ?? "");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  const show = (isShown) => {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) select(undefined);
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  function select(option) {
    options().forEach((other) => other.removeAttribute("aria-selected"));
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }
  let turn = 0;
  const look = later(100, async () => {
    const own = ++turn;
    const answer = await ask(input.dataset.typeahead + encodeURIComponent(input.value));
    if (own !== turn || !answer.ok || document.activeElement !== input) return;
    list.replaceChildren(...pieces(answer.text).querySelectorAll("li"));
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    show(options().length > 0);
  });
  input.addEventListener("input", look);
  input.addEventListener("blur", () => setTimeout(() => show(false), 120));
  input.addEventListener("keydown", (event) => {
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      event.preventDefault();
      const at = all.indexOf(chosen());
      select(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
    } else if (event.key === "ArrowDown") {
      look();
    } else if (event.key === "Enter" && chosen() && !list.hidden) {
      event.preventDefault();
      take(chosen());
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take(option);
  });
  function take(option) {
    input.value = option.dataset.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show(false);
  }
}
