// @ts-check
/**
 * The form of a permit type: what the analyst enters from the application. It is looked at while it is typed, and what
 * looks unusual is said and never refused. One form lives as long as its screen, so that nobody loses what is typed
 * when the berkas is drawn anew.
 *
 * @module
 */

import { act, ask } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";

/** @typedef {import("./berkas.js").Tongue} Tongue */
/**
 * What the screen does for its form.
 * @typedef {object} Hands
 * @property {string[]} roles of this person
 * @property {(text: string) => void} tell
 * @property {(text: string) => void} warn
 * @property {() => void} changed something was saved
 */

/** Whoever types is not done yet, in milliseconds. */
const PAUSE = 250;

export class Form {
  /** Everything, to be put somewhere. */
  section = h("section", { class: "form-entry" });
  #tongue;
  #hands;
  /** @type {any} */
  #berkas;
  /** What was typed and not saved, by berkas and field. @type {Map<number, Map<string, string>>} */
  #drafts = new Map();
  #drawn = "";
  #saving = false;
  #state = h("span", { class: "left-over", role: "status" });

  /** @param {Tongue} tongue @param {Hands} hands */
  constructor(tongue, hands) {
    this.#tongue = tongue;
    this.#hands = hands;
  }

  /** @param {any} berkas */
  show(berkas) {
    this.#berkas = berkas;
    const { form } = berkas;
    const key = JSON.stringify([berkas.id, form, this.#may]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    // Whoever types in a field goes on in it.
    const focused = document.activeElement;
    const name = focused && this.section.contains(focused) ? focused.getAttribute("data-field") : null;
    this.section.replaceChildren(...this.#parts());
    this.#tell();
    if (name === null) return;
    const again = this.section.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  get #may() {
    const { form } = this.#berkas;
    return form.open && form.roles.some((/** @type {string} */ role) => this.#hands.roles.includes(role));
  }

  get #draft() {
    const { id } = this.#berkas;
    const draft = this.#drafts.get(id) ?? new Map();
    this.#drafts.set(id, draft);
    return draft;
  }

  #parts() {
    const { say } = this.#tongue;
    const { form } = this.#berkas;
    const title = h("h3", {}, say("doc-form"));
    if (form.fields.length === 0) return [title, h("p", { class: "empty" }, say("doc-form-no-fields"))];
    if (form.hidden) return [title, h("p", { class: "empty" }, say("doc-form-hidden"))];
    if (!this.#may) return [title, ...this.#reading()];
    const fields = form.fields.map((/** @type {any} */ field, /** @type {number} */ at) => this.#field(field, at));
    const save = h("button", { class: form.here ? "primary" : "", id: "form-save" }, say("doc-form-save"));
    const whole = h("form", { class: "entry" }, ...fields, h("div", { class: "keys" }, this.#state, save));
    whole.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    return [title, h("p", { class: "empty" }, say("doc-form-help")), whole];
  }

  /** What was entered, for whoever does not change it. */
  #reading() {
    const { say } = this.#tongue;
    const { form } = this.#berkas;
    const filled = form.fields.filter((/** @type {any} */ field) => field.value);
    if (filled.length === 0) return [h("p", { class: "empty" }, say("doc-form-none"))];
    const line = (/** @type {any} */ { name, value, warning }) => [
      h("dt", {}, name),
      h("dd", {}, value, warning && h("span", { class: "says" }, say(`doc-warn-${warning}`))),
    ];
    return [h("dl", { class: "facts" }, ...filled.flatMap(line)), h("p", { class: "left-over" }, this.#by())];
  }

  #by() {
    const { say, lang, offset } = this.#tongue;
    const { by, at } = this.#berkas.form;
    return by ? say("doc-form-by", { name: by, date: `${date(at, offset, lang)} ${hour(at, offset)}` }) : "";
  }

  /** @param {any} field @param {number} at */
  #field({ name, kind, value, warning }, at) {
    const { say } = this.#tongue;
    const id = `form-${at}`;
    const facts = {
      id,
      "data-field": name,
      maxlength: this.#berkas.form.most,
      autocomplete: "off",
      "aria-describedby": `${id}-says`,
      placeholder: kind.startsWith("date") ? say(`doc-hint-${kind}`) : null,
    };
    const input = /** @type {HTMLInputElement} */ (kind === "long" ? h("textarea", { ...facts, rows: 2 }) : h("input", facts));
    input.value = this.#draft.get(name) ?? value;
    const says = h("span", { class: "says", id: `${id}-says` }, warning ? say(`doc-warn-${warning}`) : "");
    /** @type {any} */
    let timer;
    input.addEventListener("input", () => {
      if (input.value === value) this.#draft.delete(name);
      else this.#draft.set(name, input.value);
      this.#tell();
      clearTimeout(timer);
      timer = setTimeout(() => void this.#check(name, input, says), PAUSE);
    });
    const label = h("label", { for: id }, name);
    return h("div", { class: `field${kind === "long" ? " wide" : ""}` }, label, input, says);
  }

  /** @param {string} name @param {HTMLInputElement} input @param {HTMLElement} says */
  async #check(name, input, says) {
    const { say, lang } = this.#tongue;
    const { value } = input;
    const { ok, body } = await ask(`/api/berkas/${this.#berkas.id}/form/check`, { name, value }, lang);
    // Somebody went on typing meanwhile.
    if (!ok || input.value !== value) return;
    says.textContent = body.warning ? say(`doc-warn-${body.warning}`) : "";
  }

  #tell() {
    this.#state.textContent = this.#draft.size > 0 ? this.#tongue.say("doc-form-unsaved") : this.#by();
  }

  async #save() {
    const { say, lang } = this.#tongue;
    const { id, form } = this.#berkas;
    if (this.#saving) return;
    this.#saving = true;
    const draft = this.#draft;
    const fields = form.fields.map((/** @type {any} */ { name, value }) => ({ name, value: draft.get(name) ?? value }));
    this.#hands.warn("");
    const answer = await act(`/api/berkas/${id}/form`, { fields }, { lang });
    this.#saving = false;
    if (!answer.ok) return this.#hands.warn(answer.body.message ?? say("staff-no-answer"));
    // What was typed while it was being saved is still to be saved.
    for (const { name, value } of fields) if (draft.get(name) === value) draft.delete(name);
    this.#tell();
    this.#hands.tell(say("doc-form-saved"));
    this.#hands.changed();
  }
}
