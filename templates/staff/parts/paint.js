// @ts-check
/**
 * Drawing a part of a staff screen anew without taking the keyboard out of somebody's hand, or a key from under their
 * finger: a button that is replaced between press and release is never clicked.
 *
 * @module
 */

import { stopwatch } from "../../../display/shared/words.js";

/** What each part shows, to leave it alone while it is the same. @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/** Where a finger or the mouse is down. @type {EventTarget | null} */
let pressed = null;
/** What is drawn when it is lifted, by part. @type {Map<HTMLElement, () => void>} */
const later = new Map();
let watching = false;

/** Knows from now on where somebody presses. */
function watch() {
  if (watching) return;
  watching = true;
  document.addEventListener("pointerdown", ({ target }) => void (pressed = target), true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressed = null;
      // The click comes before.
      setTimeout(() => {
        for (const drawing of [...later.values()]) drawing();
      });
    }, true);
  }
}

/**
 * Draws `part` if what it depends on has changed, as soon as nobody presses anything in it. Whatever had the focus and is
 * still there keeps it: parts name what can have it with `data-key`.
 * @param {HTMLElement} part
 * @param {unknown} facts all that the children depend on
 * @param {() => (Node | string | null | false | undefined)[]} children
 */
export function draw(part, facts, children) {
  watch();
  if (pressed instanceof Node && part.contains(pressed)) {
    later.set(part, () => draw(part, facts, children));
    return;
  }
  later.delete(part);
  const key = JSON.stringify(facts);
  if (drawn.get(part) === key) return;
  drawn.set(part, key);
  const focused = document.activeElement;
  const name = focused && part.contains(focused) ? focused.getAttribute("data-key") : null;
  const nodes = children().filter((child) => child !== null && child !== undefined && child !== false);
  part.replaceChildren(.../** @type {(Node | string)[]} */ (nodes));
  if (name === null) return;
  const again = part.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/**
 * Moves the stopwatches: `data-since` in server time, and `data-norm` in minutes after which it counts as late.
 * @param {ParentNode} root
 * @param {number} now server time
 */
export function tick(root, now) {
  for (const watch of root.querySelectorAll("[data-since]")) {
    if (!(watch instanceof HTMLElement)) continue;
    const seconds = (now - Number(watch.dataset.since)) / 1000;
    const text = stopwatch(seconds);
    if (watch.textContent !== text) watch.textContent = text;
    if (watch.dataset.norm) watch.toggleAttribute("data-late", seconds > Number(watch.dataset.norm) * 60);
  }
}
