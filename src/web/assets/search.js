// Finding as one types: the list under the query box follows what stands in it. An answer is shown only when nothing newer was asked.

import { ask, later, pieces, swap } from "./ask.js";

let asked = 0;
let shown = 0;
let flight;

export function start() {
  const form = document.querySelector("form[data-live-search]");
  if (!form) return;
  const box = form.elements.q;
  const find = later(90, () => show(address(form), true, false, true));
  box.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find.forget();
    show(address(form), true);
  });
  // The links of the list (sort, next page) and its columns stay on the page too.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-list]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link.href, false).then(() => document.querySelector(".sheet")?.scrollTo(0, 0));
  });
  document.addEventListener("change", (event) => {
    const columns = event.target.closest?.("form[data-columns]");
    if (columns) show(address(columns), false);
  });
  addEventListener("popstate", () => {
    const url = new URL(location);
    box.value = url.searchParams.get("q") ?? "";
    show(location.href, true, true);
  });
  remember();
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

const told = (part) => part.querySelector("[data-told]")?.textContent.trim() ?? "";

async function show(url, isTyped, isBack = false, isTyping = false) {
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
  if (!answer.text || answer.status >= 500 || answer.status === 0) {
    said.textContent = document.body.querySelector("[data-offline]")?.dataset.offline ?? "";
    list.querySelector(".sheet")?.classList.add("busy");
    return;
  }
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
  if (!isBack) history[isTyped ? "replaceState" : "pushState"](null, "", url);
  remember();
  document.dispatchEvent(new CustomEvent("cardfile:list"));
}

// Who is listed now, so that a customer's page knows its neighbours; and how the list is looked at, for the way back.
function remember() {
  const links = [...document.querySelectorAll("[data-results] a.who")].map((link) => link.getAttribute("href"));
  sessionStorage.setItem("list", JSON.stringify({ links, back: location.pathname + location.search }));
}
