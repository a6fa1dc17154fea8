// What was typed and is not saved yet: it is lost neither by a wrong key, nor when the session has ended meanwhile, nor when the server is away.

import { pieces, renew } from "./ask.js";

const texts = () => document.querySelector("[data-offline]")?.dataset ?? {};

export function start() {
  // What is wrong is where one goes on, unless all of it is told first.
  if (!document.querySelector(".problems")) document.querySelector("form.form [aria-invalid=true]")?.focus();
  addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });
  document.addEventListener("cardfile:signed-out", (event) => {
    const forms = unsaved();
    if (!forms.length) return;
    event.preventDefault();
    const link = document.createElement("a");
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    link.target = "_blank";
    link.textContent = texts().signIn;
    for (const form of forms) tell(form, texts().signedOut, link.cloneNode(true));
  });
  // A browser drops the letters that somebody types where a number stands, and the number with them.
  document.addEventListener("beforeinput", (event) => {
    if (event.target.type !== "number" || !event.target.dataset.unread || !NO_NUMBER.test(event.data ?? "")) return;
    event.preventDefault();
    explain(event.target);
    refused.add(event.target);
  });
  // A form that is answered by a page of its own is sent once it is known that somebody takes it.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
    addEventListener("pageshow", () => delete form.dataset.sent);
  }
}

async function send(form) {
  if (form.classList.contains("saving") || isUnreadable(form)) return;
  form.classList.add("saving");
  const { status } = await renew();
  form.classList.remove("saving");
  if (status !== 200) return status === 401 || tell(form, texts().offline);
  form.dataset.sent = "";
  form.submit();
}

/** Forms in which something stands that would be lost. */
const unsaved = () => [...document.querySelectorAll("[data-row].editing form[data-save], form[data-guard]")].filter(isTyped);

/** Whether anything would be lost. */
export const isUnsaved = () => unsaved().length > 0;

// What was refused, or met something else, stands in its form as if it had always been there.
const isTyped = (form) => !("sent" in form.dataset) && (form.querySelector(".refusal:not([data-trouble]), .theirs, [name=seen]") || [...form.elements].some(isChanged));

function isChanged(field) {
  if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("input:not([type=hidden]), textarea") && (field.value !== field.defaultValue || field.validity.badInput);
}

/** Whether something stands in a form that its browser does not tell, such as half a date: sent, it would be nothing, and clear the field. What belongs there is said beside it. */
export function isUnreadable(form) {
  const broken = [...form.elements].filter((field) => field.validity?.badInput || (refused.has(field) && !field.value));
  broken.forEach(explain);
  // Whoever sends it once more means nothing.
  broken.forEach((field) => refused.delete(field));
  broken[0]?.focus();
  return broken.length > 0;
}

/** The fields in which letters were typed since they took anything. */
const refused = new WeakSet();
const NO_NUMBER = /[^\p{N}\s.,eE+\-−]/u;

function explain(field) {
  const place = field.closest(".field, form");
  tell(place, field.dataset.unread ?? field.validationMessage);
  field.setAttribute("aria-invalid", "true");
  if (field.type === "date" && field.defaultValue) field.value = field.defaultValue;
  const forget = () => {
    place.querySelector("[data-trouble]")?.remove();
    field.removeAttribute("aria-invalid");
    refused.delete(field);
  };
  field.addEventListener("input", forget, { once: true });
}

/** Says something beside what was typed. */
export function tell(place, text, link) {
  let told = place.querySelector("[data-trouble]");
  if (!told) {
    told = document.createElement("p");
    told.className = "refusal";
    told.dataset.trouble = "";
    told.setAttribute("role", "alert");
    place.append(told);
  }
  told.replaceChildren(text, ...(link ? [" ", link] : []));
}

/** What the server says where it did not do what was asked; that it does not answer, where it says nothing. */
export const words = (answer) => (answer.text && pieces(answer.text).querySelector(".notice[role=alert]")?.textContent) || texts().offline;
