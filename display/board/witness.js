// @ts-check
/**
 * Bearing witness that a call was on this screen, so that the officer's console can show it.
 *
 * Why it exists: a call counts as shown when it was painted, not when it was received; a hidden page or one that hangs
 * must not say so. Each call is reported once; a report that did not arrive is made again with the next view.
 *
 * @module
 */

import { isUndecided } from "../shared/act.js";
import { keyOf } from "./picture.js";

/** @typedef {import("./picture.js").Call} Call */

export class Witness {
  /** Reported, or being reported; only calls of the last view. @type {Set<string>} */
  #told = new Set();
  #post;
  #painted;

  /**
   * @param {object} means
   * @param {(call: number) => Promise<{ ok: boolean, status: number }>} means.post  never rejects
   * @param {(call: Call) => Promise<boolean>} means.painted  whether it stood there when the screen was painted next
   */
  constructor({ post, painted }) {
    this.#post = post;
    this.#painted = painted;
  }

  /** @param {Call[]} calls  all that the office lists */
  see(calls) {
    const listed = new Set(calls.map(keyOf));
    for (const key of this.#told) if (!listed.has(key)) this.#told.delete(key);
    for (const call of calls) if (!call.shown && !this.#told.has(keyOf(call))) void this.#report(call);
  }

  /** @param {Call} call */
  async #report(call) {
    const key = keyOf(call);
    this.#told.add(key);
    if (!(await this.#painted(call))) {
      this.#told.delete(key);
      return;
    }
    const answer = await this.#post(call.id);
    if (isUndecided(answer.status)) this.#told.delete(key);
  }
}
