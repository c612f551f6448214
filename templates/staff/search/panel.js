// @ts-check
/**
 * The berkas that was opened: all of it, what lies beside it, and the applicant's other ones.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { facts, reasonOf, standing, story } from "../parts/berkas.js";
import { papers } from "../parts/papers.js";
import { holding } from "./holding.js";
import { words } from "./results.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/**
 * @param {Tongue} tongue
 * @param {any} berkas undefined before one was opened
 * @param {any} others undefined until they came
 * @param {{ annex: import("../parts/annex.js").Annex, form: import("../parts/form.js").Form, works: boolean, hands: any }} beside
 * @param {(id: number) => void} open
 */
export function panel(tongue, berkas, others, { annex, form, works, hands }, open) {
  const { say } = tongue;
  if (!berkas) return [h("p", { class: "empty idle" }, say("casework-choose"))];
  const hall = berkas.visit && h("p", { class: "hall" }, say("staff-waits-in-hall", { number: berkas.visit }));
  return [
    h("header", {}, h("h2", {}, `${say("casework-berkas")} ${berkas.number} `, standing(say, berkas)), hall),
    reasonOf(say, berkas),
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        { class: "stack" },
        h("section", {}, h("h3", {}, say("casework-application")), facts(tongue, berkas)),
        holding(tongue, berkas, hands),
        papers(tongue, berkas, works),
        form.section,
        h("section", { id: "others" }, h("h3", {}, say("casework-others")), ...earlier(tongue, others, open)),
        annex.notes,
      ),
      h(
        "div",
        { class: "stack" },
        h("section", {}, h("h3", {}, say("casework-story")), story(tongue, berkas)),
        h("section", {}, h("h3", {}, say("casework-scans")), annex.scans),
      ),
    ),
  ];
}

/** @param {Tongue} tongue @param {any} others @param {(id: number) => void} open */
function earlier(tongue, others, open) {
  const { say } = tongue;
  if (!others) return [h("p", { class: "empty" }, say("connecting"))];
  if (others.berkas.length === 0) return [h("p", { class: "empty" }, say("casework-others-none"))];
  const line = (/** @type {any} */ hit) => {
    const key = { type: "button", "data-berkas": hit.id, "data-key": `other-${hit.id}`, onclick: () => open(hit.id) };
    return h("li", {}, h("button", key, ...words(tongue, hit)));
  };
  const more = others.more && h("p", { class: "more" }, say("casework-others-more"));
  return [h("ul", { class: "hits" }, ...others.berkas.map(line)), more];
}
