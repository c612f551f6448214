// @ts-check
/**
 * The pictures and films of a waiting room: looked at, sent one after the other, deleted. The office has the last word on
 * what a file is and whether there is room for it.
 *
 * @module
 */

import { ask, read } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { sure } from "../parts/sure.js";
import { upload } from "../parts/upload.js";
import { size } from "./reach.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @typedef {object} File
 * @property {string} name
 * @property {number} bytes
 * @property {"picture" | "film" | null} kind
 * @property {"unknown" | "too-large" | null} trouble
 * @property {string} address
 */

/** What the office takes. */
const KINDS = ["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"];

/**
 * Why a file need not be sent at all; nothing when it may be.
 * @param {{ size: number, type: string, name: string }} file
 * @param {{ picture: number, film: number, files: number }} most
 * @param {File[]} there
 * @returns {"not-kind" | "not-size" | "not-many" | undefined}
 */
export function refusal(file, most, there) {
  if (!KINDS.includes(file.type)) return "not-kind";
  if (file.size > (file.type.startsWith("image/") ? most.picture : most.film)) return "not-size";
  if (there.length >= most.files && !there.some(({ name }) => name === file.name)) return "not-many";
  return undefined;
}

export class Shelf {
  /** What the person sees of it. */
  element;
  #say;
  #lang;
  #zone;
  #most;
  /** @type {File[]} */
  #files;
  #list = h("div");
  #told = h("p", { class: "sending", role: "status" });
  #chosen = /** @type {HTMLInputElement} */ (
    h("input", { type: "file", accept: KINDS.join(","), multiple: true, class: "visually-hidden" })
  );
  #stop = h("button", { type: "button", class: "stop", hidden: true });
  /** @type {(() => void) | undefined} */
  #cancel;

  /**
   * @param {Say} say
   * @param {string} lang
   * @param {any} zone
   * @param {{ picture: number, film: number, files: number }} most
   */
  constructor(say, lang, zone, most) {
    this.#say = say;
    this.#lang = lang;
    this.#zone = zone.zone;
    this.#files = zone.files;
    this.#most = most;
    this.#chosen.id = `files-${this.#zone}`;
    this.#chosen.addEventListener("change", () => void this.#send([...(this.#chosen.files ?? [])]));
    this.#stop.textContent = say("arrange-stop");
    this.#stop.addEventListener("click", () => this.#cancel?.());
    const add = h("label", { class: "add", for: this.#chosen.id }, say("arrange-add"));
    this.element = h(
      "section",
      { class: "files" },
      h("h3", {}, say("arrange-files")),
      h("p", { class: "hint" }, say("arrange-files-what", this.#sizes())),
      h("div", { class: "adding" }, this.#chosen, add, this.#told, this.#stop),
      this.#list,
      zone.folder && h("p", { class: "hint" }, say("arrange-folder"), " ", h("code", {}, zone.folder)),
    );
    this.#paint();
  }

  #sizes() {
    const { picture, film, files } = this.#most;
    return { picture: size(picture, this.#lang), film: size(film, this.#lang), files };
  }

  #paint() {
    const say = this.#say;
    const rows = this.#files.map((file) => this.#row(file));
    this.#list.replaceChildren(
      rows.length > 0 ? h("ul", {}, ...rows) : h("p", { class: "empty" }, say("arrange-files-none")),
    );
  }

  /** @param {File} file */
  #row(file) {
    const say = this.#say;
    const { name, kind, trouble } = file;
    return h(
      "li",
      { "data-file": name, "data-trouble": trouble },
      this.#thumb(file),
      h("strong", {}, name),
      h("span", {}, say(trouble ? `arrange-file-${trouble}` : `arrange-file-${kind}`)),
      h("span", { class: "bytes" }, size(file.bytes, this.#lang)),
      sure("delete", say("arrange-delete"), say("arrange-delete-sure"), () => void this.#delete(name)),
    );
  }

  /** @param {File} file */
  #thumb({ kind, address }) {
    const src = `/tata-papan${address}`;
    if (kind === "picture") return h("img", { class: "thumb", src, alt: "", loading: "lazy" });
    if (kind === "film") return h("video", { class: "thumb", src, preload: "metadata", muted: true });
    return h("span", { class: "thumb" });
  }

  /**
   * One after the other; what is refused does not hold up the others.
   * @param {globalThis.File[]} files
   */
  async #send(files) {
    const say = this.#say;
    /** @type {string[]} */
    const troubles = [];
    let stopped = false;
    this.#chosen.disabled = true;
    this.#stop.hidden = false;
    for (const [nth, file] of files.entries()) {
      const why = refusal(file, this.#most, this.#files);
      if (why) {
        troubles.push(`${file.name}: ${say(`arrange-${why}`)}`);
        continue;
      }
      const told = (/** @type {number} */ percent) =>
        this.#tell(say("arrange-sending", { name: file.name, percent, nth: nth + 1, all: files.length }));
      told(0);
      const path = `/api/media/${encodeURIComponent(this.#zone)}/${encodeURIComponent(file.name)}`;
      const sending = upload(path, {}, file, file.type, this.#lang, told);
      this.#cancel = () => {
        stopped = true;
        sending.cancel();
      };
      const answer = await sending.answer;
      if (stopped) break;
      if (!answer.ok) troubles.push(`${file.name}: ${answer.body.message ?? say("arrange-not-sent")}`);
      await this.#look();
    }
    this.#cancel = undefined;
    this.#chosen.value = "";
    this.#chosen.disabled = false;
    this.#stop.hidden = true;
    if (stopped) return this.#tell(say("arrange-stopped"));
    if (troubles.length > 0) return this.#tell(troubles.join("\n"), true);
    this.#tell(say("arrange-sent", { n: files.length }));
  }

  /** @param {string} name */
  async #delete(name) {
    const path = `/api/media/${encodeURIComponent(this.#zone)}/${encodeURIComponent(name)}/delete`;
    const answer = await ask(path, {}, this.#lang);
    await this.#look();
    if (answer.ok) this.#tell(this.#say("arrange-deleted", { name }));
    else this.#tell(answer.body.message ?? this.#say("staff-no-answer"), true);
  }

  /** What lies there now. */
  async #look() {
    const answer = await read("/api/arrangements", this.#lang);
    const zone = answer.ok && answer.body.zones.find((/** @type {any} */ { zone }) => zone === this.#zone);
    if (!zone) return;
    this.#files = zone.files;
    this.#paint();
  }

  /** @param {string} text @param {boolean} [bad] */
  #tell(text, bad = false) {
    this.#told.textContent = text;
    this.#told.dataset.bad = String(bad);
  }
}
