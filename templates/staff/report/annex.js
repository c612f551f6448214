// @ts-check
/**
 * The annexes of the report: the questionnaire, and the scores of each respondent with the sums below.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {import("./document.js").About} About */

/** @param {About} about */
export function questionnaire({ say, report }) {
  const questions = report.unsur.map((/** @type {any} */ line) =>
    h(
      "li",
      {},
      h("p", {}, say(`survey-${line.name}`)),
      h("ol", { class: "scores" }, ...[1, 2, 3, 4].map((score) => h("li", {}, say(`survey-${line.name}-${score}`)))),
    ),
  );
  return h(
    "section",
    { class: "chapter" },
    h("h3", {}, say("skm-doc-a1")),
    h("ol", { class: "questions" }, ...questions),
  );
}

/** @param {About} about */
export function processing({ say, report, annex }) {
  const unsur = report.unsur;
  const rows = annex.map((scores, place) =>
    h("tr", {}, h("th", { scope: "row" }, place + 1), ...scores.map((score) => h("td", {}, score))),
  );
  const below = (/** @type {string} */ name, /** @type {(string | number)[]} */ cells) =>
    h("tr", {}, h("th", { scope: "row" }, say(name)), ...cells.map((cell) => h("td", {}, cell)));
  const whole = (/** @type {string} */ name, /** @type {string} */ value) =>
    h("tr", {}, h("th", { scope: "row" }, say(name)), h("td", { colspan: 9 }, value));
  const heads = unsur.map((/** @type {any} */ line, /** @type {number} */ place) => h("th", { scope: "col" }, `U${place + 1}`));
  const of = (/** @type {string} */ field) => unsur.map((/** @type {any} */ line) => line[field]);
  const { ikm, weighted, n } = report;
  return h(
    "section",
    { class: "chapter" },
    h("h3", {}, say("skm-doc-a2")),
    annex.length < n && h("p", {}, say("skm-doc-more", { shown: annex.length, n })),
    h(
      "table",
      { class: "processing", id: "processing" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "No."), ...heads)),
      h("tbody", {}, ...rows),
      h(
        "tbody",
        { class: "sums" },
        below("skm-doc-sum", of("sum")),
        below("skm-doc-mean", of("mean")),
        below("skm-doc-weighted", of("weighted")),
        whole("skm-doc-weighted-sum", weighted),
        whole("skm-doc-ikm", `${ikm.value} ${ikm.band}`),
      ),
    ),
    h("p", { class: "how" }, say("skm-doc-stars")),
  );
}
