// @ts-check
/**
 * What a board says of itself: cut off, storage in trouble, sound waiting for a tap, and the self-test.
 *
 * Why it exists: these lie above the picture and must never take its place: the numbers stay readable behind them.
 *
 * @module
 */

import { h } from "../shared/page.js";
import { hour } from "../shared/words.js";
import { bilingual } from "./paint.js";

/** @typedef {import("./paint.js").Words} Words */
/** @typedef {ReturnType<typeof import("./sound.js").createSound>} Sound */

/** The pointer and the small key are there this long after the mouse has moved, in milliseconds. */
const HANDS_OFF = 4_000;
/** What the self-test found stays this long, in milliseconds. */
const RESULT = 6_000;

export class Notices {
  #words;
  #sound;
  #said = "";
  #testing = false;
  /** @type {any} */
  #resting;
  /** @type {any} */
  #fading;
  #notice = h("div", { class: "notice", id: "notice", role: "status", hidden: true });
  #result = h("p", { id: "sound-result", role: "status" });
  #unlock;

  /**
   * @param {HTMLElement} root
   * @param {Words} words
   * @param {Sound} sound
   */
  constructor(root, words, sound) {
    this.#words = words;
    this.#sound = sound;
    const bell = h("span", { class: "bell", "aria-hidden": "true" });
    const wake = () => void sound.unlock();
    this.#unlock = h("button", { id: "unlock", type: "button", hidden: true, onclick: wake }, bell, this.#both("board-unlock"));
    const test = h("button", { id: "sound-test", type: "button", onclick: () => void this.#test() }, words.id("board-test"), " (T)");
    root.append(this.#notice, this.#unlock, test, this.#result);
    addEventListener("pointermove", () => this.#attend());
    addEventListener("keydown", (event) => {
      const plain = !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.key.toLowerCase() === "t" && plain) void this.#test();
      else this.#attend();
    });
  }

  /**
   * Says what is wrong, or nothing.
   * @param {{ lost: number | null, offset: number, well: boolean }} facts  `lost` is since when, in server time
   */
  tell({ lost, offset, well }) {
    const since = lost === null ? "" : hour(lost, offset);
    const next = since || (well ? "" : "storage");
    if (next === this.#said) return;
    this.#said = next;
    this.#notice.hidden = next === "";
    document.body.classList.toggle("noticed", next !== "");
    if (!next) return;
    const what = since ? this.#both("lost", { hour: since }) : this.#both("board-storage");
    const help = this.#words.id(since ? "board-lost-hint" : "board-storage-hint");
    this.#notice.replaceChildren(h("strong", {}, what), h("p", {}, help));
  }

  /** @param {string} state  of the voice */
  sound(state) {
    this.#unlock.hidden = state !== "blocked";
    document.body.dataset.sound = state;
  }

  /** @param {string} message @param {Record<string, string>} [facts] */
  #both(message, facts) {
    return bilingual(this.#words.id(message, facts), this.#words.en(message, facts));
  }

  async #test() {
    if (this.#testing) return;
    this.#testing = true;
    const { spoken } = await this.#sound.test();
    this.#testing = false;
    this.#result.replaceChildren(this.#both(spoken ? "board-test-good" : "board-test-bad"));
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => this.#result.replaceChildren(), RESULT);
  }

  #attend() {
    document.body.classList.add("attended");
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => document.body.classList.remove("attended"), HANDS_OFF);
  }
}
