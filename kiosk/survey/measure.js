// @ts-check
/**
 * Real sizes: a person's finger does not know how many pixels a tablet has.
 */

import { diagonalOf } from "../diagonal.js";

/** Diagonal of the usual tablet, in inches. */
export const DIAGONAL = 10.1;
/** Where this tablet remembers its own diagonal. */
const PLACE = "survey-diagonal";

/**
 * CSS pixels to a millimetre, when the page fills a screen of that diagonal.
 * @param {number} width of the page, in CSS pixels
 * @param {number} height
 * @param {number} diagonal in inches
 */
export function pixelsPerMillimetre(width, height, diagonal) {
  return Math.hypot(width, height) / (diagonal * 25.4);
}

/**
 * The diagonal that was said, or the usual one.
 * @param {string} search
 * @param {Pick<Storage, "getItem" | "setItem">} store
 * @returns {number} inches
 */
export const diagonal = (search, store) => diagonalOf(PLACE, search, store) ?? DIAGONAL;

/**
 * Keeps `--mm` right. The keyboard of the tablet makes the page lower but not narrower, and must not make its keys
 * smaller; so only another width counts.
 * @param {number} inches
 */
export function keepMeasure(inches) {
  let width = 0;
  const measure = () => {
    if (innerWidth === width) return;
    width = innerWidth;
    const mm = pixelsPerMillimetre(innerWidth, innerHeight, inches);
    document.documentElement.style.setProperty("--mm", `${mm.toFixed(3)}px`);
  };
  measure();
  addEventListener("resize", measure);
}
