// A field that is one choice is saved as it is made: at once by the pointer. By keys one goes through what there is, and takes it with Enter or
// by going on to another place of the page.

/** The choices that keys went through since the pointer was last on them. */
const byKeys = new WeakSet();

export function start() {
  document.addEventListener("pointerdown", (event) => byKeys.delete(event.target.closest?.("select")));
  document.addEventListener("keydown", (event) => {
    const select = event.target.closest?.("[data-row].editing select");
    if (!select) return;
    byKeys.add(select);
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The key that opened the form may still be held.
    if (!event.repeat) select.form.requestSubmit();
  });
  document.addEventListener("change", (event) => {
    const select = event.target.closest?.("[data-row].editing select");
    if (select && !byKeys.has(select)) save(select);
  });
  document.addEventListener("focusout", (event) => {
    const row = event.target.closest?.("[data-row].editing");
    const select = row && event.relatedTarget && !row.contains(event.relatedTarget) && row.querySelector("select");
    if (select && !select.options[select.selectedIndex]?.defaultSelected) save(select);
  });
}

// Where more than the choice stands in the form, or what somebody else put there meanwhile, one says oneself when it is done.
function save(select) {
  if (select.name === "value" && !select.closest("[data-row]").querySelector(".theirs")) select.form.requestSubmit();
}
