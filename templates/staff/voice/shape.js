// @ts-check
/**
 * From what a microphone heard to a clip: silence cut off at both ends, loudness evened, written as WAV.
 *
 * Why it exists: clips of one announcement are spoken minutes apart, some close to the microphone and some far; side
 * by side they must sound like one sentence. All of it is arithmetic on samples, so it needs no browser.
 *
 * @module
 */

/** Samples a second of a clip: more than any loudspeaker in a waiting room can tell. */
export const RATE = 24_000;
/** Longest clip in seconds, as the office takes it. */
export const MOST_SECONDS = 5;
/** How loud clips are, in LUFS, and how high they may peak, in dB of full scale: as the bundled ones. */
export const LOUDNESS = -16;
export const CHIME_LOUDNESS = -18;
export const CEILING = -1;

/** A recording is looked at in pieces of this length, in seconds. */
const FRAME = 0.01;
/** Whatever is softer than this is silence everywhere, in dB. */
const SILENCE = -52;
/** Speech stands out from the room by so much, and is at most so far below its own peak, in dB. */
const ABOVE_ROOM = 9;
const BELOW_PEAK = 38;
/** A sound that is shorter is a key being pressed, in seconds. */
const LEAST_RUN = 0.04;
/** The mouth is shut this long before a "t" or a "k" bursts, in seconds. */
const CLOSURE = 0.13;
/** Left standing before and after the speech, in seconds. */
const LEAD = 0.03;
const TAIL = 0.07;
const FADE_IN = 0.004;
const FADE_OUT = 0.012;
/** So much is a whisper made louder at most, in dB: beyond that one hears the room. */
const MOST_GAIN = 40;
/** A peak is turned down within this time around it, in seconds. */
const REACH = 0.002;

/** @param {number} ratio */
const decibels = (ratio) => 20 * Math.log10(Math.max(ratio, 1e-6));
/** @param {number} level */
const ratio = (level) => 10 ** (level / 20);

/**
 * Loudness of each piece in dB.
 * @param {Float32Array} samples
 * @param {number} rate
 */
function frames(samples, rate) {
  const length = Math.max(1, Math.round(rate * FRAME));
  const count = Math.floor(samples.length / length);
  return Array.from({ length: count }, (_, i) => level(samples.subarray(i * length, (i + 1) * length)));
}

/**
 * Root mean square in dB of full scale.
 * @param {Float32Array} samples
 */
export function level(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return decibels(Math.sqrt(sum / Math.max(1, samples.length)));
}

/**
 * The highest peak in dB of full scale.
 * @param {Float32Array} samples
 */
export function peak(samples) {
  let most = 0;
  for (const sample of samples) most = Math.max(most, Math.abs(sample));
  return decibels(most);
}

/**
 * @typedef {object} Speech where somebody speaks
 * @property {number} from  samples
 * @property {number} until samples
 * @property {number} stands how far it stands out from the room, in dB
 * @property {boolean} cut   whether it had begun before the recording, or had not ended with it
 */

/**
 * Finds the speech in a recording.
 * @param {Float32Array} samples
 * @param {number} rate
 * @returns {Speech | null} null when nobody spoke
 */
export function speechIn(samples, rate) {
  const levels = frames(samples, rate);
  if (levels.length === 0) return null;
  const sorted = [...levels].sort((a, b) => a - b);
  const loudest = sorted[sorted.length - 1];
  const room = sorted[Math.floor(sorted.length / 10)];
  // Someone who speaks from the first to the last moment leaves no room to compare with.
  const threshold = Math.max(SILENCE, loudest - BELOW_PEAK, Math.min(room + ABOVE_ROOM, loudest - ABOVE_ROOM));
  const runs = runsAbove(levels, threshold);
  const long = runs.filter(([from, until]) => (until - from) * FRAME >= LEAST_RUN - 1e-9);
  if (loudest <= SILENCE || long.length === 0) return null;
  const closure = CLOSURE / FRAME;
  let [from] = long[0];
  let [, until] = long[long.length - 1];
  for (const run of [...runs].reverse()) if (run[1] <= from && from - run[1] <= closure) from = run[0];
  for (const run of runs) if (run[0] >= until && run[0] - until <= closure) until = run[1];
  const length = Math.max(1, Math.round(rate * FRAME));
  return {
    from: Math.max(0, from * length - Math.round(LEAD * rate)),
    until: Math.min(samples.length, until * length + Math.round(TAIL * rate)),
    stands: loudest - room,
    cut: from === 0 || until >= levels.length - 1,
  };
}

/**
 * @param {number[]} levels
 * @param {number} threshold
 * @returns {[number, number][]}
 */
