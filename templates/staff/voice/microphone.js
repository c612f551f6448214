// @ts-check
/**
 * The microphone: opened once, listened to all the time, and kept only between two presses of a key.
 *
 * Why it exists: whoever presses the key often speaks with it, so the last moment before the key belongs to the
 * recording. It must never keep more than that moment and the recording, and it must let go when nobody looks.
 *
 * @module
 */

/** Kept of the time before the key, in seconds. */
const BEFORE = 0.25;
/** A recording ends by itself after this many seconds. */
export const LONGEST = 7;

/**
 * Why there is no microphone: `insecure` page, `denied` by person or browser, `none` plugged in, `busy` elsewhere.
 * @typedef {"insecure" | "denied" | "none" | "busy"} NoMicrophone
 */

/** Whether this page may ask for a microphone at all. */
export const allowed = () => Boolean(navigator.mediaDevices?.getUserMedia) && typeof AudioWorkletNode === "function";

/**
 * @param {unknown} error what the browser said
 * @returns {NoMicrophone}
 */
export function why(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (["NotAllowedError", "SecurityError", "PermissionDeniedError"].includes(name)) return "denied";
  if (["NotFoundError", "OverconstrainedError", "DevicesNotFoundError"].includes(name)) return "none";
  return "busy";
}

/**
 * Opens the microphone.
 * @param {{ build: string, onEnd: () => void, onFull: () => void }} means `onEnd` when it is pulled out, `onFull` when a
 *   recording has become too long
 * @returns {Promise<Microphone>} rejects with what the browser said
 */
export async function openMicrophone({ build, onEnd, onFull }) {
  // The loudness is evened later and the same for all; a browser that does it while one speaks makes words swell.
  const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(`/a/${build}/templates/staff/voice/worklet.js`);
    await context.resume();
  } catch (error) {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    throw error;
  }
  return new Microphone(stream, context, onEnd, onFull);
}

export class Microphone {
  #stream;
  #context;
  #analyser;
  #onFull;
  /** @type {Float32Array<ArrayBuffer>} */
  #moment;
  /** @type {Float32Array[]} */
  #tape = [];
  #recording = false;

  /**
   * @param {MediaStream} stream
   * @param {AudioContext} context
   * @param {() => void} onEnd
   * @param {() => void} onFull
   */
  constructor(stream, context, onEnd, onFull) {
    this.#stream = stream;
    this.#context = context;
    this.#onFull = onFull;
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#moment = new Float32Array(this.#analyser.fftSize);
    const source = context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(context, "tape", { numberOfInputs: 1, numberOfOutputs: 1, channelCount: 1 });
    node.port.onmessage = ({ data }) => this.#hear(data);
    source.connect(this.#analyser);
    // It gives no sound, but what leads nowhere is not run.
    source.connect(node).connect(context.destination);
    for (const track of stream.getTracks()) track.addEventListener("ended", onEnd);
  }

  /** Samples a second. */
  get rate() {
    return this.#context.sampleRate;
  }

  get recording() {
    return this.#recording;
  }

  /** What it hears at this moment. */
  moment() {
    this.#analyser.getFloatTimeDomainData(this.#moment);
    return this.#moment;
  }

  record() {
    this.#recording = true;
  }

  /** Ends the recording. @returns {Float32Array} */
  stop() {
    this.#recording = false;
    const whole = joined(this.#tape);
    this.#tape = [];
    return whole;
  }

  close() {
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }

  /** @param {Float32Array} piece */
  #hear(piece) {
    this.#tape.push(piece);
    const seconds = (this.#tape.length * piece.length) / this.rate;
    if (!this.#recording) {
      while (this.#tape.length > Math.ceil((BEFORE * this.rate) / piece.length)) this.#tape.shift();
    } else if (seconds > LONGEST) {
      this.#onFull();
    }
  }
}

/** @param {Float32Array[]} pieces */
export function joined(pieces) {
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
