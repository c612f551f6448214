// @ts-check
/**
 * Questions in a window of their own: whether it is meant, and what the new password is.
 */

import { byId, h } from "../../display/shared/page.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/**
 * Asks before an account is shut out, because that signs people out at once.
 * @param {Say} say
 * @param {string} name
 * @returns {Promise<boolean>}
 */
export function askShutOut(say, name) {
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "ask-title" }, say("accounts-ask-shut-out", { name })),
    h("p", {}, say("accounts-ask-shut-out-help")),
    h(
      "div",
      { class: "row end" },
      h("button", { value: "no" }, say("accounts-cancel")),
      h("button", { value: "yes", class: "danger", id: "ask-yes" }, say("accounts-shut-out")),
    ),
  );
  return show(form).then((answer) => answer === "yes");
}

/**
 * Asks for a password until it is set or given up.
 * @param {Say} say
 * @param {string} name
 * @param {(password: string) => Promise<string>} set says what went wrong, or nothing
 * @returns {Promise<boolean>} whether it was set
 */
export function askPassword(say, name, set) {
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      id: "ask-password",
      // Readable, because it will be told to the person it is for.
      type: "text",
      required: true,
      minlength: 12,
      maxlength: 128,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-describedby": "ask-hint",
    })
  );
  const wrong = h("p", { class: "error", role: "alert", hidden: true });
  const save = /** @type {HTMLButtonElement} */ (h("button", { class: "primary" }, say("accounts-set-password")));
  const give = h("button", { type: "button", onclick: () => save.disabled || dialog().close("no") }, say("accounts-cancel"));
  const form = h(
    "form",
    {},
    h("h2", { id: "ask-title" }, say("accounts-ask-password", { name })),
    h("p", {}, say("accounts-ask-password-help")),
    h("label", { for: "ask-password" }, say("accounts-new-password")),
    field,
    h("p", { class: "hint", id: "ask-hint" }, say("accounts-password-hint")),
    wrong,
    h("div", { class: "row end" }, give, save),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.disabled) return;
    save.disabled = true;
    save.setAttribute("aria-busy", "true");
    const problem = await set(field.value);
    save.removeAttribute("aria-busy");
    save.disabled = false;
    wrong.textContent = problem;
    wrong.hidden = problem === "";
    if (!problem) dialog().close("yes");
  });
  return show(form).then((answer) => answer === "yes");
}

/**
 * Asks how the administrator made sure who has lost a phone, until the code is dropped or that is given up.
 * @param {Say} say
 * @param {string} name
 * @param {(how: string) => Promise<string>} drop says what went wrong, or nothing
 * @returns {Promise<boolean>} whether it was dropped
 */
export function askIdentity(say, name, drop) {
  const field = /** @type {HTMLInputElement} */ (
    h("input", { id: "ask-how", required: true, maxlength: 200, autocomplete: "off" })
  );
  const wrong = h("p", { class: "error", role: "alert", hidden: true });
  const go = /** @type {HTMLButtonElement} */ (h("button", { class: "danger", id: "ask-yes" }, say("accounts-drop-second")));
  const give = h("button", { type: "button", onclick: () => go.disabled || dialog().close("no") }, say("accounts-cancel"));
  const form = h(
    "form",
    {},
    h("h2", { id: "ask-title" }, say("accounts-ask-identity", { name })),
    h("p", {}, say("accounts-ask-identity-help")),
    h("label", { for: "ask-how" }, say("accounts-ask-identity-how")),
    field,
    wrong,
    h("div", { class: "row end" }, give, go),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    const problem = await drop(field.value);
    go.disabled = false;
    wrong.textContent = problem;
    wrong.hidden = problem === "";
    if (!problem) dialog().close("yes");
  });
  return show(form).then((answer) => answer === "yes");
}

