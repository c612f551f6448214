// @ts-check
/**
 * What the kiosk's views are made of.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { shape } from "../../display/board/shapes.js";
import { icon } from "./icons.js";

/**
 * @typedef {import("../../display/shared/words.js").Say} Say
 * @typedef {import("./walk.js").Walk} Walk
 *
 * @typedef {{ id: string, en: string }} Both
 *
 * @typedef {object} Service see src/views/kiosk.rs
 * @property {string} letter
 * @property {Both} name
 * @property {Both} hint
 * @property {{ open: boolean, why: string | null, holiday: string | null, opens: number | null }} door
 * @property {number} waiting
 * @property {{ low: number, high: number } | null} estimate
 * @property {number} lokets
 * @property {boolean} check whether papers for it can be checked first
 *
 * @typedef {object} Office what the office said last
 * @property {{ name: string, short: string, government: string, zone: string, offset: number }} office
 * @property {{ code: string, holiday: string | null, until: number | null }} standing
 * @property {Service[]} services
 * @property {{ class: string, name: Both }[]} priorities
 * @property {string} printer
 * @property {string} clock how far the machine's clock is believed
 * @property {boolean} well
 *
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {(walk: Walk, office: Office, now: number) => void} [update] called while the view is up, after every
 *   change; `now` is server time
 *
 * @typedef {object} Hands what a person can do
 * @property {(letter: string) => void} choose
 * @property {() => void} open types a code
 * @property {() => void} back
 * @property {() => void} heart
 * @property {(name: string) => void} prefer
 * @property {() => void} take
 * @property {() => void} report whoever missed their call is here
 * @property {() => void} check
 * @property {(code: string) => void} pick a permit
 * @property {(place: number) => void} tick
 * @property {(from: number) => void} turn
 * @property {() => void} step back
 * @property {() => void} print what is missing
 * @property {(letter: string) => void} type
 * @property {() => void} search
 *
 * @typedef {object} Tools
 * @property {Say} say
 * @property {"id" | "en"} lang
 * @property {Hands} hands
 */

/** What each element was filled from. @type {WeakMap<Element, string>} */
const filled = new WeakMap();

/**
 * Fills an element anew, but only when something differs, so that nothing moves under a finger.
 * @param {Element} element
 * @param {unknown} facts all that the children depend on
 * @param {() => (Node | string | false | null | undefined)[]} children
 */
export function fill(element, facts, children) {
  const key = JSON.stringify(facts) ?? "";
  if (filled.get(element) === key) return;
  filled.set(element, key);
  const parts = children().filter((part) => part !== false && part !== null && part !== undefined);
  element.replaceChildren(.../** @type {(Node | string)[]} */ (parts));
}

/** The heading of a view; it takes the focus, so that a reader hears where it is. @param {...(Node | string)} words */
export const heading = (...words) => h("h1", { tabindex: "-1" }, ...words);

/** Words that may go on in a new line after each stroke, as in "umum/spesialis". @param {string} words */
export const broken = (words) => words.split(/(?<=\/)/).flatMap((part) => [part, h("wbr")]);

/**
 * A key with a drawing before its words.
 * @param {string} drawing
 * @param {string} words
 * @param {() => void} press
 * @param {Record<string, any>} [facts]
 */
export function key(drawing, words, press, facts = {}) {
  return h("button", { type: "button", onclick: press, ...facts }, icon(drawing), h("span", {}, words));
}

/** @param {Tools} tools */
export function backKey({ say, hands }) {
  return key("back", say("kiosk-back"), hands.back, { id: "back", class: "quiet-key" });
}

/**
 * A drawing and a line of words.
 * @param {string} drawing
 * @param {string} words
 * @param {string} [name] class
 */
export const line = (drawing, words, name = "line") => h("p", { class: name }, icon(drawing), h("span", {}, words));

/** A service's shape with its letter, on a plate of its own. @param {string} letter */
export const sign = (letter) => h("span", { class: "sign" }, shape(letter, "lettered"));

/**
 * A moment seen from another one: the hour, with the day when it is not the same one.
 * @param {Say} say
 * @param {"id" | "en"} lang
 * @param {number} at
 * @param {number} now
 * @param {Office["office"]} office
 */
export function when(say, lang, at, now, { offset, zone }) {
  const time = `${hour(at, offset)} ${zone}`;
  const [day, today] = [date(at, offset, lang), date(now, offset, lang)];
  if (day === today) return time;
  const year = today.slice(-5);
  // The year is only said when it is another one.
  return say("kiosk-day-hour", { day: day.endsWith(year) ? day.slice(0, -year.length) : day, hour: time });
}

/**
 * Why a service gives no numbers, and when it will.
 * @param {Tools} tools
 * @param {Service} service
 * @param {Office} office
 * @param {number} now
 * @returns {{ why: string, opens: string }} `opens` is empty when nobody knows
 */
export function closed({ say, lang }, { door }, { office }, now) {
  const at = door.opens === null ? "" : when(say, lang, door.opens, now, office);
  if (door.why === "early" && at) return { why: say("kiosk-closed-early", { when: at }), opens: "" };
  const why = say(`kiosk-closed-${door.why ?? "over"}`, { holiday: door.holiday ?? "", when: at });
  return { why, opens: at && say("kiosk-closed-opens", { when: at }) };
}

/** What the printer's trouble is called. @type {Record<string, string>} */
const TROUBLES = { "paper-out": "out", "cover-open": "cover", "off-line": "faulty", faulty: "faulty", unreachable: "faulty", "no-queue": "faulty" };

/**
 * Paper trouble, said before a number is taken.
 * @param {Say} say
 * @param {string} printer
 * @param {"kiosk-paper-short" | "kiosk-paper-help" | "kiosk-list-photo"} help
 */
export function paperTrouble(say, printer, help = "kiosk-paper-help") {
  const name = TROUBLES[printer] ?? "unknown";
  const words = [h("strong", {}, say(`kiosk-paper-${name}`)), " ", say(help)];
  return h("p", { class: "notice", id: "paper" }, icon("paper"), h("span", {}, ...words));
}
