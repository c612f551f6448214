// @ts-check
/**
 * The report as a sheet: on the screen and on paper the same.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { date } from "../../../display/shared/words.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @param {Say} say
 * @param {any} report
 * @param {any} facts of the page
 */
export function sheet(say, report, facts) {
  const days = [report.from, report.until]
    .map((day) => date(Date.parse(`${day}T00:00:00Z`), 0, facts.lang))
    .join(" – ");
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
      parts(say, "report-by-month", report.months, (part) => part.key),
    ),
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
function age(say, group) {
  const older = group.endsWith("+");
  return say(older ? "report-age-from" : "report-age-up-to", { age: group.replace("+", "") });
}

/** @param {Say} say @param {any} report */
function score(say, { ikm, n, population, least }) {
  const enough = n >= least;
  return h(
    "section",
    { class: "score", "data-band": ikm.band },
    h("p", { class: "value", id: "ikm" }, ikm.value),
    h(
      "div",
      {},
      h("p", { class: "band" }, say(`report-band-${ikm.band}`)),
      h("p", {}, say("report-respondents", { n, of: Math.max(n, population) })),
      h("p", { class: enough ? "enough" : "few" }, say(enough ? "report-enough" : "report-few", { least })),
    ),
  );
}

/** @param {Say} say @param {any} report */
function unsur(say, report) {
  const sums = report.unsur.map((/** @type {any} */ line) => line.sum);
  const [lowest, highest] = [Math.min(...sums), Math.max(...sums)];
  const mark = (/** @type {number} */ sum) =>
    lowest === highest ? "" : sum === lowest ? "report-lowest" : sum === highest ? "report-highest" : "";
  const rows = report.unsur.map((/** @type {any} */ line, /** @type {number} */ place) => {
    const note = mark(line.sum);
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
    h("table", { class: "unsur" }, h("thead", {}, head), h("tbody", {}, ...rows)),
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
function parts(say, title, list, name) {
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
  return h("section", {}, h("h3", {}, say(title)), h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)));
}

/**
 * @param {Say} say
 * @param {string} title
 * @param {{ key: string, n: number }[]} list
 * @param {(key: string) => string} name
 */
function counts(say, title, list, name) {
  const rows = list.map(({ key, n }) => h("tr", {}, h("th", { scope: "row" }, name(key)), h("td", {}, n)));
  return h("section", {}, h("h3", {}, say(title)), h("table", {}, h("tbody", {}, ...rows)));
}
