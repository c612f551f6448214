// @ts-check
/**
 * What lies beside a berkas: the scans of each requirement, and the notes of officers. One annex lives as long as its
 * screen and shows one berkas after another, so that what somebody types or sends outlives every new picture.
 *
 * @module
 */

import { act } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";
import { ask } from "./asking.js";
import { draw } from "./paint.js";
import { shut } from "./berkas.js";
import { HEAD, refusal, size, typeOf } from "./scan-file.js";
import { upload } from "./upload.js";

/** @typedef {import("./berkas.js").Tongue} Tongue */
/** @typedef {{ line: string, percent: number, cancel: () => void }} Sending */
/**
 * What the screen does for its annex.
 * @typedef {object} Hands
 * @property {boolean} may whether this person may add anything
 * @property {(text: string) => void} tell
 * @property {(text: string) => void} warn
 * @property {() => void} changed something was added; a screen that does not follow the berkas reads it again
 */

/** The office keeps no longer notes. */
const MOST_LETTERS = 500;
/** So many letters before the end it is said how many are left. */
const NEARLY = 100;
/** @type {Record<string, string>} */
const SIGNS = { present: "✓", missing: "✗", "not-needed": "–" };

export class Annex {
  /** The lines of the checklist with their scans. */
  scans = h("div", { class: "scans" });
  /** The notes, and where one is written. */
  notes = h("section", { class: "notes" });
  #tongue;
  #hands;
  /** @type {any} */
  #berkas;
  /** A file on its way, by berkas. @type {Map<number, Sending>} */
  #sending = new Map();
  /** What was typed and not saved, by berkas. @type {Map<number, string>} */
  #drafts = new Map();
  #saving = false;
  #list = h("div", {});
  #form;
  #words;
  #left = h("span", { class: "left-over", role: "status" });
  #save;

