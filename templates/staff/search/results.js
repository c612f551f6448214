// @ts-check
/**
 * The berkas that were found.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/** @param {number} id */
export const optionId = (id) => `hit-${id}`;

/**
 * One line: whose it is, what for, and where it stands.
 * @param {Tongue} tongue
 * @param {any} hit
 */
export function words({ say, lang, offset }, hit) {
  const closed = ["granted", "refused-closed"].includes(hit.standing);
  const when = say("casework-since", { date: `${date(hit.since, offset, lang)} ${hour(hit.since, offset)}` });
  const where = closed ? when : `${hit.step} · ${say("casework-at", { actor: hit.actor })} · ${when}`;
  return [
    h(
      "span",
      { class: "first" },
      h("strong", {}, hit.number),
      h("span", { class: "pill", "data-standing": hit.standing }, say(`staff-standing-${hit.standing}`)),
    ),
    h("span", { class: "whose" }, h("strong", {}, hit.applicant), h("span", {}, hit.nik)),
    h("span", {}, `${hit.permit.code} · ${hit.permit.name}`),
    h("span", { class: "where" }, where),
    hit.previous && h("span", { class: "where" }, say("staff-story-follows", { number: hit.previous })),
    ...hit.followed.map((/** @type {string} */ number) => h("span", { class: "where" }, say("staff-story-followed", { number }))),
    hit.sk && h("span", { class: "where" }, `${say("staff-sk")} ${hit.sk}`),
    hit.visit && h("span", { class: "hall" }, say("staff-waits-in-hall", { number: hit.visit })),
  ];
}

/**
 * The list under the field. The field keeps the focus; the marked line is told to it.
 * @param {Tongue} tongue
 * @param {any[]} hits
 * @param {number} marked place of the marked line
 * @param {number} open id of the berkas that is shown
 * @param {(place: number) => void} choose
 */
export function options(tongue, hits, marked, open, choose) {
  return hits.map((hit, place) =>
    h(
      "li",
      {
        role: "option",
        id: optionId(hit.id),
        "aria-selected": String(place === marked),
        "data-berkas": hit.id,
        "data-open": hit.id === open,
        onclick: () => choose(place),
      },
      ...words(tongue, hit),
    ),
  );
}
