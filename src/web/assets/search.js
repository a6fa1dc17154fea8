// Finding as one types: the list under the query box follows what stands in it. An answer is shown only when nothing newer was asked.

import { ask, later, pieces, swap } from "./ask.js";
import { own } from "./columns.js";
import { remember } from "./way.js";

// Whoever types again after this long begins anew, and Back leads to what was there before.
const PAUSE = 2000;

let asked = 0;
let shown = 0;
let flight;
let typedAt = -Infinity;
let isBegun = false;

/** Shows another list, and its query in the box. */
export function find(url) {
  document.querySelector("form[data-live-search]").elements.q.value = new URL(url).searchParams.get("q") ?? "";
  return show(url);
}

export function start() {
  const form = document.querySelector("form[data-live-search]");
  if (!form) return;
  const box = form.elements.q;
  const soon = later(90, () => show(address(form), { isTyped: true, isTyping: true }));
  box.addEventListener("input", () => {
    typed();
    soon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon.forget();
    typed();
    show(address(form), { isTyped: true });
  });
  // The links of the list (sort, next page) and its columns stay on the page too.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-list]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    // One that leads to another query brings it into the box.
    if (link.dataset.list === "query") return void find(link.href);
    const from = link.rel === "next" ? location.pathname + location.search : undefined;
    show(link.href, { from }).then(() => document.querySelectorAll("main, .sheet").forEach((part) => part.scrollTo(0, 0)));
  });
  document.addEventListener("change", (event) => {
    const columns = event.target.closest?.("form[data-columns]");
    if (columns) show(address(columns));
  });
  addEventListener("popstate", () => {
    const url = new URL(location);
    box.value = url.searchParams.get("q") ?? "";
    show(location.href, { isBack: true });
  });
  const wanted = own(location.href);
  if (wanted !== location.href) show(wanted, { isTyped: true });
}

function typed() {
  const now = performance.now();
  isBegun ||= now - typedAt > PAUSE;
  typedAt = now;
}

function address(form) {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, value);
  return url.href;
}

// The same list, asked for by somebody who has not pressed Enter.
function typing(url) {
  const own = new URL(url);
  own.searchParams.set("typing", "1");
  return own.href;
}

const told = (part) => [...part.querySelectorAll("[data-told]")].map((one) => one.textContent.trim()).join(", ");

async function show(url, { isTyped, isBack, isTyping, from } = {}) {
  const turn = ++asked;
  flight?.abort();
  flight = new AbortController();
  const list = document.querySelector("[data-results]");
  const slow = setTimeout(() => list.querySelector(".sheet")?.classList.add("busy"), 150);
  let answer;
  try {
    answer = await ask(isTyping ? typing(url) : url, { signal: flight.signal });
  } catch {
    return;
  } finally {
    clearTimeout(slow);
  }
  if (turn < shown || turn !== asked) return;
  shown = turn;
  const said = document.querySelector("[data-said]");
  if (!answer.text || answer.status >= 500 || answer.status === 0) return unanswered(list, said);
  // What is not written to its end finds nothing yet: what was found before stays, and so does its address.
  const unfinished = pieces(answer.text).querySelector("[data-unfinished]");
  if (unfinished) {
    list.querySelector(".hint").replaceWith(unfinished);
    const sheet = list.querySelector(".sheet");
    sheet?.classList.remove("busy");
    sheet?.classList.add("stale");
    document.querySelector(".query").classList.remove("wrong");
    said.textContent = told(unfinished);
    return;
  }
  const fresh = swap(document.querySelector("[data-results]"), answer.text);
  document.querySelector(".query").classList.toggle("wrong", Boolean(fresh.querySelector(".query-fault")));
  said.textContent = told(fresh);
  document.querySelectorAll("[data-total]").forEach((total) => (total.textContent = fresh.dataset.count));
  const mended = fresh.dataset.address ? new URL(fresh.dataset.address, location).href : url;
  if (!isBack && mended !== location.href) history[isTyped && !isBegun ? "replaceState" : "pushState"](null, "", mended);
  isBegun = false;
  if (!isTyped) typedAt = -Infinity;
  follow(fresh);
  remember(from);
  document.dispatchEvent(new CustomEvent("cardfile:list"));
}

// It stands where what was found is told, and goes with the next answer.
function unanswered(list, said) {
  const told = document.createElement("span");
  told.className = "refusal";
  told.textContent = said.dataset.unanswered;
  list.querySelector(".hint").replaceChildren(told);
  list.querySelector(".sheet")?.classList.add("busy");
  said.textContent = said.dataset.unanswered;
}

// The menu marks what the list shows, however that was chosen, and offers the sorts of its columns.
function follow(list) {
  const columns = list.dataset.columns.split(" ");
  for (const input of document.getElementById("view")?.elements ?? []) {
    if (input.name === "sort") input.replaceChildren(list.querySelector("[data-sorts]").content.cloneNode(true));
    if (input.name === "column") input.checked = columns.includes(input.value);
  }
}
