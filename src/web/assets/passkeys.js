// Passkeys: asks the browser for one and sends what it answers. Where the browser knows nothing of them the password is the way in.

import { ask, pieces } from "./ask.js";

/** What ends the wait for somebody who might choose a passkey while typing. */
let waiting;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The options of a call as the browser takes them: what JSON cannot hold is text in it. */
function read(options) {
  const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = keys(options.allowCredentials);
  return read;
}

/** What the browser answers, as text. */
function write({ id, rawId, type, authenticatorAttachment, response }) {
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.attestationObject) {
    delete parts.authenticatorData;
    parts.transports = response.getTransports?.() ?? [];
  }
  return JSON.stringify({ id, rawId: text(rawId), type, authenticatorAttachment, response: parts, clientExtensionResults: {} });
}

/** Asks the server what to ask for. Gives nothing, and says why, when it does not answer that. */
async function challenge(form, told) {
  const answer = await ask(form.dataset.challenge, { form: form.dataset.passkey === "new" ? new FormData(form) : {} });
  if (answer.ok && answer.headers.get("content-type") === "application/json") return JSON.parse(answer.text);
  if (told) told.textContent = answer.status ? pieces(answer.text).textContent.trim() : told.dataset.offline;
  return undefined;
}

function send(form, ticket, answer) {
  form.elements.ticket.value = ticket;
  form.elements.answer.value = write(answer);
  // What was typed to be asked for is not sent again.
  if (form.elements.current) form.elements.current.disabled = true;
  form.submit();
}

async function act(form) {
  const told = form.querySelector("[data-told]");
  const button = form.querySelector("button");
  button.disabled = true;
  waiting?.abort();
  const asked = await challenge(form, told);
  if (asked) {
    told.textContent = told.dataset.asking;
    const publicKey = read(asked.options);
    try {
      const isNew = form.dataset.passkey === "new";
      const answer = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      return send(form, asked.ticket, answer);
    } catch (error) {
      told.textContent = told.dataset[whyNot(error)];
    }
  }
  button.disabled = false;
  button.focus();
}

function whyNot({ name }) {
  const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "there", SecurityError: "address" };
  return known[name] ?? "unsupported";
}

/** Lets the browser offer passkeys beside the addresses that it knows. What it was asked is good for five minutes, so it is asked anew. */
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  for (;;) {
    const asked = await challenge(form);
    if (!asked) return;
    waiting = new AbortController();
    const { signal } = waiting;
    const timer = setTimeout(() => waiting.abort("anew"), 240_000);
    try {
      return send(form, asked.ticket, await navigator.credentials.get({ publicKey: read(asked.options), mediation: "conditional", signal }));
    } catch {
      if (signal.reason !== "anew") return;
    } finally {
      clearTimeout(timer);
    }
  }
}

const form = document.querySelector("[data-passkey]");
if (form && window.PublicKeyCredential && navigator.credentials) {
  form.hidden = false;
  document.querySelector("[data-passkey-none]")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  });
  if (form.dataset.passkey === "any") offer(form);
}
