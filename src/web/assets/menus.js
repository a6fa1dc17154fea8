// Menus: the arrows, Home and End go through what is in them; they close by Escape, and when one goes elsewhere.

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

export function start() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (!menu || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      menu.open = false;
      event.preventDefault();
      menu.querySelector("summary").focus();
    } else if (event.key in STEPS && !event.target.matches("input:not([type=checkbox]), select, textarea")) {
      event.preventDefault();
      go(menu, event.key);
    }
  });
}

function go(menu, key) {
  const all = [...menu.querySelectorAll(".sheet-menu :is(a[href], button, input, select)")].filter((one) => one.checkVisibility() && !one.disabled);
  const at = all.indexOf(document.activeElement);
  const first = key === "Home" || (key === "ArrowDown" && at < 0);
  const last = key === "End" || (key === "ArrowUp" && at < 0);
  all.at(first ? 0 : last ? -1 : (at + STEPS[key]) % all.length)?.focus();
}
