// Copying a value that is shown once, a line to be run, or what stands in a row.

import { say } from "./toast.js";

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy) ?? button.closest("[data-row]").querySelector(".value");
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      say(button.dataset.copied);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}
