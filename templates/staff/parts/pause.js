// @ts-check
/**
 * The key that pauses the voice of the boards, for a prayer call or a speech, and what stands there while it is paused.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { hour } from "../../../display/shared/words.js";

/** How long one press pauses the voice, in minutes. Pressed again, it begins anew. */
export const MINUTES = 15;

/**
 * @param {import("../../../display/shared/words.js").Say} say
 * @param {number | null} paused until when, in server time
 * @param {number} offset
 * @param {(path: string, body: object) => void} act
 */
export function pauseKey(say, paused, offset, act) {
  const key = (/** @type {string} */ name, /** @type {string} */ path, /** @type {object} */ body) =>
    h("button", { type: "button", id: "voice-pause", "data-key": name, "aria-pressed": String(paused !== null), onclick: () => act(path, body) }, say(`staff-voice-${name}`, { minutes: MINUTES }));
  if (paused === null) return [key("pause", "/api/voice-pause", { minutes: MINUTES })];
  return [
    h("span", { class: "pill", id: "voice-paused", role: "status" }, say("staff-voice-paused", { hour: hour(paused, offset) })),
    key("resume", "/api/voice-resume", {}),
  ];
}
