// @ts-check
/**
 * Which call is in the hero: the last one, and each for long enough to be read.
 *
 * Why it exists: when several lokets call at once, every number must be seen large for a while, and none may be jumped
 * over while its person is still awaited. This is for the eyes only; the voice has its own queue, at the office, and
 * the cells of the grid wait for nothing.
 * Bounded: never more than the calls of one view.
 *
 * @module
 */

import { stageOf } from "./picture.js";

/** @typedef {import("./picture.js").Call} Call */
/** @typedef {import("./picture.js").Loket} Loket */
/** @typedef {import("./picture.js").Shown} Shown */

/** A call stays at least this long before another takes its place, in milliseconds. */
export const HOLD = 8_000;
/** After (re)loading, a call that is older than this is no news, in milliseconds. */
const NEWS = 20_000;
/** Calls that may wait; older ones are only in the grid. */
const MOST_WAITING = 8;

export class Hero {
  /** @type {Call | undefined} */
  #current;
  #since = -Infinity;
  #pulse = 0;
  /** Id of the newest call that was taken in. @type {number | undefined} */
  #seen;
  /** @type {Call[]} */
  #waiting = [];
  /** @type {Loket[]} */
  #lokets = [];

  /** @returns {Shown | undefined} */
  shown() {
    return this.#current && { call: this.#current, pulse: this.#pulse };
  }

  /**
   * Takes in what the office shows.
   * @param {Call[]} calls  today's, newest first
   * @param {Loket[]} lokets
   * @param {(call: Call) => number} age  how long ago a call was made, in milliseconds
   * @param {number} now  of a clock that never jumps
   */
  see(calls, lokets, age, now) {
    this.#lokets = lokets;
    const newest = calls[0]?.id;
    // No calls, or older ones than before: a new day, or another office under the same address.
    if (newest === undefined || (this.#seen !== undefined && newest < this.#seen)) this.#forget();
    const before = this.#seen;
    // While there are none, every call to come is news.
    this.#seen = newest ?? 0;
    const news = calls.filter((call) => (before === undefined ? age(call) < NEWS : call.id > before));
    if (before === undefined) this.#current = calls.find((call) => !news.includes(call));
    for (const call of news.reverse()) this.#takeIn(call, now);
    this.pass(now);
  }

  /**
   * Whether the call in the hero has not been there for long.
   * @param {number} now
   */
  fresh(now) {
    return this.#current !== undefined && now - this.#since < HOLD;
  }

  /**
   * Lets time pass.
   * @param {number} now
   */
  pass(now) {
    while (this.#waiting.length > 0 && now - this.#since >= HOLD) {
      const next = /** @type {Call} */ (this.#waiting.shift());
      // Whoever came before being shown need not be called any more; the last one stays, as the last call.
      if (this.#waiting.length > 0 && stageOf(next, this.#lokets) !== "called") continue;
      this.#raise(next, now);
    }
  }

  #forget() {
    this.#waiting = [];
    this.#seen = undefined;
    this.#current = undefined;
    this.#since = -Infinity;
  }

  /** @param {Call} call @param {number} now */
  #takeIn(call, now) {
    const same = (/** @type {Call} */ other) => other.number === call.number && other.loket === call.loket;
    // A recall of the number that stands there takes nobody's place, unless others wait for it.
    if (this.#current && same(this.#current) && this.#waiting.length === 0) this.#raise(call, now);
    else this.#waiting = [...this.#waiting.filter((other) => !same(other)), call].slice(-MOST_WAITING);
  }

  /** @param {Call} call @param {number} now */
  #raise(call, now) {
    this.#current = call;
    this.#since = now;
    this.#pulse += 1;
  }
}
