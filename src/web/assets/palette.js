// The command palette (Ctrl K): places, things to do, customers by name or address, organizations by name. Before
// anything is typed it begins with who was looked at lately; then with what can be done with the record that is open.

import { ask, later, pieces } from "./ask.js";
import { own } from "./columns.js";
import { command, commands } from "./commands.js";
import { hasRecent, recent } from "./recent.js";
import { choose } from "./theme.js";

export function start() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const box = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const own = [...list.children];
  own.forEach((option, at) => (option.id = `command-${at}`));
  let [lately, waiting] = [[], Promise.resolve()];
  const offers = () => (box.value.trim() ? own : [...lately, ...own]);
  const open = () => {
    box.value = "";
    lately = [];
    fill(list, box, own, "");
    dialog.showModal();
    box.focus();
    if (hasRecent()) waiting = remember();
  };
  // Nothing is chosen until they are there: whoever presses Enter at once means the first of them, and no command.
  const remember = async () => {
    select(list, box);
    lately = await recent(dialog.dataset.recent);
    if (box.value.trim()) return;
    const chosen = list.querySelector("[aria-selected]");
    fill(list, box, offers(), "");
    if (chosen) select(list, box, chosen);
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });
  document.addEventListener("click", (event) => event.target.closest?.("[data-open-palette]") && open());
  let turn = 0;
  const people = later(120, async (text) => {
    const asked = ++turn;
    const asking = ["customers", "organizations"].map((noun) => ask(`/${noun}/suggest?q=${encodeURIComponent(text)}`));
    const answers = await Promise.all(asking);
    if (asked !== turn || box.value !== text) return;
    const found = answers.filter((answer) => answer.ok).flatMap((answer) => [...pieces(answer.text).querySelectorAll("li")]);
    // People who are called so, organizations whose name begins so, and only then whoever has it in an address.
    const isNear = (option) => "near" in option.dataset;
    fill(list, box, own, text, [...found.filter(isNear), ...found.filter((option) => !isNear(option))]);
  });
  box.addEventListener("input", () => {
    fill(list, box, offers(), box.value);
    if (box.value.trim()) people(box.value);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...list.querySelectorAll("[role=option]")];
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (step && all.length) {
      event.preventDefault();
      select(list, box, all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (all[at]) act(dialog, all[at]);
      else if (box.value.trim()) location.assign(own(`/customers?q=${encodeURIComponent(box.value.trim())}`));
      else waiting.then(() => dialog.open && lately.length && act(dialog, list.querySelector("[aria-selected]")));
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) act(dialog, option);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

function fill(list, box, own, text, people = []) {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = own.filter((option) => words.every((word) => option.textContent.toLocaleLowerCase().includes(word)));
  people.forEach((option, at) => (option.id = `person-${at}`));
  list.replaceChildren(...commands(text), ...fits, ...people);
  if (!list.children.length) {
    const nothing = document.createElement("li");
    nothing.textContent = list.closest("dialog").dataset.nothing;
    list.append(nothing);
  }
  select(list, box, list.querySelector("[role=option]"));
}

function select(list, box, option) {
  list.querySelectorAll("[aria-selected]").forEach((other) => other.removeAttribute("aria-selected"));
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function act(dialog, option) {
  dialog.close();
  if (option.dataset.command !== undefined) command(option);
  else if (option.dataset.choose !== undefined) choose(option.dataset.choose);
  else if (option.dataset.dialog) document.getElementById(option.dataset.dialog).showModal();
  else location.assign(own(option.dataset.href));
}
