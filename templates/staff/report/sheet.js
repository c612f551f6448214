// @ts-check
/**
 * The report as a sheet: on the screen and on paper the same.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { bars, line } from "./charts.js";
import { extremes, longDay, month, quarter } from "./names.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @param {Say} say
 * @param {any} report
 * @param {any} facts of the page
 */
export function sheet(say, report, facts) {
  const days = [report.from, report.until].map((day) => longDay(day, facts.lang)).join(" – ");
  const head = h(
    "header",
    {},
    h("p", { class: "office" }, facts.office.name),
    h("h2", {}, say("report-ikm")),
    h("p", {}, days),
  );
  if (report.n === 0) {
    return [head, h("p", { class: "none" }, say("report-none")), h("p", { class: "empty" }, say("report-none-help"))];
  }
  return [
    head,
    score(say, report),
    unsur(say, report),
    h(
      "div",
      { class: "parts" },
      parts(say, "report-by-service", report.services, (part) => `${part.key} · ${part.name?.[facts.lang] ?? ""}`),
      parts(say, "report-by-month", report.months, (part) => month(part.key, facts.lang)),
    ),
    permits(say, report, facts.lang),
    trend(say, report, facts.lang),
    h(
      "div",
      { class: "parts" },
      counts(say, "report-sexes", report.sexes, (key) => say(`report-sex-${key}`)),
      counts(say, "report-ages", report.ages, (key) => age(say, key)),
      counts(say, "report-educations", report.educations, (key) => key),
      counts(say, "report-occupations", report.occupations, (key) => say(`report-occupation-${key}`)),
    ),
    report.suggestions.length > 0 &&
      h(
        "section",
        {},
        h("h3", {}, say("report-suggestions")),
        h("ul", { class: "suggestions" }, ...report.suggestions.map((/** @type {string} */ text) => h("li", {}, text))),
      ),
    h("p", { class: "how" }, say("report-how")),
  ].filter((part) => part instanceof Node);
}

/** `20` is up to that age, `61+` from it on. @param {Say} say @param {string} group */
export function age(say, group) {
  const older = group.endsWith("+");
  return say(older ? "report-age-from" : "report-age-up-to", { age: group.replace("+", "") });
}

/** @param {Say} say @param {any} report */
function score(say, report) {
  const { ikm, n, population, least, imported } = report;
  return h(
    "section",
    { class: "score", "data-band": ikm.band },
    h("p", { class: "value", id: "ikm" }, ikm.value),
    h(
      "div",
      {},
      h("p", { class: "band" }, say(`report-band-${ikm.band}`)),
      h("p", {}, respondents(say, report)),
      imported > 0 && h("p", { id: "imported" }, say("skm-imported", { count: imported })),
      h("p", { class: n > population ? "" : n >= least ? "enough" : "few" }, sample(say, report)),
    ),
  );
}

/** How many answered, of how many. @param {Say} say @param {any} report */
export const respondents = (say, { n, population }) =>
  n > population ? say("skm-respondents", { n }) : say("report-respondents", { n, of: population });

/** Whether they speak for all. Of how many the imported ones were chosen is not known here. @param {Say} say @param {any} report */
export function sample(say, { n, population, least }) {
  if (n > population) return say("skm-population", { population });
  return say(n >= least ? "report-enough" : "report-few", { least });
}

/** @param {Say} say @param {any} report */
function unsur(say, report) {
  const { lowest, highest } = extremes(report.unsur);
  const mark = (/** @type {string} */ name) =>
    lowest.includes(name) ? "report-lowest" : highest.includes(name) ? "report-highest" : "";
  const rows = report.unsur.map((/** @type {any} */ line, /** @type {number} */ place) => {
    const note = mark(line.name);
    return h(
      "tr",
      { "data-unsur": line.name },
      h(
        "th",
        { scope: "row" },
        h("span", { class: "code" }, `U${place + 1}`),
        say(`report-${line.name}`),
        note && h("em", {}, ` · ${say(note)}`),
      ),
      h("td", {}, line.sum),
      h("td", {}, line.mean),
      h("td", {}, line.weighted),
      h(
        "td",
        { class: "index" },
        bar(line.ikm),
        h("strong", {}, line.ikm.value),
        h("span", { class: "letter" }, line.ikm.band),
      ),
    );
  });
  const column = (/** @type {string} */ name) => h("th", { scope: "col" }, say(name));
  const head = h(
    "tr",
    {},
    ...["report-unsur-code", "report-unsur-sum", "report-unsur-mean", "report-unsur-weighted", "report-unsur-ikm"].map(
      column,
    ),
  );
  return h(
    "section",
    {},
    h("h3", {}, say("report-unsur")),
    h("table", { class: "unsur" }, h("thead", {}, head), h("tbody", {}, ...rows), total(say, report)),
    named(say, "skm-lowest", lowest),
    named(say, "skm-highest", highest),
    unsurChart(say, report),
  );
}

