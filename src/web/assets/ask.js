// Asking the server: every request says that it comes from here, and a form's answer is the piece of page that changed.

const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

/** Fetches a piece of a page. `form` is sent when there is one. Gives { ok, status, text, url, headers }; status 0 when nobody answered, 401 when nobody is signed in. */
export async function ask(url, { form, signal } = {}) {
  const answer = await send(url, form, signal);
  // The page may be of a session that has ended, and another one begun elsewhere.
  return form && answer.status === 403 && (await renew()).isNew ? send(url, form, signal) : answer;
}

/** Takes over the token of the session that there is now. */
export async function renew() {
  const answer = await send("/settings");
  const token = answer.ok && new DOMParser().parseFromString(answer.text, "text/html").querySelector("meta[name=csrf]")?.content;
  const isNew = Boolean(token) && token !== csrf();
  if (isNew) {
    document.querySelector("meta[name=csrf]").content = token;
    document.querySelectorAll("input[name=csrf]").forEach((field) => (field.value = token));
  }
  return { isNew, status: answer.status };
}

async function send(url, form, signal) {
  const init = { headers: { "X-Requested-With": "cardfile", Accept: "text/html" }, signal, credentials: "same-origin" };
  if (form) {
    const body = new URLSearchParams(form);
    if (csrf() || !body.has("csrf")) body.set("csrf", csrf());
    Object.assign(init, { method: "POST", body });
  }
  try {
    const answer = await fetch(url, init);
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in")) {
      // Signed out meanwhile: the whole page goes to where one signs in, unless something stands on it that would be lost.
      if (document.dispatchEvent(new CustomEvent("cardfile:signed-out", { cancelable: true }))) location.assign(answer.url);
      return { ok: false, status: 401, url, headers: answer.headers, text: "" };
    }
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

/** Shows what works only with these modules, and leaves it to the server to say what is wrong in a form: it names the rule and the limit. */
export function reveal(piece) {
  piece.querySelectorAll("form[data-save], form[data-guard]").forEach((form) => (form.noValidate = true));
  piece.querySelectorAll("[data-scripted]").forEach((element) => (element.hidden = false));
}

/** Puts the first element of a piece in the place of another, and gives it. */
export function swap(old, text) {
  const piece = pieces(text);
  const first = piece.firstElementChild;
  if (first) old.replaceWith(piece);
  return first;
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
