// @ts-check
/**
 * The demonstration's first page: a card signs in as its account, then opens the screen in a new tab.
 */

import { ask } from "../../display/shared/act.js";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const trouble = /** @type {HTMLElement} */ (main.querySelector(".error"));

/** @param {string} text */
function tell(text) {
  trouble.textContent = text;
  trouble.hidden = text === "";
  if (text) trouble.scrollIntoView({ block: "nearest" });
}

/**
 * A tab to fill later. It is opened within the click itself, or the browser would take it for an advertisement; it
 * stays empty for as long as the sign-in takes.
 */
function emptyTab() {
  const tab = window.open("", "_blank");
  if (tab) tab.document.title = main.dataset.opening ?? "";
  return tab;
}

/** @param {HTMLAnchorElement} card */
async function open(card) {
  if (card.getAttribute("aria-busy") === "true") return;
  card.setAttribute("aria-busy", "true");
  tell("");
  const tab = emptyTab();
  const answer = await ask("/api/demo/sign-in", { login: card.dataset.login });
  card.removeAttribute("aria-busy");
  if (!answer.ok) {
    tab?.close();
    tell(answer.body.message ?? main.dataset.offline ?? "");
  } else if (tab) {
    tab.location.replace(card.href);
  } else {
    location.assign(card.href);
  }
}

for (const card of main.querySelectorAll("a[data-login]")) {
  if (!(card instanceof HTMLAnchorElement) || !card.dataset.login) continue;
  // The middle button and Ctrl open a tab too, which would come before the sign-in if the browser did it.
  for (const kind of ["click", "auxclick"]) {
    card.addEventListener(kind, (event) => {
      if (/** @type {MouseEvent} */ (event).button === 2) return;
      event.preventDefault();
      void open(card);
    });
  }
}
