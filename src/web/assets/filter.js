// The filter beside the query box: a field brings the inputs that fit it, and what is added is found at once, on the same page.

import { ask, pieces } from "./ask.js";
import { find } from "./search.js";
import { say } from "./toast.js";

export function start() {
  const form = document.querySelector(".menu > form[data-filter]");
  if (!form) return;
  let turn = 0;
  const fit = async (submitter) => {
    const own = ++turn;
    const answer = await ask(address(form, submitter));
    if (own !== turn || answer.status === 401) return;
    const piece = pieces(answer.text);
    const [found, rest] = ["[data-found]", "[data-filter-rest]"].map((part) => piece.querySelector(part));
    if (found) done(form, new URL(found.getAttribute("href"), location).href);
    else if (rest) put(form, rest);
    else say(document.querySelector("[data-said]").dataset.unanswered);
  };
  form.addEventListener("change", (event) => event.target.name === "field" && fit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fit(event.submitter);
  });
}

// What stands in the box may not have been found yet. What was said of another field says nothing of the one that is chosen now.
function address(form, submitter) {
  const url = new URL(form.action);
  const data = submitter ? new FormData(form, submitter) : [["field", form.elements.field.value]];
  for (const [name, value] of data) if (value !== "") url.searchParams.append(name, value);
  url.searchParams.set("q", document.querySelector("[data-query]").value);
  return url.href;
}

// The field stays where it is, with the focus when it has that; what is wrong takes it.
function put(form, rest) {
  form.querySelector("[data-filter-rest]").replaceWith(rest);
  rest.querySelectorAll("[aria-invalid=true]")[0]?.focus();
  document.dispatchEvent(new CustomEvent("cardfile:form", { detail: rest }));
}

// The menu is as it was, for the next one.
function done(form, href) {
  form.elements.field.value = "";
  form.querySelector("[data-filter-rest]").replaceChildren();
  form.parentElement.open = false;
  form.parentElement.querySelector("summary").focus();
  find(href);
}
