// What was typed and is not saved yet: it is lost neither by a wrong key, nor when the session has ended meanwhile, nor when the server is away.

import { pieces, renew } from "./ask.js";

const texts = () => document.querySelector("[data-offline]")?.dataset ?? {};

export function start() {
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
  if (form.classList.contains("saving")) return;
  form.classList.add("saving");
  const { status } = await renew();
  form.classList.remove("saving");
  if (status !== 200) return status === 401 || tell(form, texts().offline);
  for (const field of broken(form)) [field.type, field.value] = ["text", UNREADABLE];
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

/** What stands for something that a browser does not tell: half a date, letters where a number belongs. The server refuses it. */
const UNREADABLE = "?";
const broken = (form) => [...form.elements].filter((field) => field.validity?.badInput);

/** The fields of a form. What its browser cannot read is sent as such, and not as nothing, which would clear the field. */
export function fields(form, submitter) {
  const data = new FormData(form, submitter);
  for (const field of broken(form)) data.set(field.name, UNREADABLE);
  return data;
}

/** Says something beside what was typed. */
export function tell(form, text, link) {
  let told = form.querySelector("[data-trouble]");
  if (!told) {
    told = document.createElement("p");
    told.className = "refusal";
    told.dataset.trouble = "";
    told.setAttribute("role", "alert");
    form.append(told);
  }
  told.replaceChildren(text, ...(link ? [" ", link] : []));
}

/** What the server says where it did not do what was asked; that it does not answer, where it says nothing. */
export const words = (answer) => (answer.text && pieces(answer.text).querySelector(".notice[role=alert]")?.textContent) || texts().offline;
