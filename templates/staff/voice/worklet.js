// @ts-check
/**
 * Runs beside the sound device and hands on every sample the microphone gives, a few hundredths of a second at a time.
 *
 * @module
 */

/** Samples handed on together. */
const TOGETHER = 1024;

class Tape extends /** @type {any} */ (globalThis).AudioWorkletProcessor {
  #piece = new Float32Array(TOGETHER);
  #filled = 0;

  /** @param {Float32Array[][]} inputs */
  process([input]) {
    for (const sample of input[0] ?? []) {
      this.#piece[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < TOGETHER) continue;
      /** @type {any} */ (this).port.postMessage(this.#piece.slice());
      this.#filled = 0;
    }
    return true;
  }
}

/** @type {any} */ (globalThis).registerProcessor("tape", Tape);
