// Editing where it stands: a row becomes its own small form and back. What the server says of it stands in the row.

import { ask, pieces, swap } from "./ask.js";
import { before, drop, focusOn, refresh } from "./follow.js";
import { say } from "./toast.js";
import { isUnreadable, tell, words } from "./unsaved.js";

export function start() {
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const link = event.target.closest?.("a[data-edit]");
    if (link) {
      event.preventDefault();
      open(link);
    } else if (event.target.closest?.("[data-cancel]")) {
      event.preventDefault();
      close(event.target.closest("[data-row]"));
    } else if (event.target.closest?.("[data-take-theirs]")) {
      event.preventDefault();
      close(event.target.closest("[data-row]"), true);
    } else if (isOnValue(event.target)) {
      const own = event.target.closest("[data-row]").querySelector("a[data-edit]");
      if (own) open(own);
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-save]");
    if (!form) return;
    event.preventDefault();
    save(form, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-row].editing");
    if (!row) return;
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      close(row);
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      row.querySelector("form[data-save]").requestSubmit();
    }
  });
  document.addEventListener("input", (event) => count(event.target));
  document.querySelectorAll("[data-row].editing").forEach(focus);
}

// The value itself opens its form, unless somebody marks text in it or follows a link.
function isOnValue(target) {
  const value = target.closest?.("[data-row]:not(.editing) :is(dd, .value, .notes)");
  return value && !target.closest("a, button, input, form") && getSelection().isCollapsed;
}

async function open(link) {
  const answer = await ask(link.href);
  if (answer.status === 401) return;
  if (!answer.ok) return answer.status === 0 ? say(words(answer)) : location.assign(link.href);
  link.closest("details[open]")?.removeAttribute("open");
  const group = link.dataset.edit && document.querySelector(`[data-group="${link.dataset.edit}"]`);
  let row;
  if (group) {
    group.hidden = false;
    group.append(pieces(answer.text));
    row = group.lastElementChild;
  } else {
    const old = link.closest("[data-row]");
    row = swap(old, answer.text);
    before.set(row, old);
  }
  focus(row);
}

/** Puts the row back as it was, or as it is now on the server. */
async function close(row, isFresh = false) {
  if (!row) return;
  const old = before.get(row);
  if (row.dataset.row.endsWith(".new")) return drop(row, true);
  if (old && !isFresh) {
    row.replaceWith(old);
    return focusOn(old);
  }
  const answer = await ask(`${location.pathname}?show=${encodeURIComponent(row.dataset.row)}`);
  if (!answer.ok) return;
  const fresh = pieces(answer.text).firstElementChild;
  // A field that is not there any longer is answered by the whole page.
  if (!fresh?.matches("[data-row]")) return drop(row, true);
  row.replaceWith(fresh);
  focusOn(fresh);
}

async function save(form, submitter) {
  const row = form.closest("[data-row]");
  if (row.classList.contains("saving") || isUnreadable(form)) return;
  row.classList.add("saving");
  const answer = await ask(form.action, { form: new FormData(form, submitter) });
  row.classList.remove("saving");
  if (answer.status === 401) return;
  if (isAnswer(answer)) return done(row, answer);
  if (row.matches(".editing")) tell(form, words(answer));
  else say(words(answer));
}

const isAnswer = (answer) => answer.ok || answer.status === 409 || answer.status === 422;

/** Puts what the server answers in the place of a row, and says what was done. */
function done(row, answer) {
  const [fresh, told] = read(answer);
  // Whoever went on to another place while it was saved stays there.
  const isElsewhere = document.activeElement !== document.body && !row.contains(document.activeElement);
  if (fresh) {
    // It may be here already, if the page was looked at anew meanwhile.
    const other = document.getElementById(fresh.id);
    if (other !== row) other?.remove();
    row.replaceWith(fresh);
  } else {
    drop(row, !isElsewhere);
  }
  if (!answer.ok) {
    before.set(fresh, before.get(row));
    return focus(fresh);
  }
  saved(fresh, told, isElsewhere);
}

function read(answer) {
  const piece = pieces(answer.text);
  const told = piece.querySelector("[data-undo]");
  told?.remove();
  return [piece.firstElementChild, told];
}

function saved(fresh, told, isElsewhere = false) {
  fresh?.classList.add("just-saved");
  if (fresh && !isElsewhere) focusOn(fresh);
  if (told) say(told.dataset.said, told.matches("form") ? { name: told.dataset.undo, act: () => undo(told, fresh) } : undefined);
  refresh();
}

async function undo(form, row) {
  const answer = await ask(form.getAttribute("action"), { form: new FormData(form) });
  if (answer.status === 401) return;
  const here = row && document.getElementById(row.id);
  if (here && isAnswer(answer)) return done(here, answer);
  if (!answer.ok) return say(words(answer));
  // What was removed is back at the end of its list.
  const [fresh, told] = read(answer);
  const group = fresh && document.querySelector(`[data-group="${fresh.dataset.row.split(".")[0]}"]`);
  if (!group) return location.reload();
  document.getElementById(fresh.id)?.remove();
  group.hidden = false;
  group.append(fresh);
  saved(fresh, told);
}

function focus(row) {
  // Of an address that two changed, the first part to decide about.
  const apart = row.querySelector("[name=take]")?.value.split(" ")[0];
  const input = row.querySelector("[aria-invalid=true]") ?? (apart && row.querySelector(`[name=${apart}]`)) ?? row.querySelector("[name=value]") ?? row.querySelector("input:not([type=hidden]), select, textarea");
  input?.focus();
  if (input?.select && input.type !== "date") input.select();
  count(input);
  row.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("cardfile:form", { detail: row }));
}

// How many characters are left, counted as the server counts them.
function count(input) {
  const left = input?.closest?.("form")?.querySelector(`[data-left-for="${input?.name}"]`);
  if (!left) return;
  const rest = Number(left.dataset.max) - [...input.value.replaceAll("\r\n", "\n")].length;
  left.textContent = (rest < 0 ? left.dataset.over : left.dataset.left).replace("{}", Math.abs(rest));
  left.classList.toggle("over", rest < 0);
}