/**
 * Asks for another name and other roles until they are kept or given up.
 * @param {Say} say
 * @param {{ name: string, roles: string[] }} account
 * @param {{ role: string, title: string }[]} choices
 * @param {(name: string, roles: string[]) => Promise<string>} keep says what went wrong, or nothing
 * @returns {Promise<boolean>} whether they were kept
 */
export function askEdit(say, account, choices, keep) {
  const name = /** @type {HTMLInputElement} */ (
    h("input", { id: "ask-name", name: "name", required: true, maxlength: 100, autocomplete: "off" })
  );
  name.value = account.name;
  const boxes = choices.map(({ role, title }) => {
    const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", name: "roles", value: role }));
    box.checked = account.roles.includes(role);
    return h("label", {}, box, h("span", {}, title));
  });
  const wrong = h("p", { class: "error", role: "alert", hidden: true });
  const save = /** @type {HTMLButtonElement} */ (h("button", { class: "primary", id: "ask-yes" }, say("accounts-save")));
  const give = h("button", { type: "button", onclick: () => save.disabled || dialog().close("no") }, say("accounts-cancel"));
  const form = /** @type {HTMLFormElement} */ (
    h(
      "form",
      {},
      h("h2", { id: "ask-title" }, say("accounts-ask-edit", { name: account.name })),
      h("label", { for: "ask-name" }, say("accounts-name")),
      name,
      h("fieldset", {}, h("legend", {}, say("accounts-roles")), h("div", { class: "choices" }, ...boxes)),
      h("p", { class: "hint" }, say("accounts-edit-help")),
      wrong,
      h("div", { class: "row end" }, give, save),
    )
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.disabled) return;
    save.disabled = true;
    save.setAttribute("aria-busy", "true");
    const problem = await keep(name.value, new FormData(form).getAll("roles").map(String));
    save.removeAttribute("aria-busy");
    save.disabled = false;
    wrong.textContent = problem;
    wrong.hidden = problem === "";
    if (!problem) dialog().close("yes");
  });
  return show(form).then((answer) => answer === "yes");
}

/**
 * Shows a link that is told once.
 * @param {Say} say
 * @param {string} name
 * @param {string} link
 * @param {number} hours
 */
export function showLink(say, name, link, hours) {
  const field = /** @type {HTMLInputElement} */ (
    h("input", { id: "ask-link", type: "text", readonly: true, "aria-labelledby": "ask-title" })
  );
  field.value = link;
  const told = h("span", { role: "status" });
  const copy = h("button", { type: "button" }, say("accounts-link-copy"));
  copy.addEventListener("click", async () => {
    field.select();
    // Over plain HTTP there is no clipboard for pages; the old way still copies what is selected.
    const done = await (navigator.clipboard?.writeText(link) ?? Promise.reject()).then(
      () => true,
      () => document.execCommand("copy"),
    );
    told.textContent = done ? say("accounts-link-copied") : "";
  });
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "ask-title" }, say("accounts-link-title", { name })),
    h("p", {}, say("accounts-link-help", { name, hours })),
    field,
    h("div", { class: "row end" }, told, copy, h("button", { class: "primary", id: "ask-yes" }, say("accounts-close"))),
  );
  const shown = show(form);
  field.select();
  return shown;
}

function dialog() {
  return /** @type {HTMLDialogElement} */ (byId("ask"));
}

/**
 * @param {HTMLElement} form
 * @returns {Promise<string>} what it was closed with; Escape is no
 */
function show(form) {
  const asked = dialog();
  // While something is being sent, Escape must not make it look undone.
  form.addEventListener("keydown", (event) => {
    const busy = form.querySelector("[aria-busy]") !== null;
    if (busy && /** @type {KeyboardEvent} */ (event).key === "Escape") event.preventDefault();
  });
  asked.replaceChildren(form);
  asked.returnValue = "no";
  asked.showModal();
  return new Promise((resume) => {
    asked.addEventListener("close", () => resume(asked.returnValue), { once: true });
  });
}
