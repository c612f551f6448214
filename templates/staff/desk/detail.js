// @ts-check
/**
 * A berkas on a desk: everything about it, and the decisions of its step. Whoever decides has taken it in hand first,
 * so that two people never decide the same berkas.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { kbd } from "../parts/keys.js";
import { papers } from "../parts/papers.js";
import { facts, reasonOf, standing, story } from "../parts/berkas.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/**
 * What this person can do.
 * @typedef {object} Hands
 * @property {number} account
 * @property {string} role of the inbox in front
 * @property {() => void} take
 * @property {() => void} release
 * @property {(choice: any) => void} decide
 * @property {() => void} except decides about their own work, with a reason
 */

/** Decisions that take something away from the applicant. */
const GRAVE = ["refuse", "return", "send-back"];

/**
 * @param {Tongue} tongue
 * @param {any} berkas undefined until it came
 * @param {Hands} hands
 * @param {boolean} wanted whether one is chosen
 * @param {import("../parts/annex.js").Annex} annex
 * @param {import("../parts/form.js").Form} form
 */
export function detail(tongue, berkas, hands, wanted, annex, form) {
  const { say } = tongue;
  if (!berkas) return [h("p", { class: "empty idle" }, say(wanted ? "connecting" : "desk-nothing"))];
  const title = h("h2", {}, `${say("desk-berkas")} ${berkas.number} `, standing(say, berkas));
  const hall = berkas.visit && h("p", { class: "hall" }, say("staff-waits-in-hall", { number: berkas.visit }));
  const back = sentBack(berkas);
  return [
    h("header", {}, title, hall),
    back && h("p", { class: "reason" }, h("strong", {}, say("desk-sent-back")), " ", back),
    reasonOf(say, berkas),
    h(
      "section",
      { class: "step" },
      h("h3", {}, berkas.step.no ? `${berkas.step.no}. ` : "", berkas.step.title),
      decisions(say, berkas, hands),
    ),
    papers(tongue, berkas),
    form.section,
    h(
      "div",
      { class: "columns" },
      h(
        "section",
        {},
        h("h3", {}, say("desk-application")),
        facts(tongue, berkas),
        h("h3", {}, say("casework-scans")),
        annex.scans,
      ),
      h("div", { class: "stack" }, annex.notes, h("section", {}, h("h3", {}, say("desk-story")), story(tongue, berkas))),
    ),
  ];
}

/** The words it came back with from the desk after. @param {any} berkas */
function sentBack(berkas) {
  const last = berkas.passages[berkas.passages.length - 1];
  return last?.act === "send-back" ? last.reason : null;
}

/**
 * @param {import("../../../display/shared/words.js").Say} say
 * @param {any} berkas
 * @param {Hands} hands
 */
function decisions(say, berkas, hands) {
  if (berkas.step.role !== hands.role)
    return h("p", { class: "empty" }, say("desk-elsewhere", { actor: berkas.step.actor }));
  const { taken } = berkas;
  if (taken && taken.account !== hands.account)
    return h("p", { class: "empty" }, say("staff-taken-by", { name: taken.name }));
  if (!taken) {
    const take = {
      type: "button",
      class: "primary huge",
      id: "take",
      "data-key": "take",
      "data-shortcut": "T",
      onclick: hands.take,
    };
    return h("div", { class: "decisions" }, h("button", take, say("desk-take"), kbd("T")));
  }
  const own = berkas.own_work;
  const barred = (/** @type {any} */ choice) => Boolean(own && choice.checks);
  const keys = berkas.step.choices.map((/** @type {any} */ choice, /** @type {number} */ place) =>
    h(
      "button",
      {
        type: "button",
        class: place === 0 ? "primary huge" : GRAVE.includes(choice.act) ? "grave" : "",
        "data-choice": choice.id,
        "data-key": choice.id,
        "data-shortcut": place + 1,
        disabled: barred(choice),
        "aria-describedby": barred(choice) ? "own-work" : null,
        onclick: () => hands.decide(choice),
      },
      choice.label,
      kbd(String(place + 1)),
    ),
  );
  const release = h(
    "button",
    { type: "button", id: "release", "data-key": "release", onclick: hands.release },
    say("desk-release"),
  );
  if (!own || !berkas.step.choices.some(barred)) return h("div", { class: "decisions" }, ...keys, release);
  const except = { type: "button", class: "grave", id: "except", "data-key": "except", onclick: hands.except };
  return h(
    "div",
    { class: "decisions" },
    h("p", { class: "reason", id: "own-work" }, say(own.exception ? "desk-own-work" : "desk-own-work-never", { step: own.step })),
    ...keys,
    own.exception && h("button", except, say("desk-except")),
    release,
  );
}
