// @ts-check
/**
 * Complaints in a list: number, what about, and until when they are answered.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";

/** @typedef {import("./berkas.js").Tongue} Tongue */

/**
 * What one line says.
 * @param {Tongue} tongue
 * @param {any} line
 */
export function complaintWords({ say, lang, offset }, line) {
  const owed = ["open", "in-work"].includes(line.stage);
  const due = say(line.overdue ? "complaint-was-due" : "complaint-due", { when: `${date(line.due, offset, lang)}, ${hour(line.due, offset)}` });
  return [
    h(
      "span",
      { class: "first" },
      h("strong", {}, line.number),
      h("span", { class: "pill", "data-stage": line.stage }, say(`complaint-stage-${line.stage}`)),
    ),
    h("span", { class: "subject" }, line.subject),
    h("span", { class: "quiet" }, [say(`complaint-category-${line.category}`), line.taken].filter(Boolean).join(" · ")),
    owed && h("span", { class: "due", "data-late": line.overdue }, due),
    line.told && h("span", { class: "due", "data-late": true }, say("late-told-to", { who: line.told })),
  ];
}

/**
 * The list of those that are overdue, for the supervisor's screens.
 * @param {Tongue} tongue
 * @param {any[]} lines
 * @returns {Node[]} nothing when none is
 */
export function overdueComplaints(tongue, lines) {
  if (!lines || lines.length === 0) return [];
  const row = (/** @type {any} */ line) => h("li", { "data-complaint": line.id }, ...complaintWords(tongue, line));
  return [
    h("h2", {}, tongue.say("complaint-overdue")),
    h("ul", { class: "complaint-lines" }, ...lines.map(row)),
  ];
}
