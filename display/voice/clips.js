/**
 * The clips of a voice: fetched and decoded once, kept in memory.
 *
 * Why it exists: an announcement must never wait for the network, and a server that was away for a minute must not leave a
 * board without its voice for the day. So everything is loaded ahead, and what failed is fetched again until it is there.
 * Memory is bounded: at most 200 clips of at most 10 s.
 * It must never play anything.
 *
 * @module
 */

/**
 * What a manifest says of one clip.
 * @typedef {object} ManifestClip
 * @property {string} file     address relative to the manifest
 * @property {number} seconds
 * @property {Kind} kind
 * @property {string} text     what is said
 */

/** @typedef {'chime' | 'phrase' | 'letter' | 'number'} Kind */

/**
 * A decoded clip.
 * @typedef {object} Clip
 * @property {AudioBuffer} buffer
 * @property {Kind} kind
 */

/**
 * What is external and passed in, so that tests need no browser and no waiting.
 * @typedef {object} Surroundings
 * @property {(url: string, init: {signal: AbortSignal}) => Promise<Response>} fetch
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {(message: string) => void} warn
 */

/** How long the browser may take over one file, ms. */
const FETCH_MS = 15000;
/** Pauses before what failed is fetched again, ms; the last one repeats. */
const RETRY_MS = [2000, 5000, 15000, 60000];
const FETCHES_AT_ONCE = 4;
const MOST_CLIPS = 200;
const MOST_SECONDS = 10;

export class Clips {
  /** @type {Map<string, Clip>} */
  #clips = new Map();
  /** @type {Set<string>} names a warning was given for */
  #warned = new Set();
  #tried = false;
  #closed = false;
  /** @type {any} */
  #retry = null;
  #url;
  #decode;
  #around;
  #onTried;

  /**
   * Starts loading at once.
   * @param {string} manifestUrl  absolute, or relative to the page
   * @param {(bytes: ArrayBuffer) => Promise<AudioBuffer>} decode
   * @param {Surroundings} around
   * @param {() => void} onTried  after each attempt to load
   */
  constructor(manifestUrl, decode, around, onTried) {
    this.#url = manifestUrl;
    this.#decode = decode;
    this.#around = around;
    this.#onTried = onTried;
    this.#load(0);
  }

  /**
   * Where loading stands; clips may be lacking when `ready`, never all of them.
   * @returns {'loading' | 'ready' | 'none'}
   */
  state() {
    if (!this.#tried) return 'loading';
    return this.#clips.size > 0 ? 'ready' : 'none';
  }

  /**
   * Splits names into the clips there are and the names there are none for. Warns of each lacking name once.
   * @param {string[]} names
   * @returns {{found: Clip[], missing: string[]}}
   */
  pick(names) {
    const missing = [...new Set(names)].filter((name) => !this.#clips.has(name));
    for (const name of missing) this.#warnOnce(name, 'there is no such clip');
    const found = names.map((name) => this.#clips.get(name)).filter((clip) => clip !== undefined);
    return { found: /** @type {Clip[]} */ (found), missing };
  }

  /** Forgets the clips and loads no more. */
  close() {
    this.#closed = true;
    this.#around.clearTimeout(this.#retry);
    this.#clips.clear();
  }

  /** @param {number} attempt */
  async #load(attempt) {
    const whole = await this.#loadLacking();
    if (this.#closed) return;
    this.#tried = true;
    this.#onTried();
    if (whole) return;
    const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
    this.#retry = this.#around.setTimeout(() => this.#load(attempt + 1), pause);
  }

  /** @returns {Promise<boolean>} true when every clip of the manifest is there */
  async #loadLacking() {
    const lacking = await this.#readManifest();
    if (!lacking) return false;
    let whole = true;
    const fetcher = async () => {
      for (let entry = lacking.shift(); entry && !this.#closed; entry = lacking.shift()) {
        if (!(await this.#loadClip(...entry))) whole = false;
      }
    };
    await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, fetcher));
    return whole && this.#clips.size > 0;
  }

  /** @returns {Promise<[string, ManifestClip][] | null>} what is not loaded yet */
  async #readManifest() {
    try {
      const manifest = await this.#fetch(this.#url, (response) => response.json());
      const entries = /** @type {[string, ManifestClip][]} */ (Object.entries(manifest.clips));
      return entries.slice(0, MOST_CLIPS).filter(([name]) => !this.#clips.has(name));
    } catch (error) {
      this.#warnOnce(this.#url, `no manifest: ${error}`);
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {ManifestClip} entry
   */
  async #loadClip(name, entry) {
    try {
      const page = typeof location === 'undefined' ? undefined : location.href;
      const address = new URL(entry.file, new URL(this.#url, page)).href;
      const buffer = await this.#decode(await this.#fetch(address, (response) => response.arrayBuffer()));
      if (buffer.duration > MOST_SECONDS) throw new Error(`lasts ${buffer.duration} s, more than ${MOST_SECONDS} s`);
      if (!this.#closed) this.#clips.set(name, { buffer, kind: entry.kind });
      return true;
    } catch (error) {
      this.#warnOnce(name, String(error));
      return false;
    }
  }

  /**
   * @template T
   * @param {string} url
   * @param {(response: Response) => Promise<T>} read
   * @returns {Promise<T>}
   */
  async #fetch(url, read) {
    const giveUp = new AbortController();
    const timer = this.#around.setTimeout(() => giveUp.abort(), FETCH_MS);
    try {
      const response = await this.#around.fetch(url, { signal: giveUp.signal });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return await read(response);
    } finally {
      this.#around.clearTimeout(timer);
    }
  }

  /**
   * @param {string} name
   * @param {string} what
   */
  #warnOnce(name, what) {
    if (this.#warned.has(name) || this.#warned.size > MOST_CLIPS) return;
    this.#warned.add(name);
    this.#around.warn(`voice: ${name}: ${what}`);
  }
}
