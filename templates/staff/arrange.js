// @ts-check
/**
 * How the boards of each waiting room are arranged: the layout, from where it must be read, the running text, and which
 * pictures and films lie in its folder. Open boards change as soon as the office has kept it.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { linesOf, metres, reach } from "./arrange/reach.js";
import { Shelf } from "./arrange/shelf.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** Parts of each layout, as they lie in its sketch. */
const SKETCH = {
  full: ["head", "hero", "lokets", "lists", "waiting"],
  large: ["head", "hero", "lokets", "lists"],
  media: ["head", "hero", "lokets", "media", "lists"],
};

class Room {
  /** What the person sees of it. */
  element;
  #say;
  #lang;
  #doing;
  #zone;
  #most;
  #frame;
  #upright = box("upright");
  #sound = box("film_sound");
  #seat;
  #diagonal;
  #lines = /** @type {HTMLTextAreaElement} */ (h("textarea", { name: "lines", rows: 5, autocomplete: "off" }));
  #count = h("span", { class: "count" });
  /** @type {{ radio: HTMLInputElement, told: HTMLElement, facts: import("./arrange/reach.js").Layout }[]} */
  #layouts = [];

  /**
   * @param {Say} say
   * @param {string} lang
   * @param {{ frame: Frame, doing: Doing }} hands
   * @param {any} zone
   * @param {any} all  what the office allows
   */
  constructor(say, lang, { frame, doing }, zone, all) {
    this.#say = say;
    this.#lang = lang;
    this.#frame = frame;
    this.#doing = doing;
    this.#zone = zone;
    this.#most = all.most;
    const [near, far] = all.seats;
    const [small, large] = all.diagonals;
    this.#seat = number("far_seat", { min: near / 100, max: far / 100, step: 0.1 });
    this.#diagonal = number("diagonal", { min: small, max: large, step: 1 });
    this.element = h("form", { class: "room", "data-zone": zone.zone }, ...this.#parts());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    this.element.addEventListener("input", () => this.#tell());
    this.#fill(zone.arrangement);
  }

  #parts() {
    const say = this.#say;
    const field = (/** @type {string} */ label, /** @type {Node} */ input, /** @type {Node | null} */ beside = null) =>
      h("label", { class: "field" }, h("span", {}, say(label), " ", beside), input);
    const check = (/** @type {string} */ label, /** @type {Node} */ input) => h("label", { class: "check" }, input, say(label));
    return [
      h("h2", {}, say("arrange-room", { zone: this.#zone.zone, lokets: this.#zone.lokets })),
      h(
        "fieldset",
        { class: "layouts" },
        h("legend", {}, say("arrange-layout")),
        ...this.#zone.layouts.map((/** @type {any} */ layout) => this.#card(layout)),
      ),
      h(
        "div",
        { class: "sizes" },
        field("arrange-seat", this.#seat),
        field("arrange-diagonal", this.#diagonal),
        check("arrange-upright", this.#upright),
      ),
      field("arrange-lines", this.#lines, this.#count),
      h("p", { class: "hint" }, say("arrange-lines-hint")),
      new Shelf(say, this.#lang, this.#zone, this.#most.media).element,
      check("arrange-sound", this.#sound),
      h("div", { class: "answers" }, h("button", { class: "primary", id: `save-${this.#zone.zone}` }, say("arrange-save"))),
    ];
  }

  /** @param {import("./arrange/reach.js").Layout} facts */
  #card(facts) {
    const { layout } = facts;
    const radio = /** @type {HTMLInputElement} */ (
      h("input", { type: "radio", name: "layout", value: layout, required: true })
    );
    const told = h("span", { class: "reach" });
    this.#layouts.push({ radio, told, facts });
    const parts = SKETCH[/** @type {keyof typeof SKETCH} */ (layout)] ?? [];
    return h(
      "label",
      { class: "layout", "data-layout": layout },
      radio,
      h("span", { class: "sketch", "aria-hidden": "true" }, ...parts.map((part) => h("i", { class: part }))),
      h("strong", {}, this.#say(`arrange-${layout}`)),
      h("span", {}, this.#say(`arrange-${layout}-what`)),
      told,
    );
  }

  /** @param {any} now */
  #fill(now) {
    for (const { radio } of this.#layouts) radio.checked = radio.value === now.layout;
    this.#seat.value = String(now.far_seat / 100);
    this.#diagonal.value = String(now.diagonal);
    this.#upright.checked = now.upright;
    this.#sound.checked = now.film_sound;
    this.#lines.value = now.lines.join("\n");
    this.#tell();
  }

  /** What becomes of the numbers as they stand. */
  #tell() {
    const say = this.#say;
    const needed = Math.round(Number(this.#seat.value) * 100);
    for (const { told, facts } of this.#layouts) {
      const far = reach(facts, this.#upright.checked, Number(this.#diagonal.value));
      const enough = far >= needed;
      told.textContent = say(enough ? "arrange-reach" : "arrange-reach-short", { metres: metres(far, this.#lang) });
      told.dataset.enough = String(enough);
    }
    const lines = linesOf(this.#lines.value);
    const { lines: most, line } = this.#most;
    const long = lines.length > most || lines.some((text) => [...text].length > line);
    this.#count.textContent = say(long ? "arrange-lines-long" : "arrange-lines-count", { n: lines.length, most, line });
    this.#count.dataset.long = String(long);
  }

  async #save() {
    const chosen = this.#layouts.find(({ radio }) => radio.checked);
    const done = await this.#doing.do(`/api/arrangements/${encodeURIComponent(this.#zone.zone)}`, {
      layout: chosen?.radio.value ?? "",
      lines: linesOf(this.#lines.value),
      film_sound: this.#sound.checked,
      upright: this.#upright.checked,
      far_seat: Math.round(Number(this.#seat.value) * 100),
      diagonal: Math.round(Number(this.#diagonal.value)),
    });
    if (done) this.#frame.tell(this.#say(done.unchanged ? "arrange-unchanged" : "arrange-saved"));
  }
}

/** @param {string} name */
const box = (name) => /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", name }));

/** @param {string} name @param {object} facts */
const number = (name, facts) =>
  /** @type {HTMLInputElement} */ (h("input", { type: "number", name, required: true, ...facts }));

/**
 * @param {HTMLElement} root
 * @param {Say} say
 * @param {any} facts
 */
async function begin(root, say, facts) {
  const frame = new Frame(root, say, { ...facts, title: say("arrange-title") });
  const doing = new Doing(frame, say, facts.lang);
  // This page follows nothing, so there is nothing to wait for after an act.
  doing.seen(Number.MAX_SAFE_INTEGER);
  document.body.dataset.connection = "live";
  const answer = await read("/api/arrangements", facts.lang);
  if (!answer.ok) return frame.warn(answer.body.message ?? say("arrange-failed"));
  const rooms = answer.body.zones.map((/** @type {any} */ zone) => new Room(say, facts.lang, { frame, doing }, zone, answer.body));
  frame.body.append(...rooms.map((/** @type {Room} */ { element }) => element));
}

void start("arrange", begin);
