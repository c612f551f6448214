// @ts-check
/**
 * A report as a sheet: key figures, charts with their tables, and what every figure means. On the screen and on paper
 * the same.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { longDay } from "../report/names.js";
import { figure, points, written } from "./cells.js";
import { lying, standing } from "./charts.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./cells.js").Table} Table */

/** Rows of the summary that stand large at the top: the message, the row, the unit. @type {[string, string, string][]} */
const KEYS = [
  ["issued", "issued", ""],
  ["wait", "wait-p50", ""],
  ["level", "level", " %"],
  ["no-show", "no-show-share", " %"],
  ["promise", "promise-kept", " %"],
  ["kept", "steps-kept", " %"],
];

/**
 * @param {Say} say
 * @param {any} report
 * @param {any} facts of the page
 * @param {(table: string) => string} csv where a table is to be had
 */
export function sheet(say, report, facts, csv) {
  const days = report.from === report.until ? [report.from] : [report.from, report.until];
  const head = h(
    "header",
    {},
    h("p", { class: "office" }, facts.office.name),
    h("h2", {}, say("reports-heading")),
    h("p", {}, `${days.map((day) => longDay(day, facts.lang)).join(" – ")} · ${say("reports-days", { count: report.days })}`),
  );
  if (report.issued === 0 && report.left === 0) {
    return [head, h("p", { class: "none" }, say("reports-none")), h("p", { class: "empty" }, say("reports-none-help"))];
  }
  const tables = new Map(report.tables.map((/** @type {Table} */ table) => [table.id, table]));
  const part = (/** @type {string} */ id, /** @type {(Node | false)[]} */ charts = []) => section(say, tables.get(id), charts, csv(id), facts.lang);
  const draw = drawer(say, tables, facts.lang);
  const meaning = h("ul", {}, ...report.definitions.map((/** @type {string} */ words) => h("li", {}, words)));
  return [
    head,
    keys(say, tables.get("summary"), facts.lang),
    part("visits"),
    part("times", [draw.median("times", "service-name", "wait", lying), draw.median("times", "service-name", "service", lying)]),
    part("hours", [draw.one("hours", "hour", "issued", "reports-chart-issued", standing, "count"), draw.median("hours", "hour", "wait", standing)]),
    part("weekdays", [draw.one("weekdays", "weekday", "issued", "reports-chart-issued", standing, "count")]),
    part("trend", [draw.one("trend", "part", "issued", "reports-chart-issued", standing, "count"), draw.median("trend", "part", "wait", standing)]),
    part("lokets", [draw.one("lokets", "loket", "used", "reports-chart-used", lying, "percent")]),
    part("steps", [draw.one("steps", "step", "kept", "reports-chart-kept", lying, "percent")]),
    part("promises", [draw.one("promises", "service-name", "promise-kept", "reports-chart-promise", lying, "percent")]),
    part("classes", [draw.median("classes", "class", "wait", lying)]),
    part("by-day"),
    part("copies"),
    part("complaints"),
    part("exceptions"),
    part("summary"),
    h("footer", { id: "definitions" }, h("h3", {}, say("reports-definitions")), meaning),
  ];
}

/** @param {Say} say @param {Table} summary @param {string} lang */
function keys(say, summary, lang) {
  const key = (/** @type {[string, string, string]} */ [name, row, unit]) => {
    const text = figure(summary, row, lang);
    return h("div", { class: "key", "data-key": name }, h("strong", {}, text === "-" ? text : text + unit), h("span", {}, say(`reports-key-${name}`)));
  };
  return h("section", { class: "keys" }, ...KEYS.map(key));
}

/** Draws what a table holds; nothing where there are no figures. @param {Say} say @param {Map<string, Table>} tables @param {string} lang */
function drawer(say, tables, lang) {
  /** @param {string} id @param {any} wanted @param {string} title @param {typeof lying} way @param {import("./charts.js").Kind} kind */
  const drawn = (id, wanted, title, way, kind) => {
    const list = points(/** @type {Table} */ (tables.get(id)), wanted, lang);
    // One column beside nothing says less than the table.
    return list.length > (way === standing ? 1 : 0) && h("figure", {}, h("figcaption", {}, title), way(title, list, kind));
  };
  return {
    /** @param {string} id @param {string} name @param {string} value @param {string} title @param {typeof lying} way @param {import("./charts.js").Kind} kind */
    one: (id, name, value, title, way, kind) => drawn(id, { name, value, unit: kind === "percent" ? " %" : "" }, say(title), way, kind),
    /** @param {string} id @param {string} name @param {string} what @param {typeof lying} way */
    median: (id, name, what, way) => {
      const column = tables.get(id)?.columns.find((known) => known.id === `${what}-p50`);
      const title = say("reports-chart-median-p90", { name: (column?.name ?? "").replace(/ median$/, "") });
      return drawn(id, { name, value: `${what}-p50`, beyond: `${what}-p90` }, title, way, "time");
    },
  };
}

/**
 * A table under its charts, with the link that brings it into a spreadsheet.
 * @param {Say} say
 * @param {Table | undefined} table
 * @param {(Node | false)[]} charts
 * @param {string} csv
 * @param {string} lang
 */
function section(say, table, charts, csv, lang) {
  if (!table) return h("section", {});
  const wordy = (/** @type {number} */ column) => typeof table.rows[0]?.[column] === "string" && table.rows[0][column] !== "-";
  const head = table.columns.map(({ id, name }, column) => h("th", { scope: "col", "data-column": id, class: column > 0 && wordy(column) ? "words" : null }, name));
  const row = (/** @type {import("./cells.js").Cell[]} */ cells, /** @type {number} */ place) => {
    const [first, ...rest] = cells.map((cell) => written(cell, lang));
    const sum = table.total && place === table.rows.length - 1;
    return h("tr", { "data-total": sum || null }, h("th", { scope: "row" }, first), ...rest.map((text, column) => h("td", { class: wordy(column + 1) ? "words" : null }, text)));
  };
  const download = h("a", { class: "csv", href: csv, download: true, "aria-label": say("reports-csv-of", { table: table.name }) }, "CSV");
  return h(
    "section",
    { "data-table": table.id },
    h("h3", {}, table.name, " ", download),
    charts.some((chart) => chart instanceof Node) && h("div", { class: "figures" }, ...charts),
    h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": table.name }, h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...table.rows.map(row)))),
  );
}
