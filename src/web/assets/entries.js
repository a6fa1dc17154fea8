// The lists of a form that is filled in whole: one more row, one less. And who is there already, while one types.

import { ask, later, pieces } from "./ask.js";

export function start() {
  const form = document.querySelector("form[data-new-customer]");
  if (!form) return;
  form.querySelectorAll("[data-more]").forEach((button) => (button.hidden = false));
  form.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    if (more) add(more);
    const less = event.target.closest("[data-less]");
    if (less) remove(less);
  });
  const look = later(200, () => likely(form));
  const { organization } = form.elements;
  organization.addEventListener("change", look);
  form.addEventListener("click", (event) => {
    const proposed = event.target.closest("[data-organization]");
    if (!proposed) return;
    organization.value = proposed.dataset.organization;
    organization.focus();
    likely(form);
  });
  form.addEventListener("input", (event) => {
    if (/^(firstName|lastName|organization)$|^(emails|phones)\[.*value$/.test(event.target.name)) look();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function add(button) {
  const list = document.getElementById(button.dataset.more);
  const last = list.lastElementChild;
  const row = last.cloneNode(true);
  const at = Number(last.dataset.at) + 1;
  row.dataset.at = at;
  for (const field of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const name of ["name", "id", "for"]) {
      const value = field.getAttribute(name);
      if (value) field.setAttribute(name, value.replace(/\[\d+\]/, `[${at}]`));
    }
    field.removeAttribute("aria-describedby");
    field.removeAttribute("aria-invalid");
    if (field.matches("input")) field.value = "";
  }
  row.querySelectorAll(".refusal").forEach((told) => told.remove());
  row.querySelector("[data-less]")?.removeAttribute("hidden");
  list.append(row);
  row.querySelector("input").focus();
}

function remove(button) {
  const row = button.closest("[data-at]");
  const next = row.previousElementSibling ?? row.nextElementSibling;
  if (!next) return;
  row.remove();
  next.querySelector("input")?.focus();
}

let turn = 0;
async function likely(form) {
  const own = ++turn;
  const url = new URL(form.dataset.newCustomer, location);
  for (const name of ["firstName", "lastName", "organization"]) url.searchParams.set(name, form.elements[name].value);
  for (const field of form.querySelectorAll("[name^='emails['][name$='.value']")) {
    if (field.value.includes("@")) url.searchParams.append("email", field.value);
  }
  for (const field of form.querySelectorAll("[name^='phones['][name$='.value']")) {
    if (field.value) url.searchParams.append("phone", field.value);
  }
  const answer = await ask(url);
  if (own === turn && answer.ok) form.querySelector("[data-likely]").replaceChildren(pieces(answer.text));
}
