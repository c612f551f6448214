// @ts-check
/**
 * One's own account: the password, the code of the phone, and every place where one is signed in.
 */

import { act, ask, read } from "../../display/shared/act.js";
import { byId, h } from "../../display/shared/page.js";
import { loadWords } from "../../display/shared/words.js";
import { problem, tell } from "./parts/telling.js";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const { build = "", lang = "id", offline = "" } = main.dataset;
const lent = document.getElementById("lent");

/** @type {import("../../display/shared/words.js").Say} */
let say = String;
/** What the office said of this account last. @type {any} */
let me = {};
/** What was given for the app on the phone, until it is confirmed. */
let given = { password: "", secret: "" };

/** @param {string} text */
function said(text) {
  byId("said").textContent = text;
}

/** The office speaks of a login too, which nobody typed here. @param {import("../../display/shared/act.js").Answer} answer */
const wrongOf = (answer) => (answer.body?.error === "wrong-password" ? say("accounts-old-wrong") : problem(answer, offline));

/**
 * Does what a form is for: once, with its button off until it is answered.
 * @param {string} id
 * @param {(facts: FormData) => Promise<string>} send says what went wrong, or nothing
 */
function handle(id, send) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById(id));
  if (!form) return;
  const place = /** @type {HTMLElement} */ (form.querySelector(".error"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    said("");
    tell("", place);
    const wrong = await send(new FormData(form));
    button.disabled = false;
    tell(wrong, place);
    if (!wrong) form.reset();
  });
}

/** Shows what the office says of this account. */
async function load() {
  const answer = await read("/api/me", lang);
  if (!answer.ok) return tell(wrongOf(answer));
  me = answer.body;
  const home = /** @type {HTMLAnchorElement} */ (byId("home"));
  home.href = me.home;
  home.hidden = me.lent;
  if (lent) return;
  byId("second-state").textContent = me.second ? say("me-second-is-on", { count: me.spare }) : say("me-second-is-off");
  byId("second-begin").hidden = false;
  byId("second-on").textContent = say(me.second ? "me-second-off" : "me-second-on");
  byId("sessions").textContent = say("me-sessions", { count: me.sessions });
}

handle("own-password", async (facts) => {
  const body = { old: String(facts.get("old")), new: String(facts.get("new")) };
  const answer = await act("/api/password", body, { lang });
  if (!answer.ok) return wrongOf(answer);
  if (lent) {
    const known = await read("/api/me", lang);
    location.replace(known.body.home ?? "/");
    return "";
  }
  said(say("accounts-own-password-set"));
  await load();
  return "";
});

handle("second-begin", async (facts) => {
  const password = String(facts.get("password"));
  if (me.second) {
    const answer = await act("/api/me/second/drop", { password }, { lang });
    if (!answer.ok) return wrongOf(answer);
    byId("second-spare").hidden = true;
    said(say("me-second-now-off"));
    await load();
    return "";
  }
  const answer = await ask("/api/me/second/begin", { password }, lang);
  if (!answer.ok) return wrongOf(answer);
  given = { password, secret: answer.body.secret };
  const picture = new DOMParser().parseFromString(answer.body.picture, "image/svg+xml").documentElement;
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", say("me-second-picture"));
  byId("second-picture").replaceChildren(document.importNode(picture, true));
  byId("second-typed").textContent = answer.body.typed.replace(/(.{4})(?=.)/g, "$1 ");
  byId("second-begin").hidden = true;
  byId("second-set").hidden = false;
  byId("second-code").focus();
  return "";
});

handle("second-set", async (facts) => {
  const answer = await act("/api/me/second", { ...given, code: String(facts.get("code")) }, { lang });
  if (!answer.ok) return wrongOf(answer);
  given = { password: "", secret: "" };
  byId("second-set").hidden = true;
  const codes = answer.body.spare.map((/** @type {string} */ code) => h("li", {}, h("code", {}, code)));
  /** @type {HTMLElement} */ (byId("second-spare").querySelector("ul")).replaceChildren(...codes);
  byId("second-spare").hidden = false;
  said(say("me-second-now-on"));
  await load();
  return "";
});

byId("sign-out").addEventListener("click", async () => {
  const answer = await ask("/api/sign-out", {}, lang);
  if (answer.ok) location.assign("/masuk");
  else tell(wrongOf(answer));
});

document.getElementById("sign-out-all")?.addEventListener("click", async () => {
  const answer = await act("/api/me/sign-out", {}, { lang });
  if (answer.ok) location.assign("/masuk");
  else tell(wrongOf(answer));
});

loadWords(build, lang, ["pages"]).then(
  (words) => {
    say = words;
    return load();
  },
  // Of another build, or no server: what the page carries itself is enough to say so.
  () => tell(offline),
);
