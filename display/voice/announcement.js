/**
 * One announcement on a sound device: all its clips placed at once, and a truthful end.
 *
 * Why it exists: the device's own clock is the only one that keeps the pauses even while a page is busy with a video, so sound
 * is placed by `AudioBufferSourceNode.start(when)` alone. Timers only give up: a device that accepts sound and never plays it
 * (a TV switched off, a lost sink) says nothing, and an announcement must end all the same.
 * It must never be resumed: one that a suspended device cut off is over, since minutes later it would call the wrong person.
 *
 * @module
 */

/** @typedef {import('./clips.js').Clip} Clip */

/**
 * Why an announcement ended early: `stopped` by the caller, `blocked` or `broken` with its device, `silent` when the device
 * did not play in time.
 * @typedef {'stopped' | 'blocked' | 'broken' | 'silent'} Cut
 */

/** Pause between two letters or two numbers, and between anything else, in seconds. */
const GAP_WITHIN = 0.08;
const GAP_BETWEEN = 0.12;
/** Ahead of the first clip, so that it is not asked for in the past; longer than the fade of the one before. */
const LEAD = 0.1;
/** A device that has not begun or not ended this many seconds late never will. */
const PATIENCE = 2;
/** Fade at a cut, in seconds: short enough to seem at once, long enough not to click. */
const FADE = 0.04;

/**
 * When each clip begins.
 * @param {Clip[]} clips
 * @returns {{starts: number[], seconds: number}} seconds after the first clip's start, and the whole length
 */
export function planned(clips) {
  /** @type {number[]} */
  const starts = [];
  let seconds = 0;
  clips.forEach(({ buffer, kind }, i) => {
    if (i > 0) seconds += kind === clips[i - 1].kind && (kind === 'letter' || kind === 'number') ? GAP_WITHIN : GAP_BETWEEN;
    starts.push(seconds);
    seconds += buffer.duration;
  });
  return { starts, seconds };
}

export class Announcement {
  /** Length of its sound in seconds. */
  seconds;
  /**
   * Resolves when it is over: null when the last clip has ended, else why not.
   * @type {Promise<Cut | null>}
   */
  over;
  /** @type {(cut: Cut | null) => void} */
  #resolve = () => {};
  /** @type {AudioBufferSourceNode[]} */
  #nodes = [];
  /** @type {any[]} */
  #timers = [];
  #begun = false;
  #ended = false;
  #device;
  #volume;
  #begin;
  #onStart;
  #around;

  /**
   * Begins to speak.
   * @param {AudioContext} device  running
   * @param {Clip[]} clips         at least one
   * @param {() => void} onStart   when the device has really begun to play; never before, at most once
   * @param {import('./clips.js').Surroundings} around
   */
  constructor(device, clips, onStart, around) {
    const { starts, seconds } = planned(clips);
    this.seconds = seconds;
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#device = device;
    this.#onStart = onStart;
    this.#around = around;
    this.#volume = device.createGain();
    this.#volume.connect(device.destination);
    this.#begin = device.currentTime + LEAD;
    // A source of a few silent samples ends as soon as the device has played the first moment: the only honest sign of it.
    const marker = this.#place(device.createBuffer(1, 128, device.sampleRate), 0);
    marker.onended = () => this.#started();
    const last = clips.map((clip, i) => this.#place(clip.buffer, starts[i])).pop();
    /** @type {AudioBufferSourceNode} */ (last).onended = () => this.#end(null);
    device.addEventListener('statechange', this.#onDevice);
    this.#giveUpAfter(LEAD + PATIENCE, () => this.#stalled());
    this.#giveUpAfter(LEAD + seconds + PATIENCE, () => true);
  }

  /** Ends it at once. */
  stop() {
    this.#end('stopped');
  }

  /**
   * @param {AudioBuffer} buffer
   * @param {number} at  seconds after the beginning
   */
  #place(buffer, at) {
    const node = this.#device.createBufferSource();
    node.buffer = buffer;
    node.connect(this.#volume);
    node.start(this.#begin + at);
    this.#nodes.push(node);
    return node;
  }

  /**
   * @param {number} seconds
   * @param {() => boolean} hopeless
   */
  #giveUpAfter(seconds, hopeless) {
    this.#timers.push(this.#around.setTimeout(() => hopeless() && this.#end('silent'), seconds * 1000));
  }

  /** The clock is asked too: a page under load may be told late that the device has begun. */
  #stalled() {
    return !this.#begun && this.#device.currentTime <= this.#begin;
  }

  #onDevice = () => {
    if (this.#device.state !== 'running') this.#end(this.#device.state === 'closed' ? 'broken' : 'blocked');
  };

  #started() {
    if (this.#begun) return;
    this.#begun = true;
    this.#onStart();
  }

  /** @param {Cut | null} cut */
  #end(cut) {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of this.#timers) this.#around.clearTimeout(timer);
    this.#device.removeEventListener('statechange', this.#onDevice);
    for (const node of this.#nodes) node.onended = null;
    this.#resolve(cut);
    if (cut) {
      this.#hush();
    } else {
      this.#started();
      this.#volume.disconnect();
    }
  }

  /** Ends the sources without a click, or without any sound when the device stands still and would play the fade later. */
  #hush() {
    const now = this.#device.currentTime;
    if (this.#device.state !== 'running') this.#volume.disconnect();
    this.#volume.gain.setTargetAtTime(0, now, FADE / 6);
    for (const node of this.#nodes) node.stop(now + FADE);
  }
}
