// @ts-check
/**
 * Questions in a window of their own: a reason, a choice, or whether it is meant.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ reason: string, choice: string }} Answer */

/** The office keeps no longer reasons. */
export const MOST_WORDS = 500;

/**
 * Asks. Escape and "cancel" answer nothing.
 * @param {Say} say
 * @param {object} question
 * @param {string} question.title
 * @param {string} [question.help]
 * @param {string} question.yes what the key says that goes on
 * @param {boolean} [question.grave] whether it takes something away
 * @param {{ label: string, options: { value: string, name: string }[] }} [question.choice]
 * @param {{ label: string, presets?: string[], optional?: boolean }} [question.reason]
 * @returns {Promise<Answer | undefined>}
 */
export function ask(say, { title, help, yes, grave, choice, reason }) {
  const picked = choice && select(choice);
  const words =
    reason &&
    /** @type {HTMLTextAreaElement} */ (
      h("textarea", {
        id: "ask-reason",
        rows: 2,
        maxlength: MOST_WORDS,
        required: !reason.optional,
        autocomplete: "off",
      })
    );
  /** @param {string} text */
  const put = (text) => {
    if (!words) return;
    words.value = text;
    words.focus();
  };
  const presets = reason?.presets?.map((text) => h("button", { type: "button", onclick: () => put(text) }, text));
  const no = h("button", { type: "button", onclick: () => dialog.close() }, say("cancel"));
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "ask-title" }, title),
    help && h("p", {}, help),
    choice && h("label", { for: "ask-choice" }, choice.label),
    picked,
    reason && h("label", { for: "ask-reason" }, reason.label),
    presets && presets.length > 0 && h("div", { class: "presets" }, ...presets),
    words,
    h("div", { class: "answers" }, no, h("button", { id: "ask-yes", class: grave ? "grave" : "primary" }, yes)),
  );
  if (words) words.addEventListener("keydown", submitByEnter);
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { id: "ask", "aria-labelledby": "ask-title" }, form));
  /** @type {Answer | undefined} */
  let answer;
  form.addEventListener("submit", (event) => {
    // Blanks are no reason; the browser alone would take them for one.
    if (!words || reason.optional || words.value.trim()) {
      answer = { reason: words?.value.trim() ?? "", choice: picked?.value ?? "" };
      return;
    }
    event.preventDefault();
    put("");
  });
  document.body.append(dialog);
  dialog.showModal();
  words?.focus();
  return new Promise((resume) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resume(answer);
    });
  });
}

/** Whether a question stands open: keys belong to it then. */
export const asking = () => document.querySelector("dialog[open]") !== null;

/** @param {{ label: string, options: { value: string, name: string }[] }} choice */
function select({ options }) {
  const list = options.map(({ value, name }) => h("option", { value }, name));
  return /** @type {HTMLSelectElement} */ (h("select", { id: "ask-choice" }, ...list));
}

/** @param {KeyboardEvent} event */
function submitByEnter(event) {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  field.form?.requestSubmit();
}
