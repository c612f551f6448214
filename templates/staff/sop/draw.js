// @ts-check
/**
 * The picture of the SOP as SVG.
 *
 * @module
 */

import { lanes, WIDE, width, wrap } from "./layout.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./layout.js").Page} Page */
/** @typedef {import("./layout.js").Shape} Shape */
/** @typedef {import("./layout.js").Step} Step */
/** @typedef {{ berkas: number, late: number }} Count */

const SPACE = "http://www.w3.org/2000/svg";
/** Height of the heading. */
const HEAD = 76;
const SMALL = 12;
const LINE = 14.5;

/**
 * @param {string} tag @param {Record<string, any>} [facts] @param {...(Node | string)} children
 * @returns {SVGElement}
 */
function s(tag, facts = {}, ...children) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, String(value));
  element.append(...children);
  return /** @type {SVGElement} */ (element);
}

/** Lines of text around the middle `y`. @param {number} x @param {number} y @param {string[]} lines @param {string} kind */
function words(x, y, lines, kind) {
  const first = y - ((lines.length - 1) * LINE) / 2 + SMALL * 0.35;
  return s("text", { class: kind }, ...lines.map((line, place) => s("tspan", { x, y: first + place * LINE }, line)));
}

/** The columns behind the lanes. @param {Step[]} plan */
function columns(plan) {
  let x = WIDE.no + WIDE.title + lanes(plan).length * WIDE.lane;
  return /** @type {const} */ (["needs", "minutes", "output", "now"]).map((name) => {
    const column = { name, x, w: WIDE[name] };
    x += column.w;
    return column;
  });
}

/** The heading of a page. @param {Say} say @param {Step[]} plan */
export function head(say, plan) {
  const wide = width(plan);
  const actors = lanes(plan);
  const right = columns(plan);
  const cell = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h, /** @type {string} */ text) => [
    s("rect", { class: "cell", x, y, width: w, height: h }),
    words(x + w / 2, y + h / 2, wrap(text, w - 8, SMALL, 4), "heading"),
  ];
  return s(
    "svg",
    { class: "sop-head", viewBox: `0 0 ${wide} ${HEAD}`, "aria-hidden": "true" },
    ...cell(0, 0, WIDE.no, HEAD, say("sop-no")),
    ...cell(WIDE.no, 0, WIDE.title, HEAD, say("sop-activity")),
    ...cell(actors[0].x, 0, actors.length * WIDE.lane, 22, say("sop-actors")),
    ...actors.flatMap((lane) => cell(lane.x, 22, lane.w, HEAD - 22, lane.title)),
    ...cell(right[0].x, 0, right[3].x - right[0].x, 22, say("sop-quality")),
    ...right.slice(0, 3).flatMap((column) => cell(column.x, 22, column.w, HEAD - 22, say(`sop-${column.name}`))),
    ...cell(right[3].x, 0, right[3].w, HEAD, say("sop-now")),
  );
}

/**
 * The rows of a page.
 * @param {Say} say @param {Step[]} plan @param {Page} page @param {Count[]} now in the order of the plan
 */
export function body(say, plan, page, now) {
  const wide = width(plan);
  const picture = s("svg", { class: "sop-body", viewBox: `0 0 ${wide} ${page.height}`, role: "img", "aria-label": say("sop-picture") });
  const first = page.rows[0];
  const last = page.rows[page.rows.length - 1];
  const verticals = [0, WIDE.no, ...lanes(plan).map((lane) => lane.x), ...columns(plan).map((column) => column.x), wide];
  const rowTops = [0, ...page.rows.slice(1).map((row) => row.y), page.height];
  picture.append(
    ...page.rows.map((row) => ground(row, first, last, page, wide, now[row.place])),
    s("path", { class: "grid", d: [...verticals.map((x) => `M${x} 0V${page.height}`), ...rowTops.map((y) => `M0 ${y}H${wide}`)].join("") }),
    ...page.rows.flatMap((row) => texts(say, plan, row, now[row.place])),
    ...page.arrows.map((arrow) => way(say, arrow)),
    ...page.shapes.map((shape) => symbol(say, shape)),
    ...page.rows.flatMap((row) => badge(page, row, now[row.place])),
  );
  return picture;
}

/**
 * @param {import("./layout.js").Row} row @param {import("./layout.js").Row} first @param {import("./layout.js").Row} last
 * @param {Page} page @param {number} wide @param {Count} count
 */
