// @ts-check
/**
 * What only few may do with a berkas that was found: restrict who looks at its applicant, and revoke its SK.
 *
 * @module
 */

import { act } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { ask, asking } from "../parts/asking.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/**
 * @param {Tongue} tongue
 * @param {any} berkas
 * @param {{ administrates: boolean, revokes: boolean, done: (words: string) => void, wrong: (words: string) => void }} hands
 */
export function holding({ say, lang }, berkas, { administrates, revokes, done, wrong }) {
  const { number, restricted, standing, revoked } = berkas;
  /** @param {string} path @param {object} body @param {string} words what is said once it is done */
  const send = async (path, body, words) => {
    const answer = await act(`/api/berkas/${berkas.id}/${path}`, body, { lang });
    if (answer.ok) done(say(words, { number }));
    else wrong(answer.body.message ?? say("staff-no-answer"));
  };
  /** @param {string} name of the messages @param {string} path @param {string[]} presets @param {HTMLElement} [more] */
  const question = async (name, path, presets, more) => {
    if (asking()) return;
    const answer = await ask(say, {
      title: say(`casework-${name}-title`, { number }),
      help: say(`casework-${name}-help`),
      yes: say(`casework-${name}`),
      grave: true,
      reason: { label: say("casework-held-why"), presets },
    });
    if (answer) await send(path, { reason: answer.reason, ...(more ? { date: more.value || null } : {}) }, `casework-${name}-done`);
  };
  const key = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
    h("button", { type: "button", class: "small", id: name, "data-key": name, onclick }, say(`casework-${name}`));
  const keys = [];
  if (administrates && !restricted) keys.push(key("restrict", () => void question("restrict", "restrict", [say("casework-restrict-letter")])));
  if (administrates && restricted) keys.push(key("lift", () => void question("lift", "restrict/lift", [])));
  if (revokes && standing.code === "granted" && !revoked) {
    const day = /** @type {HTMLInputElement} */ (h("input", { type: "date", id: "revoke-date", "data-key": "revoke-date" }));
    keys.push(
      h("label", { class: "field" }, h("span", {}, say("casework-revoke-date")), day),
      key("revoke", () => void question("revoke", "revoke", [], day)),
    );
  }
  return keys.length > 0 && h("section", { class: "holding" }, h("h3", {}, say("casework-held")), ...keys);
}
