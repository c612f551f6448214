// @ts-check
/**
 * The way to the search from every staff screen: a link, and the key `/`. It opens beside the screen, in one tab that is
 * used again, so that nothing that is being typed here is lost.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { asking } from "./asking.js";
import { kbd } from "./keys.js";

const PATH = "/cari";

/** @param {import("../../../display/shared/words.js").Say} say */
export function searchLink(say) {
  if (location.pathname === PATH) return null;
  const facts = { class: "button", id: "to-search", href: PATH, target: "cari" };
  const link = h("a", facts, say("casework-search-open"), kbd("/"));
  addEventListener("keydown", (event) => {
    if (!isSlash(event)) return;
    event.preventDefault();
    link.click();
  });
  return link;
}

/** Whether the key asks for the search, and belongs to nothing that is being written. @param {KeyboardEvent} event */
export function isSlash(event) {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.repeat || asking()) return false;
  return !(event.target instanceof Element && event.target.closest("input, select, textarea"));
}