/** The sums of all nine. @param {Say} say @param {any} report */
function total(say, { total, weighted, ikm }) {
  const mean = h("td", {}, "");
  const index = h("td", { class: "index" }, h("strong", {}, ikm.value), h("span", { class: "letter" }, ikm.band));
  const cells = [h("th", { scope: "row" }, say("skm-total")), h("td", {}, total), mean, h("td", {}, weighted), index];
  return h("tfoot", {}, h("tr", { id: "total" }, ...cells));
}

/** @param {Say} say @param {string} message @param {string[]} names */
export const named = (say, message, names) =>
  names.length > 0 &&
  h("p", { class: "named" }, say(message, { names: names.map((name) => say(`report-${name}`)).join(", ") }));

/** @param {Say} say @param {any} report */
export const unsurChart = (say, report) =>
  bars(
    say("skm-chart-unsur"),
    report.unsur.map((/** @type {any} */ line, /** @type {number} */ place) => ({ name: `U${place + 1}`, ...line.ikm })),
  );

/** Jenis izin: large enough groups with their index, the others by name only. @param {Say} say @param {any} report @param {string} lang */
export function permits(say, { permits, few }, lang) {
  if (permits.length + few.length === 0) return null;
  const told = parts(say, "skm-by-permit", permits, (part) => part.name?.[lang] ?? part.key);
  const untold = few.map((/** @type {any} */ name) =>
    h("tr", {}, h("th", { scope: "row" }, name[lang]), h("td", { colspan: 2 }, say("skm-few"))),
  );
  told.querySelector("tbody")?.append(...untold);
  told.append(h("p", { class: "how" }, say("skm-permit-how")));
  return told;
}

/** How the index went: by month within the period, and by quarter up to its end. @param {Say} say @param {any} report @param {string} lang */
export function trend(say, { months, quarters }, lang) {
  const points = (/** @type {any[]} */ list, /** @type {(key: string, place: number) => string} */ name) =>
    list.map((part, place) => ({ name: name(part.key, place), ...part.ikm }));
  // The year once, where it begins, so that twelve months fit side by side.
  const inMonths = points(months, (key, place) => {
    const name = month(key, lang);
    return place === 0 || key.endsWith("-01") ? name : name.slice(0, 3);
  });
  const inQuarters = points(quarters, (key) => key.replace("-", " "));
  return h(
    "section",
    { id: "trend" },
    h("h3", {}, say("skm-trend")),
    h("h4", {}, say("skm-trend-months")),
    line(say("skm-trend-months"), inMonths),
    h("h4", {}, say("skm-trend-quarters")),
    line(say("skm-trend-quarters"), inQuarters),
    parts(say, "", quarters, (part) => quarter(say, part.key)),
  );
}

/**
 * From 25, the least there is, to 100.
 * @param {{ value: string, band: string }} ikm
 */
function bar({ value, band }) {
  const part = (Number(value.replace(",", ".")) - 25) / 75;
  const meter = h("span", { class: "bar", "data-band": band, "aria-hidden": "true" }, h("span", {}));
  /** @type {HTMLElement} */ (meter.firstChild).style.setProperty("width", `${(part * 100).toFixed(1)}%`);
  return meter;
}

/**
 * @param {Say} say
 * @param {string} title
 * @param {any[]} list
 * @param {(part: any) => string} name
 */
export function parts(say, title, list, name) {
  const rows = list.map((part) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name(part)),
      h("td", {}, part.n),
      h(
        "td",
        { class: "index" },
        bar(part.ikm),
        h("strong", {}, part.ikm.value),
        h("span", { class: "letter" }, part.ikm.band),
      ),
    ),
  );
  const head = h(
    "tr",
    {},
    ...["report-part", "report-n", "report-unsur-ikm"].map((one) => h("th", { scope: "col" }, say(one))),
  );
  const table = h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows));
  return h("section", {}, title && h("h3", {}, say(title)), table);
}

/**
 * @param {Say} say
 * @param {string} title
 * @param {{ key: string, n: number }[]} list
 * @param {(key: string) => string} name
 */
export function counts(say, title, list, name) {
  const rows = list.map(({ key, n }) => h("tr", {}, h("th", { scope: "row" }, name(key)), h("td", {}, n)));
  return h("section", {}, h("h3", {}, say(title)), h("table", {}, h("tbody", {}, ...rows)));
}
