// @ts-check
/**
 * How the parts of the report are called, and which unsur stand lowest and highest.
 *
 * @module
 */

import { date } from "../../../display/shared/words.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** `1 Januari 2026`. @param {string} day `2026-01-01` @param {string} lang */
export function longDay(day, lang) {
  return date(Date.parse(`${day}T00:00:00Z`), 0, lang).split(", ")[1];
}

/** `Jan 2026`, from `2026-01`. @param {string} key @param {string} lang */
export function month(key, lang) {
  const [, name, year] = longDay(`${key}-01`, lang).split(" ");
  return `${name.slice(0, 3)} ${year}`;
}

/** `Triwulan 4 2026`, from `2026-T4`. @param {Say} say @param {string} key */
export function quarter(say, key) {
  const [year, number] = key.split("-T");
  // As text, so that a year is not written with a separator.
  return say("skm-quarter", { quarter: number, year });
}

/**
 * The unsur with the least and the greatest sum; none when all are equal.
 * @param {{ name: string, sum: number }[]} unsur
 * @returns {{ lowest: string[], highest: string[] }}
 */
export function extremes(unsur) {
  const sums = unsur.map((line) => line.sum);
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  if (least === most) return { lowest: [], highest: [] };
  const named = (/** @type {number} */ sum) => unsur.filter((line) => line.sum === sum).map((line) => line.name);
  return { lowest: named(least), highest: named(most) };
}
