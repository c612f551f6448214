/**
 * The board's voice: speaks announcements, one at a time, and says truthfully whether they were heard.
 *
 * Why it exists: a board that shows a call but stays silent looks healthy. So every `say` ends, spoken or with the reason, and
 * the board passes this on to the office, which lets somebody else speak.
 *
 * What must hold:
 * - Never two voices at once. A second `say` waits for the first; two may wait, a third is refused as `busy`. Waiting, since
 *   after a reconnect the office may send the next call while this board still speaks the last one; so few, since the office
 *   owns the queue and a call spoken late is a wrong call.
 * - `say` never hangs and never rejects: clips and device have 2 s to be ready, 2 s to begin, and the length + 2 s to end.
 * - Memory is bounded: see clips.js; at most 40 clips in an announcement, at most 3 announcements.
 *
 * It must never decide what is said (grammar.js) nor whether it is said (the office's voice queue).
 *
 * @module
 */

import { Announcement } from './announcement.js';
import { Clips } from './clips.js';

/** @typedef {import('./clips.js').Surroundings} Surroundings */

/**
 * `loading`  the clips are not there yet;
 * `running`  the next `say` will be heard;
 * `blocked`  the browser waits for a tap: call `unlock()` from one;
 * `broken`   no clips, no audio, or the device took a sound and did not play it.
 * @typedef {'loading' | 'running' | 'blocked' | 'broken'} VoiceState
 */

/**
 * Why something was not spoken: a state other than `running`, `busy` (two others wait), `stopped`, `silent` (the device did
 * not play in time), `empty` (none of its clips exists) or `long` (more than 40 clips).
 * @typedef {'loading' | 'blocked' | 'broken' | 'busy' | 'stopped' | 'silent' | 'empty' | 'long'} Unspoken
 */

/**
 * @typedef {object} Spoken
 * @property {boolean} spoken     true when the last clip has ended
 * @property {Unspoken} [reason]  when not spoken
 * @property {number} seconds     length of its sound, 0 when it was never begun
 * @property {string[]} missing   names that were skipped, since there is no such clip
 */

/**
 * @typedef {object} Listener
 * @property {() => void} [onStart]                when the device has really begun to play
 * @property {(result: Spoken) => void} [onEnd]    always, with what `say` resolves to
 */

/** How long a `say` waits for the clips or for a device that is waking up, ms. */
const READY_MS = 2000;
const MOST_CLIPS = 40;
/** The one that speaks, and two that wait. */
const MOST_SAID = 3;

/**
 * Opens the voice and begins to load its clips.
 * @param {object} options
 * @param {string} options.manifestUrl  absolute, or relative to the page
 * @param {string} [options.ownUrl]  the list of the office's own recordings; without it there are none
 * @param {AudioContext} [options.context]  without it the voice opens its own, and a new one when that goes silent
 * @param {(state: VoiceState) => void} [options.onStateChange]  on every change; not for the first state
 * @param {Partial<Surroundings>} [options.surroundings]
 * @returns {Voice}
 */
export function createVoice(options) {
  return new Voice(options);
}

class Voice {
  /** @type {AudioContext | null} */
  #device = null;
  #clips;
  /** The device took a sound and did not play it. */
  #silent = false;
  #closed = false;
  /** @type {Announcement | null} */
  #speaking = null;
  /** The end of the last announcement in line. @type {Promise<unknown>} */
  #line = Promise.resolve();
  #said = 0;
  /** Grows with every stop(), so that what waited before it knows. */
  #stops = 0;
  /** Called whenever something `state()` depends on has changed. @type {Set<() => void>} */
  #watchers = new Set();
  /** @type {VoiceState} */
  #lastState;
  #given;
  #onStateChange;
  /** @type {Surroundings} */
  #around;

