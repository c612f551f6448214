// @ts-check
/**
 * A berkas on a staff screen: what it is, whose, and its whole story.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";
import { revealKey, shown } from "./reveal.js";
import { lackingList } from "./lacking.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ say: Say, lang: string, offset: number }} Tongue how an officer reads */

/**
 * Whole minutes, rounded up: nobody worked 0 minutes.
 * @param {Say} say
 * @param {number} seconds
 */
export const minutes = (say, seconds) => say("staff-minutes", { count: Math.ceil(seconds / 60) });

/**
 * Number, permit and applicant. NIK and telephone number come masked; in plain they are asked for, see `reveal.js`.
 * @param {Tongue} tongue
 * @param {any} berkas
 */
export function facts(tongue, berkas) {
  const { say, lang, offset } = tongue;
  /** @param {string} label @param {any} value */
  const line = (label, value) => (value ? [h("dt", {}, say(label)), h("dd", {}, value)] : []);
  const registered = `${date(berkas.registered, offset, lang)} ${hour(berkas.registered, offset)}`;
  const { nik, phone, plain } = shown(berkas);
  const again = (/** @type {HTMLElement} */ old) => old.replaceWith(facts(tongue, berkas));
  return h(
    "dl",
    { class: "facts", "data-facts": berkas.id },
    ...line("staff-applicant", h("strong", {}, berkas.applicant)),
    ...line("staff-permit", `${berkas.permit.name} (${berkas.permit.code})`),
    ...line("staff-nik", nik),
    ...line("staff-phone", phone),
    ...(plain || shut(berkas) ? [] : [h("dt", {}), h("dd", {}, revealKey(tongue, berkas, again))]),
    ...line("staff-restricted", restricted(tongue, berkas)),
    ...line("staff-registered", registered),
    ...line("staff-sk", berkas.sk),
    ...line("staff-revoked", revoked(tongue, berkas)),
    ...line("staff-previous", berkas.previous),
  );
}

/** Whether nobody on this screen may look at the applicant's data. @param {any} berkas */
export const shut = (berkas) => Boolean(berkas.restricted && !berkas.restricted.open);

/** @param {Tongue} tongue @param {any} berkas */
function restricted({ say, lang, offset }, { restricted: known }) {
  if (!known) return null;
  const facts = { date: date(known.at, offset, lang), by: known.by, reason: known.reason };
  return h("span", { class: "pill", "data-standing": "refused", "data-restricted": true }, say("staff-restricted-since", facts));
}

/** @param {Tongue} tongue @param {any} berkas */
function revoked({ say, lang, offset }, { revoked: known }) {
  if (!known) return null;
  const day = date(Date.parse(`${known.date}T00:00:00Z`) - offset * 1000, offset, lang);
  const facts = { date: day, by: known.by, reason: known.reason };
  return h("span", { class: "pill", "data-standing": "refused", "data-revoked": true }, say("staff-revoked-since", facts));
}

/**
 * In one word whether it is simply on its way.
 * @param {Say} say
 * @param {any} berkas
 */
export function standing(say, berkas) {
  const { code } = berkas.standing;
  return h("span", { class: "pill", "data-standing": code }, say(`staff-standing-${code}`));
}

/**
 * Why it was returned or refused.
 * @param {Say} say
 * @param {any} berkas
 */
export function reasonOf(say, berkas) {
  const { reason, receiver } = berkas.standing;
  const lines = lackingList(say, berkas.lacking);
  const words = reason && h("p", {}, h("strong", {}, say("staff-reason")), " ", reason);
  if (lines || words) return h("div", { class: "reason" }, lines && h("strong", {}, say("staff-lacking")), lines, words);
  return receiver ? h("p", { class: "reason" }, say("staff-receiver", { receiver })) : null;
}

/**
 * The steps it has left and the one it is at, each beside its baku mutu.
 * @param {Tongue} tongue
 * @param {any} berkas
 */
export function story(tongue, berkas) {
  const { say } = tongue;
  const passages = berkas.passages.map((/** @type {any} */ passage) => passed(tongue, passage));
  const closed = berkas.standing.closed !== null && berkas.standing.closed !== undefined;
  if (!closed) passages.push(present(tongue, berkas));
  const before = berkas.previous && beside(say("staff-story-follows", { number: berkas.previous }));
  const after = (berkas.followed ?? []).map((/** @type {any} */ next) =>
    beside(say("staff-story-followed", { number: next.number })),
  );
  return h("ol", { class: "story" }, before, ...passages, closed && closing(tongue, berkas), ...after, ...copies(tongue, berkas));
}

/** A line of the story that is no step. @param {string} words @param {Node | string} [when] */
const beside = (words, when = "") =>
  h("li", {}, h("span", { class: "no" }, "·"), h("div", { class: "what" }, h("span", {}, words)), h("div", { class: "when" }, when));

/** Who took the paper. @param {Tongue} tongue @param {any} berkas */
function closing({ say, lang, offset }, berkas) {
  const { receiver, closed } = berkas.standing;
  const words = receiver ? say("staff-story-proxy", { receiver }) : say("staff-story-applicant");
  return beside(words, `${date(closed, offset, lang)} ${hour(closed, offset)}`);
}

/** Certified copies of its SK. @param {Tongue} tongue @param {any} berkas */
function copies({ say, lang, offset }, berkas) {
  const line = (/** @type {any} */ one) =>
    beside(say("staff-story-copies", { copies: one.copies, signer: one.signer }), date(one.at, offset, lang));
  return (berkas.legalised ?? []).map(line);
}

/** @param {Tongue} tongue @param {any} passage */
function passed({ say, offset }, passage) {
  const took = passage.waited + passage.worked;
  const time = h(
    "span",
    { class: "took", "data-late": passage.late },
    passage.late ? `${say("staff-late")} · ` : "",
    `${minutes(say, took)} / ${passage.norm}`,
  );
  return h(
    "li",
    {},
    h("span", { class: "no" }, passage.no ?? "·"),
    h("div", { class: "what" }, h("strong", {}, passage.choice), h("span", {}, passage.title)),
    h(
      "div",
      { class: "when" },
      time,
      h("span", {}, [passage.by, hour(passage.left, offset)].filter(Boolean).join(", ")),
    ),
    passage.act === "send-back" && h("p", { class: "exception" }, h("span", { class: "pill" }, say("staff-exception"))),
    lackingList(say, passage.lacking),
    passage.exception && h("p", { class: "exception" }, h("span", { class: "pill" }, say("staff-own-work")), " ", passage.exception),
    passage.reason && h("p", { class: "reason" }, passage.reason),
  );
}

/** @param {Tongue} tongue @param {any} berkas */
function present({ say, offset }, berkas) {
  const { step, taken } = berkas;
  return h(
    "li",
    { "aria-current": "step" },
    h("span", { class: "no" }, step.no ?? "·"),
    h("div", { class: "what" }, h("strong", {}, step.title), h("span", {}, step.actor)),
    h(
      "div",
      { class: "when" },
      h("span", {}, say("staff-since", { hour: hour(berkas.arrived, offset) })),
      taken && h("span", {}, say("staff-taken-by", { name: taken.name })),
    ),
  );
}
