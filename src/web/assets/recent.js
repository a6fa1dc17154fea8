// Customers that were looked at lately. The browser keeps their numbers alone, apart for each company and person, until somebody signs out;
// their names are asked for when they are shown.

import { ask, pieces } from "./ask.js";

const MOST = 6;
const KEPT = "cardfile.recent.";

export function start() {
  // Where nobody is signed in, nothing of anybody is kept.
  if (!owner()) return forget();
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", forget);
  const id = document.querySelector("[data-customer]")?.dataset.customer;
  if (id) keep([id, ...read().filter((other) => other !== id)]);
}

/** Whether there is anybody to offer. */
export const hasRecent = () => offered().length > 0;

/** Who was looked at lately, as options under a heading; nothing when there is nobody. */
export async function recent(title) {
  const ids = offered();
  const answer = await ask(`/customers/recent?${new URLSearchParams(ids.map((id) => ["id", id]))}`);
  if (!answer.ok) return [];
  const found = [...pieces(answer.text).querySelectorAll("li")];
  const gone = ids.filter((id) => !found.some((option) => option.dataset.href === `/customers/${id}`));
  if (gone.length) keep(read().filter((id) => !gone.includes(id)));
  return found.length ? [group(title, found)] : [];
}

function group(title, options) {
  const [group, heading] = ["ul", "li"].map((name) => document.createElement(name));
  options.forEach((option, at) => (option.id = `recent-${at}`));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", title);
  heading.className = "title";
  heading.setAttribute("aria-hidden", "true");
  heading.textContent = title;
  group.append(heading, ...options);
  return group;
}

const owner = () => document.getElementById("palette")?.dataset.owner;
const offered = () => read().filter((id) => id !== location.pathname.match(/^\/customers\/(\d+)/)?.[1]);

// Storage may be switched off, and hold anything.
function read() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEPT + owner()) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => /^\d+$/.test(id)).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(ids) {
  try {
    localStorage.setItem(KEPT + owner(), JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // Then nobody is offered.
  }
}

function forget() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
  } catch {
    // Then nothing is kept.
  }
}
