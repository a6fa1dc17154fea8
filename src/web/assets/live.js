// Parts that follow what others do: asked for anew now and then, only while somebody looks.

import { refresh } from "./ask.js";

export function start() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const every = Math.max(Number(part.dataset.live) || 10, 3) * 1000;
  setInterval(() => {
    if (document.visibilityState === "visible" && navigator.onLine) refresh(part.dataset.part);
  }, every);
}
