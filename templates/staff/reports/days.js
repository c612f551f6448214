// @ts-check
/**
 * The periods that can be chosen with one key, around a day of the office's own calendar.
 *
 * @module
 */

import { neighbour, PERIODS, period } from "../report/period.js";

/** @typedef {{ from: string, until: string }} Days */
/** @typedef {"today" | "yesterday" | "week" | import("../report/period.js").Name} Preset */

/** @type {Preset[]} */
export const PRESETS = ["today", "yesterday", "week", ...PERIODS];

/** A day so many days later. @param {string} day `2026-11-23` @param {number} by */
export function later(day, by) {
  const at = new Date(Date.parse(`${day}T00:00:00Z`));
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

/** The period of that name; weeks begin on Monday. @param {Preset} name @param {string} today @returns {Days} */
export function preset(name, today) {
  if (name === "today") return { from: today, until: today };
  if (name === "yesterday") return preset("today", later(today, -1));
  if (name !== "week") return period(name, today);
  const sinceMonday = (new Date(Date.parse(`${today}T00:00:00Z`)).getUTCDay() + 6) % 7;
  const monday = later(today, -sinceMonday);
  return { from: monday, until: later(monday, 6) };
}

/** The period before, or after, of the same kind. @param {Preset} name @param {Days} days @param {-1 | 1} way @returns {Days} */
export function beside(name, { from, until }, way) {
  if (name === "today" || name === "yesterday") return preset("today", later(way < 0 ? from : until, way));
  if (name === "week") return preset("week", later(way < 0 ? from : until, way));
  return neighbour(name, { from, until }, way);
}