function runsAbove(levels, threshold) {
  /** @type {[number, number][]} */
  const runs = [];
  levels.forEach((loud, i) => {
    if (loud < threshold) return;
    const last = runs[runs.length - 1];
    if (last && last[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  });
  return runs;
}

/**
 * A part of a recording whose edges do not click.
 * @param {Float32Array} samples
 * @param {number} rate
 * @param {{ from: number, until: number }} part
 */
export function cutOut(samples, rate, { from, until }) {
  const clip = samples.slice(from, until);
  const [rise, fall] = [FADE_IN, FADE_OUT].map((seconds) => Math.min(clip.length, Math.round(seconds * rate)));
  for (let i = 0; i < rise; i += 1) clip[i] *= i / rise;
  for (let i = 0; i < fall; i += 1) clip[clip.length - 1 - i] *= i / fall;
  return clip;
}

/**
 * Loudness in LUFS by ITU-R BS.1770, one channel, not gated: clips are trimmed, and most are shorter than a gate.
 * @param {Float32Array} samples
 * @param {number} rate
 */
export function loudness(samples, rate) {
  const [shelf, pass] = weighting(rate);
  const heard = filtered(filtered(samples, shelf), pass);
  let sum = 0;
  for (const sample of heard) sum += sample * sample;
  return -0.691 + 10 * Math.log10(Math.max(sum / Math.max(1, heard.length), 1e-12));
}

/**
 * The two filters of BS.1770 for any rate: the head that lifts the treble, and the ear that is deaf to rumble.
 * @param {number} rate
 * @returns {number[][]} b0, b1, b2, a1, a2
 */
function weighting(rate) {
  const high = Math.tan((Math.PI * 1681.974450955533) / rate);
  const lift = ratio(3.999843853973347);
  const slope = lift ** 0.4996667741545416;
  const edge = high / 0.7071752369554196;
  const one = 1 + edge + high * high;
  const shelf = [
    (lift + slope * edge + high * high) / one,
    (2 * (high * high - lift)) / one,
    (lift - slope * edge + high * high) / one,
    (2 * (high * high - 1)) / one,
    (1 - edge + high * high) / one,
  ];
  const low = Math.tan((Math.PI * 38.13547087602444) / rate);
  const knee = low / 0.5003270373238773;
  const two = 1 + knee + low * low;
  return [shelf, [1, -2, 1, (2 * (low * low - 1)) / two, (1 - knee + low * low) / two]];
}

/**
 * @param {Float32Array} samples
 * @param {number[]} coefficients
 */
function filtered(samples, [b0, b1, b2, a1, a2]) {
  const out = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i += 1) {
    const y = b0 * samples[i] + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, samples[i], y1, y];
    out[i] = y;
  }
  return out;
}

/**
 * Turns peaks down to the ceiling, smoothly and ahead of time, and leaves everything else alone.
 * @param {Float32Array} samples
 * @param {number} rate
 * @param {number} ceiling dB of full scale
 */
export function limited(samples, rate, ceiling) {
  const most = ratio(ceiling);
  const reach = Math.max(1, Math.round(REACH * rate));
  const last = samples.length - 1;
  const allowed = samples.map((sample) => Math.min(1, most / Math.max(Math.abs(sample), 1e-9)));
  if (allowed.every((gain) => gain === 1)) return samples.slice();
  /** @param {Float32Array} gains @param {number} i @param {(sum: number, gain: number) => number} fold @param {number} begin */
  const around = (gains, i, fold, begin) => {
    let result = begin;
    for (let j = i - reach; j <= i + reach; j += 1) result = fold(result, gains[Math.max(0, Math.min(last, j))]);
    return result;
  };
  const least = allowed.map((_, i) => around(allowed, i, Math.min, 1));
  // The mean of gains that are each low enough for this sample is low enough for it.
  return samples.map((sample, i) => sample * (around(least, i, (sum, gain) => sum + gain, 0) / (2 * reach + 1)));
}

/**
 * Brings a clip to a loudness with its peaks under the ceiling.
 * @param {Float32Array} samples
 * @param {number} rate
 * @param {number} [target] LUFS
 */
export function levelled(samples, rate, target = LOUDNESS) {
  let clip = samples;
  let left = MOST_GAIN;
  // What the limiter takes away is given back to the rest; a few rounds come close enough for any ear.
  for (let round = 0; round < 5; round += 1) {
    const lacking = Math.min(target - loudness(clip, rate), left);
    if (Math.abs(lacking) < 0.2) break;
    left -= lacking;
    const gain = ratio(lacking);
    clip = limited(
      clip.map((sample) => sample * gain),
      rate,
      CEILING,
    );
  }
  return limited(clip, rate, CEILING);
}

/**
 * @typedef {object} Shaped
 * @property {"silent" | "long"} [trouble] why there is no clip
 * @property {Float32Array} samples
 * @property {number} seconds
 * @property {("clipped" | "noisy" | "cut")[]} notes what could be better
 */

/**
 * Makes a clip of a recording.
 * @param {Float32Array} samples
 * @param {number} rate
 * @param {number} [target] LUFS
 * @returns {Shaped}
 */
export function shaped(samples, rate, target = LOUDNESS) {
  const none = { samples: new Float32Array(0), seconds: 0, notes: [] };
  const speech = speechIn(samples, rate);
  if (!speech) return { ...none, trouble: "silent" };
  const seconds = (speech.until - speech.from) / rate;
  if (seconds > MOST_SECONDS) return { ...none, trouble: "long" };
  /** @type {Shaped["notes"]} */
  const notes = [];
  const spoken = samples.subarray(speech.from, speech.until);
  if (spoken.filter((sample) => Math.abs(sample) > 0.985).length > 4) notes.push("clipped");
  if (speech.stands < 22) notes.push("noisy");
  if (speech.cut) notes.push("cut");
  return { samples: levelled(cutOut(samples, rate, speech), rate, target), seconds, notes };
}

/**
 * A sound file: 16 bits, one channel.
 * @param {Float32Array} samples
 * @param {number} rate
 * @returns {ArrayBuffer}
 */
export function wav(samples, rate) {
  const file = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(file);
  /** @param {number} at @param {string} text */
  const text = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return file;
}

/**
 * How high bars stand that draw a clip, each from 0 to 1.
 * @param {Float32Array} samples
 * @param {number} count
 */
export function bars(samples, count) {
  const length = samples.length / count;
  return Array.from({ length: count }, (_, i) => {
    const most = ratio(peak(samples.subarray(Math.floor(i * length), Math.max(1, Math.floor((i + 1) * length)))));
    return Math.min(1, most);
  });
}
