// Parts that follow what others do: asked for anew now and then, only while somebody looks. A part with an address of its own is asked for
// there, which costs nothing while nothing happens; another one with its page.

import { ask, swap } from "./ask.js";
import { refresh } from "./follow.js";

export function start() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const every = Math.max(Number(part.dataset.live) || 10, 3) * 1000;
  const look = () => (part.dataset.liveFrom ? follow() : refresh());
  setInterval(() => {
    if (document.visibilityState === "visible" && navigator.onLine) look();
  }, every);
  addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
}

async function follow() {
  const old = document.querySelector("[data-live-from]");
  const answer = await ask(old.dataset.liveFrom);
  // Whoever is on a link of the part is not taken away from it.
  if (!answer.ok || !old.isConnected || old.contains(document.activeElement)) return;
  const last = Number(old.dataset.last);
  const fresh = swap(old, answer.text);
  if (!fresh || Number(fresh.dataset.last) === last) return;
  for (const row of fresh.querySelectorAll("[data-seq]")) row.classList.toggle("arrived", Number(row.dataset.seq) > last);
  const said = document.querySelector("[data-live-said]");
  if (said) said.textContent = said.dataset.liveSaid;
}
