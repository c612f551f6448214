// @ts-check
/**
 * The menu in the band of every staff screen: where else whoever is signed in may go.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {{ heading: string, ways: { path: string, name: string }[] }} Ways */

/**
 * @param {import("../../../display/shared/words.js").Say} say
 * @param {Ways[] | undefined} groups
 */
export function menu(say, groups) {
  if (!groups?.length) return null;
  const nav = h("nav", { "aria-label": say("staff-menu") });
  const element = /** @type {HTMLDetailsElement} */ (h("details", { class: "menu" }, h("summary", {}, say("staff-menu")), nav));
  // Its links are made when they are wanted: most screens stay open all day with it shut.
  element.addEventListener("toggle", () => element.open && !nav.firstChild && nav.append(...groups.map(group)));
  shuts(element);
  return element;
}

/** @param {Ways} ways */
function group({ heading, ways }) {
  const here = location.pathname;
  const line = (/** @type {Ways["ways"][number]} */ { path, name }) =>
    h("li", {}, h("a", { href: path, "aria-current": path === here ? "page" : null }, name));
  return h("div", {}, h("h2", {}, heading), h("ul", {}, ...ways.map(line)));
}

/** A menu goes by Escape, and when somebody points or goes elsewhere. @param {HTMLDetailsElement} element */
export function shuts(element) {
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    event.stopPropagation();
    element.open = false;
    element.querySelector("summary")?.focus();
  });
  const elsewhere = (/** @type {Event} */ event) => {
    if (element.open && event.target instanceof Node && !element.contains(event.target)) element.open = false;
  };
  addEventListener("pointerdown", elsewhere);
  addEventListener("focusin", elsewhere);
}
