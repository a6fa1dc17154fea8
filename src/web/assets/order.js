// The order of definitions: one moves up or down, the focus moves along, and where it stands now is said.

import { ask } from "./ask.js";
import { say } from "./toast.js";
import { words } from "./unsaved.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-move]");
    if (!form) return;
    event.preventDefault();
    move(form, event.submitter);
  });
}

async function move(form, button) {
  const { id } = form.closest("[id]");
  const answer = await ask(form.action, { form: new FormData(form, button) });
  if (answer.status === 401) return;
  const fresh = new DOMParser().parseFromString(answer.text, "text/html").querySelector("[data-rows]");
  if (!answer.ok || !fresh) return say(words(answer));
  const list = document.importNode(fresh, true);
  document.querySelector("[data-rows]").replaceWith(list);
  const rows = [...list.children];
  const row = rows.find((one) => one.id === id);
  if (!row) return;
  (row.querySelector(`[name=to][value=${button.value}]:enabled`) ?? row.querySelector("[name=to]:enabled"))?.focus();
  const parts = [row.querySelector("b").textContent, rows.indexOf(row) + 1, rows.length];
  const said = document.querySelector("[data-moved]");
  said.textContent = said.dataset.moved.replace(/\{(\d)\}/g, (_, at) => parts[at]);
}
