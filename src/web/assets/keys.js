// Keys: one letter where nobody is typing. All of them stand on the sheet that ? opens.

import { reveal } from "./ask.js";
import { own } from "./columns.js";
import { copy } from "./copy.js";
import { isUnsaved } from "./unsaved.js";

const PLACES = { c: "/customers", o: "/organizations", p: "/properties", v: "/overview", s: "/settings" };
let isGoing = false;

export function start() {
  reveal(document);
  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-open]")?.dataset.open;
    if (name) document.getElementById(name)?.showModal();
  });
  document.addEventListener("keydown", onKey);
  // The browser brings the caret of a high field into sight, and not the field.
  document.addEventListener("focusin", (event) => event.target.matches("textarea") && event.target.scrollIntoView({ block: "nearest" }));
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (isTyping) return leave(event, isTyping);
  if (event.ctrlKey || event.metaKey) return;
  // Held down, the key that closes something would lead back as well.
  if (event.key === "Escape" && event.repeat) return;
  const act = isGoing ? going(event.key) : action(event.key);
  isGoing = !isGoing && event.key === "g";
  if (isGoing) setTimeout(() => (isGoing = false), 1200);
  if (!act) return;
  event.preventDefault();
  act();
}

// From the query box down into the list, and out of it.
function leave(event, box) {
  if (!box.matches("[data-query]")) return;
  if (event.key === "ArrowDown" && rows().length) {
    event.preventDefault();
    move(1, true);
  } else if (event.key === "Escape") {
    box.blur();
  }
}

function going(key) {
  return PLACES[key] && (() => location.assign(own(PLACES[key])));
}

function action(key) {
  const row = current();
  const press = (selector, root = document) => {
    const found = root.querySelector(selector);
    return found && (() => (found.focus(), found.click()));
  };
  switch (key) {
    case "/": {
      const box = document.querySelector("main [data-query], [data-query]");
      return box && (() => (box.focus(), box.select(), box.dispatchEvent(new Event("cardfile:find"))));
    }
    case "?": return () => document.getElementById("keys").showModal();
    case "n": return onceUp(press("[data-key=n]") ?? (() => location.assign("/customers/new")));
    case "j": case "ArrowDown": return rows().length ? () => move(1) : key === "j" ? press("[data-key=j]") : undefined;
    case "k": case "ArrowUp": return rows().length ? () => move(-1) : key === "k" ? press("[data-key=k]") : undefined;
    case "Enter": case "o": return row && !document.activeElement?.matches("a, button, summary") ? () => row.querySelector("a.who, a[data-main]").click() : undefined;
    case "x": return row && press(".pick input", row);
    case "a": return press("[data-key=a]");
    case "c": return (row && copied(row)) ?? press("[data-row] [data-copy]");
    case "e": return press("[data-key=e]");
    case "u": return press("[data-key=u]");
    case "Escape": return back();
    default: return scroll(key);
  }
}

// In a narrow window the page moves within its main part, and keys move it too while nothing else has the focus.
const FAR = { PageDown: 0.9, " ": 0.9, PageUp: -0.9, Home: -1e6, End: 1e6 };
function scroll(key) {
  const main = document.querySelector(".app > main");
  const isMoved = main && FAR[key] && document.activeElement === document.body && main.scrollHeight > main.clientHeight;
  return isMoved && getComputedStyle(main).overflowY === "auto" ? () => main.scrollBy(0, main.clientHeight * FAR[key]) : undefined;
}

// What is open is closed first, and what was typed is not left behind.
function back() {
  const link = document.querySelector("[data-back]");
  const isOpen = document.querySelector("details.menu[open], [data-row].editing") || isUnsaved();
  return link && !isOpen && (() => link.click());
}

// The address or number of whoever stands in a row of the list.
function copied(row) {
  const address = row.querySelector("[data-reach]")?.textContent;
  return address && (() => copy(address));
}

// When the key is let go: held down, it would type itself into the first field of the next page.
const onceUp = (act) => () => addEventListener("keyup", act, { once: true });

const rows = () => [...document.querySelectorAll("[data-rows] > tr, [data-rows] > li")];
const current = () => document.querySelector("[data-rows] > .here");

/** Marks the row of a list that one is at. */
export function mark(row) {
  document.querySelectorAll("[data-rows] > .here").forEach((other) => other.classList.remove("here"));
  row?.classList.add("here");
}

function move(step, isFirst = false) {
  const all = rows();
  const at = isFirst ? -1 : all.indexOf(current());
  const row = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  mark(row);
  row.querySelector("a.who, a[data-main]")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
