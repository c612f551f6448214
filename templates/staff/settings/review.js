// @ts-check
/**
 * What a change comes to, before it is kept: lines that go and come, what is wrong in which line, and what stands in
 * the way.
 *
 * @module
 */

import { ask } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** Lines shown around one in which something is wrong. */
const AROUND = 2;

export class Review {
  /** What the person sees of it. */
  element = h("aside", { class: "review", id: "review", hidden: true, tabindex: -1 });
  #say;
  #lang;
  #frame;
  #keep;

  /**
   * @param {Say} say
   * @param {string} lang
   * @param {import("../parts/frame.js").Frame} frame
   * @param {(change: object) => Promise<void>} keep
   */
  constructor(say, lang, frame, keep) {
    this.#say = say;
    this.#lang = lang;
    this.#frame = frame;
    this.#keep = keep;
  }

  /** @param {object} change */
  async look(change) {
    const say = this.#say;
    this.#frame.warn("");
    const { ok, body } = await ask("/api/settings/look", change, this.#lang);
    if (!ok && !body.faults) {
      this.close();
      return this.#frame.warn(body.message ?? say("staff-no-answer"));
    }
    if (ok && body.diff.length === 0) {
      this.close();
      return this.#frame.tell(say("settings-unchanged"));
    }
    const { faults = [], obstacles = [], diff, text } = body;
    const free = ok && obstacles.length === 0;
    const keep = h("button", { type: "button", class: "primary", id: "keep", onclick: () => void this.#keep(change) }, say("settings-keep"));
    const back = h("button", { type: "button", id: "back", onclick: () => this.close() }, say("settings-not"));
    this.element.replaceChildren(
      h("h2", {}, say(free ? "settings-review" : "settings-review-not")),
      ...told(say, faults, text),
      ...(obstacles.length > 0 ? [h("p", { class: "bad" }, say("settings-obstacles")), h("ul", { class: "obstacles" }, ...obstacles.map((/** @type {string} */ words) => h("li", {}, words)))] : []),
      lines(say, diff),
      h("div", { class: "answers" }, free && keep, back),
    );
    this.element.dataset.free = String(free);
    this.element.hidden = false;
    this.element.focus();
  }

  close() {
    this.element.hidden = true;
  }
}

/**
 * What is wrong, with the lines in which it is.
 * @param {Say} say
 * @param {any[]} faults
 * @param {string} text
 */
function told(say, faults, text) {
  const all = text.split("\n");
  return faults.map(({ line, column, words }) => {
    const where = line ? h("strong", {}, say("settings-line", { line, column }), " ") : null;
    const from = Math.max((line ?? 1) - 1 - AROUND, 0);
    const around = line ? all.slice(from, line + AROUND) : [];
    const rows = around.map((shown, nth) => row(from + nth + 1, shown, from + nth + 1 === line ? "here" : "both"));
    return h("div", { class: "fault", "data-line": line }, h("p", {}, where, words), rows.length > 0 && h("div", { class: "lines" }, ...rows));
  });
}

/**
 * A comparison, line by line.
 * @param {Say} say
 * @param {any[]} diff
 */
export function lines(say, diff) {
  if (diff.length === 0) return h("p", { class: "hint" }, say("settings-same"));
  return h("div", { class: "lines", role: "table", "aria-label": say("settings-lines") }, ...diff.map(({ line, text, side }) => row(line, text, side)));
}

const SIGNS = { old: "−", new: "+", both: " ", gap: "⋯", here: "!" };

/** @param {number} number @param {string} text @param {keyof typeof SIGNS} side */
const row = (number, text, side) =>
  h("div", { class: side, role: "row" }, h("span", { class: "number" }, number || ""), h("span", { class: "sign" }, SIGNS[side]), h("code", {}, text));
