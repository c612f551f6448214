// @ts-check
/**
 * Pictures and films beside the calls, one after the other, from the office's own folder.
 *
 * Why it exists: people wait easier with something to look at, and nothing of it may come in the way of a call: films
 * are mute unless the office wants them heard, and mute in any case while somebody is called.
 * Bounded: one file is on the page, and one more while it is loaded.
 *
 * @module
 */

import { h } from "../shared/page.js";

/** A picture stays this long, in milliseconds. */
export const PICTURE = 12_000;
/** Before the folder is looked into again when there was nothing to show, or only one thing, in milliseconds. */
const AGAIN = 60_000;
/** A file that cannot be shown within this time is passed over, and so is a film that does not go on, in milliseconds. */
const PATIENCE = 15_000;

/**
 * @typedef {object} File
 * @property {string} name
 * @property {"picture" | "film"} kind
 * @property {string} address  changes with the file
 *
 * @typedef {HTMLImageElement | HTMLVideoElement} Piece
 *
 * @typedef {object} Means
 * @property {() => Promise<File[] | undefined>} list  none when the office cannot be asked
 * @property {(file: File) => Piece} make
 * @property {(piece: Piece) => Promise<boolean>} ready  whether it can be seen now
 * @property {(run: () => void, after: number) => any} later
 * @property {(timer: any) => void} never
 */

/**
 * The file that comes after one, by name; the first again at the end.
 * @param {File[]} files  by name
 * @param {string | undefined} name
 */
export function following(files, name) {
  return files.find((file) => name === undefined || file.name > name) ?? files[0];
}

export class Media {
  #part;
  #means;
  #nothing;
  #wanted = false;
  #mute = true;
  /** @type {File[]} */
  #files = [];
  /** @type {File | undefined} */
  #file;
  /** @type {Piece | undefined} */
  #piece;
  #failed = 0;
  /** @type {any} */
  #timer;
  /** Grows whenever what is under way is of no more use. */
  #round = 0;

  /**
   * @param {HTMLElement} part
   * @param {Node} nothing  stands there while there is no file
   * @param {Means} [means]
   */
  constructor(part, nothing, means) {
    this.#part = part;
    this.#nothing = nothing;
    this.#means = means ?? inBrowser(() => Promise.resolve(undefined));
  }

  /**
   * @param {boolean} wanted  whether there is a place for it
   * @param {boolean} mute    whether a film must not be heard now
   */
  show(wanted, mute) {
    this.#mute = mute;
    if (this.#piece instanceof HTMLVideoElement) this.#piece.muted = mute;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#end();
    if (wanted) void this.#look();
  }

  #end() {
    this.#round += 1;
    this.#means.never(this.#timer);
    this.#drop();
    this.#file = undefined;
    this.#failed = 0;
    this.#part.replaceChildren();
  }

  #drop() {
    const piece = this.#piece;
    this.#piece = undefined;
    if (!(piece instanceof HTMLVideoElement)) return;
    // A film that is only taken off the page goes on being loaded.
    piece.pause();
    piece.removeAttribute("src");
    piece.load();
  }

  /** Looks into the folder and goes on from there. */
  async #look() {
    const round = (this.#round += 1);
    const files = await this.#means.list();
    if (round !== this.#round) return;
    if (files) this.#files = files;
    void this.#next();
  }

  async #next() {
    const round = (this.#round += 1);
    this.#means.never(this.#timer);
    const file = following(this.#files, this.#file?.name);
    if (!file || this.#failed >= this.#files.length) return this.#rest();
    if (file.address === this.#file?.address && this.#piece) return this.#stay(file);
    const piece = this.#means.make(file);
    if (piece instanceof HTMLVideoElement) piece.muted = this.#mute;
    const seen = await this.#means.ready(piece);
    if (round !== this.#round) return;
    this.#file = file;
    if (!seen) {
      this.#failed += 1;
      return this.#goOn();
    }
    this.#failed = 0;
    this.#drop();
    this.#piece = piece;
    this.#part.replaceChildren(piece);
    if (piece instanceof HTMLVideoElement) this.#play(piece, round);
    else this.#timer = this.#means.later(() => this.#goOn(), PICTURE);
  }

  /** To the next file; into the folder when all have been shown. */
  #goOn() {
    const last = this.#file !== undefined && this.#files.every(({ name }) => name <= /** @type {File} */ (this.#file).name);
    void (last ? this.#look() : this.#next());
  }

  /** There is nothing that could be shown. */
  #rest() {
    this.#drop();
    this.#file = undefined;
    this.#failed = 0;
    this.#part.replaceChildren(this.#nothing);
    this.#timer = this.#means.later(() => void this.#look(), AGAIN);
  }

  /** There is only one file: a film begins again, a picture stays. @param {File} file */
  #stay(file) {
    const piece = this.#piece;
    if (file.kind === "film" && piece instanceof HTMLVideoElement) {
      piece.currentTime = 0;
      void piece.play().catch(() => undefined);
      return this.#play(piece, this.#round);
    }
    this.#timer = this.#means.later(() => void this.#look(), AGAIN);
  }

  /** @param {HTMLVideoElement} film @param {number} round */
  #play(film, round) {
    const over = () => round === this.#round && this.#goOn();
    film.onended = over;
    film.onerror = over;
    let before = -1;
    const watch = () => {
      if (round !== this.#round) return;
      if (film.currentTime === before) return over();
      before = film.currentTime;
      this.#timer = this.#means.later(watch, PATIENCE);
    };
    watch();
  }
}

/**
 * The means of a browser.
 * @param {() => Promise<File[] | undefined>} list
 * @returns {Means}
 */
export function inBrowser(list) {
  return {
    list,
    make: (file) => {
      const facts = { src: file.address, "data-name": file.name };
      if (file.kind === "picture") return /** @type {HTMLImageElement} */ (h("img", { ...facts, alt: "" }));
      return /** @type {HTMLVideoElement} */ (h("video", { ...facts, playsinline: true, preload: "auto" }));
    },
    ready: (piece) => {
      const seen = piece instanceof HTMLVideoElement ? piece.play() : piece.decode();
      const late = new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE));
      return Promise.race([seen.then(() => true, () => false), /** @type {Promise<boolean>} */ (late)]);
    },
    later: (run, after) => setTimeout(run, after),
    never: (timer) => clearTimeout(timer),
  };
}
