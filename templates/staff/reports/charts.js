// @ts-check
/**
 * The charts of the reports. What a bar says is written beside it, and the table below says it once more; nothing is
 * told by colour alone.
 *
 * @module
 */

import { drawing, s } from "../report/charts.js";
import { axis, lasting } from "./cells.js";

/** @typedef {import("./cells.js").Point} Point */
/** @typedef {"count" | "time" | "percent"} Kind */

const WIDTH = 720;

/** Longest name before a bar, in letters. */
const LONGEST = 25;
/** Most names below columns. */
const MOST_WORDS = 14;

/** @param {number} value @param {Kind} kind */
const mark = (value, kind) => (kind === "time" ? lasting(value) : String(value));

/** @param {string} name */
const short = (name) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

/** Of an hour, its beginning. @param {string} name `08.00–09.00` */
const begin = (name) => name.split("–")[0];

/** Lying bars; an outline goes on to the second figure. @param {string} title @param {Point[]} points @param {Kind} kind */
export function lying(title, points, kind) {
  const [row, left] = [36, 230];
  const length = WIDTH - left - 130;
  const height = points.length * row + 30;
  const { end, marks } = axis(Math.max(1, ...points.map(({ value, beyond = 0 }) => Math.max(value, beyond))), kind);
  const x = (/** @type {number} */ value) => left + (value / end) * length;
  const grid = marks.flatMap((value) => [
    s("line", { x1: x(value), x2: x(value), y1: 0, y2: height - 26, class: "chart-grid" }),
    s("text", { x: x(value), y: height - 8, class: "chart-mark", "text-anchor": "middle" }, mark(value, kind)),
  ]);
  const bars = points.flatMap(({ name, value, text, beyond, more }, place) => {
    const y = place * row + 6;
    const last = Math.max(x(value), beyond === undefined ? 0 : x(beyond));
    const words = more && more !== "-" ? `${text} · ${more}` : text;
    return [
      s("text", { x: left - 10, y: y + 18, class: "chart-name", "text-anchor": "end" }, short(name)),
      beyond !== undefined && s("rect", { x: left, y: y + 3, width: Math.max(1, x(beyond) - left), height: 18, class: "chart-beyond" }),
      s("rect", { x: left, y, width: Math.max(2, x(value) - left), height: 24, class: "chart-bar" }),
      s("text", { x: last + 8, y: y + 18, class: "chart-value" }, words),
    ];
  });
  return drawing(title, WIDTH, height, [...grid, ...bars]);
}

/** Standing columns through the day or through time. @param {string} title @param {Point[]} points @param {Kind} kind */
export function standing(title, points, kind) {
  const [height, left, bottom, top] = [230, 64, 34, 26];
  const { end, marks } = axis(Math.max(1, ...points.map(({ value, beyond = 0 }) => Math.max(value, beyond))), kind);
  const y = (/** @type {number} */ value) => height - bottom - (value / end) * (height - bottom - top);
  const room = (WIDTH - left) / Math.max(1, points.length);
  const wide = Math.min(56, room * 0.7);
  const every = Math.ceil(points.length / MOST_WORDS);
  const grid = marks.flatMap((value) => [
    s("line", { x1: left, x2: WIDTH, y1: y(value), y2: y(value), class: "chart-grid" }),
    s("text", { x: left - 8, y: y(value) + 5, class: "chart-mark", "text-anchor": "end" }, mark(value, kind)),
  ]);
  const columns = points.flatMap(({ name, value, text, beyond }, place) => {
    const middle = left + room * (place + 0.5);
    const named = (points.length - 1 - place) % every === 0;
    const highest = Math.min(y(value), beyond === undefined ? height : y(beyond));
    return [
      beyond !== undefined && s("rect", { x: middle - wide / 2 + 3, y: y(beyond), width: Math.max(1, wide - 6), height: y(0) - y(beyond), class: "chart-beyond" }),
      s("rect", { x: middle - wide / 2, y: y(value), width: wide, height: Math.max(1, y(0) - y(value)), class: "chart-bar" }),
      named && s("text", { x: middle, y: highest - 6, class: "chart-value", "text-anchor": "middle" }, text),
      named && s("text", { x: middle, y: height - 10, class: "chart-mark", "text-anchor": "middle" }, begin(name)),
    ];
  });
  return drawing(title, WIDTH, height, [...grid, ...columns]);
}
