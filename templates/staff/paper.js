// @ts-check
/**
 * The bar above an official paper. What is kept is kept first and printed then, so that no paper leaves the office that
 * the journal does not know.
 *
 * @module
 */

import { act } from "../../display/shared/act.js";

const trouble = /** @type {HTMLElement} */ (document.getElementById("trouble"));

/** @param {string} id @param {(button: HTMLButtonElement) => void} then */
function pressed(id, then) {
  const button = document.getElementById(id);
  if (button instanceof HTMLButtonElement) button.addEventListener("click", () => then(button));
}

/** The printer gets the paper's own letters. */
async function print() {
  await document.fonts.ready;
  window.print();
}

/**
 * Keeps something and goes to the paper it became.
 * @param {HTMLButtonElement} button
 * @param {string} path
 * @param {object} body
 */
async function keep(button, path, body) {
  button.disabled = true;
  trouble.hidden = true;
  const answer = await act(path, body, { lang: document.documentElement.lang });
  if (answer.ok) return location.assign(`/kertas/terbit/${answer.body.paper}#cetak`);
  trouble.textContent = answer.body.message ?? trouble.dataset.offline ?? "";
  trouble.hidden = false;
  button.disabled = false;
}

pressed("print", () => void print());
pressed("issue", (button) => {
  const body = { paper: button.dataset.paper, sheet: document.body.dataset.sheet };
  void keep(button, `/api/berkas/${button.dataset.berkas}/papers`, body);
});
pressed("copy", (button) => void keep(button, `/api/kertas/${button.dataset.paper}/copy`, {}));

if (location.hash === "#cetak") {
  // Whoever loads the page again does not print again.
  history.replaceState(null, "", location.pathname);
  void print();
}
