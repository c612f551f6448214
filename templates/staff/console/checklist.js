// @ts-check
/**
 * The checklist of a permit type, ticked off with mouse or keyboard. Nothing is ticked before an officer looked.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {"present" | "missing" | "not-needed"} Mark */
/** @typedef {{ code: string, name: string, requirements: string[], conditional: string[] }} Permit */

export class Checklist {
  element;
  #say;
  #permit;
  /** @type {(Mark | undefined)[]} */
  #marks;
  #changed;

  /**
   * @param {Say} say
   * @param {Permit} permit
   * @param {() => void} changed
   * @param {{ requirement: string, why: string, mended: boolean }[]} [asked] what a returned berkas lacked: it comes first
   */
  constructor(say, permit, changed, asked = []) {
    this.#say = say;
    this.#permit = permit;
    this.#changed = changed;
    this.#marks = this.#lines().map(() => undefined);
    const all = h(
      "button",
      { type: "button", class: "all", onclick: () => this.#complete() },
      say("console-all-present"),
    );
    const lines = this.#lines().map((requirement, place) => ({ requirement, place }));
    const of = (/** @type {string} */ requirement) => asked.find((one) => one.requirement === requirement);
    const row = (/** @type {{ requirement: string, place: number }} */ { requirement, place }) =>
      this.#row(requirement, place, of(requirement));
    const first = lines.filter(({ requirement }) => of(requirement)).map(row);
    const rest = lines.filter(({ requirement }) => !of(requirement)).map(row);
    const head = h("div", { class: "checklist-head" }, h("h3", {}, say("console-checklist")), all);
    const lacked =
      first.length > 0 &&
      h("div", { class: "lacked", id: "lacked" }, h("h3", {}, say("console-lacked")), h("div", { class: "rows" }, ...first));
    this.element = h("div", { class: "checklist" }, lacked, head, h("div", { class: "rows" }, ...rest));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Every line with its mark, or nothing while one is open. */
  get lines() {
    const lines = this.#lines().map((requirement, place) => ({ requirement, mark: this.#marks[place] }));
    return lines.every(({ mark }) => mark !== undefined) ? lines : undefined;
  }

  /** Lines that are marked as missing. */
  get missing() {
    return this.#marks.filter((mark) => mark === "missing").length;
  }

  /** Leads to the first line that is still open. */
  showOpen() {
    const place = this.#marks.indexOf(undefined);
    const field = this.element.querySelector(`input[name="check-${place}"]`);
    if (field instanceof HTMLElement) field.focus();
  }

  #lines() {
    return [...this.#permit.requirements, ...this.#permit.conditional];
  }

  /** @param {number} place @returns {Mark[]} */
  #choices(place) {
    const always = place < this.#permit.requirements.length;
    return always ? ["present", "missing"] : ["present", "missing", "not-needed"];
  }

  /** @param {string} requirement @param {number} place @param {{ why: string, mended: boolean }} [asked] */
  #row(requirement, place, asked) {
    const name = `check-${place}`;
    /** @param {Mark} mark */
    const radio = (mark) =>
      h(
        "label",
        { "data-mark": mark },
        h("input", { type: "radio", name, value: mark, onchange: () => this.#mark(place, mark) }),
        h("span", {}, this.#say(`console-mark-${mark}`)),
      );
    return h(
      "div",
      { class: "row", role: "radiogroup", "aria-labelledby": `${name}-name`, "data-place": place },
      h(
        "span",
        { class: "requirement", id: `${name}-name` },
        requirement,
        asked?.why && h("span", { class: "why" }, asked.why),
        asked?.mended && h("span", { class: "pill" }, this.#say("staff-mended")),
      ),
      h("span", { class: "marks" }, ...this.#choices(place).map(radio)),
    );
  }

  /** @param {number} place @param {Mark} mark */
  #mark(place, mark) {
    this.#marks[place] = mark;
    const row = this.element.querySelector(`[data-place="${place}"]`);
    row?.setAttribute("data-marked", mark);
    const field = row?.querySelector(`input[value="${mark}"]`);
    if (field instanceof HTMLInputElement) field.checked = true;
    this.#changed();
  }

  /** What is always asked for is there, and what only some bring is not needed, unless somebody said otherwise. */
  #complete() {
    for (const [place, mark] of this.#marks.entries()) {
      if (mark === undefined) this.#mark(place, place < this.#permit.requirements.length ? "present" : "not-needed");
    }
  }

  /** 1, 2 and 3 mark a line and go on to the next one. @param {KeyboardEvent} event */
  #key(event) {
    const row = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    const choice = ["1", "2", "3"].indexOf(event.key);
    if (!row || choice < 0) return;
    const place = Number(row.getAttribute("data-place"));
    const mark = this.#choices(place)[choice];
    if (!mark) return;
    event.preventDefault();
    this.#mark(place, mark);
    const rows = [...this.element.querySelectorAll("[data-place]")];
    const next = rows[rows.indexOf(row) + 1]?.querySelector("input");
    if (next instanceof HTMLElement) next.focus();
  }
}
