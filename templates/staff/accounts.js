// @ts-check
/**
 * The administrator's list of accounts: who may sign in, and as what.
 */

import { act, read } from "../../display/shared/act.js";
import { byId, h } from "../../display/shared/page.js";
import { loadWords } from "../../display/shared/words.js";
import { askEdit, askIdentity, askPassword, askShutOut, showLink } from "./accounts-ask.js";
import { problem, tell } from "./parts/telling.js";

/**
 * @typedef {{ id: number, login: string, name: string, roles: string[], active: boolean, device: boolean, lent: boolean,
 *   waits: boolean, second: boolean, signed_in: number, failed: number, failed_last: number | null }} Account
 * @typedef {{ role: string, title: string }} Role
 */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const { build = "", lang = "id", offline = "" } = main.dataset;
const rows = /** @type {HTMLElement} */ (document.querySelector("#accounts tbody"));
const newAccount = /** @type {HTMLFormElement} */ (byId("new-account"));
/** Roles that the product itself has; their titles are words, not settings. */
const BUILT_IN = ["administrator", "supervisor", "kiosk", "papan", "tablet"];

/** How long it stays said what was done, in milliseconds. */
const SAID = 8_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let silence;
/** @type {import("../../display/shared/words.js").Say} */
let say = String;
/** @type {Role[]} */
let roles = [];
/** The office's hours ahead of UTC, in milliseconds. */
let offset = 0;

/**
 * Says what was done, for a while.
 * @param {string} text
 */
function said(text) {
  clearTimeout(silence);
  byId("said").textContent = text;
  if (text) silence = setTimeout(() => said(""), SAID);
}

/** @param {string} role */
function title(role) {
  if (BUILT_IN.includes(role)) return say(`accounts-role-${role}`);
  return roles.find((known) => known.role === role)?.title ?? role;
}

/** Loads the list anew. What is shown is always what the office answered. */
async function load() {
  const answer = await read("/api/accounts");
  byId("loading").hidden = true;
  if (!answer.ok) {
    tell(problem(answer, offline));
    return;
  }
  const first = roles.length === 0;
  roles = answer.body.roles;
  offset = answer.body.offset;
  byId("plain").hidden = !answer.body.plain_network;
  const held = heldKey();
  rows.replaceChildren(...answer.body.accounts.map(row));
  if (held) /** @type {HTMLElement | null} */ (rows.querySelector(held))?.focus();
  if (first) byId("roles").replaceChildren(...roles.map(choice));
}

/** Who saw whose NIK and telephone number in plain today: the latest looks. */
async function loadRevealed() {
  const answer = await read("/api/revealed", lang);
  const section = byId("revealed");
  if (!answer.ok || answer.body.revealed.length === 0) return;
  const time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  const line = (/** @type {any} */ one) =>
    h(
      "li",
      {},
      h("span", {}, time.format(one.at + answer.body.offset)),
      h("strong", {}, one.by ?? ""),
      h("span", {}, one.number ?? ""),
      h("span", {}, one.reason),
    );
  /** @type {HTMLElement} */ (section.querySelector("p")).textContent = say("accounts-revealed-help", {
    count: answer.body.all,
  });
  /** @type {HTMLElement} */ (section.querySelector("ul")).replaceChildren(...answer.body.revealed.map(line));
  section.hidden = false;
}

/** The key of the list that has the focus, to be found again in the new list. */
function heldKey() {
  const held = document.activeElement;
  const account = held?.closest("tr[data-account]")?.getAttribute("data-account");
  return account && `[data-account="${CSS.escape(account)}"] [data-act="${held?.getAttribute("data-act")}"]`;
}

/** @param {Account} account */
function row(account) {
  const cell = (/** @type {string} */ label, /** @type {any[]} */ ...children) =>
    h("td", { "data-label": say(label) }, ...children);
  const state = account.active ? "active" : "shut-out";
  const roleNames = account.roles.map((role) => h("span", { class: "role" }, title(role)));
  const change = account.active ? "accounts-shut-out" : "accounts-let-in";
  return h(
    "tr",
    { class: state, "data-account": account.login },
    h("th", { scope: "row" }, account.name),
    cell("sign-in-login", h("code", {}, account.login)),
    cell("accounts-roles", ...roleNames),
    cell("accounts-active", h("span", { class: `state ${state}` }, say(`accounts-is-${state}`)), ...marks(account)),
    h("td", { class: "acts" }, ...keys(account), key(change, account, "set-active", () => setActive(account))),
  );
}

/** Day and hour of the office. @param {number} moment */
function when(moment) {
  const clock = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang, /** @type {any} */ (clock)).format(moment + offset);
}

/** What else is to be known of an account. @param {Account} account */
function marks({ waits, second, signed_in: places, device, failed, failed_last: last }) {
  const mark = (/** @type {string} */ text) => h("span", { class: "mark" }, text);
  return [
    waits && mark(say("accounts-is-waits")),
    second && mark(say("accounts-is-second")),
    places > 0 && !device && mark(say("accounts-shown", { count: places })),
    failed > 0 && h("span", { class: "mark failed" }, say("accounts-failed", { count: failed, when: when(last ?? 0) })),
  ].filter(Boolean);
}

