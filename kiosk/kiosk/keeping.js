// @ts-check
/**
 * The wish for a number, from the tap until the office has answered.
 *
 * Its request id is made at the tap and lies in the tab's session storage, so that a page that is loaded anew, or an
 * answer that was lost on the way, leads to the same ticket. It holds no name: a letter, or a code.
 *
 * @module
 */

import { isUndecided, requestId } from "../../display/shared/act.js";

/** Where the wish lies. */
export const PLACE = "kiosk-wish";
/** So long an answer is waited for, in milliseconds; whoever stood here has then gone to ask an officer. */
export const PATIENCE = 90_000;

/**
 * @typedef {object} Body of `POST /api/kiosk/tickets`
 * @property {string} [service] letter
 * @property {string} [code] of a tanda terima, instead of the letter
 * @property {string} [priority] class
 * @property {"id" | "en"} lang
 *
 * @typedef {object} Wish
 * @property {string} request
 * @property {Body} body
 * @property {number} at when it was made, by the machine's clock
 *
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store
 */

/**
 * Makes a wish and keeps it.
 * @param {Body} body
 * @param {number} at
 * @param {Store} store
 * @returns {Wish}
 */
export function keep(body, at, store) {
  const wish = { request: requestId(at), body, at };
  // Without storage the wish lives as long as the page does, which is the usual case anyway.
  attempt(() => store.setItem(PLACE, JSON.stringify(wish)));
  return wish;
}

/**
 * The wish of an earlier life of this page that nobody has answered, unless its person must have gone.
 * @param {number} now
 * @param {Store} store
 * @returns {Wish | undefined}
 */
export function kept(now, store) {
  /** @type {any} */
  const wish = attempt(() => JSON.parse(store.getItem(PLACE) ?? "null"));
  const whole =
    typeof wish?.request === "string" && typeof wish.at === "number" && (wish.body?.service || wish.body?.code);
  // A clock that was set back makes a wish of the future; that is new enough.
  if (whole && now - wish.at < PATIENCE) return wish;
  forget(store);
  return undefined;
}

/**
 * The wish is answered, or given up.
 * @param {Store} store
 */
export function forget(store) {
  attempt(() => store.removeItem(PLACE));
}

/**
 * What an answer means.
 * @param {import("../../display/shared/act.js").Answer} answer
 * @returns {"issued" | "refused" | "uncertain"} uncertain: nobody knows whether there is a ticket
 */
export function verdict({ ok, status, body }) {
  if (ok && typeof body?.number === "string") return "issued";
  return isUndecided(status) || ok ? "uncertain" : "refused";
}

/**
 * @template T
 * @param {() => T} run
 * @returns {T | undefined}
 */
function attempt(run) {
  try {
    return run();
  } catch {
    // Storage that is switched off, full, or holds something else.
    return undefined;
  }
}
