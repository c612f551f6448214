// @ts-check
/**
 * Speaking the calls: when this board opens its mouth, and what the office hears of it.
 *
 * Why it exists: a call spoken twice sends a person running, and two voices at once are understood by nobody. The
 * office keeps one queue per waiting room and gives leave to one page at a time; this keeps to it.
 *
 * What must hold:
 * - Nothing is spoken without leave: the office's answer, or its view that names this page.
 * - A call is begun at most once, whatever gets lost on the way, and never after the office may have given it up.
 * - What failed is not tried again: the office gives up by itself and goes on.
 * - English comes behind, of the newest call alone, when nothing waits; it gives way at once when something does. The
 *   office neither orders nor follows it.
 *
 * @module
 */

import { isUndecided } from "../shared/act.js";
import { englishClips } from "../voice/english.js";
import { announcementClips } from "../voice/grammar.js";
import { keyOf } from "./picture.js";

/** @typedef {import("./picture.js").Call} Call */
/** @typedef {import("./picture.js").View} View */

/**
 * A call is begun within this time after leave was asked for, or not at all, in milliseconds. The office waits 15 s
 * for the end, and the longest announcement takes less than the rest.
 */
export const START_WITHIN = 5_000;
/** From so many waiting on, the short form is spoken. */
const CROWD = 3;
/** A second reading begins within this time after the first, or not at all, in milliseconds. */
const SECOND_WITHIN = 5_000;
/** Leave that was refused is asked for again only when a newer view still says it is the call's turn, and so often. */
const MOST_REFUSED = 3;

/**
 * @typedef {object} Means
 * @property {string} page  this page's own number
 * @property {(call: number, act: "speak" | "spoken") => Promise<{ ok: boolean, status: number }>} post  never rejects
 * @property {Voice} voice
 * @property {() => number} clock  milliseconds, never jumps
 *
 * @typedef {object} Voice
 * @property {() => string} state
 * @property {(clips: string[]) => Promise<{ spoken: boolean }>} say
 * @property {(clips: string[]) => boolean} has  whether all of them are there
 * @property {() => void} stop
 *
 * @typedef {object} Memory  what this page did about a call
 * @property {number} asked   when leave was asked for last
 * @property {number} refused how often it was refused
 * @property {boolean} begun
 * @property {string[]} clips
 */

/**
 * The clips of a call, or none when it cannot be spoken.
 * @param {Call} call
 * @param {number} unspoken  calls that wait to be spoken, this one included
 * @returns {string[]}
 */
export function clipsOf(call, unspoken) {
  const { number, loket, nth } = call;
  try {
    return announcementClips({ ticket: number, loket }, unspoken < CROWD ? "long" : "short", nth > 1 ? "recall" : "first");
  } catch {
    // A number outside the grammar stays silent, and the office goes on by itself; half a number would be a wrong one.
    return [];
  }
}

export class Speaker {
  /** @type {View | undefined} */
  #view;
  /** By call; only those of the last view. @type {Map<string, Memory>} */
  #memory = new Map();
  #asking = false;
  /** The call that is being spoken. @type {string | undefined} */
  #speaking;
  /** The call that was spoken last, by this page, and when: it may be read in English. @type {{ call: Call, at: number } | undefined} */
  #second;
  /** Whether English is being read. */
  #reading = false;
  #means;

  /** @param {Means} means */
  constructor(means) {
    this.#means = means;
  }

  /**
   * Takes the office's newest view.
   * @param {View} view
   */
  see(view) {
    this.#view = view;
    // Whatever has its turn now comes before a second reading of what went before.
    if (view.turn !== null && view.turn !== this.#second?.call.id) {
      this.#second = undefined;
      if (this.#reading) this.#means.voice.stop();
    }
    for (const key of this.#memory.keys()) if (key !== this.#speaking && !this.#known(key)) this.#memory.delete(key);
    this.#yieldToOffice();
    this.look();
  }

  /** Looks whether there is something to say; also to be called when the sound has changed. */
  look() {
    const view = this.#view;
    const call = view?.calls.find((one) => one.id === view.turn);
    if (view?.turn === null) this.#readInEnglish(view);
    if (!view || !call || this.#asking || this.#speaking || this.#reading) return;
    if (call.voice === "speaking" && call.page === this.#means.page) void this.#begin(call);
    else if (call.voice === "waiting" && this.#means.voice.state() === "running") void this.#ask(call, view);
  }

  /** @param {string} key */
  #known(key) {
    return this.#view?.calls.find((call) => keyOf(call) === key);
  }

  /** A call that the office has given up may be followed by another voice. */
  #yieldToOffice() {
    if (!this.#speaking) return;
    const { page, voice } = this.#means;
    const call = this.#known(this.#speaking);
    const mine = call && (call.voice === "waiting" || (call.voice === "speaking" && call.page === page));
    if (!mine) voice.stop();
  }

  /** @param {Call} call @param {View} view */
  async #ask(call, view) {
    const key = keyOf(call);
    const before = this.#memory.get(key);
    if (before && (before.begun || before.refused >= MOST_REFUSED)) return;
    const clips = clipsOf(call, view.unspoken);
    if (clips.length === 0) return;
    const mine = { asked: this.#means.clock(), refused: before?.refused ?? 0, begun: false, clips };
    this.#memory.set(key, mine);
    this.#asking = true;
    const answer = await this.#means.post(call.id, "speak");
    this.#asking = false;
    if (answer.ok) return this.#begin(call);
    // No answer says nothing: the office may have given leave, and its view will tell.
    if (!isUndecided(answer.status)) mine.refused += 1;
    // Only a newer view may tell that it is this call's turn after all.
    if (this.#view !== view) this.look();
  }

  /** @param {Call} call */
  async #begin(call) {
    const { clock, voice, post } = this.#means;
    const key = keyOf(call);
    const mine = this.#memory.get(key);
    if (!mine || mine.begun || this.#speaking || clock() - mine.asked > START_WITHIN) return;
    const last = this.#known(key);
    if (!last || last.voice === "spoken" || last.voice === "silent") return;
    mine.begun = true;
    this.#speaking = key;
    const { spoken } = await voice.say(mine.clips);
    this.#speaking = undefined;
    // Its answer is not waited for: what comes next is the office's to say.
    if (spoken) void post(call.id, "spoken");
    if (spoken) this.#second = { call, at: clock() };
    this.look();
  }

  /** @param {View} view in which nothing waits to be spoken */
  #readInEnglish(view) {
    const { clock, voice } = this.#means;
    const second = this.#second;
    if (!second || this.#asking || this.#speaking || this.#reading) return;
    this.#second = undefined;
    // Another board may have spoken since; two that read at once are understood by nobody.
    const newest = view.calls.every(({ id }) => id <= second.call.id);
    if (!view.english || !newest || clock() - second.at > SECOND_WITHIN || voice.state() !== "running") return;
    const clips = englishClips({ ticket: second.call.number, loket: second.call.loket }, second.call.nth > 1 ? "recall" : "first");
    // A number of which a part is lacking is another number.
    if (!voice.has(clips)) return;
    this.#reading = true;
    void voice.say(clips).then(() => {
      this.#reading = false;
      this.look();
    });
  }
}
