// A text field that proposes what is there: the ARIA combobox with a list, and any other text still goes. A field with data-typeahead-part
// holds more than one word: it asks with the place of the caret, and a proposal takes the place of a part (data-start, data-end), counted in
// characters of the text that was asked about.

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
  const isInParts = input.dataset.typeaheadPart !== undefined;
  (input.closest("label") ?? input).after(list);
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
  let about = "";
  let isDismissed = false;
  const look = later(100, async () => {
    const own = ++turn;
    const text = input.value;
    const at = isInParts ? `&at=${[...text.slice(0, input.selectionStart)].length}` : "";
    const answer = await ask(input.dataset.typeahead + encodeURIComponent(text) + at);
    if (own !== turn || !answer.ok || document.activeElement !== input || input.value !== text) return;
    about = text;
    list.replaceChildren(...pieces(answer.text).querySelectorAll("li"));
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    show(options().length > 0);
  });
  // Nothing that was asked for comes any more.
  const close = () => {
    turn += 1;
    look.forget();
    show(false);
  };
  input.addEventListener("input", () => {
    isDismissed = false;
    select(undefined);
    // Between two words nobody has begun to write anything.
    if (isInParts && /(^|\s)$/.test(input.value.slice(0, input.selectionStart))) close();
    else look();
  });
  input.addEventListener("blur", () => {
    isDismissed = false;
    setTimeout(() => document.activeElement !== input && close(), 120);
  });
  if (isInParts) {
    const begin = () => input.value === "" && look();
    input.addEventListener("click", begin);
    input.addEventListener("cardfile:find", begin);
  }
  input.addEventListener("keydown", (event) => {
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      event.preventDefault();
      const at = all.indexOf(chosen());
      select(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
    } else if (event.key === "ArrowDown" && (!isInParts || event.altKey || (input.value === "" && !isDismissed))) {
      if (isInParts) event.preventDefault();
      look();
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && chosen() && !list.hidden) {
      event.preventDefault();
      take(chosen());
    } else if (event.key === "Enter") {
      close();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      isDismissed = true;
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take(option);
  });
  function take(option) {
    if (isInParts) return put(option);
    input.value = option.dataset.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show(false);
  }
  // What stood around the part stays. Where something else was typed meanwhile, the list is of another text, and nothing is put there.
  function put(option) {
    const letters = [...about];
    const before = letters.slice(0, option.dataset.start).join("");
    const after = letters.slice(option.dataset.end).join("");
    const isStill = input.value.startsWith(before) && input.value.endsWith(after);
    if (!isStill || input.value.length < before.length + after.length) return;
    input.setRangeText(option.dataset.value, before.length, input.value.length - after.length, "end");
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
