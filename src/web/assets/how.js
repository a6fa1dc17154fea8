// How a list was found: whoever opens it is told the number of customers that each part of the query fits, and it stays open while one types.

import { ask, swap } from "./ask.js";

let isOpen = false;

export function start() {
  // A toggle does not rise, so it is caught on its way down.
  document.addEventListener("toggle", (event) => event.target.matches?.("[data-how]") && toggled(event.target), true);
  document.addEventListener("cardfile:list", () => {
    const how = document.querySelector("[data-how]");
    if (how) how.open = isOpen;
  });
}

async function toggled(how) {
  if (!how.isConnected) return;
  isOpen = how.open;
  if (!isOpen || how.dataset.counted !== undefined) return;
  how.dataset.counted = "";
  const answer = await ask(how.dataset.how);
  if (answer.ok && how.isConnected) swap(how.querySelector("[data-how-read]"), answer.text);
}
