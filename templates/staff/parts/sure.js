// @ts-check
/**
 * A button for what cannot be taken back: the first press asks, the second does it.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/**
 * @param {string} name its class
 * @param {string} label
 * @param {string} question what it says once it was pressed
 * @param {() => void} act
 * @returns {HTMLElement}
 */
export function sure(name, label, question, act) {
  const button = h("button", { type: "button", class: name }, label);
  button.addEventListener("click", () => {
    if (button.dataset.sure) return act();
    button.dataset.sure = "yes";
    button.textContent = question;
  });
  return button;
}
