// @ts-check
/**
 * Reads a view aloud, sentence by sentence, and shows which one. One reading at a time: the next one ends the last.
 *
 * @module
 */

/**
 * `loading`: it was asked for, and nothing is heard yet; `failed`: there is no sound here.
 * @typedef {"no" | "loading" | "yes" | "failed"} Reading
 *
 * @typedef {import("./reading.js").Sentence} Sentence
 *
 * @typedef {object} Voice see display/voice/player.js
 * @property {(names: string[], listener: { onStart: () => void }) => Promise<{ spoken: boolean, reason?: string }>} say
 * @property {() => void} stop
 * @property {() => void} close
 */

/** Clips that are still being loaded are waited for this often; the voice waits two seconds each time. */
const TRIES = 5;

export class Reader {
  /** @type {Reading} */
  state = "no";
  /** @type {Voice | undefined} */
  #voice;
  #lang = "";
  /** Grows with every start and stop, so that a reading knows when it is over. */
  #turn = 0;
  #open;
  #show;

  /**
   * @param {(lang: "id" | "en") => Voice} open a voice; called from a tap
   * @param {(state: Reading, sentence: Sentence | undefined) => void} show called at every change, and as each sentence
   *   begins
   */
  constructor(open, show) {
    this.#open = open;
    this.#show = show;
  }

  /** Whether a reading is under way. */
  get reads() {
    return this.state === "loading" || this.state === "yes";
  }

  /**
   * Begins to read, from a tap.
   * @param {"id" | "en"} lang
   * @param {Sentence[]} sentences
   */
  async start(lang, sentences) {
    this.stop();
    const turn = (this.#turn += 1);
    const voice = this.#voiceOf(lang);
    this.#become("loading");
    for (const sentence of sentences) {
      if (sentence.clips.length === 0) continue;
      const spoken = await this.#read(voice, sentence, turn);
      if (this.#turn !== turn) return;
      if (!spoken) return this.#become("failed");
    }
    this.#become("no");
  }

  /** Silence at once. */
  stop() {
    this.#turn += 1;
    this.#voice?.stop();
    if (this.state !== "no") this.#become("no");
  }

  /**
   * @param {Voice} voice
   * @param {Sentence} sentence
   * @param {number} turn
   */
  async #read(voice, sentence, turn) {
    const onStart = () => this.#turn === turn && this.#become("yes", sentence);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { spoken, reason } = await voice.say(sentence.clips, { onStart: () => void onStart() });
      if (this.#turn !== turn) return false;
      // A sentence none of whose clips there is: the next one is read.
      if (spoken || reason === "empty") return true;
      if (reason !== "loading") return false;
    }
    return false;
  }

  /** @param {"id" | "en"} lang */
  #voiceOf(lang) {
    if (!this.#voice || this.#lang !== lang) {
      this.#voice?.close();
      this.#voice = this.#open(lang);
      this.#lang = lang;
    }
    return this.#voice;
  }

  /** @param {Reading} state @param {Sentence} [sentence] */
  #become(state, sentence) {
    this.state = state;
    this.#show(state, sentence);
  }
}