/** What can be done with an account of a person. Devices have a page of their own. @param {Account} account */
function keys(account) {
  const { device, active, second, signed_in: places } = account;
  if (device) return [key("accounts-set-password", account, "set-password", () => setPassword(account))];
  return [
    key("accounts-edit", account, "edit", () => edit(account)),
    active && key("accounts-link", account, "link", () => link(account)),
    key("accounts-set-password", account, "set-password", () => setPassword(account)),
    places > 0 && key("accounts-sign-out", account, "sign-out", () => simply(account, "sign-out", "accounts-signed-out")),
    second &&
      key("accounts-drop-second", account, "drop-second", () => dropSecond(account)),
  ].filter(Boolean);
}

/**
 * A key of a row. For ears alone it names whose it is; while it works it takes no second press.
 * @param {string} message
 * @param {Account} account
 * @param {string} name
 * @param {() => Promise<void>} does
 */
function key(message, account, name, does) {
  const words = say(message);
  const facts = { type: "button", "data-act": name, "aria-label": `${words}: ${account.name}` };
  const button = h("button", facts, words);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    await does();
    button.removeAttribute("aria-busy");
  });
  return button;
}

/** @param {Role} role */
function choice({ role }) {
  return h("label", {}, h("input", { type: "checkbox", name: "roles", value: role }), h("span", {}, title(role)));
}

/** @param {Account} account */
async function setActive(account) {
  const { id, name, active } = account;
  if (active && !(await askShutOut(say, name))) return;
  said("");
  const answer = await act(`/api/accounts/${id}/active`, { active: !active });
  tell(problem(answer, offline));
  if (answer.ok) said(say(active ? "accounts-now-shut-out" : "accounts-now-active", { name }));
  await load();
}

/** Another name and other roles. @param {Account} account */
async function edit(account) {
  said("");
  const choices = roles.filter(({ role }) => !["kiosk", "papan", "tablet"].includes(role));
  const titles = choices.map(({ role }) => ({ role, title: title(role) }));
  const done = await askEdit(say, account, titles, async (name, held) => {
    if (held.length === 0) return say("accounts-choose-role");
    const renamed = await act(`/api/accounts/${account.id}/name`, { name });
    if (!renamed.ok) return problem(renamed, offline);
    return problem(await act(`/api/accounts/${account.id}/roles`, { roles: held }), offline);
  });
  if (!done) return;
  tell("");
  said(say("accounts-edited", { name: account.name }));
  await load();
}

/** A link by which its owner chooses a password. @param {Account} account */
async function link({ id, name }) {
  said("");
  const answer = await act(`/api/accounts/${id}/link`, {});
  tell(problem(answer, offline));
  if (answer.ok) await showLink(say, name, `${location.origin}${answer.body.link}`, answer.body.hours);
  await load();
}

/**
 * An act without questions, because nothing is lost by it.
 * @param {Account} account
 * @param {string} what
 * @param {string} words
 */
async function simply({ id, name }, what, words) {
  said("");
  const answer = await act(`/api/accounts/${id}/${what}`, {});
  tell(problem(answer, offline));
  if (answer.ok) said(say(words, { name }));
  await load();
}

/** For somebody whose phone is lost. @param {Account} account */
async function dropSecond({ id, name }) {
  said("");
  const done = await askIdentity(say, name, async (how) => problem(await act(`/api/accounts/${id}/second/drop`, { how }), offline));
  if (!done) return;
  tell("");
  said(say("accounts-second-dropped", { name }));
  await load();
}

/** @param {Account} account */
async function setPassword({ id, name }) {
  said("");
  const done = await askPassword(say, name, async (password) =>
    problem(await act(`/api/accounts/${id}/password`, { password }), offline),
  );
  if (!done) return;
  tell("");
  said(say("accounts-password-set", { name }));
  await load();
}

/**
 * Does what a form is for: once, with its button off until it is answered.
 * @param {HTMLFormElement} form
 * @param {(facts: FormData) => Promise<string>} send says what went wrong, or nothing
 */
function handle(form, send) {
  const place = /** @type {HTMLElement} */ (form.querySelector(".error"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button:not([data-show])"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    said("");
    tell("", place);
    const wrong = await send(new FormData(form));
    button.disabled = false;
    tell(wrong, place);
    if (wrong) return;
    form.reset();
    await load();
  });
}

handle(newAccount, async (facts) => {
  const chosen = facts.getAll("roles").map(String);
  if (chosen.length === 0) return say("accounts-choose-role");
  const text = (/** @type {string} */ name) => String(facts.get(name) ?? "");
  const login = text("login").trim().toLowerCase();
  const password = text("password");
  const body = { login, name: text("name"), roles: chosen, ...(password && { password }) };
  const answer = await act("/api/accounts", body);
  const name = text("name").trim();
  if (answer.ok) said(say("accounts-added", { name }));
  if (answer.body.link) await showLink(say, name, `${location.origin}${answer.body.link}`, 24);
  return problem(answer, offline);
});

byId("sign-out").addEventListener("click", async () => {
  await act("/api/sign-out", {}, { patience: 0 });
  location.assign("/masuk");
});

async function start() {
  try {
    say = await loadWords(build, lang, ["pages"]);
  } catch {
    // Of another build, or no server: what the page carries itself is enough to say so.
    byId("loading").hidden = true;
    tell(offline);
    return;
  }
  await load();
  await loadRevealed();
}

void start();
