// @ts-check
/**
 * What every screen's module begins with: its settings, and elements without markup in strings.
 */

/**
 * The settings that the server wrote into the page.
 * @returns {any}
 */
export function settings() {
  return JSON.parse(document.getElementById("settings")?.textContent ?? "{}");
}

/**
 * An element. Text is always set as text, so that no name can become markup.
 *
 * `h("button", { class: "primary", onclick: save, disabled: true, "aria-label": "..." }, "Simpan")`
 * @param {string} tag
 * @param {Record<string, any>} [facts] attributes; a function is a listener; false, null and undefined leave it out
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map(nodeOf));
  return element;
}

/**
 * @param {any} child
 * @returns {Node | string}
 */
function nodeOf(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * The element with that id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}
