// Changes of many: a property is asked for as it wants its value, and the change goes piece by piece; each answer brings what became of its customers.

import { ask, pieces } from "./ask.js";
import { say } from "./toast.js";

export function start() {
  document.querySelector("[data-fit]")?.addEventListener("change", (event) => fit(event.target));
  const form = document.querySelector("form[data-bulk-run]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form, event.submitter);
  });
}

/** Another property takes another kind of value. */
async function fit(select) {
  const data = new FormData(select.form);
  data.set("fit", "1");
  const answer = await ask(`${select.form.action}?${new URLSearchParams(data)}`);
  if (select.value !== data.get("slug")) return;
  const fresh = new DOMParser().parseFromString(answer.text, "text/html").querySelector("[data-fitting]");
  if (!fresh) return say(document.querySelector("[data-offline]").dataset.offline);
  select.form.querySelector("[data-fitting]").replaceWith(document.importNode(fresh, true));
}

/** So many results stand in the page, of those that were done and of those that were not: a page cannot show a million. */
const KEPT = 200;

const leaving = (event) => event.preventDefault();

async function run(form, submitter) {
  const bar = document.querySelector("[data-progress]");
  const list = document.querySelector("[data-results-of]");
  const said = document.querySelector("[data-said]");
  const stop = document.querySelector("[data-stop]");
  let [isStopped, isDone, isBegun] = [false, false, false];
  const cancel = document.querySelector("[data-cancel]");
  const putBack = document.querySelector("[data-put-back]");
  submitter.disabled = true;
  bar.hidden = stop.hidden = false;
  for (const way of [cancel, putBack]) if (way) way.hidden = true;
  // What is not done yet is known here alone.
  addEventListener("beforeunload", leaving);
  stop.addEventListener("click", () => (isStopped = true), { once: true });
  let data = new FormData(form, submitter);
  while (!isStopped && !isDone) {
    const answer = await ask(form.action, { form: data });
    const piece = pieces(answer.text);
    const state = piece.querySelector("[data-state]");
    if (!answer.ok || !state) {
      said.textContent = piece.querySelector("[data-problem], [role=alert]")?.textContent ?? form.dataset.failed;
      break;
    }
    if (!isBegun) {
      // What stood there was what would be done.
      document.getElementById("results").textContent = list.dataset.title;
      list.replaceChildren();
      list.closest("section").hidden = false;
      document.querySelectorAll("[data-before]").forEach((told) => told.remove());
      isBegun = true;
    }
    show(list, [...piece.querySelectorAll("li")]);
    bar.querySelector("progress").value = Number(state.dataset.at);
    if (putBack) putBack.href = state.dataset.undo;
    said.textContent = state.dataset.said;
    isDone = !state.dataset.next;
    for (const name of ["next", "done", "failed"]) form.elements[name].value = state.dataset[name];
    data = new FormData(form, submitter);
  }
  removeEventListener("beforeunload", leaving);
  stop.hidden = true;
  submitter.disabled = false;
  if (isBegun) submitter.textContent = form.dataset.goOn;
  else if (cancel) cancel.hidden = false;
  if (putBack) putBack.hidden = !putBack.getAttribute("href");
  if (!isDone) return;
  submitter.hidden = true;
  document.querySelector("[data-after]").hidden = false;
}

/** The newest results first: the latest of those that were done, and the first of those that were not. */
function show(list, fresh) {
  const undone = (row) => row.matches("[data-undone]");
  let room = KEPT - list.querySelectorAll("[data-undone]").length;
  // The oldest of a piece stands last in it.
  const kept = fresh.reverse().filter((row) => !undone(row) || room-- > 0);
  list.prepend(...kept.reverse());
  const done = [...list.children].filter((row) => !undone(row));
  const old = done.slice(KEPT);
  old.forEach((row) => row.remove());
  if (old.length || room < 0) document.querySelector("[data-kept]").hidden = false;
}
