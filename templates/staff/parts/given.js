// @ts-check
/**
 * What another program is given: boxes for what it may, and its secret, which is shown once.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/**
 * One box per value, with its name and its words.
 * @param {string} name
 * @param {string} legend
 * @param {string[]} values
 * @param {(value: string) => string} words
 */
export function boxes(name, legend, values, words) {
  const box = (/** @type {string} */ value) =>
    h(
      "label",
      { class: "scope" },
      h("input", { type: "checkbox", name, value }),
      h("span", {}, words(value), " ", h("code", {}, value)),
    );
  return [h("legend", {}, legend), ...values.map(box)];
}

/** What is checked. @param {HTMLElement} place @returns {string[]} */
export const checked = (place) =>
  [...place.querySelectorAll("input:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value);

/**
 * Shows a secret, selected, with a key that copies it.
 * @param {HTMLElement} place
 * @param {import("../../../display/shared/words.js").Say} say
 * @param {{ secret: string, label: string, words: string }} what
 */
export function showOnce(place, say, { secret, label, words }) {
  const field = /** @type {HTMLInputElement} */ (h("input", { id: "secret", readonly: true, value: secret, "aria-label": label }));
  const copy = h("button", { type: "button" }, say("api-tokens-copy"));
  copy.addEventListener("click", () => {
    field.select();
    // Over plain HTTP there is no clipboard for pages; the old way still copies what is selected.
    document.execCommand("copy");
    copy.textContent = say("api-tokens-copied");
  });
  place.hidden = false;
  place.replaceChildren(h("p", { role: "status" }, words), field, copy);
  field.focus();
  field.select();
  place.scrollIntoView({ block: "nearest" });
}
