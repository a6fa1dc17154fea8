// Choosing rows of a list: one, from one to another with shift, all of the page, all that match. What can be done with them stands below.

let last;

export function start() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (box) pick(box, event.shiftKey);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-pick-all]")) all(event.target.checked);
    if (event.target.matches?.("[data-pick], [data-pick-all]")) show();
  });
  document.addEventListener("cardfile:list", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-pick-none]")) {
      all(false);
      show();
    }
  });
  show();
}

const boxes = () => [...document.querySelectorAll("[data-pick]")];

function all(isChecked) {
  boxes().forEach((box) => (box.checked = isChecked));
}

function pick(box, isRange) {
  const every = boxes();
  const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
  if (isRange && from >= 0) every.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
  last = box;
  show();
}

function show() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = boxes().filter((box) => box.checked).length;
  bar.hidden = chosen === 0;
  const count = bar.querySelector("[data-chosen]");
  count.textContent = count.dataset.chosen.replace("{}", chosen.toLocaleString(document.documentElement.lang));
  const every = document.querySelector("[data-pick-all]");
  if (every) {
    every.checked = chosen > 0 && chosen === boxes().length;
    every.indeterminate = chosen > 0 && !every.checked;
  }
}
