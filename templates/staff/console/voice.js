// @ts-check
/**
 * The voice of a loket: its computer speaks a call that no board can be heard with.
 *
 * Why it exists: a television that lost its sound must not leave people sitting. The office gives leave as it does to
 * boards, so a call is spoken once, and by the boards again as soon as they can be heard. The clips are loaded only
 * when they are needed for the first time.
 *
 * @module
 */

import { createSound } from "../../../display/board/sound.js";
import { Speaker } from "../../../display/board/speaker.js";
import { act } from "../../../display/shared/act.js";

/** Leave to speak that comes later than a few seconds is of no use, in milliseconds. */
const PATIENCE = 2_000;

/** @typedef {{ call: import("../../../display/board/picture.js").Call, in_turn: boolean, recordings: string }} Speak */

export class Voice {
  #build;
  #onSound;
  /** @type {ReturnType<typeof createSound> | undefined} */
  #sound;
  /** @type {Speaker | undefined} */
  #speaker;

  /**
   * @param {string} build
   * @param {() => void} onSound  whether it can be heard has changed
   */
  constructor(build, onSound) {
    this.#build = build;
    this.#onSound = onSound;
  }

  /** What the voice is: `off` while boards are heard, else as the player has it. */
  get state() {
    return this.#sound?.state() ?? "off";
  }

  /**
   * @param {boolean} alone  whether no board can be heard
   * @param {Speak | null} speak
   */
  see(alone, speak) {
    if (alone && !this.#sound) this.#begin();
    if (!this.#speaker) return;
    if (speak) this.#sound?.own(speak.recordings);
    const calls = speak ? [speak.call] : [];
    const view = { calls, turn: speak?.in_turn ? speak.call.id : null, unspoken: 1, english: false };
    this.#speaker.see(/** @type {any} */ (view));
  }

  #begin() {
    // A page's own number, so that a reloaded page never goes on with what its predecessor began.
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    const page = String((high & 0x1fffff) * 2 ** 32 + low);
    this.#sound = createSound(this.#build, () => {
      this.#speaker?.look();
      this.#onSound();
    });
    this.#speaker = new Speaker({
      page,
      post: (call, what) => act(`/api/own-calls/${call}/${what}`, { page }, what === "speak" ? { patience: PATIENCE } : {}),
      voice: this.#sound,
      clock: () => performance.now(),
    });
  }
}
