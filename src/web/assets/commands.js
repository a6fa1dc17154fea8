// What can be done with the record that is open, as commands of the palette: they are made from the page's own links and buttons.

const CONTROLS = "main :is(a[data-edit], [data-copy], [data-command])";
/** How many letters it takes until anything is proposed: with one alone one looks for a name. */
const FEWEST = 2;
/** How much of a long value stands in its command. */
const MOST = 160;

/** The commands whose words begin as what was typed does. The value that stands in a field is no word of its command. */
export function commands(text) {
  const words = parts(text);
  if (text.trim().length < FEWEST) return [];
  const fits = ({ name, kind }) => words.every((word) => parts(`${name} ${kind}`).some((own) => own.startsWith(word)));
  return all().filter(fits).map(option);
}

/** Does what the control of a command does; it may be another one by now, where the page followed what somebody else did. */
export function command(chosen) {
  all().find(({ label, kind }) => label === chosen.dataset.command && kind === chosen.dataset.kind)?.control.click();
}

const parts = (text) => text.toLocaleLowerCase().split(/[\s…]+/).filter(Boolean);
const all = () => [...document.querySelectorAll(CONTROLS)].map(read);

function read(control) {
  const said = control.dataset.command ?? control.getAttribute("aria-label") ?? control.textContent;
  const label = said.trim().slice(0, MOST).replace(/:\s*$/, "");
  const kind = control.closest("[data-group]")?.getAttribute("aria-label") ?? "";
  return { control, label, kind, name: label.split(": ")[0] };
}

function option({ label, kind }, at) {
  const made = document.createElement("li");
  made.id = `on-record-${at}`;
  made.setAttribute("role", "option");
  Object.assign(made.dataset, { command: label, kind });
  const words = document.createElement("span");
  words.className = "clip";
  words.dir = "auto";
  words.textContent = label;
  made.append(words);
  if (kind) {
    const of = document.createElement("span");
    of.className = "soft";
    of.textContent = kind;
    made.append(of);
  }
  return made;
}
