// The way between a list and those whom it lists: a customer's page knows its neighbours and the way back, and whoever comes back finds the
// place again. The tab keeps who is listed and how the list is looked at, and of each page which one was before it.

import { ask, pieces } from "./ask.js";
import { mark } from "./keys.js";

const LIST = "list";
const PAGES = "pages";
// So many pages are known to have one before them.
const MOST = 200;

export function start() {
  neighbours();
  if (!document.querySelector("form[data-live-search]")) return;
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const kept = read(LIST);
  if (isBack || kept.isBack) comeTo(kept.at);
  remember();
  // Somebody of the list may have been changed or erased since.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    keep(LIST, { ...read(LIST), isBack: true });
    location.reload();
  });
}

/** Keeps who is listed now; `from` is the page that led to this one as the next. */
export function remember(from) {
  const here = location.pathname + location.search;
  if (from && from !== here) keep(PAGES, Object.fromEntries([...Object.entries(read(PAGES)), [here, from]].slice(-MOST)));
  const list = document.querySelector("[data-results]");
  const found = described(list, here);
  keep(LIST, found);
  const previous = list.querySelector("[data-previous]");
  if (!previous || !found.previous) return;
  previous.href = found.previous;
  previous.hidden = false;
}

function described(list, address) {
  const link = (found) => found.getAttribute("href");
  const next = list.querySelector("a[rel=next]");
  return {
    links: [...list.querySelectorAll("a.who")].map(link),
    back: address,
    next: next && link(next),
    previous: read(PAGES)[address],
    name: list.querySelector(".view-name")?.textContent.trim(),
    count: list.dataset.count,
  };
}

function comeTo(link) {
  const found = [...document.querySelectorAll("[data-rows] a.who")].find((other) => other.getAttribute("href") === link);
  if (!found) return;
  const row = found.closest("[data-rows] > *");
  mark(row);
  found.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

// On a customer's page: who stood before and after in the list that one came from, and where the way back leads.
function neighbours() {
  const place = document.querySelector("[data-neighbours]");
  if (!place) return;
  const list = read(LIST);
  const own = (link) => new URL(link, location).pathname === location.pathname;
  const at = list.links?.findIndex(own) ?? -1;
  if (at < 0) return;
  keep(LIST, { ...list, at: location.pathname, isBack: false });
  wayBack(list);
  for (const [key, link, page, end] of [["k", list.links[at - 1], list.previous, -1], ["j", list.links[at + 1], list.next, 0]]) {
    const button = place.querySelector(`[data-key=${key}]`);
    if (link) button.href = link;
    else button.setAttribute("aria-disabled", "true"), button.removeAttribute("href");
    if (!link && page) goOn(button, page, end, list);
    button.hidden = false;
  }
}

function wayBack(list) {
  const back = document.querySelector("[data-back]");
  if (!back) return;
  back.href = list.back;
  back.addEventListener("click", () => keep(LIST, { ...read(LIST), isBack: true }));
  const query = new URL(list.back, location).searchParams.get("q");
  const text = list.name || (query && list.count && back.dataset.backFound?.replace("{0}", list.count).replace("{1}", () => query));
  if (text) back.querySelector("span").textContent = text;
}

// Behind the last of a page stands the first of the next one.
async function goOn(button, page, end, list) {
  const answer = await ask(page);
  const found = answer.ok && pieces(answer.text).querySelector("[data-results]");
  if (!found) return;
  const fresh = described(found, page);
  const link = fresh.links.at(end);
  if (!link) return;
  if (end === 0) fresh.previous = list.back;
  button.href = link;
  button.removeAttribute("aria-disabled");
  button.addEventListener("click", () => {
    if (end === 0) keep(PAGES, { ...read(PAGES), [page]: list.back });
    keep(LIST, fresh);
  });
}

// Storage may be switched off, and hold anything.
function read(name) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Then the way back is the list from its start.
  }
}
