// @ts-check
/**
 * Applicants who came before under the name that is being typed. Whoever is chosen is filled in, NIK and all, so that
 * the officer compares with the KTP instead of typing sixteen digits.
 *
 * @module
 */

import { ask } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";

/** Fewer letters would offer half of the office. */
const LEAST = 3;
/** Whoever types is not done yet, in milliseconds. */
const PAUSE = 250;

export class SameName {
  element = h("div", { class: "advice", id: "same-name", role: "status" });
  #say;
  #use;
  /** @type {any} */
  #timer;
  #asked = "";

  /**
   * @param {import("../../../display/shared/words.js").Say} say
   * @param {(known: { nik: string, name: string, phone: string | null }) => void} use
   */
  constructor(say, use) {
    this.#say = say;
    this.#use = use;
  }

  /** Somebody types a name, or has said by the NIK who it is. @param {string} name @param {boolean} known */
  typed(name, known) {
    clearTimeout(this.#timer);
    const text = name.trim();
    this.#asked = known || [...text].length < LEAST ? "" : text;
    if (this.#asked === "") return this.element.replaceChildren();
    this.#timer = setTimeout(() => void this.#look(), PAUSE);
  }

  async #look() {
    const name = this.#asked;
    const { ok, body } = await ask("/api/applicants/named", { name });
    // Somebody went on typing meanwhile. What cannot be offered is typed by hand, as ever.
    if (name !== this.#asked || !ok) return;
    const offers = body.berkas.map((/** @type {any} */ one) => this.#offer(one));
    const more = body.more && h("p", { class: "empty" }, this.#say("casework-same-name-more"));
    const head = h("p", {}, h("strong", {}, this.#say("casework-same-name")));
    const all = [head, h("ul", { class: "earlier" }, ...offers), more].filter(Boolean);
    this.element.replaceChildren(.../** @type {Node[]} */ (offers.length > 0 ? all : []));
  }

  /** @param {any} one */
  #offer(one) {
    const facts = { type: "button", class: "small", "data-applicant": one.id, onclick: () => void this.#choose(one.id) };
    const label = { "aria-label": this.#say("casework-same-name-use", { name: one.applicant }) };
    const last = `${one.nik} · ${one.permit.code} ${one.number}`;
    return h("li", {}, h("button", { ...facts, ...label }, one.applicant), h("span", {}, last));
  }

  /** @param {number} berkas */
  async #choose(berkas) {
    const { ok, body } = await ask("/api/applicants/find", { berkas });
    if (!ok || !body.known) return;
    this.typed("", true);
    this.#use({ nik: body.nik, ...body.known });
  }
}
