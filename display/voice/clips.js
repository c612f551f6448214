/**
 * The clips of a voice: fetched and decoded once, kept in memory.
 *
 * Why it exists: an announcement must never wait for the network, and a server that was away for a minute must not leave a
 * board without its voice for the day. So everything is loaded ahead, and what failed is fetched again until it is there.
 * An office may speak with recordings of its own: each takes the place of the bundled clip of its name, for as long as it is
 * there and can be played.
 * Memory is bounded: at most 200 clips of at most 10 s.
 * It must never play anything.
 *
 * @module
 */

/**
 * What a manifest says of one clip.
 * @typedef {object} ManifestClip
 * @property {string} file     address, relative to the manifest
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
  /** @type {Map<string, Clip & { address: string }>} */
  #clips = new Map();
  /** @type {Set<string>} what a warning was given for */
  #warned = new Set();
  #tried = false;
  #closed = false;
  #loading = false;
  /** Something else was asked for since loading began. */
  #outdated = false;
  /** @type {any} */
  #retry = null;
  /** The revision of the office's own recordings that there should be, and the one whose list is here. */
  #wanted = '';
  #listed = '';
  /** Addresses of the office's own recordings, by clip. @type {Map<string, string>} */
  #own = new Map();
  /** Addresses of manifests, one for each language. @type {string[]} */
  #urls;
  #ownUrl;
  #decode;
  #around;
  #onTried;

  /**
   * Starts loading at once.
   * @param {{ manifestUrl: string, ownUrl?: string }} addresses  absolute, or relative to the page
   * @param {(bytes: ArrayBuffer) => Promise<AudioBuffer>} decode
   * @param {Surroundings} around
   * @param {() => void} onTried  after each attempt to load
   */
  constructor({ manifestUrl, ownUrl = '' }, decode, around, onTried) {
    this.#urls = [manifestUrl];
    this.#ownUrl = ownUrl;
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
   * Takes up another set of the office's own recordings. Until each is there, the clip before it is kept.
   * @param {string} revision  empty for none
   */
  own(revision) {
    if (revision === this.#wanted || this.#closed || !this.#ownUrl) return;
    this.#wanted = revision;
    this.#loadAgain();
  }

  /**
   * Loads the clips of another manifest beside those there are. Their names must not be the same.
   * @param {string} manifestUrl
   */
  add(manifestUrl) {
    if (this.#urls.includes(manifestUrl) || this.#closed) return;
    this.#urls.push(manifestUrl);
    this.#loadAgain();
  }

  #loadAgain() {
    // What is loading looks again at its end.
    this.#outdated = true;
    if (this.#loading) return;
    this.#around.clearTimeout(this.#retry);
    this.#load(0);
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

  /**
   * Whether all of these clips are there.
   * @param {string[]} names
   */
  has(names) {
    return names.every((name) => this.#clips.has(name));
  }

  /** Forgets the clips and loads no more. */
  close() {
    this.#closed = true;
    this.#around.clearTimeout(this.#retry);
    this.#clips.clear();
  }

  /** @param {number} attempt @returns {Promise<void>} */
  async #load(attempt) {
    this.#loading = true;
    this.#outdated = false;
    const whole = await this.#loadLacking(this.#wanted, [...this.#urls]);
    this.#loading = false;
    if (this.#closed) return;
    this.#tried = true;
    this.#onTried();
    if (this.#outdated) return this.#load(0);
    if (whole) return;
    const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
    this.#retry = this.#around.setTimeout(() => this.#load(attempt + 1), pause);
  }

  /**
   * @param {string} revision
   * @param {string[]} urls
   * @returns {Promise<boolean>} true when every clip of the manifests is the one it should be
   */
  async #loadLacking(revision, urls) {
    let whole = true;
    /** @type {[string, ManifestClip][]} */
    const entries = [];
    for (const url of urls) {
      const more = await this.#readManifest(url);
      if (more) entries.push(...more.slice(0, MOST_CLIPS - entries.length));
      else whole = false;
    }
    if (entries.length === 0) return false;
    if (!(await this.#readOwn(revision))) whole = false;
    const lacking = entries.filter(([name, entry]) => this.#clips.get(name)?.address !== this.#goal(name, entry));
    const fetcher = async () => {
      for (let next = lacking.shift(); next && !this.#closed; next = lacking.shift()) {
        if (!(await this.#loadBest(...next))) whole = false;
      }
    };
    await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, fetcher));
    return whole && this.#clips.size > 0;
  }

  /**
   * @param {string} url
   * @returns {Promise<[string, ManifestClip][] | null>} with whole addresses
   */
  async #readManifest(url) {
    try {
      const manifest = await this.#fetch(url, (response) => response.json());
      const entries = /** @type {[string, ManifestClip][]} */ (Object.entries(manifest.clips)).filter(([, entry]) => entry);
      return entries.map(([name, entry]) => [name, { ...entry, file: resolved(entry.file, url) }]);
    } catch (error) {
      this.#warnOnce(url, `no manifest: ${error}`);
      return null;
    }
  }

  /**
   * Learns which recordings are the office's own. Without that list the last one stays.
   * @param {string} revision
   */
  async #readOwn(revision) {
    if (revision === this.#listed) return true;
    try {
      const list = revision ? await this.#fetch(this.#ownUrl, (response) => response.json()) : { clips: {} };
      const all = /** @type {[string, { own: { file: string } | null }][]} */ (Object.entries(list.clips));
      const mine = all.slice(0, MOST_CLIPS).flatMap(([name, { own }]) => (own ? [[name, resolved(own.file, this.#ownUrl)]] : []));
      this.#own = new Map(/** @type {[string, string][]} */ (mine));
      this.#listed = revision;
      return true;
    } catch (error) {
      this.#warnOnce(this.#ownUrl, `no list of own recordings: ${error}`);
      return false;
    }
  }

  /**
   * The address of what a clip should sound like.
   * @param {string} name
   * @param {ManifestClip} entry
   */
  #goal(name, entry) {
    return this.#own.get(name) ?? entry.file;
  }

  /**
   * A clip that is lacking would make another sentence of a call. So when the office's own recording cannot be had,
   * what was there stays, and if nothing was, the bundled clip stands in.
   * @param {string} name
   * @param {ManifestClip} entry
   */
  async #loadBest(name, entry) {
    const goal = this.#goal(name, entry);
    if (await this.#loadClip(name, entry, goal)) return true;
    if (goal !== entry.file && !this.#clips.has(name)) await this.#loadClip(name, entry, entry.file);
    return false;
  }

  /**
   * @param {string} name
   * @param {ManifestClip} entry
   * @param {string} address
   */
  async #loadClip(name, entry, address) {
    try {
      const buffer = await this.#decode(await this.#fetch(address, (response) => response.arrayBuffer()));
      if (buffer.duration > MOST_SECONDS) throw new Error(`lasts ${buffer.duration} s, more than ${MOST_SECONDS} s`);
      if (!this.#closed) this.#clips.set(name, { buffer, kind: entry.kind, address });
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

/**
 * @param {string} address  relative to `beside`
 * @param {string} beside   absolute, or relative to the page
 */
function resolved(address, beside) {
  const page = typeof location === 'undefined' ? undefined : location.href;
  return new URL(address, new URL(beside, page)).href;
}
