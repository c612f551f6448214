// @ts-check
/**
 * Registering at the counter: the applicant, the permit, the checklist. NIK first, because it fills in who has been
 * here before. What looks unusual is said and not forbidden.
 *
 * @module
 */

import { ask as question, read } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { standing } from "../parts/berkas.js";
import { kbd } from "../parts/keys.js";
import { Checklist } from "./checklist.js";
import { SameName } from "./same-name.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./checklist.js").Permit} Permit */
/** @typedef {(act: string, body: object) => Promise<any>} Do */

/** Digits of a NIK. */
const NIK = 16;

/** The permit types, once they came. @type {Promise<Permit[]> | undefined} */
let known;

/** @returns {Promise<Permit[]>} */
export function permits() {
  known ??= read("/api/permits").then((answer) => {
    if (answer.ok) return answer.body.permits;
    known = undefined;
    return [];
  });
  return known;
}

export class Registration {
  element;
  #say;
  #do;
  #attach;
  /** @type {Permit[]} */
  #permits = [];
  /** @type {Checklist | undefined} */
  #checklist;
  #nik;
  #name;
  #phone;
  #misdialled;
  #permit;
  #advice = h("div", { class: "advice", role: "status" });
  #sameName;
  #rest = h("div", { class: "rest" });
  #wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  #note;
  #register;
  #turnAway;
  /** The refused berkas that the new one follows. @type {string | null} */
  #previous = null;
  /** Berkas of this applicant that were refused, newest first. @type {any[]} */
  #refused = [];
  #asked = "";

