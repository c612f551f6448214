// @ts-check
/**
 * A form made from the description of a section: what each setting is, and what it is now.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { control } from "./controls.js";
import { List } from "./list.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ element: HTMLElement, value: () => any }} Control */

export class Form {
  /** What the person sees of it. */
  element;

  /**
   * @param {Say} say
   * @param {{ name: string, fields: any[] }} section
   * @param {any} values  of the whole document
   * @param {(values: object) => void} look
   */
  constructor(say, section, values, look) {
    /** @type {Map<string, Control>} */
    const controls = new Map();
    for (const field of section.fields) {
      const now = at(values, field.path);
      const make = field.kind === "list" ? new List(say, field, now ?? [], values) : control(say, field, now, values, field.path);
      controls.set(field.path, make);
    }
    const button = h("button", { class: "primary", id: "look" }, say("settings-look"));
    const parts = [...controls.values()].map(({ element }) => element);
    this.element = h("form", { class: "section", "data-section": section.name }, ...parts, h("div", { class: "answers" }, button));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      look(Object.fromEntries([...controls].map(([path, { value }]) => [path, value()])));
    });
  }
}

/**
 * What stands under a path.
 * @param {any} values
 * @param {string} path
 */
export const at = (values, path) => path.split(".").reduce((inner, part) => inner?.[part], values);
