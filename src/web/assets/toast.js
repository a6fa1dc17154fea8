// What was done, said at the foot of the page, with a way to take it back for a moment.

const STAYS = 7000;
const place = () => document.querySelector(".toasts");

/** Says something; `undo` is what a button with that name does. */
export function say(text, undo) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = undo.name;
    button.dataset.key = "u";
    const key = document.createElement("kbd");
    key.textContent = "u";
    key.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
      toast.remove();
      undo.act();
    });
    toast.append(" ", button, key);
  }
  place().replaceChildren(toast);
  leave(toast);
}

// It stays while the pointer or the focus is on it: whoever reads slowly is not cut short.
function leave(toast) {
  let timer = setTimeout(() => toast.remove(), STAYS);
  const stay = () => clearTimeout(timer);
  const go = () => {
    stay();
    timer = setTimeout(() => toast.remove(), STAYS);
  };
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
}

/** What the server said with the page goes away after a while, and out of the address bar at once. */
export function start() {
  const said = document.querySelector("[data-toast]");
  if (!said) return;
  leave(said);
  const url = new URL(location);
  url.searchParams.delete("done");
  history.replaceState(history.state, "", url);
}