  /** @param {Tongue} tongue @param {Hands} hands */
  constructor(tongue, hands) {
    const { say } = tongue;
    this.#tongue = tongue;
    this.#hands = hands;
    this.#words = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { class: "note", rows: 2, maxlength: MOST_LETTERS, autocomplete: "off", "data-key": "note" })
    );
    this.#save = h("button", { "data-key": "note-save" }, say("casework-note-add"));
    this.#form = h(
      "form",
      { class: "note-form" },
      h("label", { class: "field" }, h("span", {}, say("casework-note")), this.#words),
      h("div", { class: "keys" }, this.#left, this.#save),
    );
    this.#words.addEventListener("input", () => this.#typed());
    this.#words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.#write();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#write();
    });
    const help = h("p", { class: "empty" }, say("casework-notes-help"));
    this.notes.append(h("h3", {}, say("casework-notes")), help, this.#list, this.#form);
    this.#shield();
  }

  /** @param {any} berkas */
  show(berkas) {
    if (berkas.id !== this.#berkas?.id) this.#words.value = this.#drafts.get(berkas.id) ?? "";
    this.#berkas = berkas;
    this.#form.hidden = !this.#may;
    this.#typed();
    draw(this.#list, [berkas.id, berkas.annex.notes], () => this.#noteList());
    this.#drawScans();
  }

  /** Whether something can be added: only while the berkas is open. */
  get #may() {
    return this.#hands.may && !this.#berkas.standing.closed;
  }

  // Notes

  #noteList() {
    const { say } = this.#tongue;
    const { notes } = this.#berkas.annex;
    if (notes.length === 0) return [h("p", { class: "empty" }, say("casework-notes-none"))];
    const line = (/** @type {any} */ note) =>
      h("li", {}, h("p", {}, note.text), h("span", { class: "by" }, this.#by(note)));
    return [h("ol", { class: "note-list" }, ...notes.map(line))];
  }

  /** @param {{ by: string, at: number }} what */
  #by({ by, at }) {
    const { say, lang, offset } = this.#tongue;
    return say("casework-scan-by", { name: by, date: `${date(at, offset, lang)} ${hour(at, offset)}` });
  }

  #typed() {
    const text = this.#words.value;
    if (text) this.#drafts.set(this.#berkas.id, text);
    else this.#drafts.delete(this.#berkas.id);
    const left = MOST_LETTERS - text.length;
    this.#left.textContent = left < NEARLY ? this.#tongue.say("casework-note-left", { count: left }) : "";
    this.#save.toggleAttribute("disabled", !text.trim());
  }

  async #write() {
    const { say, lang } = this.#tongue;
    const { id } = this.#berkas;
    const text = this.#words.value.trim();
    if (this.#saving || !text) return;
    this.#saving = true;
    this.#hands.warn("");
    const answer = await act(`/api/berkas/${id}/note`, { text }, { lang });
    this.#saving = false;
    if (!answer.ok) return this.#hands.warn(answer.body.message ?? say("staff-no-answer"));
    this.#drafts.delete(id);
    if (this.#berkas.id === id) this.#words.value = "";
    this.#typed();
    this.#hands.tell(say("casework-note-done"));
    this.#hands.changed();
  }

  // Scans

  #drawScans() {
    const { id, checklist, annex } = this.#berkas;
    const { line, percent } = this.#sending.get(id) ?? {};
    draw(this.scans, [id, this.#may, shut(this.#berkas), checklist, annex.scans, line, percent], () => [
      this.#may && h("p", { class: "empty" }, this.#tongue.say("casework-scans-help")),
      h("ul", {}, ...checklist.map((/** @type {any} */ one, /** @type {number} */ at) => this.#line(one, at))),
    ]);
  }

  /** A line of the checklist, its scans, and the place where one is dropped. @param {any} line @param {number} at */
  #line({ requirement, mark }, at) {
    const { say } = this.#tongue;
    const word = say(`staff-mark-${mark}`);
    const scans = this.#berkas.annex.scans.filter((/** @type {any} */ scan) => scan.requirement === requirement);
    const element = h(
      "li",
      { "data-mark": mark, "data-line": at },
      h("span", { class: "sign", title: word, "aria-hidden": "true" }, SIGNS[mark]),
      h("span", { class: "visually-hidden" }, `${word}: `),
      h("span", { class: "requirement" }, requirement),
      this.#may && this.#adding(requirement, at),
      scans.length > 0 && h("ul", { class: "files" }, ...scans.map((/** @type {any} */ scan) => this.#file(scan, at))),
    );
    if (this.#may) this.#droppable(element, requirement);
    return element;
  }

  /** @param {string} requirement @param {number} at */
  #adding(requirement, at) {
    const { say } = this.#tongue;
    const sending = this.#sending.get(this.#berkas.id);
    if (sending?.line === requirement) {
      const { percent, cancel } = sending;
      return h(
        "span",
        { class: "sending" },
        h("progress", { max: 100, value: percent, "aria-label": say("casework-scan-sending", { percent }) }),
        h("span", { "aria-hidden": "true" }, `${percent}%`),
        h("button", { type: "button", class: "small", "data-key": "cancel", onclick: cancel }, say("casework-scan-cancel")),
      );
    }
    const input = /** @type {HTMLInputElement} */ (
      h("input", {
        type: "file",
        class: "visually-hidden",
        accept: "application/pdf,image/jpeg,image/png",
        tabindex: -1,
        "aria-hidden": "true",
        "data-file": at,
      })
    );
    input.addEventListener("change", () => void this.#send(requirement, input.files));
    const facts = {
      type: "button",
      class: "small",
      "data-key": `add-${at}`,
      disabled: sending !== undefined,
      "aria-label": say("casework-scan-add-to", { requirement }),
      onclick: () => input.click(),
    };
    return h("span", { class: "adding" }, h("button", facts, say("casework-scan-add")), input);
  }

  /** @param {HTMLElement} element @param {string} requirement */
  #droppable(element, requirement) {
    const over = (/** @type {boolean} */ on) => element.toggleAttribute("data-over", on);
    element.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    element.addEventListener("dragleave", () => over(false));
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      void this.#send(requirement, event.dataTransfer?.files);
    });
  }

  /** @param {any} scan @param {number} at */
  #file(scan, at) {
    const { say, lang } = this.#tongue;
    const { id } = this.#berkas;
    const name = say("casework-scan-file", { kind: scan.kind.toUpperCase(), size: size(scan.bytes, lang) });
    const key = `${at}-${scan.digest}`;
    const facts = { type: "button", class: "small", "data-key": `off-${key}`, onclick: () => void this.#remove(scan) };
    const label = { "aria-label": say("casework-scan-remove-of", { requirement: scan.requirement }) };
    return h(
      "li",
      { "data-digest": scan.digest },
      shut(this.#berkas)
        ? h("span", { "data-key": key }, name)
        : h("a", { href: `/api/berkas/${id}/scan/${scan.digest}`, download: true, "data-key": key }, name),
      h("span", { class: "by" }, this.#by(scan)),
      this.#may && h("button", { ...facts, ...label }, say("casework-scan-remove")),
    );
  }

  /** @param {string} requirement @param {FileList | null | undefined} files */
  async #send(requirement, files) {
    const { say, lang } = this.#tongue;
    const { warn, tell, changed } = this.#hands;
    const { id } = this.#berkas;
    if (!files || files.length === 0 || this.#sending.has(id)) return;
    if (files.length > 1) return warn(say("casework-scan-one"));
    const [file] = files;
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer().catch(() => new ArrayBuffer(0)));
    const wrong = refusal(file, head);
    if (wrong) return warn(say(`casework-scan-${wrong}`, { name: file.name, size: size(file.size, lang) }));
    warn("");
    const about = { requirement };
    const part = (/** @type {number} */ percent) => this.#progress(id, percent);
    const { answer, cancel } = upload(`/api/berkas/${id}/scan`, about, file, typeOf(head) ?? "", lang, part);
    let cancelled = false;
    const stop = () => {
      cancelled = true;
      cancel();
    };
    this.#sending.set(id, { line: requirement, percent: 0, cancel: stop });
    this.#drawScans();
    const { ok, body } = await answer;
    this.#sending.delete(id);
    if (ok) tell(say("casework-scan-done"));
    else if (!cancelled) warn(body.message ?? say("casework-scan-lost"));
    this.#drawScans();
    if (ok) changed();
  }

  /** @param {number} id @param {number} percent */
  #progress(id, percent) {
    const sending = this.#sending.get(id);
    if (!sending || sending.percent === percent) return;
    sending.percent = percent;
    if (this.#berkas.id === id) this.#drawScans();
  }

  /** @param {any} scan */
  async #remove(scan) {
    const { say, lang } = this.#tongue;
    const { id } = this.#berkas;
    const meant = await ask(say, {
      title: say("casework-scan-remove-title"),
      help: `${scan.requirement}. ${say("casework-scan-remove-help")}`,
      yes: say("casework-scan-remove"),
      grave: true,
    });
    if (!meant) return;
    const body = { requirement: scan.requirement };
    const answer = await act(`/api/berkas/${id}/scan/${scan.digest}/remove`, body, { lang });
    if (!answer.ok) return this.#hands.warn(answer.body.message ?? say("staff-no-answer"));
    this.#hands.tell(say("casework-scan-removed"));
    this.#hands.changed();
  }

  /** A file that is dropped beside a line must not take the whole page away. */
  #shield() {
    for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  }
}
