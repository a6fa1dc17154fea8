// Copying a value that is shown once, a line to be run, or what stands in a row.

import { say } from "./toast.js";

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy) ?? button.closest("[data-row]").querySelector(".value");
    // A value that is shown once is not shown a second time.
    const isSaid = await copy(source.textContent.trim(), button.dataset.copy ? button.dataset.copied : undefined);
    if (!isSaid) getSelection().selectAllChildren(source);
  });
}

/** Copies a text, and says which; or says something else. Answers whether the browser let it. */
export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  say(said ?? document.querySelector(".toasts").dataset.copied.replace("{0}", () => text));
  return true;
}
