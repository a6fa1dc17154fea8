// A page follows what others do to its record: its parts, and the rows that nobody is editing. Where the focus is, it stays.

import { ask, reveal } from "./ask.js";

const HOLDS = "a[href], button, summary";

/** The rows as they were before they became forms, and as others changed them since. */
export const before = new WeakMap();
/** The parts that were put into the page, as the server made them: scripts change what stands there. */
const made = new WeakMap();

let turn = 0;

/** Fetches this page anew and takes over what is different in it. An answer that something newer was asked after is nothing. */
export async function refresh() {
  const own = ++turn;
  const url = new URL(location);
  for (const name of ["edit", "also", "done"]) url.searchParams.delete(name);
  const answer = await ask(url.href);
  // Whoever was deleted is not looked at any longer, but what is being typed stays.
  if (answer.status === 404 && !document.querySelector(".editing")) return location.reload();
  if (!answer.ok || own !== turn) return;
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  reveal(page);
  const last = Math.max(0, ...numbers(document));
  document.title = page.title;
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && fresh.outerHTML !== (made.get(part) ?? part.outerHTML)) made.set(put(part, fresh), fresh.outerHTML);
  }
  rows(page);
  announce(last);
}

function rows(page) {
  for (const row of document.querySelectorAll("[data-row]")) {
    const fresh = page.getElementById(row.id);
    const isOpen = row.matches(".editing");
    if (fresh && isOpen) before.set(row, document.importNode(fresh, true));
    else if (fresh && seen(fresh) !== seen(row)) put(row, fresh).classList.add("just-saved");
    else if (!fresh && isOpen) before.delete(row);
    else if (!fresh && row.parentElement.dataset.group) drop(row);
  }
  for (const fresh of page.querySelectorAll("[data-group] > [data-row]")) {
    if (document.getElementById(fresh.id)) continue;
    const row = document.importNode(fresh, true);
    const prior = fresh.previousElementSibling && document.getElementById(fresh.previousElementSibling.id);
    if (prior) prior.after(row);
    else document.querySelector(`[data-group="${fresh.parentElement.dataset.group}"]`)?.prepend(row);
    row.classList.add("just-saved");
  }
  document.querySelectorAll("[data-group]").forEach((group) => (group.hidden = !group.children.length));
}

const seen = (row) => [...row.querySelectorAll(".kind, .value, .proposed")].map((part) => part.outerHTML).join();
const numbers = (page) => [...page.querySelectorAll("[data-seq]")].map((one) => Number(one.dataset.seq));

function put(old, fresh) {
  const piece = document.importNode(fresh, true);
  const at = [...old.querySelectorAll(HOLDS)].indexOf(document.activeElement);
  old.replaceWith(piece);
  if (at >= 0) (piece.querySelectorAll(HOLDS)[at] ?? piece.querySelector(HOLDS))?.focus({ preventScroll: true });
  return piece;
}

/** Takes a row away. The focus goes to what can be done with the next one, or to what adds one. */
export function drop(row, isFocused = row.contains(document.activeElement)) {
  const [group, next] = [row.parentElement, row.nextElementSibling ?? row.previousElementSibling];
  row.remove();
  if (group.dataset.group) group.hidden = !group.children.length;
  if (isFocused) focusOn(next);
}

/** Puts the focus on what changes a row; without a row on what adds one. */
export function focusOn(row) {
  const place = row?.querySelector("a[data-edit], .input") ?? document.querySelector("summary[data-key=a]");
  place?.focus({ preventScroll: true });
}

// What somebody else did is said once.
function announce(last) {
  const said = document.querySelector("[data-changed]");
  if (!said) return;
  const news = [...document.querySelectorAll("[data-seq][data-by]")].filter((one) => Number(one.dataset.seq) > last).reverse();
  if (!news.length) return;
  const fields = (one) => [...new Set([...one.querySelectorAll("[data-field]")].map((field) => field.textContent))].join(", ");
  said.textContent = news.map((one) => said.dataset.changed.replace("{0}", () => one.dataset.by).replace("{1}", () => fields(one))).join(". ");
}
