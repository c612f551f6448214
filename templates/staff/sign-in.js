// @ts-check
/**
 * Signing in: name and password, a code of the phone where the account asks for one, then to the page that was wanted, or to the account's own.
 */

import { ask } from "../../display/shared/act.js";
import { byId } from "../../display/shared/page.js";

const form = /** @type {HTMLFormElement} */ (byId("sign-in"));
const trouble = /** @type {HTMLElement} */ (form.querySelector(".error"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
const login = /** @type {HTMLInputElement} */ (byId("login"));
const password = /** @type {HTMLInputElement} */ (byId("password"));
const code = /** @type {HTMLInputElement} */ (byId("code"));
const codeWanted = byId("code-wanted");
const words = { button: button.textContent ?? "", busy: form.dataset.busy ?? "", offline: form.dataset.offline ?? "" };
let busy = false;

/** @param {string} text */
function tell(text) {
  trouble.textContent = text;
  trouble.hidden = text === "";
}

/** @param {boolean} now */
function work(now) {
  busy = now;
  button.disabled = now;
  button.textContent = now ? words.busy : words.button;
}

/**
 * Where to go: the wanted page, unless this account may not see it.
 * @param {string} wanted
 * @param {string} home
 */
async function destination(wanted, home) {
  if (!wanted) return home;
  try {
    const answer = await fetch(wanted, { redirect: "manual", headers: { accept: "text/html" }, cache: "no-store" });
    return answer.status === 403 || answer.status === 404 ? home : wanted;
  } catch {
    return wanted;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  work(true);
  tell("");
  const answer = await ask("/api/sign-in", { login: login.value, password: password.value, code: code.value });
  if (answer.ok) {
    // Going back must not lead to this form again.
    location.replace(await destination(form.dataset.next ?? "", answer.body.home));
    return;
  }
  work(false);
  tell(answer.body.message ?? words.offline);
  code.value = "";
  // The password was right; it stays, and the code is what is missing.
  if (["code-needed", "wrong-code"].includes(answer.body.error)) {
    codeWanted.hidden = false;
    code.focus();
    return;
  }
  codeWanted.hidden = true;
  password.value = "";
  password.focus();
});

// A page that the browser kept and shows again must not be stuck half-way.
addEventListener("pageshow", () => work(false));
