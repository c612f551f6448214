// @ts-check
/**
 * Tells a scanner from a person. A scanner is a keyboard to the browser: it types a whole code within a fraction of a
 * second and ends it with Enter. Nobody types like that.
 *
 * @module
 */

/** Longest pause between two letters of a scanner, in milliseconds; a hand is slower. */
export const GAP = 80;
/** A code is this long; fewer letters may be a hand that slipped, more are no code of ours. */
export const LENGTH = { least: 6, most: 200 };

/** What scanners end a code with. */
const ENDS = ["Enter", "Tab"];

export class Wedge {
  #text = "";
  #last = -Infinity;

  /**
   * A key went down.
   * @param {string} key as in KeyboardEvent.key
   * @param {number} at in milliseconds, by the clock of the events
   * @returns {string | undefined} the code, when this key was the end of one; empty when a scanner sent what can be
   *   no code of ours
   */
  press(key, at) {
    if (at - this.#last > GAP) this.#text = "";
    if (ENDS.includes(key)) {
      const text = this.#text.trim();
      this.#text = "";
      this.#last = -Infinity;
      if (text.length < LENGTH.least) return undefined;
      return text.length <= LENGTH.most ? text : "";
    }
    // Shift belongs to the letter after it.
    if (key.length !== 1) return undefined;
    this.#last = at;
    // One letter more than allowed is kept, so that what is too long is known to be.
    if (this.#text.length <= LENGTH.most) this.#text += key;
    return undefined;
  }

  /**
   * No key came for a while: what a hand has typed since the last call.
   * @returns {string} empty when it looks like a scanner after all
   */
  typed() {
    const text = this.#text;
    this.#text = "";
    return text.length < LENGTH.least ? text : "";
  }
}
