// @ts-check
/**
 * The middle: one word, big, and what can be done about it now.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { kbd } from "../parts/keys.js";
import { wordOf } from "./list.js";
import { nameOf } from "./prompts.js";
import { bars } from "./shape.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./prompts.js").Prompt} Prompt */
/** @typedef {import("./shape.js").Shaped} Shaped */

/**
 * What the microphone does: `off` and can be opened, `opening`, `open`, `recording`, or why there is none.
 * @typedef {"off" | "opening" | "open" | "recording" | import("./microphone.js").NoMicrophone} Hearing
 *
 * @typedef {object} Facts
 * @property {Prompt} prompt
 * @property {Hearing} hearing
 * @property {Shaped | undefined} take recorded and not kept yet
 * @property {{ seconds: number } | null} own the office's own recording of it
 * @property {boolean} busy
 *
 * @typedef {object} Hands
 * @property {() => void} record opens the microphone, begins, or ends
 * @property {() => void} play
 * @property {() => void} example
 * @property {() => void} keep
 * @property {() => void} forget
 * @property {(file: File) => void} upload
 */

/** Bars that draw a take. */
const BARS = 72;

/** @param {Hearing} hearing @returns {hearing is import("./microphone.js").NoMicrophone} */
const without = (hearing) => ["insecure", "denied", "none", "busy"].includes(hearing);

/**
 * @param {Say} say
 * @param {string} lang
 * @param {Facts} facts
 * @param {HTMLElement} meter drawn by itself, many times a second
 * @param {Hands} hands
 */
export function booth(say, lang, facts, meter, hands) {
  const { prompt, hearing } = facts;
  const called = nameOf(prompt);
  const word = wordOf(say, prompt);
  const size = word.length > 10 ? "big long" : "big";
  return [
    h("p", { class: "kind" }, say(`voice-kind-${prompt.kind}`)),
    // What is read aloud is Indonesian in every language of the page.
    h("p", { class: size, lang: prompt.kind === "chime" ? lang : "id", id: "word" }, word),
    h("p", { class: "how" }, called ? say("voice-how-letter", { name: called }) : say(`voice-how-${prompt.kind}`)),
    key("example", say("voice-example"), "D", hands.example, { class: "small" }),
    without(hearing) ? trouble(say, hearing, hands) : h("div", { class: "hear" }, meter, recordKey(say, facts, hands)),
    ...result(say, lang, facts, hands),
    fileKey(say, without(hearing), hands),
  ];
}

/**
 * A key of the booth with its letter on it.
 * @param {string} id
 * @param {string} label
 * @param {string} letter
 * @param {() => void} press
 * @param {Record<string, any>} [facts]
 */
function key(id, label, letter, press, facts = {}) {
  return h("button", { type: "button", id, "data-key": id, ...facts, onclick: press }, h("span", {}, label), letter && kbd(letter));
}

/** @param {Say} say @param {Facts} facts @param {Hands} hands */
function recordKey(say, { hearing, take }, { record }) {
  // Once there is something to keep, keeping it is the likely next act.
  const again = hearing === "open" && take && !take.trouble;
  const look = hearing === "recording" ? "recording" : again ? "" : "primary";
  const label = say(`voice-record-${again ? "again" : hearing}`);
  return key("record", label, say("voice-space"), record, { class: `huge ${look}`, disabled: hearing === "opening" });
}

/** @param {Say} say @param {import("./microphone.js").NoMicrophone} hearing @param {Hands} hands */
function trouble(say, hearing, { record }) {
  return h(
    "div",
    { class: "trouble", id: "no-microphone", "data-why": hearing, role: "status" },
    h("strong", {}, say(`voice-no-${hearing}`)),
    h("p", {}, say(`voice-no-${hearing}-help`)),
    hearing !== "insecure" && key("record", say("try-again"), "", record, {}),
  );
}

/** What there is of this clip. @param {Say} say @param {string} lang @param {Facts} facts @param {Hands} hands */
function result(say, lang, { take, own, busy }, hands) {
  /** @param {number} count */
  const seconds = (count) => say("voice-seconds", { seconds: count.toFixed(1).replace(".", lang === "en" ? "." : ",") });
  if (take?.trouble) return [h("p", { class: "warning", id: "take", role: "status" }, say(`voice-take-${take.trouble}`))];
  if (take) {
    return [
      h(
        "div",
        { class: "take", id: "take" },
        h("div", { class: "strip" }, drawn(take.samples), h("span", { class: "long" }, seconds(take.seconds))),
        ...take.notes.map((note) => h("p", { class: "warning" }, say(`voice-note-${note}`))),
        h(
          "div",
          { class: "keys" },
          key("play", say("voice-play"), "P", hands.play),
          key("keep", say("voice-keep"), "Enter", hands.keep, { class: "primary", disabled: busy }),
        ),
      ),
    ];
  }
  if (!own) return [h("p", { class: "empty", id: "take" }, say("voice-bundled"))];
  return [
    h(
      "div",
      { class: "take", id: "take" },
      h("p", {}, h("strong", {}, say("voice-own")), " ", seconds(own.seconds)),
      h(
        "div",
        { class: "keys" },
        key("play", say("voice-play"), "P", hands.play),
        key("forget", say("voice-forget"), "", hands.forget, { class: "grave", disabled: busy }),
      ),
    ),
  ];
}

/** @param {Float32Array} samples */
function drawn(samples) {
  const heights = bars(samples, BARS);
  const strip = h("div", { class: "bars", "aria-hidden": "true" }, ...heights.map(() => h("i")));
  [...strip.children].forEach((bar, i) => {
    if (bar instanceof HTMLElement) bar.style.setProperty("--high", String(Math.max(0.03, heights[i])));
  });
  return strip;
}

/** @param {Say} say @param {boolean} only whether there is no other way @param {Hands} hands */
function fileKey(say, only, { upload }) {
  const input = /** @type {HTMLInputElement} */ (
    h("input", { type: "file", id: "file", class: "visually-hidden", accept: "audio/*,.wav,.opus,.ogg,.webm,.mp3,.m4a", "data-key": "file" })
  );
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    // The same file may be chosen again.
    if (file) upload(file);
    input.value = "";
  });
  return h("label", { class: only ? "button primary upload" : "button upload" }, input, h("span", {}, say("voice-upload")));
}
