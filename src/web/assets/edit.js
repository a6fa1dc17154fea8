// Editing where it stands: a row becomes its own small form and back. What the server says of it stands in the row.

import { ask, pieces, refresh, swap } from "./ask.js";
import { say } from "./toast.js";

/** The rows as they were before they became forms. */
const before = new WeakMap();

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
  if (!answer.ok) return void (answer.status === 0 ? say(link.ownerDocument.body.querySelector("[data-offline]")?.dataset.offline ?? "") : location.assign(link.href));
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
  const key = row.dataset.row;
  const old = before.get(row);
  if (isFresh || (!old && !key.endsWith(".new"))) {
    const answer = await ask(`${location.pathname}?show=${encodeURIComponent(key)}`);
    if (answer.ok) focusEdit(swap(row, answer.text));
  } else if (old) {
    row.replaceWith(old);
    focusEdit(old);
  } else {
    const group = row.parentElement;
    row.remove();
    if (!group.children.length) group.hidden = true;
  }
}

async function save(form, submitter) {
  const row = form.closest("[data-row]");
  if (row.classList.contains("saving")) return;
  row.classList.add("saving");
  const data = new FormData(form, submitter);
  const answer = await ask(submitter?.formAction && submitter.hasAttribute("formaction") ? submitter.formAction : form.action, { form: data });
  row.classList.remove("saving");
  if (answer.status === 0 || answer.status >= 500) return trouble(form);
  if (!answer.ok && answer.status !== 422 && answer.status !== 409) return location.reload();
  done(row, answer);
}

/** Puts what the server answers in the place of a row, and says what was done. */
function done(row, answer) {
  const piece = pieces(answer.text);
  const told = piece.querySelector("[data-undo]");
  told?.remove();
  const fresh = piece.firstElementChild;
  const group = row.parentElement;
  if (fresh) row.replaceWith(fresh);
  else row.remove();
  if (group?.dataset.group && !group.children.length) group.hidden = true;
  if (!answer.ok) {
    before.set(fresh, before.get(row));
    return focus(fresh);
  }
  fresh?.classList.add("just-saved");
  if (fresh) focusEdit(fresh);
  if (told) say(told.dataset.said, told.matches("form") ? { name: told.dataset.undo, act: () => undo(told, fresh) } : undefined);
  refresh("head", "timeline", "notes-left");
}

async function undo(form, row) {
  const answer = await ask(form.getAttribute("action"), { form: new FormData(form) });
  if (answer.status === 0) return say(form.dataset.failed);
  const here = row?.isConnected ? row : undefined;
  if (here && (answer.ok || answer.status === 409 || answer.status === 422)) return done(here, answer);
  location.reload();
}

function trouble(form) {
  let told = form.querySelector("[data-trouble]");
  if (!told) {
    told = document.createElement("p");
    told.className = "refusal";
    told.dataset.trouble = "";
    told.setAttribute("role", "alert");
    form.append(told);
  }
  told.textContent = document.querySelector("[data-offline]")?.dataset.offline ?? "";
}

function focus(row) {
  const input = row.querySelector("[aria-invalid=true]") ?? row.querySelector("[name=value]") ?? row.querySelector("input:not([type=hidden]), select, textarea");
  input?.focus();
  if (input?.select && input.type !== "date") input.select();
  count(input);
  row.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("cardfile:form", { detail: row }));
}

function focusEdit(row) {
  row?.querySelector?.("a[data-edit]")?.focus({ preventScroll: true });
}

// How many characters are left, counted as the server counts them.
function count(input) {
  const left = input?.closest?.("form")?.querySelector(`[data-left-for="${input?.name}"]`);
  if (!left) return;
  const rest = Number(left.dataset.max) - [...input.value.replaceAll("\r\n", "\n")].length;
  left.textContent = (rest < 0 ? left.dataset.over : left.dataset.left).replace("{}", Math.abs(rest));
  left.classList.toggle("over", rest < 0);
}
