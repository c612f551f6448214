// @ts-check
/**
 * What the pages around the screens say: what went wrong, beside the form it went wrong in, or above everything.
 *
 * @module
 */

import { byId } from "../../../display/shared/page.js";

/** @param {string} text @param {HTMLElement | null} [place] */
export function tell(text, place = byId("trouble")) {
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}

/**
 * What an answer that is no success means for the person; nothing when it was one. Whoever is not signed in any more
 * comes back here after signing in.
 * @param {import("../../../display/shared/act.js").Answer} answer
 * @param {string} offline what is said when there was no answer
 */
export function problem(answer, offline) {
  if (answer.ok) return "";
  if (answer.status === 401 && answer.body.error === "sign-in") location.assign(`/masuk?next=${location.pathname}`);
  return answer.body.message ?? offline;
}
