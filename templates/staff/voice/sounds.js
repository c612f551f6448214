// @ts-check
/**
 * Sounds in a browser: opened from files, brought to one rate, and played one at a time.
 *
 * @module
 */

import { RATE } from "./shape.js";

/** Largest file that is opened, in bytes, and the longest sound, in seconds: both far more than a clip needs. */
const MOST_FILE = 20 * 1024 * 1024;
const MOST_OPENED = 60;

/** @type {AudioContext | undefined} */
let device;
/** @type {AudioBufferSourceNode | undefined} */
let playing;

/** To be called from a press of a key, as browsers demand. */
function speaker() {
  device ??= new AudioContext();
  void device.resume();
  return device;
}

/**
 * Opens a sound file.
 * @param {File} file
 * @returns {Promise<Float32Array>} at `RATE`; rejects when it is no sound
 */
export async function opened(file) {
  if (file.size > MOST_FILE) throw new Error("too large");
  const sound = await speaker().decodeAudioData(await file.arrayBuffer());
  if (sound.duration > MOST_OPENED) throw new Error("too long");
  return atRate(sound);
}

/**
 * Brings samples of one channel to the rate of clips.
 * @param {Float32Array} samples
 * @param {number} rate
 * @returns {Promise<Float32Array>}
 */
export function resampled(samples, rate) {
  if (samples.length === 0) return Promise.resolve(samples);
  const sound = new AudioBuffer({ length: samples.length, sampleRate: rate });
  sound.copyToChannel(/** @type {Float32Array<ArrayBuffer>} */ (samples), 0);
  return atRate(sound);
}

/** One channel at the rate of clips; the browser mixes and filters. @param {AudioBuffer} sound */
async function atRate(sound) {
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
  const source = new AudioBufferSourceNode(offline, { buffer: sound });
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

/**
 * Plays a clip; whatever was playing stops.
 * @param {Float32Array} samples at `RATE`
 */
export function play(samples) {
  const sound = new AudioBuffer({ length: Math.max(1, samples.length), sampleRate: RATE });
  sound.copyToChannel(/** @type {Float32Array<ArrayBuffer>} */ (samples), 0);
  begin(sound);
}

/**
 * Plays a clip of the server.
 * @param {string} address
 * @returns {Promise<boolean>} whether it could be had
 */
export async function playFrom(address) {
  const to = speaker();
  try {
    const answer = await fetch(address);
    if (!answer.ok) return false;
    begin(await to.decodeAudioData(await answer.arrayBuffer()));
    return true;
  } catch {
    return false;
  }
}

/** Silence, before somebody speaks into the microphone. */
export function hush() {
  playing?.stop();
  playing = undefined;
}

/** @param {AudioBuffer} sound */
function begin(sound) {
  hush();
  const to = speaker();
  playing = new AudioBufferSourceNode(to, { buffer: sound });
  playing.connect(to.destination);
  playing.start();
}
