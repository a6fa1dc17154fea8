// Dark and light at once, without a new page; the server keeps the choice.

import { ask } from "./ask.js";

/** Takes a theme: "light", "dark", or "" for the system's. */
export function choose(theme) {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  return ask("/theme", { form: { theme, next: location.pathname } });
}

export function start() {
  document.querySelector("[data-theme-form]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(event.submitter.value);
  });
}
