// @ts-check
/**
 * What the office wants to know before an act, asked in a window of its own.
 *
 * @module
 */

import { lineName } from "./current.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {Parameters<typeof import("../parts/asking.js").ask>[1]} Question */

/** Acts that need a reason, with how many ready-made ones there are. */
const REASONS = /** @type {Record<string, number>} */ ({
  pause: 4,
  hold: 3,
  dismiss: 3,
  waive: 3,
  call: 0,
  transfer: 2,
});

/**
 * The question before an act, or nothing.
 * @param {string} act
 * @param {any} view
 * @param {Say} say
 * @param {string} [about] what it is about
 * @returns {Question | undefined}
 */
export function questionOf(act, view, say, about = view.current?.number ?? "") {
  const facts = { about, name: view.loket.officer_name ?? "" };
  const base = () => ({ title: say(`console-ask-${act}`, facts), yes: say(`console-ask-${act}-yes`) });
  if (act === "take-over") return { ...base(), help: say("console-ask-take-over-help", facts), grave: true };
  if (act === "number") return { ...base(), help: say("console-ask-number-help", facts) };
  if (!(act in REASONS)) return undefined;
  const presets = Array.from({ length: REASONS[act] }, (_, place) => say(`console-ask-${act}-${place + 1}`));
  const reason = { label: say(act === "pause" ? "console-reason-public" : "console-reason"), presets };
  const question = { ...base(), reason, grave: act === "dismiss" };
  return act === "transfer" ? { ...question, choice: lines(view, say) } : question;
}

/** The other lines a ticket may be sent to. @param {any} view @param {Say} say */
function lines(view, say) {
  const others = view.loket.transfers.filter((/** @type {string} */ purpose) => purpose !== view.current?.purpose);
  const options = others.map((/** @type {string} */ value) => ({ value, name: lineName(say, value) }));
  return { label: say("console-ask-transfer-to"), options };
}