function ground(row, first, last, page, wide, count) {
  const y = row === first ? 0 : row.y;
  const end = row === last ? page.height : row.y + row.h;
  return s("rect", { class: "ground", "data-late": count.late > 0, "data-count": count.berkas, x: 0, y, width: wide, height: end - y });
}

/** @param {Say} say @param {Step[]} plan @param {import("./layout.js").Row} row @param {Count} count */
function texts(say, plan, row, count) {
  const { step, middle } = row;
  const [needs, minutes, output, now] = columns(plan);
  const left = (/** @type {{ x: number, w: number }} */ column, /** @type {string} */ text) =>
    words(column.x + 6, middle, wrap(text, column.w - 12, SMALL), "plain");
  return [
    words(WIDE.no / 2, middle, [row.mark], "mark"),
    left({ x: WIDE.no, w: WIDE.title }, step.title),
    left(needs, step.needs),
    words(minutes.x + minutes.w / 2, middle, [say("sop-minutes-short", { count: step.minutes })], "centre"),
    left(output, step.output),
    words(now.x + now.w / 2, middle - (count.late > 0 ? 8 : 0), [String(count.berkas)], count.berkas > 0 ? "count" : "count none"),
    ...(count.late > 0 ? [words(now.x + now.w / 2, middle + 16, [say("sop-late", { count: count.late })], "late")] : []),
  ];
}

/** @param {Say} say @param {import("./layout.js").Arrow} arrow */
function way(say, arrow) {
  const [end, before] = [arrow.points[arrow.points.length - 1], arrow.points[arrow.points.length - 2]];
  const group = s(
    "g",
    { class: "way", "data-from": arrow.from, "data-choice": arrow.choice, "data-to": arrow.to, "data-word": arrow.word },
    s("path", { class: "line", d: arrow.points.map(([x, y], place) => `${place === 0 ? "M" : "L"}${x} ${y}`).join("") }),
    s("path", { class: "tip", d: tip(before, end) }),
  );
  if (arrow.word) {
    const anchor = arrow.side === "left" ? "end" : "start";
    group.append(s("text", { class: "word", x: arrow.at[0], y: arrow.at[1], "text-anchor": anchor }, say(`sop-word-${arrow.word}`)));
  }
  return group;
}

/** The head of an arrow. @param {import("./layout.js").Point} from @param {import("./layout.js").Point} to */
function tip(from, [x, y]) {
  const [dx, dy] = [Math.sign(x - from[0]), Math.sign(y - from[1])];
  const [ox, oy] = [-dy * 3.5, dx * 3.5];
  return `M${x} ${y}L${x - dx * 7 + ox} ${y - dy * 7 + oy}L${x - dx * 7 - ox} ${y - dy * 7 - oy}Z`;
}

/** @param {Say} say @param {Shape} shape */
function symbol(say, shape) {
  const { kind, x, y, w, h } = shape;
  const [left, above, right, below] = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  const outline = {
    start: () => s("rect", { x: left, y: above, width: w, height: h, rx: h / 2 }),
    end: () => s("rect", { x: left, y: above, width: w, height: h, rx: h / 2 }),
    box: () => s("rect", { x: left, y: above, width: w, height: h }),
    decision: () => s("path", { d: `M${x} ${above}L${right} ${y}L${x} ${below}L${left} ${y}Z` }),
    page: () => s("path", { d: `M${left} ${above}H${right}V${y + h / 5}L${x} ${below}L${left} ${y + h / 5}Z` }),
  }[kind]();
  const text = kind === "start" ? say("sop-start") : kind === "end" ? say(`sop-${shape.text.replace(":", "-")}`) : shape.text;
  const raised = kind === "page" ? -2 : 0;
  return s("g", { class: `symbol ${kind}`, "data-step": shape.step }, outline, words(x, y + raised, [text], "inside"));
}

/** The berkas that are at a step now, on its symbol. @param {Page} page @param {import("./layout.js").Row} row @param {Count} count */
function badge(page, row, count) {
  const shape = page.shapes.find(({ kind, step }) => step === row.step.id && (kind === "box" || kind === "decision"));
  if (!shape || count.berkas === 0) return [];
  const [x, y] = [shape.x + 20, shape.y - 17];
  const text = String(count.berkas);
  const wide = Math.max(20, 10 + text.length * 8);
  return [
    s("g", { class: "badge", "data-late": count.late > 0 }, s("rect", { x: x - wide / 2, y: y - 10, width: wide, height: 20, rx: 10 }), words(x, y, [text], "inside")),
  ];
}
