// A change of many goes piece by piece: each answer brings what became of its customers, and where it goes on.

import { ask, pieces } from "./ask.js";

export function start() {
  const form = document.querySelector("form[data-bulk-run]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form, event.submitter);
  });
}

async function run(form, submitter) {
  const bar = document.querySelector("[data-progress]");
  const list = document.querySelector("[data-results-of]");
  const said = document.querySelector("[data-said]");
  const stop = document.querySelector("[data-stop]");
  let isStopped = false;
  submitter.disabled = true;
  bar.hidden = stop.hidden = false;
  stop.addEventListener("click", () => (isStopped = true), { once: true });
  document.getElementById("results").textContent = list.dataset.title;
  list.replaceChildren();
  let data = new FormData(form, submitter);
  while (!isStopped) {
    const answer = await ask(form.action, { form: data });
    const piece = pieces(answer.text);
    const state = piece.querySelector("[data-state]");
    if (!answer.ok || !state) {
      const told = piece.querySelector("[data-problem]");
      said.textContent = told ? told.textContent : form.dataset.failed;
      submitter.disabled = false;
      break;
    }
    list.prepend(...piece.querySelectorAll("li"));
    bar.querySelector("progress").value = Number(state.dataset.done);
    said.textContent = state.dataset.said;
    if (!state.dataset.next) break;
    data = new FormData(form, submitter);
    for (const name of ["next", "done", "failed"]) data.set(name, state.dataset[name]);
    for (const name of ["next", "done", "failed"]) form.elements[name].value = state.dataset[name];
  }
  stop.hidden = true;
  if (isStopped) submitter.disabled = false;
  else document.querySelector("[data-after]")?.removeAttribute("hidden");
}
