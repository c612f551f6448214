// @ts-check
/**
 * One message in the middle: what is not done and why, and that no numbers can be given.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { hour } from "../../display/shared/words.js";
import { icon } from "./icons.js";
import { fill, heading, key } from "./parts.js";
import { TIMES, secondsLeft } from "./walk.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").View} View
 */

/**
 * @param {Tools} tools
 * @param {import("./walk.js").Walk} walk
 * @returns {View}
 */
export function refused({ say, hands }, { message }) {
  const { title, help, words, again } = message ?? { title: "kiosk-sorry" };
  const keys = [
    again && key("scan", say("kiosk-type-again"), hands.open, { id: "again", class: "quiet-key" }),
    key("home", say("kiosk-home"), hands.back, { id: "back", class: "primary" }),
  ];
  return {
    element: h(
      "section",
      { class: "message refused" },
      h("span", { class: "round" }, icon("sorry")),
      heading(say(title)),
      h("p", { id: "reason", role: "alert" }, words || say(help ?? "kiosk-ask-officer")),
      words && h("p", { class: "quiet" }, say("kiosk-ask-officer")),
      h("div", { class: "keys" }, ...keys),
    ),
  };
}

/**
 * No numbers can be given.
 * @param {Tools} tools
 * @param {Tools} english the same in English, for whoever has found no language key yet
 * @param {{ since: number | null, offset: number, zone: string }} facts `since` is null while it connects at first
 * @returns {View}
 */
export function away({ say, lang }, english, { since, offset, zone }) {
  if (since === null) {
    const busy = h("div", { class: "busy shown", "aria-hidden": "true" });
    return { element: h("section", { class: "message away" }, busy, heading(say("connecting"))) };
  }
  const at = `${hour(since, offset)} ${zone}`;
  const other = h(
    "div",
    { class: "other", lang: "en" },
    h("strong", {}, english.say("kiosk-away")),
    h("p", {}, english.say("kiosk-away-ask")),
  );
  return {
    element: h(
      "section",
      { class: "message away" },
      h("span", { class: "round" }, icon("away")),
      heading(say("kiosk-away")),
      h("p", { class: "ask" }, say("kiosk-away-ask")),
      h("p", { class: "since" }, say("kiosk-away-since", { hour: at }), " ", say("kiosk-away-back")),
      lang === "en" ? "" : other,
    ),
  };
}

/**
 * "Are you still there?", above everything.
 * @param {Tools} tools
 * @param {() => void} stay
 * @returns {{ element: HTMLElement, update: (walk: import("./walk.js").Walk, now: number) => void }}
 */
export function stillThere({ say }, stay) {
  const seconds = h("span", { class: "seconds" });
  const ring = h("div", { class: "ring", "aria-hidden": "true" }, seconds);
  const help = h("p", { id: "still-help" });
  const go = h(
    "button",
    { id: "stay", type: "button", class: "primary giant", onclick: stay },
    h("span", {}, say("kiosk-stay")),
  );
  const title = h("h2", { id: "still-title" }, say("kiosk-still-there"));
  return {
    element: h(
      "div",
      { id: "still", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "still-title" },
      h("div", { class: "sheet" }, ring, title, help, go),
    ),
    update: (walk, now) => {
      const left = secondsLeft(walk, now);
      const part = Math.max(0, Math.min(1, (left * 1000) / TIMES.answer));
      ring.style.setProperty("--part", String(part));
      seconds.textContent = String(left);
      fill(help, left, () => [say("kiosk-still-there-help", { seconds: left })]);
    },
  };
}
