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
const owes = document.getElementById("owes");

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

/**
 * What an answer that is no success means here. The office speaks of a login too, which nobody typed.
 * @param {import("../../display/shared/act.js").Answer} answer
 * @param {string} [wrong] what is said of a wrong password
 */
function wrongOf(answer, wrong = "me-password-wrong") {
  return answer.body?.error === "wrong-password" ? say(wrong) : problem(answer, offline);
}

/**
 * Does what a form is for: once, with its button off until it is answered.
 * @param {string} id
 * @param {(facts: FormData, key: string) => Promise<string>} send says what went wrong, or nothing; it is told the value
 *   of the key that was pressed
 */
function handle(id, send) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById(id));
  if (!form) return;
  const place = /** @type {HTMLElement} */ (form.querySelector(".error"));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const key = pressed?.value ?? "";
    busy = true;
    if (pressed) pressed.disabled = true;
    said("");
    tell("", place);
    const wrong = await send(new FormData(form), key);
    busy = false;
    if (pressed) pressed.disabled = false;
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
  home.hidden = me.lent || me.owes;
  if (lent) return;
  byId("second-state").textContent = me.second ? say("me-second-is-on", { count: me.spare }) : say("me-second-is-off");
  byId("second-begin").hidden = false;
  byId("second-on").textContent = say(me.second ? "me-second-off" : "me-second-on");
  if (owes) {
    owes.hidden = !me.owes;
    return;
  }
  byId("sessions").textContent = say("me-sessions", { count: me.sessions, most: me.most_places });
  byId("places").replaceChildren(...me.places.map(place));
  byId("failed").hidden = me.failed === 0;
  byId("failed").textContent = me.failed > 0 ? say("me-failed", { count: me.failed, when: when(me.failed_last) }) : "";
}

/** Day and hour of the office. @param {number} moment */
function when(moment) {
  const clock = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang, /** @type {any} */ (clock)).format(moment + me.offset);
}

/** A place where one is signed in. @param {any} one */
function place({ place, here, opened, last, from, browser, system }) {
  const name = [browser, system].filter(Boolean).join(" · ") || say("me-place-unknown");
  const times = [say("me-place-since", { when: when(opened) }), last && say("me-place-last", { when: when(last) })];
  return h(
    "li",
    { "data-here": here ? "yes" : "no" },
    h("strong", {}, name),
    h("span", { class: "quiet" }, [from, ...times].filter(Boolean).join(" · ")),
    here
      ? h("span", { class: "mark" }, say("me-place-here"))
      : h("button", { type: "submit", value: place, "aria-label": `${say("me-place-out")}: ${name}` }, say("me-place-out")),
  );
}

handle("own-password", async (facts) => {
  const body = { old: String(facts.get("old")), new: String(facts.get("new")) };
  const answer = await act("/api/password", body, { lang });
  if (!answer.ok) return wrongOf(answer, "accounts-old-wrong");
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
  // Without a server too: nothing of this page stays on the screen, and the session ends by itself.
  await ask("/api/sign-out", {}, lang);
  location.assign("/masuk");
});

handle("sign-outs", async (facts, key) => {
  const path = key ? `/api/me/places/${key}/sign-out` : "/api/me/sign-out";
  const answer = await act(path, { password: String(facts.get("password")) }, { lang });
  if (!answer.ok) return wrongOf(answer);
  if (!key) location.assign("/masuk");
  else {
    said(say("me-place-is-out"));
    await load();
  }
  return "";
});

loadWords(build, lang, ["pages"]).then(
  (words) => {
    say = words;
    return load();
  },
  // Of another build, or no server: what the page carries itself is enough to say so.
  () => tell(offline),
);
