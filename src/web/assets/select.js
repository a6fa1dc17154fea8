// Choosing rows of a list: one, from one to another with shift, all of the page, all that match. Who is chosen stays so over the pages of what
// one query finds, and what can be done with them stands below.

import { say } from "./toast.js";

const KEPT = "chosen";
// The server takes no more by their numbers.
const MOST = 200;

let last;
let chosen = new Set();
// The query among whose customers one chooses.
let about;

export function start() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (box) pick(box, event.shiftKey);
    if (event.target.closest?.("[data-pick-none]")) {
      chosen.clear();
      show();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-pick-all]")) boxes().forEach((box) => (box.checked = event.target.checked));
    if (event.target.matches?.("[data-pick], [data-pick-all]")) take();
  });
  // Those on other pages are sent with those who are here.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form.chosen")) return;
    const here = new Set(boxes().map((box) => box.value));
    for (const id of chosen) if (!here.has(id)) event.formData.append("id", id);
  });
  // What was chosen for is done.
  document.addEventListener("submit", (event) => event.target.closest("[data-bulk-run]") && sessionStorage.removeItem(KEPT));
  document.addEventListener("cardfile:list", follow);
  addEventListener("pageshow", () => about !== undefined && show());
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    [about, chosen] = [kept.about, new Set(kept.ids)];
  } catch {
    // Then nobody is.
  }
  follow();
}

const boxes = () => [...document.querySelectorAll("[data-pick]")];
const query = () => document.querySelector("[data-results] input[form=view][name=q]")?.value;
const number = (count) => count.toLocaleString(document.documentElement.lang);

// A list is there: of the same query or of another one, and then nobody is chosen any longer.
function follow() {
  const now = query();
  if (now === undefined) return;
  if (now !== about && chosen.size) {
    const place = document.querySelector("[data-chosen-gone]");
    say(place.dataset.chosenGone.replace("{}", number(chosen.size)));
    chosen.clear();
  }
  about = now;
  show();
}

function pick(box, isRange) {
  const every = boxes();
  const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
  if (isRange && from >= 0) every.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
  last = box;
  take();
}

function take() {
  let isFull = false;
  for (const box of boxes()) {
    if (!box.checked) chosen.delete(box.value);
    else if (chosen.has(box.value) || chosen.size < MOST) chosen.add(box.value);
    else isFull = true;
  }
  if (isFull) say(document.querySelector("[data-chosen-gone]").dataset.chosenMost);
  show();
}

function show() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ about, ids: [...chosen] }));
  } catch {
    // Then they stay chosen on this page alone.
  }
  const every = boxes();
  every.forEach((box) => (box.checked = chosen.has(box.value)));
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const here = every.filter((box) => box.checked).length;
  bar.hidden = chosen.size === 0;
  const count = bar.querySelector("[data-chosen]");
  const text = here === chosen.size ? count.dataset.chosen.replace("{}", "{0}") : count.dataset.chosenHere;
  count.textContent = text.replace("{0}", number(chosen.size)).replace("{1}", number(here));
  const all = document.querySelector("[data-pick-all]");
  if (!all) return;
  all.checked = here > 0 && here === every.length;
  all.indeterminate = here > 0 && !all.checked;
}
