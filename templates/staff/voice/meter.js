// @ts-check
/**
 * The level of the microphone, as it is now: whoever speaks sees that they are heard, and not too loud.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { level, peak } from "./shape.js";

/** Levels between which speech lies well, and where it begins to break, in dB of full scale. */
const SOFT = -38;
const GOOD = -12;
const BREAKS = -1;
/** The left end of the meter, in dB. */
const LEFT = -60;
/** What was said stays so long, in milliseconds: a word that flickers cannot be read. */
const STAYS = 700;

/**
 * What to say of a level.
 * @param {number} loud root mean square in dB
 * @param {number} high peak in dB
 * @returns {"quiet" | "soft" | "good" | "loud"}
 */
export function judged(loud, high) {
  if (high >= BREAKS) return "loud";
  if (loud < SOFT - 12) return "quiet";
  return loud < SOFT ? "soft" : loud > GOOD ? "loud" : "good";
}

/** Where a level stands on the meter, from 0 to 1. @param {number} loud */
export const place = (loud) => Math.max(0, Math.min(1, 1 - loud / LEFT));

export class Meter {
  #say;
  #moment;
  #bar = h("span", { class: "bar" });
  #word = h("span", { class: "word" });
  #until = 0;
  /** @type {any} */
  #frame = 0;
  element = h("div", { class: "meter", id: "meter" }, h("span", { class: "scale", "aria-hidden": "true" }, this.#bar), this.#word);

  /**
   * @param {import("../../../display/shared/words.js").Say} say
   * @param {() => Float32Array | undefined} moment
   */
  constructor(say, moment) {
    this.#say = say;
    this.#moment = moment;
    this.#show("off", 0);
  }

  run() {
    cancelAnimationFrame(this.#frame);
    const look = () => {
      this.#frame = requestAnimationFrame(look);
      const samples = this.#moment();
      if (!samples) return;
      const loud = level(samples);
      const word = judged(loud, peak(samples));
      this.#bar.style.setProperty("--level", String(place(loud)));
      const now = performance.now();
      // Louder news come at once, softer ones when the last has been read.
      if (word === "loud" || now > this.#until) this.#show(word, now + STAYS);
    };
    look();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#bar.style.setProperty("--level", "0");
    this.#show("off", 0);
  }

  /** @param {string} word @param {number} until */
  #show(word, until) {
    this.#until = until;
    if (this.element.dataset.level === word) return;
    this.element.dataset.level = word;
    this.#word.textContent = this.#say(`voice-level-${word}`);
  }
}