  /** @param {Parameters<typeof createVoice>[0]} options */
  constructor({ manifestUrl, ownUrl, context, onStateChange, surroundings }) {
    this.#given = context;
    this.#onStateChange = onStateChange;
    this.#around = {
      fetch: (url, init) => fetch(url, init),
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer),
      warn: (message) => console.warn(message),
      ...surroundings,
    };
    this.#openDevice();
    this.#clips = new Clips({ manifestUrl, ownUrl }, (bytes) => this.#decode(bytes), this.#around, this.#changed);
    this.#lastState = this.state();
  }

  /** @returns {VoiceState} */
  state() {
    if (this.#closed || !this.#device || this.#device.state === 'closed') return 'broken';
    const clips = this.#clips.state();
    if (clips === 'loading') return 'loading';
    if (clips === 'none' || this.#silent) return 'broken';
    return this.#device.state === 'running' ? 'running' : 'blocked';
  }

  /**
   * Lets the browser play. Call it from a tap: up to asking the browser it is synchronous, as user activation demands.
   * @returns {Promise<VoiceState>} the state once the browser has answered, at most 2 s later
   */
  async unlock() {
    this.#wakeDevice();
    await this.#until(() => this.#device !== null && this.#device.state === 'running');
    return this.state();
  }

  /**
   * Speaks an announcement, after the ones that were said before.
   * @param {string[]} names  of clips, in order
   * @param {Listener} [listener]
   * @returns {Promise<Spoken>} never rejects
   */
  async say(names, { onStart, onEnd } = {}) {
    const result = await this.#inTurn(names, () => onStart && this.#call(onStart));
    if (onEnd) this.#call(() => onEnd(result));
    return result;
  }

  /**
   * The office's own recordings are these now; what is being said ends as it began.
   * @param {string} revision  empty for none
   */
  own(revision) {
    this.#clips.own(revision);
  }

  /**
   * Loads the clips of another language beside those there are.
   * @param {string} manifestUrl
   */
  add(manifestUrl) {
    this.#clips.add(manifestUrl);
  }

  /**
   * Whether all of these clips are loaded; what is lacking would be skipped.
   * @param {string[]} names
   */
  has(names) {
    return this.#clips.has(names);
  }

  /** Silence at once; what waits is dropped. All of it resolves as `stopped`. */
  stop() {
    this.#stops += 1;
    if (this.#speaking) this.#speaking.stop();
    this.#changed();
  }

  /** Ends this voice for good. A context that was given stays open: its owner closes it. */
  close() {
    if (this.#closed) return;
    this.stop();
    this.#closed = true;
    this.#clips.close();
    this.#closeDevice();
    this.#changed();
  }

  /**
   * @param {string[]} names
   * @param {() => void} onStart
   * @returns {Promise<Spoken>}
   */
  async #inTurn(names, onStart) {
    if (this.#said >= MOST_SAID) return unspoken('busy');
    if (names.length > MOST_CLIPS) return unspoken('long');
    this.#said += 1;
    const stops = this.#stops;
    const turn = this.#line
      .then(() => this.#speak(names, onStart, stops))
      .catch((error) => {
        this.#around.warn(`voice: speaking failed: ${error}`);
        return unspoken('broken');
      });
    this.#line = turn;
    const result = await turn;
    this.#said -= 1;
    return result;
  }

  /**
   * @param {string[]} names
   * @param {() => void} onStart
   * @param {number} stops  how many stop() there were when it was said
   * @returns {Promise<Spoken>}
   */
  async #speak(names, onStart, stops) {
    if (this.#stops === stops) this.#wakeDevice();
    await this.#until(() => this.#stops !== stops || !['loading', 'blocked'].includes(this.state()));
    if (this.#stops !== stops) return unspoken('stopped');
    // A given context that went silent is tried again all the same: only speaking can find out that it plays again.
    const device = this.#device;
    if (!device || device.state !== 'running' || this.#clips.state() !== 'ready' || this.#closed) {
      return unspoken(/** @type {Unspoken} */ (this.state()));
    }
    const { found, missing } = this.#clips.pick(names);
    if (found.length === 0) return { ...unspoken('empty'), missing };
    this.#speaking = new Announcement(device, found, onStart, this.#around);
    const { seconds } = this.#speaking;
    const cut = await this.#speaking.over;
    this.#speaking = null;
    if (cut === 'silent' || !cut) this.#silent = cut === 'silent';
    this.#changed();
    return { spoken: !cut, ...(cut ? { reason: cut } : {}), seconds, missing };
  }

  #openDevice() {
    try {
      this.#device = this.#given || new AudioContext({ latencyHint: 'playback' });
      this.#device.addEventListener('statechange', this.#changed);
    } catch (error) {
      this.#device = null;
      this.#around.warn(`voice: no audio here: ${error}`);
    }
  }

  #closeDevice() {
    if (!this.#device) return;
    this.#device.removeEventListener('statechange', this.#changed);
    if (!this.#given && this.#device.state !== 'closed') this.#device.close().catch(() => {});
  }

  /**
   * Asks for a running device. One of our own that went silent is replaced: so a TV that was switched off and on, or lost its
   * sink, gets its voice back. The promise of resume() may never settle, so the change of state is what counts.
   */
  #wakeDevice() {
    if (this.#closed) return;
    if (!this.#given && (!this.#device || this.#silent || this.#device.state === 'closed')) {
      this.#closeDevice();
      this.#openDevice();
      this.#silent = false;
      this.#changed();
    }
    if (this.#device && this.#device.state !== 'running') this.#device.resume().catch(() => {});
  }

  /**
   * @param {ArrayBuffer} bytes
   * @returns {Promise<AudioBuffer>}
   */
  async #decode(bytes) {
    if (!this.#device) this.#openDevice();
    if (!this.#device) throw new Error('there is no audio to decode it');
    return this.#device.decodeAudioData(bytes);
  }

  /** Tells those who wait for it, and the owner when the state is another. */
  #changed = () => {
    for (const watcher of [...this.#watchers]) watcher();
    const state = this.state();
    if (state === this.#lastState) return;
    this.#lastState = state;
    const tell = this.#onStateChange;
    if (tell) this.#call(() => tell(state));
  };

  /**
   * Waits until `test` holds, at most READY_MS.
   * @param {() => boolean} test
   * @returns {Promise<void>}
   */
  #until(test) {
    if (test()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#around.clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      const watcher = () => test() && done();
      const timer = this.#around.setTimeout(done, READY_MS);
      this.#watchers.add(watcher);
    });
  }

  /**
   * A fault in a caller's callback must not leave an announcement without its end.
   * @param {() => void} callback
   */
  #call(callback) {
    try {
      callback();
    } catch (error) {
      this.#around.warn(`voice: a callback failed: ${error}`);
    }
  }
}

/**
 * @param {Unspoken} reason
 * @returns {Spoken}
 */
function unspoken(reason) {
  return { spoken: false, reason, seconds: 0, missing: [] };
}
