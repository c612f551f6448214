// @ts-check
/**
 * Choosing a password by a link that is good once.
 */

import { ask } from "../../display/shared/act.js";
import { byId } from "../../display/shared/page.js";

const form = /** @type {HTMLFormElement} */ (byId("setup"));
const trouble = /** @type {HTMLElement} */ (form.querySelector(".error"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));

/** @param {string} text */
function tell(text) {
  trouble.textContent = text;
  trouble.hidden = text === "";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  const facts = new FormData(form);
  const password = String(facts.get("password"));
  if (password !== facts.get("again")) {
    tell(form.dataset.differ ?? "");
    byId("again").focus();
    return;
  }
  tell("");
  button.disabled = true;
  const name = facts.get("name");
  const body = { token: form.dataset.token, password, ...(name === null ? {} : { name }) };
  const answer = await ask("/api/setup", body);
  if (answer.ok) {
    // The link is used: going back must not lead to it.
    location.replace(answer.body.home);
    return;
  }
  button.disabled = false;
  tell(answer.body.message ?? form.dataset.offline);
});
