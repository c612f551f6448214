// @ts-check
/**
 * What is to be read aloud: the clips in a good order, which of them this office needs, and how each is spoken.
 *
 * @module
 */

import { callClips, callSentence } from "../../../display/voice/grammar.js";

/** @typedef {{ name: string, kind: "chime" | "phrase" | "letter" | "number", text: string }} Prompt */

/** How Indonesians call the letters. */
const LETTERS =
  "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet".split(" ");

/** Numbers with every digit in them. */
const SAMPLES = ["012", "345", "678", "900"];

/**
 * Clips that calls of this office are made of. The rest is there for offices with other letters and more lokets.
 * @param {string[]} letters of its services
 * @param {number[]} lokets
 * @returns {Set<string>}
 */
export function needed(letters, lokets) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const letter of letters) {
    for (const loket of lokets) {
      for (const digits of SAMPLES) {
        for (const name of callClips({ ticket: `${letter}-${digits}`, loket }, "long", "recall")) names.add(name);
      }
    }
  }
  return names;
}

/**
 * The clips to be read, first those that this office needs.
 * @param {Record<string, { kind: Prompt["kind"], text: string }>} clips of the bundled manifest
 * @param {Set<string>} wanted
 * @returns {{ needed: Prompt[], others: Prompt[] }}
 */
export function prompts(clips, wanted) {
  const all = Object.entries(clips).map(([name, { kind, text }]) => ({ name, kind, text }));
  return { needed: all.filter(({ name }) => wanted.has(name)), others: all.filter(({ name }) => !wanted.has(name)) };
}

/**
 * How a letter is called, for whoever would say "en" as an Englishman does; none for other clips.
 * @param {Prompt} prompt
 */
export function nameOf({ kind, text }) {
  return kind === "letter" ? (LETTERS[text.charCodeAt(0) - 65] ?? "") : "";
}

/**
 * The next clip without a recording of the office, after `from` and around the end; the one after it when all are done.
 * @param {Prompt[]} list
 * @param {string} from
 * @param {(name: string) => boolean} done
 * @returns {string}
 */
export function nextOf(list, from, done) {
  const place = list.findIndex(({ name }) => name === from);
  const after = [...list.slice(place + 1), ...list.slice(0, Math.max(0, place))];
  return (after.find(({ name }) => !done(name)) ?? after[0])?.name ?? from;
}

/**
 * Whole sentences to listen to, as this office would call.
 * @param {string[]} letters
 * @param {number[]} lokets
 * @returns {{ clips: string[], text: string }[]}
 */
export function sentences(letters, lokets) {
  if (letters.length === 0 || lokets.length === 0) return [];
  /** @param {number} i @template T @param {T[]} list @returns {T} */
  const pick = (list, i) => list[i % list.length];
  /** @type {[string, number, "long" | "short", "first" | "recall"][]} */
  const calls = [
    [`${pick(letters, 0)}-012`, pick(lokets, 1), "long", "first"],
    [`${pick(letters, 1)}-345`, pick(lokets, 2), "short", "first"],
    [`${pick(letters, 2)}-678`, pick(lokets, 3), "long", "recall"],
    [`${pick(letters, 3)}-909`, pick(lokets, 0), "long", "first"],
  ];
  return calls.map(([ticket, loket, form, reading]) => ({
    clips: callClips({ ticket, loket }, form, reading),
    text: callSentence({ ticket, loket }, form, reading),
  }));
}