  /**
   * @param {Say} say
   * @param {Do} run does an act at this loket
   * @param {(berkas: any) => void} attach joins the ticket to a berkas that is there already
   */
  constructor(say, run, attach) {
    this.#say = say;
    this.#do = run;
    this.#attach = attach;
    this.#nik = field("nik", { inputmode: "numeric", maxlength: 24, autocomplete: "off", placeholder: "7110 …" });
    this.#name = field("name", { maxlength: 100, autocomplete: "off", autocapitalize: "words" });
    this.#phone = field("phone", { type: "tel", maxlength: 24, autocomplete: "off", placeholder: "0812 …" });
    this.#misdialled = h("p", { class: "warning advice", hidden: true, role: "status" }, say("console-need-phone"));
    this.#permit = /** @type {HTMLSelectElement} */ (h("select", { id: "permit" }));
    this.#note = field("note", { maxlength: 500, autocomplete: "off" });
    this.#register = h(
      "button",
      { class: "primary", id: "register", "data-act": "register" },
      say("console-register"),
      kbd("F6"),
    );
    this.#turnAway = h(
      "button",
      { type: "button", id: "turn-away", hidden: true },
      say("console-turn-away"),
      kbd("F6"),
    );
    this.#turnAway.addEventListener("click", () => this.submit());
    this.#sameName = new SameName(say, (known) => this.#fill(known));
    this.#nik.addEventListener("input", () => this.#look());
    this.#name.addEventListener("input", () => this.#sameName.typed(this.#name.value, this.#asked.length === NIK));
    this.#phone.addEventListener("change", () => (this.#misdialled.hidden = callable(this.#phone.value)));
    this.#permit.addEventListener("change", () => this.#choose());
    this.element = this.#form();
    void this.#offer();
  }

  /** The likely act: register, or the list of what is missing. */
  submit() {
    return this.#checklist && this.#checklist.missing > 0 ? this.#sendAway() : this.#send();
  }

  #form() {
    const label = (/** @type {string} */ name, /** @type {Node} */ input) =>
      h("label", { class: "field" }, h("span", {}, this.#say(`console-${name}`)), input);
    const person = h(
      "div",
      { class: "person" },
      label("nik", this.#nik),
      label("name", this.#name),
      label("phone", this.#phone),
      label("permit", this.#permit),
      this.#misdialled,
      this.#advice,
      this.#sameName.element,
    );
    const note = label("note", this.#note);
    note.id = "note-field";
    note.hidden = true;
    const keys = h("div", { class: "keys" }, this.#wrong, note, this.#turnAway, this.#register);
    const form = h("form", { id: "registration", class: "registration", novalidate: true }, person, this.#rest, keys);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    return form;
  }

  async #offer() {
    this.#permits = await permits();
    if (this.#permits.length === 0) {
      this.#rest.replaceChildren(h("p", { class: "empty" }, this.#say("console-no-permits")));
      return;
    }
    const first = h("option", { value: "" }, this.#say("console-choose-permit"));
    this.#permit.replaceChildren(
      first,
      ...this.#permits.map(({ code, name }) => h("option", { value: code }, `${name} (${code})`)),
    );
    this.#choose();
  }

  #choose() {
    const permit = this.#permits.find(({ code }) => code === this.#permit.value);
    this.#checklist = permit && new Checklist(this.#say, permit, () => this.#weigh());
    const empty = h("p", { class: "empty" }, this.#say("console-permit-first"));
    const facts = { class: "blank-form", target: "_blank", rel: "noopener" };
    const blank = permit && h("a", { ...facts, href: `/kertas/formulir/${permit.code}` }, this.#say("doc-blank-form"));
    this.#rest.replaceChildren(this.#checklist?.element ?? empty, ...(blank ? [blank] : []));
    this.#weigh();
    this.#suggest();
  }

  /** Whoever was refused and applies for the same again most likely follows that berkas; one key says no. */
  #suggest() {
    const same = this.#refused.find((one) => one.permit.code === this.#permit.value);
    if (!same || this.#previous) return;
    const key = this.#advice.querySelector(`[data-follows="${CSS.escape(same.number)}"]`);
    if (key instanceof HTMLElement) key.click();
  }

  /** What is missing decides which key goes on. */
  #weigh() {
    const missing = this.#checklist?.missing ?? 0;
    this.#turnAway.hidden = missing === 0;
    this.#register.hidden = missing > 0;
    const note = this.element.querySelector("#note-field");
    if (note instanceof HTMLElement) note.hidden = missing === 0;
    this.#tell("");
  }

  /** @param {string} text */
  #tell(text) {
    this.#wrong.textContent = text;
    this.#wrong.hidden = text === "";
  }

  /** Somebody who came before. @param {{ nik: string, name: string, phone: string | null }} known */
  #fill({ nik, name, phone }) {
    this.#nik.value = nik;
    this.#name.value = name;
    this.#phone.value = phone ?? "";
    this.#permit.focus();
    void this.#look();
  }

  /** Looks the applicant up as soon as the NIK is whole. */
  async #look() {
    const nik = this.#nik.value.replace(/[\s.-]/g, "");
    if (nik === this.#asked) return;
    this.#asked = nik;
    this.#previous = null;
    this.#refused = [];
    this.#advice.replaceChildren();
    if (nik.length !== NIK) return;
    this.#sameName.typed("", true);
    const answer = await question("/api/applicants/find", { nik });
    // Somebody went on typing meanwhile.
    if (this.#asked !== nik) return;
    this.#advise(answer);
  }

  /** @param {import("../../../display/shared/act.js").Answer} answer */
  #advise({ ok, body }) {
    if (!ok) {
      this.#advice.replaceChildren(h("p", { class: "warning" }, body.message ?? this.#say("staff-no-answer")));
      return;
    }
    const { known: applicant, warnings, berkas } = body;
    if (applicant) {
      this.#refused = berkas.filter((/** @type {any} */ one) => one.standing.code === "refused-closed");
      this.#name.value ||= applicant.name;
      this.#phone.value ||= applicant.phone ?? "";
    }
    const warned = warnings.map((/** @type {string} */ code) =>
      h("p", { class: "warning" }, this.#say(`console-nik-${code}`)),
    );
    const before = berkas.map((/** @type {any} */ one) => this.#earlier(one));
    const head = applicant && h("p", {}, h("strong", {}, this.#say("console-known", { count: berkas.length })));
    this.#advice.replaceChildren(
      ...warned,
      ...(head ? [head] : []),
      ...(before.length > 0 ? [h("ul", { class: "earlier" }, ...before)] : []),
    );
    this.#suggest();
  }

  /** A berkas of the same applicant: it may be the one they come for. @param {any} berkas */
  #earlier(berkas) {
    const open = ["returned", "moving"].includes(berkas.standing.code);
    const refused = berkas.standing.code === "refused-closed";
    const attach = () => this.#attach(berkas);
    const follow = () => {
      this.#previous = this.#previous === berkas.number ? null : berkas.number;
      for (const key of this.#advice.querySelectorAll("[data-follows]")) {
        key.setAttribute("aria-pressed", String(key.getAttribute("data-follows") === this.#previous));
      }
    };
    return h(
      "li",
      {},
      h("span", {}, `${berkas.number} · ${berkas.permit.code}`),
      standing(this.#say, berkas),
      open && h("button", { type: "button", class: "small", onclick: attach }, this.#say("console-attach")),
      refused &&
        h(
          "button",
          { type: "button", class: "small", "aria-pressed": "false", "data-follows": berkas.number, onclick: follow },
          this.#say("console-follows"),
        ),
    );
  }

  async #send() {
    const say = this.#say;
    /** @type {[boolean, string, () => void][]} */
    const needs = [
      [this.#nik.value.trim() !== "", "console-need-nik", () => this.#nik.focus()],
      [this.#name.value.trim() !== "", "console-need-name", () => this.#name.focus()],
      [callable(this.#phone.value), "console-need-phone", () => this.#phone.focus()],
      [this.#checklist !== undefined, "console-need-permit", () => this.#permit.focus()],
      [this.#checklist?.lines !== undefined, "console-need-checklist", () => this.#checklist?.showOpen()],
    ];
    const lacking = needs.find(([met]) => !met);
    this.#tell(lacking ? say(lacking[1]) : "");
    if (lacking) return lacking[2]();
    await this.#do("register", {
      permit: this.#permit.value,
      nik: this.#nik.value,
      name: this.#name.value,
      phone: this.#phone.value.trim() || null,
      checklist: this.#checklist?.lines,
      previous: this.#previous,
    });
  }

  async #sendAway() {
    if (!this.#checklist?.lines) {
      this.#tell(this.#say("console-need-checklist"));
      this.#checklist?.showOpen();
      return;
    }
    const note = this.#note.value.trim() || null;
    await this.#do("turn-away", { permit: this.#permit.value, checklist: this.#checklist.lines, note });
  }
}

/** @param {string} id @param {Record<string, any>} facts */
const field = (id, facts) => /** @type {HTMLInputElement} */ (h("input", { id, ...facts }));

/** Whether the office would take this telephone number, or none at all: see src/domain/person.rs. @param {string} text */
export const callable = (text) => /^$|^(\+?62|0)8\d{8,11}$/.test(text.trim().replace(/[ .-]/g, ""));
