// @ts-check
/**
 * The shape of each service, so that who cannot read finds theirs: the same on kiosk, slip, board and sign.
 *
 * @module
 */

import { h } from "../shared/page.js";

/** @type {Record<string, string>} */
const SHAPES = { A: "circle", B: "square", C: "triangle", D: "diamond", E: "hexagon" };

/**
 * The shape of a service.
 * @param {string} letter  of its series; others than A to E share one shape
 */
export const shapeOf = (letter) => SHAPES[letter] ?? "plain";

/**
 * A filled shape, with the letter in it or without, beside a number that says the letter already.
 * @param {string} letter
 * @param {"lettered" | "bare"} kind
 */
export function shape(letter, kind) {
  return h("span", { class: "shape", "data-shape": shapeOf(letter), "aria-hidden": "true" }, kind === "lettered" && h("b", {}, letter));
}
