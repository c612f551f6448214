// @ts-check
/**
 * The periods in which the office reports, around a day of the office's own calendar.
 *
 * @module
 */

/** @typedef {"month" | "quarter" | "half" | "year"} Name */

/** Months of each period. @type {Record<Name, number>} */
const LENGTHS = { month: 1, quarter: 3, half: 6, year: 12 };

/** @type {Name[]} */
export const PERIODS = ["month", "quarter", "half", "year"];

/**
 * The whole period that holds a day.
 * @param {Name} name
 * @param {string} today `2026-11-23`
 * @returns {{ from: string, until: string }}
 */
export function period(name, today) {
  const [year, month] = today.split("-").map(Number);
  const first = Math.floor((month - 1) / LENGTHS[name]) * LENGTHS[name] + 1;
  const last = first + LENGTHS[name] - 1;
  // Day 0 of the month after is the last day of this one.
  const end = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return { from: `${year}-${two(first)}-01`, until: `${year}-${two(last)}-${two(end)}` };
}

/**
 * The whole period before the one that begins on a day, or after the one that ends on it.
 * @param {Name} name
 * @param {{ from: string, until: string }} days
 * @param {-1 | 1} way
 */
export function neighbour(name, { from, until }, way) {
  const day = new Date(Date.parse(`${way < 0 ? from : until}T00:00:00Z`));
  day.setUTCDate(day.getUTCDate() + way);
  return period(name, day.toISOString().slice(0, 10));
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
