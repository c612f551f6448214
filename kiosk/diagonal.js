// @ts-check
/**
 * How large the glass is: no browser knows, so the administrator says it once in the address, and the screen
 * remembers it.
 *
 * @module
 */

/** Diagonals of screens that people touch, in inches. */
const POSSIBLE = { least: 5, most: 100 };

/**
 * The diagonal of an address like `/kiosk?diagonal=15.6`, or the one remembered.
 * @param {string} place where this screen remembers it
 * @param {string} search
 * @param {Pick<Storage, "getItem" | "setItem">} store
 * @returns {number | undefined} inches
 */
export function diagonalOf(place, search, store) {
  const possible = (/** @type {unknown} */ text) => {
    const inches = Number(text);
    return inches >= POSSIBLE.least && inches <= POSSIBLE.most ? inches : undefined;
  };
  const asked = possible(new URLSearchParams(search).get("diagonal"));
  try {
    if (asked) store.setItem(place, String(asked));
    return asked ?? possible(store.getItem(place));
  } catch {
    // A browser that may keep nothing goes by its address.
    return asked;
  }
}
