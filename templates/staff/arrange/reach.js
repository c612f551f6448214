// @ts-check
/**
 * From how far boards can be read. The office computes it for a hundred inches and has the last word; this only scales,
 * so that somebody who turns the knobs sees at once what becomes of it.
 *
 * @module
 */

/** @typedef {{ layout: string, reach: { across: number, upright: number } }} Layout  metres to each inch, hundredfold */

/**
 * Centimetres.
 * @param {Layout} layout
 * @param {boolean} upright
 * @param {number} diagonal in inches
 */
export const reach = ({ reach: { across, upright: standing } }, upright, diagonal) =>
  Math.floor((upright ? standing : across) * diagonal);

/**
 * `8,0`: metres to one decimal, never more than there are.
 * @param {number} centimetres
 * @param {string} lang
 */
export function metres(centimetres, lang) {
  const tenths = Math.floor(centimetres / 10);
  return `${Math.floor(tenths / 10)}${lang === "en" ? "." : ","}${tenths % 10}`;
}

/**
 * The lines of a text that would run.
 * @param {string} text
 */
export const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/**
 * `3,4 MB`
 * @param {number} bytes
 * @param {string} lang
 */
export function size(bytes, lang) {
  const power = bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3;
  const unit = ["kB", "MB", "GB"][power - 1];
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(bytes / 1024 ** power)} ${unit}`;
}
