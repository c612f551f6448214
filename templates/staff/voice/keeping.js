// @ts-check
/**
 * Recordings on their way to the office and back.
 *
 * @module
 */

import { ask } from "../../../display/shared/act.js";

/** Longest wait for an answer, in milliseconds: a clip is a few hundred kilobytes at most. */
const ANSWER = 20_000;

/** @typedef {import("../../../display/shared/act.js").Answer} Answer */

/**
 * Gives the office a recording. Sent twice, it is there once. Never rejects.
 * @param {string} clip
 * @param {ArrayBuffer} file
 * @param {string} lang
 * @returns {Promise<Answer>} the list of recordings
 */
export async function kept(clip, file, lang) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER);
  try {
    const headers = { "content-type": "audio/wav", "x-lang": lang };
    const answer = await fetch(`/api/voice/${clip}`, { method: "POST", headers, body: file, signal: giveUp.signal });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { ok: false, status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Goes back to the bundled clip. Never rejects.
 * @param {string} clip
 * @param {string} lang
 */
export const forgotten = (clip, lang) => ask(`/api/voice/${clip}/delete`, {}, lang);
