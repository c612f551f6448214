// @ts-check
/**
 * The loudspeaker of a board: opens the voice, gets it going again, and lets a person try it.
 *
 * Why it exists: a board hangs where nobody touches it. A sound that a television lost overnight must come back by
 * itself, and where the browser wants a tap first, any tap will do.
 *
 * @module
 */

import { createVoice } from "../voice/player.js";

/** @typedef {import("../voice/player.js").VoiceState} VoiceState */

/** A sound that does not run is tried again this often, in milliseconds. */
const MEND_EVERY = 60_000;
/** What a self-test plays. */
const TEST = ["chime"];

/**
 * @param {string} build
 * @param {(state: VoiceState) => void} onChange
 */
export function createSound(build, onChange) {
  const clips = `/a/${build}/display/voice/clips`;
  const manifestUrl = `${clips}/manifest.json`;
  const voice = createVoice({ manifestUrl, ownUrl: "/api/voice", onStateChange: onChange });
  setInterval(() => {
    // A device that went silent is only replaced when somebody wants to use it.
    if (voice.state() === "broken") void voice.unlock();
  }, MEND_EVERY);
  const tapped = () => {
    if (voice.state() !== "running") void voice.unlock();
  };
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, tapped);
  return {
    state: () => voice.state(),
    say: (/** @type {string[]} */ clips) => voice.say(clips),
    has: (/** @type {string[]} */ clips) => voice.has(clips),
    stop: () => voice.stop(),
    /** Gets ready to read in English too. */
    learnEnglish: () => voice.add(`${clips}-en/manifest.json`),
    unlock: () => voice.unlock(),
    own: (/** @type {string} */ revision) => voice.own(revision),
    /** Plays the chime after whatever is being said. */
    test: async () => {
      await voice.unlock();
      return voice.say(TEST);
    },
  };
}
