// The columns of the list as somebody last chose them. The browser keeps their names, apart for each company and person, and the list is
// asked for with them where its address asks for none; a saved view has its own. So the address still says what is seen.

// More are not kept: an address has to hold them.
const MOST = 40;

export function start() {
  for (const press of ["click", "auxclick"]) document.addEventListener(press, onPress, true);
  let isChosen = false;
  document.addEventListener("change", (event) => (isChosen ||= Boolean(event.target.matches?.("#view [name=column]"))));
  document.addEventListener("cardfile:list", () => {
    const asked = new URL(location).searchParams;
    if (isChosen && !asked.has("view")) keep(asked.getAll("column"));
    isChosen = false;
  });
}

/** The address of a list with one's own columns; any other address as it is. */
export function own(address) {
  const url = new URL(address, location);
  const isFree = url.origin === location.origin && url.pathname === "/customers" && !url.searchParams.has("column") && !url.searchParams.has("view");
  if (isFree) for (const column of read()) url.searchParams.append("column", column);
  return url.href;
}

// A link is changed when it is pressed, however it is to be opened; those of the list itself say which columns they mean.
function onPress(event) {
  const link = event.target.closest?.("a[href]:not([data-list])");
  if (!link || link.href === own(link.href)) return;
  link.href = own(link.href);
}

const name = () => `cardfile.columns.${document.getElementById("palette")?.dataset.owner}`;

// Storage may be switched off, and hold anything.
function read() {
  try {
    const columns = JSON.parse(localStorage.getItem(name()) ?? "[]");
    return Array.isArray(columns) ? columns.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(columns) {
  try {
    if (columns.length) localStorage.setItem(name(), JSON.stringify(columns.slice(0, MOST)));
    else localStorage.removeItem(name());
  } catch {
    // Then the list is as usual.
  }
}
