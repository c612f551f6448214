// @ts-check
/**
 * The clips on the left: how far the recording has come, and each clip with whose voice it is.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { nameOf } from "./prompts.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./prompts.js").Prompt} Prompt */

/**
 * @typedef {object} Facts
 * @property {{ needed: Prompt[], others: Prompt[] }} prompts
 * @property {string[]} own   clips in the office's own voice
 * @property {string[]} taken clips that were recorded and not kept yet
 * @property {string} chosen
 */

/** Whose voice a clip is. @param {Facts} facts @param {string} name @returns {"taken" | "own" | "bundled"} */
export const voiceOf = ({ own, taken }, name) =>
  taken.includes(name) ? "taken" : own.includes(name) ? "own" : "bundled";

/** Signs beside the words, so that nothing hangs on a colour. */
const SIGNS = { taken: "●", own: "✓", bundled: "" };

/**
 * What a clip says, as a person reads it.
 * @param {Say} say
 * @param {Prompt} prompt
 */
export function wordOf(say, { kind, text }) {
  if (kind === "chime") return say("voice-chime");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {Say} say
 * @param {Facts} facts
 * @param {(name: string) => void} choose
 */
export function list(say, facts, choose) {
  const { needed, others } = facts.prompts;
  const done = needed.filter(({ name }) => facts.own.includes(name)).length;
  const opened = others.some(({ name }) => name === facts.chosen);
  /** @param {Prompt[]} prompts */
  const rows = (prompts) => h("ul", { class: "clips" }, ...prompts.map((prompt) => row(say, facts, prompt, choose)));
  return [
    h(
      "div",
      { class: "progress", id: "progress", "data-done": done, "data-all": needed.length },
      h("h2", {}, say("voice-list")),
      h("p", {}, say("voice-progress", { done, all: needed.length })),
      h("progress", { max: needed.length, value: done, "aria-label": say("voice-list") }),
    ),
    rows(needed),
    h(
      "details",
      { open: opened },
      h("summary", { "data-key": "others" }, say("voice-others", { count: others.length })),
      h("p", { class: "more" }, say("voice-others-help")),
      rows(others),
    ),
  ];
}

/**
 * @param {Say} say
 * @param {Facts} facts
 * @param {Prompt} prompt
 * @param {(name: string) => void} choose
 */
function row(say, facts, prompt, choose) {
  const { name } = prompt;
  const voice = voiceOf(facts, name);
  const called = nameOf(prompt);
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        "data-clip": name,
        "data-key": name,
        "data-voice": voice,
        "aria-current": name === facts.chosen ? "true" : null,
        onclick: () => choose(name),
      },
      h("span", { class: "word" }, wordOf(say, prompt), called && h("small", {}, ` “${called}”`)),
      h("span", { class: "voice" }, SIGNS[voice] && h("span", { "aria-hidden": "true" }, SIGNS[voice]), say(`voice-is-${voice}`)),
    ),
  );
}
