// @ts-check
/**
 * The inbox of a role: the berkas on this desk, the longest there first.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { minutes } from "../parts/berkas.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/**
 * The line at `place`, or the nearest one.
 * @param {any[]} lines
 * @param {number} place
 * @returns {any} undefined when the list is empty
 */
export const neighbour = (lines, place) => lines[Math.max(0, Math.min(lines.length - 1, place))];

/**
 * Whether it has lain here longer than the SOP allows.
 * @param {any} line
 */
export const late = (line) => line.age > line.norm * 60;

/**
 * @param {Tongue} tongue
 * @param {any} view undefined until it came
 * @param {number} chosen
 * @param {(id: number) => void} choose
 */
export function inbox({ say }, view, chosen, choose) {
  if (!view) return [h("p", { class: "empty" }, say("connecting"))];
  if (view.berkas.length === 0) return [h("p", { class: "empty" }, say("desk-empty"))];
  const late = view.berkas.map((/** @type {any} */ line) => row(say, line, line.id === chosen, choose));
  return [h("ul", { class: "berkas-list" }, ...late)];
}

/**
 * @param {import("../../../display/shared/words.js").Say} say
 * @param {any} line
 * @param {boolean} chosen
 * @param {(id: number) => void} choose
 */
function row(say, line, chosen, choose) {
  const overdue = late(line);
  const time = h(
    "span",
    { class: "took", "data-late": overdue },
    overdue ? `${say("staff-late")} · ` : "",
    `${minutes(say, line.age)} / ${line.norm}`,
  );
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        "aria-current": chosen ? "true" : null,
        "data-berkas": line.id,
        "data-key": line.id,
        onclick: () => choose(line.id),
      },
      h("span", { class: "first" }, h("strong", {}, line.number), time),
      h("span", {}, `${line.permit.code} · ${line.applicant}`),
      line.visit && h("span", { class: "hall" }, say("staff-waits-in-hall", { number: line.visit })),
      line.sent_back && h("span", { class: "sent-back" }, `${say("desk-sent-back")} ${line.sent_back}`),
      line.taken && h("span", { class: "taken" }, say("staff-taken-by", { name: line.taken.name })),
    ),
  );
}
