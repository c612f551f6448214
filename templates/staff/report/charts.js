// @ts-check
/**
 * Charts as SVG: bars and lines that can be read in black and white, each with its figures written beside it.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

const SVG = "http://www.w3.org/2000/svg";

/** The least and the most an index can be. */
const LEAST = 25;
const MOST = 100;

/** Left and right of a line, for half of a name. */
const MARGIN = 36;
/** Most names below a line. */
const MOST_WORDS = 12;

/** @typedef {{ name: string, value: string, band?: string, n?: number }} Point `value` as it is printed: `76,61` */

/** @param {string} value `76,61` @returns {number} */
export const figure = (value) => Number(value.replace(",", "."));

/**
 * Where a value stands on an axis of a length, from 25 to 100.
 * @param {string} value
 * @param {number} length
 */
export const along = (value, length) => ((figure(value) - LEAST) / (MOST - LEAST)) * length;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} facts
 * @param {...(Node | string | false)} children
 */
export function s(tag, facts, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, String(value));
  element.append(...children.filter((child) => child !== false));
  return element;
}

/** Bars: one a line, with its name before and its value behind it. @param {string} title @param {Point[]} points */
export function bars(title, points) {
  const [line, left, width] = [34, 56, 720];
  const length = width - left - 110;
  const height = points.length * line + 28;
  const parts = points.flatMap(({ name, value, band }, place) => {
    const y = place * line + 6;
    const end = left + Math.max(2, along(value, length));
    return [
      s("text", { x: left - 10, y: y + 17, class: "chart-name", "text-anchor": "end" }, name),
      s("rect", { x: left, y, width: end - left, height: 22, class: "chart-bar" }),
      s("text", { x: end + 8, y: y + 17, class: "chart-value" }, band ? `${value} ${band}` : value),
    ];
  });
  const axis = [25, 50, 75, 100].flatMap((mark) => {
    const x = left + along(String(mark), length);
    return [
      s("line", { x1: x, x2: x, y1: 0, y2: height - 24, class: "chart-grid" }),
      s("text", { x, y: height - 6, class: "chart-mark", "text-anchor": "middle" }, String(mark)),
    ];
  });
  return drawing(title, width, height, [...axis, ...parts]);
}

/** A line through time; every point has its value written above it. @param {string} title @param {Point[]} points */
export function line(title, points) {
  const [width, height, left, bottom, top] = [720, 260, 44, 34, 22];
  const room = width - left - 2 * MARGIN;
  const step = points.length > 1 ? room / (points.length - 1) : 0;
  const x = (/** @type {number} */ place) => left + MARGIN + (points.length > 1 ? place * step : room / 2);
  // Words that would run into one another are left out; the table beside the chart has them all.
  const every = Math.ceil(points.length / MOST_WORDS);
  const named = (/** @type {number} */ place) => (points.length - 1 - place) % every === 0;
  const y = (/** @type {string} */ value) => height - bottom - along(value, height - bottom - top);
  const axis = [25, 50, 75, 100].flatMap((mark) => [
    s("line", { x1: left, x2: width, y1: y(String(mark)), y2: y(String(mark)), class: "chart-grid" }),
    s("text", { x: left - 8, y: y(String(mark)) + 5, class: "chart-mark", "text-anchor": "end" }, String(mark)),
  ]);
  const path = points.map(({ value }, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const marks = points.flatMap(({ name, value }, place) => [
    s("circle", { cx: x(place), cy: y(value), r: 5, class: "chart-point" }),
    named(place) && s("text", { x: x(place), y: y(value) - 11, class: "chart-value", "text-anchor": "middle" }, value),
    named(place) && s("text", { x: x(place), y: height - 10, class: "chart-mark", "text-anchor": "middle" }, name),
  ]);
  return drawing(title, width, height, [...axis, s("polyline", { points: path, class: "chart-line" }), ...marks]);
}

/** @param {string} title @param {number} width @param {number} height @param {(Node | false)[]} parts */
export function drawing(title, width, height, parts) {
  const facts = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title };
  // In a box of its own, because a page break goes through a drawing but not through a box that forbids it.
  return h("div", { class: "chart" }, s("svg", facts, ...parts));
}
