// @ts-check
/**
 * The chapters of the report, in the ministry's outline (PermenPANRB 14/2017).
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { processing, questionnaire } from "./annex.js";
import { extremes, longDay, month } from "./names.js";
import { age, named, parts, permits, respondents, sample, trend, unsurChart } from "./sheet.js";

/**
 * @typedef {object} About
 * @property {import("../../../display/shared/words.js").Say} say
 * @property {any} facts of the page
 * @property {any} report
 * @property {number[][]} annex
 * @property {(chapter: string, usual: string) => HTMLElement} text a text that the office may change
 */

/** @param {About} about @returns {HTMLElement[]} */
export function composed(about) {
  const words = wordsOf(about);
  return [
    cover(about),
    preface(about, words),
    introduction(about, words),
    collection(about, words),
    results(about),
    analysis(about, words),
    conclusion(about, words),
    questionnaire(about),
    processing(about),
  ];
}

/**
 * What the usual sentences are filled with.
 * @param {About} about
 */
function wordsOf({ say, facts, report }) {
  const { lowest, highest } = extremes(report.unsur);
  const list = (/** @type {string[]} */ names) => names.map((name) => say(`report-${name}`)).join(", ") || "–";
  return {
    office: facts.office.name,
    address: facts.address,
    from: longDay(report.from, facts.lang),
    until: longDay(report.until, facts.lang),
    n: report.n,
    respondents: respondents(say, report),
    sample: sample(say, report),
    value: report.ikm.value,
    band: say(`report-band-${report.ikm.band}`),
    lowest: list(lowest),
    highest: list(highest),
  };
}

/** The head of the office's papers. @param {any} facts */
function letterhead(facts) {
  return h(
    "header",
    { class: "kop" },
    h("img", { src: `/a/${facts.build}/office/logo`, alt: "", width: 64, height: 64 }),
    h(
      "div",
      {},
      h("p", {}, facts.government),
      h("p", { class: "office" }, facts.office.name),
      h("p", { class: "address" }, facts.address),
    ),
  );
}

/** @param {About} about */
function cover({ say, facts, report }) {
  const days = [report.from, report.until].map((day) => longDay(day, facts.lang)).join(" – ");
  return h(
    "section",
    { class: "cover" },
    letterhead(facts),
    h("div", { class: "title" }, h("h2", {}, say("skm-doc-title")), h("p", {}, facts.office.name), h("p", {}, days)),
    h(
      "div",
      { class: "result" },
      h("p", {}, say("report-ikm")),
      h("p", { class: "value", id: "ikm" }, report.ikm.value),
      h("p", {}, say(`report-band-${report.ikm.band}`)),
    ),
  );
}

/** @param {About} about @param {any} words */
function preface({ say, facts, text }, words) {
  return chapter(
    say("skm-doc-preface"),
    text("pengantar", say("skm-default-pengantar", words)),
    h("p", { class: "signed" }, say("skm-doc-signed", { seat: facts.seat, day: longDay(facts.today, facts.lang) })),
    h("p", { class: "signed" }, facts.office.name),
  );
}

/** @param {About} about @param {any} words */
function introduction({ say, text }, words) {
  return chapter(
    say("skm-doc-1"),
    h("h4", {}, say("skm-doc-1-background")),
    text("latar-belakang", say("skm-default-latar-belakang", words)),
    h("h4", {}, say("skm-doc-1-basis")),
    h("ol", {}, ...["1", "2", "3"].map((law) => h("li", {}, say(`skm-doc-law-${law}`)))),
    h("h4", {}, say("skm-doc-1-aim")),
    text("tujuan", say("skm-default-tujuan", words)),
  );
}

/** @param {About} about @param {any} words */
function collection({ say, report, text }, words) {
  const { imported } = report;
  return chapter(
    say("skm-doc-2"),
    h("h4", {}, say("skm-doc-2-how")),
    text("pelaksanaan", say("skm-default-pelaksanaan", words)),
    h("h4", {}, say("skm-doc-2-count")),
    h("p", {}, `${respondents(say, report)}.`),
    imported > 0 && h("p", {}, `${say("skm-imported", { count: imported })}.`),
    h("p", {}, `${sample(say, report)}.`),
  );
}

