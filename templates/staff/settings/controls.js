// @ts-check
/**
 * One setting of a form, by its kind.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { at } from "./form.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @param {Say} say
 * @param {any} field
 * @param {any} now  what it is; undefined where it is left out
 * @param {any} values  of the whole document
 * @param {string} path  under which its label stands
 * @returns {import("./form.js").Control}
 */
export function control(say, field, now, values, path) {
  const label = say(`settings-f-${path.replaceAll(/[._]/g, "-")}`);
  const facts = { name: path, "data-field": field.path, autocomplete: "off" };
  if (field.kind === "truth") {
    const box = /** @type {HTMLInputElement} */ (h("input", { ...facts, type: "checkbox" }));
    box.checked = now ?? field.usual;
    return { element: h("label", { class: "check" }, box, label), value: () => box.checked };
  }
  const input = inputOf(say, field, now, values, facts);
  const element = h("label", { class: `field ${field.kind}` }, h("span", {}, label), input);
  return { element, value: () => valueOf(field, now, input.value) };
}

/**
 * @param {Say} say
 * @param {any} field
 * @param {any} now
 * @param {any} values
 * @param {object} facts
 */
function inputOf(say, field, now, values, facts) {
  const required = !field.optional;
  if (field.kind === "lines") {
    // A line that stands alone in the file is a list of one.
    const lines = [now ?? []].flat();
    const rows = Math.min(Math.max(lines.length, 2), 12);
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { ...facts, rows }));
    area.value = lines.join("\n");
    return area;
  }
  if (field.kind === "choice" || field.kind === "pick") {
    const words = field.kind === "choice" ? field.words : names(values, field);
    const known = now === undefined || words.includes(now) ? words : [...words, now];
    const blank = field.kind === "pick" && (field.optional || now === undefined) ? [h("option", { value: "" }, "–")] : [];
    const option = (/** @type {string} */ word) => h("option", { value: word }, field.kind === "choice" ? say(`settings-w-${word}`) : word);
    const select = /** @type {HTMLSelectElement} */ (h("select", { ...facts, required }, ...blank, ...known.map(option)));
    select.value = now ?? (field.kind === "choice" ? words[0] : "");
    return select;
  }
  const kind = field.kind === "number" ? { type: "number", min: field.least, max: field.most, step: 1 } : { maxlength: field.most };
  const input = /** @type {HTMLInputElement} */ (h("input", { ...facts, ...kind, required: required && now !== "" }));
  input.value = now ?? "";
  return input;
}

/** The names of another list. @param {any} values @param {any} field @returns {string[]} */
const names = (values, { list, key }) => (at(values, list) ?? []).map((/** @type {any} */ item) => String(item[key]));

/**
 * What is sent: null where the setting is left out.
 * @param {any} field
 * @param {any} now
 * @param {string} text
 */
export function valueOf(field, now, text) {
  if (field.kind === "lines") {
    const lines = linesOf(text);
    return lines.length === 0 && now === undefined ? null : lines;
  }
  const trimmed = text.trim();
  if (trimmed !== "") return field.kind === "number" ? Number(trimmed) : trimmed;
  // An empty text that stands there stays as it stands there.
  if (now === "") return "";
  return field.optional || now === undefined || field.kind === "number" ? null : "";
}

/** @param {string} text */
export const linesOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
