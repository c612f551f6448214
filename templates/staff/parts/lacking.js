// @ts-check
/**
 * What a returned berkas lacks, line by line, as officers read it.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @param {Say} say
 * @param {{ requirement: string, why: string, mended: boolean }[]} lines
 * @returns {Node | null} nothing when nothing is lacking
 */
export function lackingList(say, lines) {
  if (!lines || lines.length === 0) return null;
  const line = (/** @type {any} */ one) =>
    h(
      "li",
      { "data-mended": String(one.mended) },
      h("strong", {}, one.requirement),
      one.why && ` — ${one.why}`,
      one.mended && h("span", { class: "pill" }, say("staff-mended")),
    );
  return h("ul", { class: "lacking" }, ...lines.map(line));
}
