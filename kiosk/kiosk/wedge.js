// @ts-check
/**
 * Tells a scanner from a person. A scanner is a keyboard to the browser: it types a whole code within a fraction of a
 * second and ends it with Enter. Nobody types like that.
 *
 * @module
 */

/** Longest mean time between two letters of a scanner, in milliseconds; the fastest hands need twice as long. */
export const PACE = 60;
/** A scanner, or the machine under it, may falter for this long in the middle of a code, in milliseconds. */
export const PAUSE = 250;
/** After this long without a key it is worth asking what a hand has typed, in milliseconds. */
export const LULL = 100;
/** A code is this long; fewer letters may be a hand that slipped, more are no code of ours. */
export const LENGTH = { least: 6, most: 200 };

/** What scanners end a code with. */
const ENDS = ["Enter", "Tab"];

export class Wedge {
  #text = "";
  #first = 0;
  #last = -Infinity;
  /** Letters of the text that were taken for a hand's. */
  #given = 0;

  /**
   * A key went down.
   * @param {string} key as in KeyboardEvent.key
   * @param {number} at in milliseconds, by the clock of the events
   * @returns {string | undefined} the code, when this key was the end of one; empty when a scanner sent what can be
   *   no code of ours
   */
  press(key, at) {
    if (at - this.#last > PAUSE) this.#forget();
    if (ENDS.includes(key)) {
      const [text, scanned] = [this.#text.trim(), this.#scanned()];
      this.#forget();
      if (!scanned) return undefined;
      return text.length >= LENGTH.least && text.length <= LENGTH.most ? text : "";
    }
    // Shift belongs to the letter after it.
    if (key.length !== 1) return undefined;
    if (this.#text === "") this.#first = at;
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
    if (this.#scanned()) return "";
    const letters = this.#text.slice(this.#given);
    this.#given = this.#text.length;
    return letters;
  }

  /** Whether so many letters came so fast. */
  #scanned() {
    const { length } = this.#text;
    return length >= LENGTH.least && this.#last - this.#first <= PACE * (length - 1);
  }

  #forget() {
    this.#text = "";
    this.#given = 0;
    this.#last = -Infinity;
  }
}
