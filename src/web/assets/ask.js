// Asking the server: every request says that it comes from here, and a form's answer is the piece of page that changed.

const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

/** Fetches a piece of a page. `form` is sent when there is one. Gives { ok, status, text, url, headers }; status 0 when nobody answered. */
export async function ask(url, { form, signal } = {}) {
  const init = { headers: { "X-Requested-With": "cardfile", Accept: "text/html" }, signal, credentials: "same-origin" };
  if (form) {
    const body = new URLSearchParams(form);
    if (!body.has("csrf")) body.set("csrf", csrf());
    Object.assign(init, { method: "POST", body });
  }
  try {
    const answer = await fetch(url, init);
    // Signed out meanwhile: the whole page goes to where one signs in.
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in")) location.assign(answer.url);
    return { ok: answer.ok, status: answer.status, url: answer.url, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { ok: false, status: 0, url, headers: new Headers(), text: "" };
  }
}

/** The elements of a piece of a page. */
export function pieces(text) {
  const template = document.createElement("template");
  template.innerHTML = text.trim();
  reveal(template.content);
  return template.content;
}

/** Shows what works only with these modules. */
export function reveal(piece) {
  piece.querySelectorAll("[data-scripted]").forEach((element) => (element.hidden = false));
}

/** Puts the first element of a piece in the place of another, and gives it. */
export function swap(old, text) {
  const piece = pieces(text);
  const first = piece.firstElementChild;
  if (first) old.replaceWith(piece);
  return first;
}

/** Fetches this page anew and puts its parts (data-part) in the place of those that are here, except where somebody is typing. */
export async function refresh(...names) {
  const answer = await ask(location.href, {});
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    if (names.length && !names.includes(part.dataset.part)) continue;
    if (part.contains(document.activeElement) || part.querySelector(".editing")) continue;
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && fresh.outerHTML !== part.outerHTML) part.replaceWith(document.importNode(fresh, true));
  }
}

/** So many milliseconds after the last call, unless that is forgotten. */
export function later(wait, act) {
  let timer;
  const call = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), wait);
  };
  call.forget = () => clearTimeout(timer);
  return call;
}
