// @ts-check
/**
 * Things of one shape: lokets, services, days off. Each may go, new ones come at the end, and one may go up.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { control } from "./controls.js";
import { daysOf } from "./days.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** Things with more settings than this are folded. */
const SHORT = 4;

export class List {
  /** What the person sees of it. */
  element;
  #say;
  #field;
  #values;
  #rows = h("ol", { class: "items" });
  #count = h("span", { class: "count" });
  /** @type {{ row: HTMLElement, value: () => any }[]} */
  #items = [];

  /**
   * @param {Say} say
   * @param {any} field
   * @param {any[]} now
   * @param {any} values
   */
  constructor(say, field, now, values) {
    this.#say = say;
    this.#field = field;
    this.#values = values;
    for (const item of now) this.#add(item);
    const add = h("button", { type: "button", class: "add", onclick: () => this.#new() }, say("settings-add"));
    const title = h("legend", {}, say(`settings-f-${this.#name}`), " ", this.#count);
    const paste = field.path === "holiday" ? [this.#pasting()] : [];
    this.element = h("fieldset", { class: "list", "data-list": field.path }, title, this.#rows, add, ...paste);
    this.#tell();
  }

  get #name() {
    return this.#field.path.replaceAll(/[._]/g, "-");
  }

  /** All of them, in order. */
  value = () => this.#items.map(({ value }) => value());

  #new() {
    const { row } = this.#add({});
    this.#tell();
    if (row.firstElementChild instanceof HTMLDetailsElement) row.firstElementChild.open = true;
    row.querySelector("input")?.focus();
  }

  /** @param {any} now */
  #add(now) {
    const say = this.#say;
    const { fields, path } = this.#field;
    const short = fields.length < SHORT;
    const controls = fields.map((/** @type {any} */ field) => [
      field.path,
      control(say, field, now[field.path], this.#values, `${path}.${field.path}`),
    ]);
    const parts = controls.map(([, { element }]) => element);
    const value = () => Object.fromEntries(controls.map(([name, { value }]) => [name, value()]));
    const keys = h(
      "span",
      { class: "keys" },
      h("button", { type: "button", class: "up", title: say("settings-up"), "aria-label": say("settings-up"), onclick: () => this.#up(item) }, "↑"),
      h("button", { type: "button", class: "remove", onclick: () => this.#remove(item) }, say("settings-remove")),
    );
    const named = fields.slice(0, 2).map((/** @type {any} */ field) => now[field.path]);
    const title = named.filter((/** @type {any} */ name) => name !== undefined).join(" · ") || say("settings-new");
    const body = short
      ? [h("div", { class: "line" }, ...parts), keys]
      : [h("details", {}, h("summary", {}, title), h("div", { class: "parts" }, ...parts)), keys];
    const row = h("li", { "data-item": String(now[fields[0].path] ?? "") }, ...body);
    const item = { row, value };
    this.#items.push(item);
    this.#rows.append(row);
    return item;
  }

  /** @param {any} item */
  #remove(item) {
    this.#items = this.#items.filter((other) => other !== item);
    item.row.remove();
    this.#tell();
  }

  /** @param {any} item */
  #up(item) {
    const place = this.#items.indexOf(item);
    if (place < 1) return;
    const [before] = this.#items.splice(place - 1, 1);
    this.#items.splice(place, 0, before);
    item.row.after(before.row);
  }

  #tell() {
    this.#count.textContent = String(this.#items.length);
  }

  /** A whole year of days off, pasted. */
  #pasting() {
    const say = this.#say;
    const area = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { id: "paste", rows: 4, placeholder: "2027-01-01 Tahun Baru Masehi", "aria-label": say("settings-paste") })
    );
    const told = h("p", { class: "hint", role: "status" });
    const take = () => {
      const { days, wrong } = daysOf(area.value);
      const known = new Set(this.value().map(({ date }) => date));
      const fresh = days.filter(({ date }) => !known.has(date));
      for (const day of fresh) this.#add(day);
      this.#tell();
      area.value = wrong.join("\n");
      told.textContent = say("settings-pasted", { added: fresh.length, known: days.length - fresh.length, wrong: wrong.length });
    };
    const button = h("button", { type: "button", id: "take", onclick: take }, say("settings-paste-take"));
    return h("details", { class: "paste" }, h("summary", {}, say("settings-paste")), area, button, told);
  }
}
