// @ts-check
/**
 * How a staff screen begins: with its words, as soon as they can be had.
 *
 * @module
 */

import { byId, settings } from "../../../display/shared/page.js";
import { loadWords } from "../../../display/shared/words.js";

/** Pause before the words are asked for again, in milliseconds. */
const AGAIN = 3_000;

/**
 * @param {string} name of the screen's own messages; several with commas
 * @param {(root: HTMLElement, say: import("../../../display/shared/words.js").Say, facts: any) => void} begin
 */
export async function start(name, begin) {
  const facts = settings();
  try {
    const files = ["screens", "pages", "staff", "casework", ...name.split(",")];
    begin(byId("screen"), await loadWords(facts.build, facts.lang, files), facts);
  } catch (error) {
    console.warn(error);
    setTimeout(() => void start(name, begin), AGAIN);
  }
}
