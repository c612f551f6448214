// @ts-check
/**
 * Who changed what, and when; each version can be looked at, carried away and brought back.
 *
 * @module
 */

import { read } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";
import { lines } from "./review.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

export class History {
  /** What the person sees of it. */
  element = h("section", { class: "history" });
  #say;
  #facts;
  #now;
  #back;
  #list = h("ol", { class: "versions" });
  #more;
  #oldest = Number.MAX_SAFE_INTEGER;

  /**
   * @param {Say} say
   * @param {any} facts
   * @param {any[]} first
   * @param {number} now  the version in force
   * @param {(version: number) => void} back
   */
  constructor(say, facts, first, now, back) {
    this.#say = say;
    this.#facts = facts;
    this.#now = now;
    this.#back = back;
    this.#more = h("button", { type: "button", id: "more", onclick: () => void this.#load() }, say("settings-more"));
    this.element.append(this.#list, this.#more);
    this.#add(first);
  }

  async #load() {
    const { ok, body } = await read(`/api/settings/history?before=${this.#oldest}`, this.#facts.lang);
    if (ok) this.#add(body.history);
  }

  /** @param {any[]} versions */
  #add(versions) {
    this.#oldest = versions.at(-1)?.version ?? this.#oldest;
    this.#more.hidden = versions.length === 0 || this.#oldest === 1;
    this.#list.append(...versions.map((version) => this.#row(version)));
  }

  /** @param {any} version */
  #row({ version, at, by, how, what }) {
    const say = this.#say;
    const { lang, office } = this.#facts;
    const own = how === "back" && !by ? "fallen" : how;
    const done = how === "section" ? say("settings-how-section", { name: say(`settings-s-${what}`) }) : say(`settings-how-${own}`, { version: what ?? "" });
    const place = h("div", { class: "place" });
    const when = `${date(at, office.offset, lang)} ${hour(at, office.offset)}`;
    const look = h("button", { type: "button", class: "see", onclick: () => void this.#see(version, place) }, say("settings-see"));
    const back = h("button", { type: "button", class: "back", onclick: () => this.#back(version) }, say("settings-back"));
    const file = h("a", { class: "button", href: `/api/settings/file?version=${version}`, download: `pengaturan-${version}.toml` }, say("settings-fetch"));
    return h(
      "li",
      { "data-version": version },
      h("p", {}, h("strong", {}, say("settings-version", { version })), " ", when, " · ", by ?? say("settings-by-office"), " · ", done),
      h("span", { class: "keys" }, look, file, version !== this.#now && back),
      place,
    );
  }

  /** @param {number} version @param {HTMLElement} place */
  async #see(version, place) {
    if (place.childElementCount > 0) return place.replaceChildren();
    const { ok, body } = await read(`/api/settings/version/${version}`, this.#facts.lang);
    if (ok) place.replaceChildren(version === 1 ? h("pre", {}, body.text) : lines(this.#say, body.diff));
  }
}
