// @ts-check
/**
 * The running text at the foot of a board.
 *
 * Why it exists: words that move draw the eye, so they stand still while somebody is called, and never run faster than
 * can be read. Where motion is not wanted, one line stands there after the other.
 *
 * @module
 */

import { h } from "../shared/page.js";

/** Hundredths of the screen's short side a second: 86 pixels at 1080p. */
const SPEED = 8;
/** Between two lines. */
const BETWEEN = " \u2003\u2022\u2003 ";
/** Where nothing moves, each line stands this long, in milliseconds. */
export const STAND = 8_000;

/**
 * How long a text takes from beyond one edge to beyond the other, in milliseconds.
 * @param {number} room  width of the band, in pixels
 * @param {number} text  width of the text
 * @param {number} rem   a hundredth of the screen's short side
 */
export const journey = (room, text, rem) => Math.round(((room + text) / (SPEED * rem)) * 1000);

/**
 * The line that stands at a moment.
 * @param {string[]} lines
 * @param {number} clock  in milliseconds
 */
export const standing = (lines, clock) => lines[Math.floor(clock / STAND) % lines.length];

export class Ticker {
  #part;
  #text = h("p");
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  /** What runs, and through how much room. */
  #key = "";
  /** @type {Animation | undefined} */
  #run;

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part;
    part.append(this.#text);
  }

  /**
   * @param {string[]} lines
   * @param {boolean} calling  whether somebody is called now
   * @param {number} clock  in milliseconds, never jumps
   */
  show(lines, calling, clock) {
    this.#part.hidden = lines.length === 0;
    this.#part.dataset.paused = String(calling);
    if (lines.length === 0) return this.#stop();
    if (this.#still.matches) return this.#stand(lines, calling, clock);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = this.#part.clientWidth;
    const key = JSON.stringify([lines, room, rem]);
    if (key !== this.#key) this.#begin(lines.join(BETWEEN), room, rem, key);
    if (calling) this.#run?.pause();
    else if (this.#run?.playState === "paused") this.#run.play();
  }

  /** @param {string} text @param {number} room @param {number} rem @param {string} key */
  #begin(text, room, rem, key) {
    this.#stop();
    this.#key = key;
    this.#text.textContent = text;
    const long = this.#text.offsetWidth;
    const way = [{ transform: `translateX(${room}px)` }, { transform: `translateX(${-long}px)` }];
    this.#run = this.#text.animate(way, { duration: journey(room, long, rem), iterations: Infinity });
    // It begins where it can be read, in case it must stand still from the first moment on.
    this.#run.currentTime = journey(room, 0, rem);
  }

  /** @param {string[]} lines @param {boolean} calling @param {number} clock */
  #stand(lines, calling, clock) {
    this.#stop();
    if (calling && this.#text.textContent) return;
    const line = standing(lines, clock);
    if (this.#text.textContent !== line) this.#text.textContent = line;
  }

  #stop() {
    this.#run?.cancel();
    this.#run = undefined;
    this.#key = "";
  }
}
