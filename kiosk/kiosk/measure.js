// @ts-check
/**
 * Real sizes: a finger is as wide on a large screen as on a small one, and no browser knows how large its screen is.
 *
 * The administrator opens `/kiosk?diagonal=15.6` once; the screen remembers it. Everything in the styles is then in
 * millimetres of glass, as far as six tiles still fit without scrolling.
 *
 * @module
 */

import { diagonalOf } from "../diagonal.js";

/** CSS pixels to a millimetre where nobody has said the diagonal: 21.5 inches upright with 1080 x 1920. */
export const USUAL = Math.hypot(1080, 1920) / (21.5 * 25.4);
/** Where this screen remembers its diagonal. */
const PLACE = "kiosk-diagonal";
/** What the views need at least, in millimetres, before they would have to be scrolled. */
const NEEDED = { upright: [190, 330], lying: [280, 175] };
/** On a very large screen everything grows with it, as if its shorter side were this long, in millimetres. */
const WIDEST = 268;
/** Sizes of letters in millimetres: capitals of 4.8 mm, and of 7.3 mm for who sees badly. */
const LETTER = { normal: 7.2, large: 10.9 };
/** Letters lie between these parts of the side of a square that is as large as the screen. */
const PART = { least: 1 / 43, normal: 1 / 36, large: 1 / 30 };

/**
 * @typedef {object} Sizes in CSS pixels
 * @property {number} mm a millimetre
 * @property {number} letter letters
 * @property {number} large letters for who sees badly
 */

/**
 * @param {number} width of the page, in CSS pixels
 * @param {number} height
 * @param {number} [inches] diagonal, if it is known
 * @returns {Sizes}
 */
export function sizes(width, height, inches) {
  const [needsWidth, needsHeight] = height > width ? NEEDED.upright : NEEDED.lying;
  const glass = inches ? Math.hypot(width, height) / (inches * 25.4) : USUAL;
  const most = Math.min(width / needsWidth, height / needsHeight);
  const mm = Math.min(most, Math.max(glass, Math.min(width, height) / WIDEST));
  const side = Math.sqrt(width * height);
  const letter = Math.max(side * PART.least, Math.min(LETTER.normal * mm, side * PART.normal));
  return { mm, letter, large: Math.max(letter * 1.2, Math.min(LETTER.large * mm, side * PART.large)) };
}

/**
 * The diagonal that was said, if it was.
 * @param {string} search
 * @param {Pick<Storage, "getItem" | "setItem">} store
 * @returns {number | undefined} inches
 */
export const diagonal = (search, store) => diagonalOf(PLACE, search, store);

/**
 * Keeps the sizes right for as long as the page lives.
 * @param {number | undefined} inches
 */
export function keepMeasure(inches) {
  const measure = () => {
    const { mm, letter, large } = sizes(innerWidth, innerHeight, inches);
    const { style } = document.documentElement;
    style.setProperty("--mm", `${mm.toFixed(3)}px`);
    style.setProperty("--letter-normal", `${letter.toFixed(2)}px`);
    style.setProperty("--letter-large", `${large.toFixed(2)}px`);
  };
  measure();
  addEventListener("resize", measure);
}
