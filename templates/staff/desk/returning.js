// @ts-check
/**
 * Why a berkas goes back to its applicant: which lines of the checklist are lacking, what is wrong with each, and
 * whatever else there is to say. One of the two must be said.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { MOST_WORDS } from "../parts/asking.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ requirement: string, why: string }} Lacking */

/** The office keeps no longer words about one line. */
const MOST_WHY = 200;

/**
 * Asks. Escape and "cancel" answer nothing.
 * @param {Say} say
 * @param {any} berkas
 * @param {any} choice
 * @returns {Promise<{ reason: string, lacking: Lacking[] } | undefined>}
 */
export function askLacking(say, berkas, choice) {
  const rows = berkas.checklist.map((/** @type {any} */ line, /** @type {number} */ place) => row(say, line, place));
  const words = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { id: "return-reason", rows: 2, maxlength: MOST_WORDS, autocomplete: "off" })
  );
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const no = h("button", { type: "button", onclick: () => dialog.close() }, say("cancel"));
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "return-title" }, choice.label),
    h("p", {}, say("desk-ask-return", { number: berkas.number, name: berkas.applicant })),
    h("fieldset", { class: "lacking" }, h("legend", {}, say("desk-lacking")), ...rows.map((/** @type {Row} */ one) => one.element)),
    h("label", { for: "return-reason" }, say("desk-return-reason")),
    words,
    wrong,
    h("div", { class: "answers" }, no, h("button", { id: "return-yes", class: "grave" }, choice.label)),
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { id: "returning", "aria-labelledby": "return-title" }, form)
  );
  /** @type {{ reason: string, lacking: Lacking[] } | undefined} */
  let answer;
  // What was asked for is not held against whoever has begun to answer.
  form.addEventListener("input", () => (wrong.hidden = true));
  form.addEventListener("submit", (event) => {
    const lacking = rows.flatMap((/** @type {Row} */ one) => one.lacking() ?? []);
    const reason = words.value.trim();
    if (lacking.length > 0 || reason) {
      answer = { reason, lacking };
      return;
    }
    event.preventDefault();
    wrong.textContent = say("desk-need-lacking");
    wrong.hidden = false;
    rows[0]?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resume) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resume(answer);
    });
  });
}

/** @typedef {{ element: HTMLElement, lacking: () => Lacking | undefined, focus: () => void }} Row */

/**
 * @param {Say} say
 * @param {any} line
 * @param {number} place
 * @returns {Row}
 */
function row(say, line, place) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: `lacking-${place}` }));
  const why = /** @type {HTMLInputElement} */ (
    h("input", {
      id: `lacking-why-${place}`,
      maxlength: MOST_WHY,
      autocomplete: "off",
      placeholder: say("desk-lacking-example"),
      "aria-label": say("desk-lacking-why", { requirement: line.requirement }),
      hidden: true,
    })
  );
  box.addEventListener("change", () => {
    why.hidden = !box.checked;
    if (box.checked) why.focus();
  });
  const mark = line.mark === "present" ? "" : ` (${say(`staff-mark-${line.mark}`)})`;
  const element = h("div", { class: "line" }, h("label", { class: "check" }, box, h("span", {}, line.requirement + mark)), why);
  return {
    element,
    lacking: () => (box.checked ? { requirement: line.requirement, why: why.value.trim() } : undefined),
    focus: () => box.focus(),
  };
}