/** @param {About} about */
function results({ say, facts, report }) {
  const share = (/** @type {string} */ title, /** @type {any[]} */ list, /** @type {(key: string) => string} */ name) =>
    list.map(({ key, n }, place) =>
      h(
        "tr",
        {},
        place === 0 && h("th", { scope: "rowgroup", rowspan: list.length }, say(title)),
        h("td", {}, name(key)),
        h("td", {}, n),
        h("td", {}, `${percent(n, report.n)}%`),
      ),
    );
  const column = (/** @type {string} */ name) => h("th", { scope: "col" }, say(name));
  const people = h(
    "table",
    { class: "people" },
    h("thead", {}, h("tr", {}, h("td", {}), h("td", {}), column("report-n"), column("skm-doc-percent"))),
    h("tbody", {}, ...share("report-sexes", report.sexes, (key) => say(`report-sex-${key}`))),
    h("tbody", {}, ...share("report-ages", report.ages, (key) => age(say, key))),
    h("tbody", {}, ...share("report-educations", report.educations, (key) => key)),
    h("tbody", {}, ...share("report-occupations", report.occupations, (key) => say(`report-occupation-${key}`))),
  );
  return chapter(
    say("skm-doc-3"),
    h("h4", {}, say("skm-doc-3-people")),
    people,
    h("h4", {}, say("skm-doc-3-index")),
    unsurTable(say, report),
    unsurChart(say, report),
    h("p", { class: "how" }, say("report-how")),
    h("h4", {}, say("skm-doc-3-parts")),
    parts(say, "", report.services, (part) => `${part.key} · ${part.name?.[facts.lang] ?? ""}`),
    permits(say, report, facts.lang),
  );
}

/** Share in per cent with one decimal, rounded half up. @param {number} n @param {number} of */
export function percent(n, of) {
  const tenths = Math.floor((2000 * n + of) / (2 * of));
  return `${Math.floor(tenths / 10)},${tenths % 10}`;
}

/** @param {About["say"]} say @param {any} report */
function unsurTable(say, report) {
  const rows = report.unsur.map((/** @type {any} */ line, /** @type {number} */ place) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, `U${place + 1} ${say(`report-${line.name}`)}`),
      h("td", {}, line.sum),
      h("td", {}, line.mean),
      h("td", {}, line.weighted),
      h("td", {}, `${line.ikm.value} ${line.ikm.band}`),
    ),
  );
  const heads = ["report-unsur-code", "report-unsur-sum", "report-unsur-mean", "report-unsur-weighted", "report-unsur-ikm"];
  const last = [say("skm-total"), report.total, "", report.weighted, `${report.ikm.value} ${report.ikm.band}`];
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, say(name))))),
    h("tbody", {}, ...rows),
    h("tfoot", {}, h("tr", { id: "total" }, ...last.map((cell, place) => h(place === 0 ? "th" : "td", {}, cell)))),
  );
}

/** @param {About} about @param {any} words */
function analysis({ say, facts, report, text }, words) {
  const { lowest, highest } = extremes(report.unsur);
  // The lowest come first: they are what has to be mended.
  const order = [...report.unsur].sort((a, b) => a.sum - b.sum);
  const plans = order.map((/** @type {any} */ line) => {
    const usual = lowest.includes(line.name) ? "skm-default-tindak-lanjut-low" : "skm-default-tindak-lanjut";
    const place = report.unsur.indexOf(line) + 1;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, `U${place} ${say(`report-${line.name}`)}`),
      h("td", {}, line.ikm.value),
      h("td", { class: "plan" }, text(`tindak-lanjut-${line.name}`, say(usual))),
    );
  });
  const heads = ["report-unsur-code", "report-unsur-ikm", "skm-doc-program"];
  return chapter(
    say("skm-doc-4"),
    h("h4", {}, say("skm-doc-4-unsur")),
    text("analisis", say("skm-default-analisis", words)),
    named(say, "skm-lowest", lowest),
    named(say, "skm-highest", highest),
    h("h4", {}, say("skm-doc-4-plan")),
    h(
      "table",
      { class: "plans" },
      h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, say(name))))),
      h("tbody", {}, ...plans),
    ),
    h("h4", {}, say("skm-doc-4-trend")),
    trend(say, report, facts.lang),
    parts(say, "", report.months, (part) => month(part.key, facts.lang)),
  );
}

/** @param {About} about @param {any} words */
function conclusion({ say, text }, words) {
  return chapter(
    say("skm-doc-5"),
    h("h4", {}, say("skm-doc-5-end")),
    text("kesimpulan", say("skm-default-kesimpulan", words)),
    h("h4", {}, say("skm-doc-5-advice")),
    text("saran", say("skm-default-saran", words)),
  );
}

/** @param {string} title @param {...(Node | null | false)} children */
export const chapter = (title, ...children) => h("section", { class: "chapter" }, h("h3", {}, title), ...children);
