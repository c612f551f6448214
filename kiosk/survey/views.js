// @ts-check
/**
 * The views around the questions: sleep, welcome, "are you still there", sending, thanks, and why it ended early.
 */

import { h } from "../../display/shared/page.js";
import { TIMES, secondsLeft } from "./walk.js";

/**
 * @typedef {import("./walk.js").Walk} Walk
 *
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {(walk: Walk, now: number) => void} [update] called after every change while the view is up
 *
 * @typedef {object} Hands what a person can do
 * @property {() => void} begin
 * @property {(value: string | number) => void} choose
 * @property {(digit: string) => void} type
 * @property {(text: string) => void} write
 * @property {() => void} next
 * @property {() => void} back
 * @property {() => void} send
 * @property {() => void} stay
 * @property {() => void} speak changes the language
 *
 * @typedef {object} Tools
 * @property {import("../../display/shared/words.js").Say} say
 * @property {Hands} hands
 * @property {(name: string) => string} picture address of a drawing
 * @property {string} icon address of the product's icon
 * @property {{ name: string, government: string }} office
 */

/**
 * A heading that the new view begins with; it takes the focus, so that a reader hears where it is.
 * @param {string} text
 */
export function heading(text) {
  return h("h1", { tabindex: "-1" }, text);
}

/** @param {Tools} tools */
export function languageKey({ say, hands }) {
  const other = say("survey-other-language");
  return h("button", { id: "language", class: "language", type: "button", onclick: hands.speak }, other);
}

/**
 * Nobody is asked.
 * @param {Tools} tools
 * @param {Tools} english the same in English, for a visitor who only passes by
 * @returns {View}
 */
export function sleeping({ say, icon, office }, english) {
  return {
    element: h(
      "section",
      { class: "sleeping" },
      h("img", { src: icon, alt: "", class: "logo" }),
      h("p", { class: "government" }, office.government),
      h("p", { class: "office" }, office.name),
      h("h1", { tabindex: "-1" }, say("survey-name")),
      h("p", {}, say("survey-idle")),
      h("p", { class: "quiet", lang: "en" }, english.say("survey-idle")),
    ),
  };
}

/**
 * Greets the number that was called.
 * @param {Tools} tools
 * @param {Walk} walk
 * @returns {View}
 */
export function welcome(tools, walk) {
  const { say, hands } = tools;
  const number = walk.survey?.number ?? "";
  return {
    element: h(
      "section",
      { class: "welcome" },
      h("header", { class: "bar" }, h("p", { class: "name" }, say("survey-name")), languageKey(tools)),
      h(
        "h1",
        { tabindex: "-1", class: "ticket" },
        h("span", { class: "label" }, say("survey-your-number"), " "),
        h("span", { class: "number", id: "number" }, number),
      ),
      h(
        "div",
        { class: "invitation" },
        h("p", { class: "why" }, say("survey-welcome")),
        h("p", { class: "promise" }, say("survey-anonymous")),
        h("button", { id: "begin", class: "primary giant", type: "button", onclick: hands.begin }, say("survey-begin")),
        h("p", { class: "quiet" }, say("survey-length")),
      ),
    ),
  };
}

/**
 * Silence: what was answered is hidden, and goes unless somebody says so.
 * @param {Tools} tools
 * @returns {View}
 */
export function stillThere({ say, hands }) {
  const seconds = h("span", { class: "seconds" });
  const ring = h("div", { class: "ring", "aria-hidden": "true" }, seconds);
  const help = h("p", { id: "still-there-help" });
  const key = h("button", { id: "stay", class: "primary giant", type: "button", onclick: hands.stay }, say("survey-stay"));
  return {
    element: h(
      "section",
      { class: "message", role: "alertdialog", "aria-labelledby": "still-there", "aria-describedby": help.id },
      ring,
      h("h1", { id: "still-there", tabindex: "-1" }, say("survey-still-there")),
      help,
      key,
    ),
    update: (walk, now) => {
      const left = secondsLeft(walk, now);
      ring.style.setProperty("--part", String(Math.min(1, (left * 1000) / TIMES.answer)));
      seconds.textContent = String(left);
      help.textContent = say("survey-still-there-help", { seconds: left });
    },
  };
}

/**
 * The answers are on their way, or wait until they can go.
 * @param {Tools} tools
 * @param {Walk} walk
 * @returns {View}
 */
export function sending({ say, picture }, walk) {
  const late = [h("p", {}, say("survey-late-help")), h("p", { class: "strong" }, say("survey-late-go"))];
  return {
    element: h(
      "section",
      { class: "message", "aria-live": "polite" },
      walk.late
        ? h("img", { src: picture("waiting.svg"), alt: "", class: "sign" })
        : h("div", { class: "busy", "aria-hidden": "true" }),
      heading(say(walk.late ? "survey-late" : "survey-sending")),
      ...(walk.late ? late : [h("p", {}, say("survey-sending-help"))]),
    ),
  };
}

/**
 * @param {Tools} tools
 * @returns {View}
 */
export function thanks({ say, picture }) {
  return {
    element: h(
      "section",
      { class: "message" },
      h("img", { src: picture("thanks.svg"), alt: "", class: "sign" }),
      heading(say("survey-thanks")),
      h("p", {}, say("survey-thanks-help")),
    ),
  };
}

/**
 * The office did not take the answers. It says why; here is said what is safe and what to do.
 * @param {Tools} tools
 * @param {Walk} walk
 * @returns {View}
 */
export function refused({ say, picture }, walk) {
  return {
    element: h(
      "section",
      { class: "message", role: "alert" },
      h("img", { src: picture("refused.svg"), alt: "", class: "sign" }),
      heading(say("survey-refused")),
      walk.reason && h("p", { class: "strong" }, walk.reason),
      h("p", {}, say("survey-refused-help")),
    ),
  };
}

/**
 * The survey was closed while somebody was answering.
 * @param {Tools} tools
 * @returns {View}
 */
export function closed({ say, picture }) {
  return {
    element: h(
      "section",
      { class: "message", role: "alert" },
      h("img", { src: picture("refused.svg"), alt: "", class: "sign" }),
      heading(say("survey-closed")),
      h("p", {}, say("survey-closed-help")),
    ),
  };
}
