// @ts-check
/**
 * Acts of an officer: one at a time, sent once, and told as done only when the office said so.
 *
 * @module
 */

import { act } from "../../../display/shared/act.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** An act that takes longer than this says that it is under way, in milliseconds. */
const NOTICEABLE = 800;
/** Longest wait for the screen to show what was done, in milliseconds. */
const SHOWN = 3_000;

export class Doing {
  #frame;
  #say;
  #lang;
  #busy = false;
  #seen = 0;
  /** @type {{ seq: number, go: () => void } | undefined} */
  #awaits;

  /**
   * @param {import("./frame.js").Frame} frame
   * @param {Say} say
   * @param {string} lang
   */
  constructor(frame, say, lang) {
    this.#frame = frame;
    this.#say = say;
    this.#lang = lang;
  }

  /** Whether something is under way. */
  get busy() {
    return this.#busy;
  }

  /** The screen shows the journal up to here. @param {number} seq */
  seen(seq) {
    this.#seen = seq;
    if (this.#awaits && seq >= this.#awaits.seq) this.#awaits.go();
  }

  /**
   * Does something. While one act is under way a second one is nothing but a trembling finger, and is dropped.
   * @param {string} path
   * @param {object} body
   * @returns {Promise<any>} what was answered, or undefined when it was not done
   */
  async do(path, body) {
    return (await this.attempt(path, body))?.done;
  }

  /**
   * The same, with the code of the refusal for whoever can ask on.
   * @param {string} path
   * @param {object} body
   * @param {string[]} [expected] refusals that the caller speaks of itself
   * @returns {Promise<{ done?: any, error?: string } | undefined>}
   */
  async attempt(path, body, expected = []) {
    if (this.#busy) return undefined;
    this.#work(true);
    this.#frame.warn("");
    const slow = setTimeout(() => this.#frame.tell(this.#say("staff-sending")), NOTICEABLE);
    const answer = await act(path, body, { lang: this.#lang });
    clearTimeout(slow);
    if (answer.ok) {
      await this.#shown(answer.body.seq ?? 0);
      this.#frame.tell("");
    } else if (!expected.includes(answer.body.error)) {
      this.#frame.warn(answer.body.message ?? this.#say("staff-no-answer"));
    }
    this.#work(false);
    return answer.ok ? { done: answer.body } : { error: answer.body.error ?? "" };
  }

  /** @param {boolean} busy */
  #work(busy) {
    this.#busy = busy;
    document.body.toggleAttribute("data-busy", busy);
  }

  /** Until the screen shows entry `seq`: a key pressed before would be meant for the old picture. @param {number} seq */
  #shown(seq) {
    if (this.#seen >= seq) return Promise.resolve();
    return new Promise((resume) => {
      const timer = setTimeout(() => this.#awaits?.go(), SHOWN);
      this.#awaits = {
        seq,
        go: () => {
          clearTimeout(timer);
          this.#awaits = undefined;
          resume(undefined);
        },
      };
    });
  }
}
