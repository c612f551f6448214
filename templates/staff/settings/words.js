// @ts-check
/**
 * The words that applicants read: found by searching, the program's own above and the office's below, in both languages.
 * Only what was found is made into fields; what was typed is kept while somebody searches on.
 *
 * @module
 */

import { read } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ name: string, file: string, id: string, en: string, most_id: number, most_en: number }} Word */
/** @typedef {"id" | "en"} Lang */

/** Messages that have fields at once. */
export const SHOWN = 25;
/** About so many letters are in a line of a field. */
const LINE = 34;
/** @type {Lang[]} */
const LANGS = ["id", "en"];

/**
 * The messages in which something is found: in their names, where they are seen, and what they say.
 * @param {Word[]} words
 * @param {string} wanted
 * @param {(word: Word) => string} also  what else each says
 */
export function found(words, wanted, also) {
  const parts = wanted.toLowerCase().split(/\s+/).filter((part) => part !== "");
  return words.filter((word) => {
    const all = `${word.name} ${word.id} ${word.en} ${also(word)}`.toLowerCase();
    return parts.every((part) => all.includes(part));
  });
}

/**
 * What differs from what is in force; `null` is the program's own again.
 * @param {Map<string, string>} typed
 * @param {Record<string, string>} now
 */
export function changed(typed, now) {
  const own = [...typed].map(([name, text]) => /** @type {const} */ ([name, text.trim() === "" ? null : text]));
  return Object.fromEntries(own.filter(([name, text]) => text !== (now[name] ?? null)));
}

/**
 * Texts of the office whose message the program does not have any more: they can only be taken away.
 * @param {Word[]} words
 * @param {Record<Lang, Record<string, string>>} now
 * @returns {Word[]}
 */
export function gone(words, now) {
  const known = new Set(words.map(({ name }) => name));
  const names = new Set(LANGS.flatMap((lang) => Object.keys(now[lang])).filter((name) => !known.has(name)));
  return [...names].map((name) => ({ name, file: "gone", id: "", en: "", most_id: 0, most_en: 0 }));
}

export class Words {
  /** What the person sees of it. */
  element;
  #say;
  #facts;
  /** @type {Word[]} */
  #words = [];
  /** @type {Record<Lang, Record<string, string>>} */
  #now;
  /** @type {Record<Lang, Map<string, string>>} */
  #typed = { id: new Map(), en: new Map() };
  #search = /** @type {HTMLInputElement} */ (h("input", { type: "search", id: "words-search", autocomplete: "off" }));
  #own = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "words-own" }));
  #count = h("p", { class: "count", role: "status" });
  #list = h("ol", { class: "words" });

  /**
   * @param {Say} say
   * @param {{ lang: string }} facts
   * @param {any} values  of the whole document
   * @param {(values: object) => void} look
   * @param {(words: string) => void} warn
   */
  constructor(say, facts, values, look, warn) {
    this.#say = say;
    this.#facts = facts;
    this.#now = { id: values?.words?.id ?? {}, en: values?.words?.en ?? {} };
    this.#search.addEventListener("input", () => this.#show());
    this.#own.addEventListener("change", () => this.#show());
    const head = h(
      "div",
      { class: "finding" },
      h("label", { class: "field" }, h("span", {}, say("settings-words-search")), this.#search),
      h("label", { class: "check" }, this.#own, say("settings-words-own-only")),
    );
    const button = h("button", { class: "primary", id: "look" }, say("settings-look"));
    const parts = [head, this.#count, this.#list, h("div", { class: "answers" }, button)];
    this.element = h("form", { class: "section", "data-section": "words" }, ...parts);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      look({ "words.id": changed(this.#typed.id, this.#now.id), "words.en": changed(this.#typed.en, this.#now.en) });
    });
    void this.#load(warn);
  }

  /** @param {(words: string) => void} warn */
  async #load(warn) {
    const { ok, body } = await read("/api/settings/words", this.#facts.lang);
    if (!ok) return warn(body.message ?? this.#say("staff-no-answer"));
    this.#words = [...body.words, ...gone(body.words, this.#now)];
    this.#show();
  }

  /** The office's text as it is in the field. @param {Lang} lang @param {string} name */
  #text(lang, name) {
    return this.#typed[lang].get(name) ?? this.#now[lang][name] ?? "";
  }

  /** @param {Word} word */
  #has({ name }) {
    return LANGS.some((lang) => this.#text(lang, name).trim() !== "");
  }

  #show() {
    const say = this.#say;
    const also = (/** @type {Word} */ { name, file }) => `${say(`settings-words-${file}`)} ${this.#text("id", name)} ${this.#text("en", name)}`;
    const hits = found(this.#words, this.#search.value, also).filter((word) => !this.#own.checked || this.#has(word));
    const own = hits.filter((word) => this.#has(word)).length;
    const more = hits.length > SHOWN ? ` ${say("settings-words-more", { shown: SHOWN })}` : "";
    const none = hits.length === 0;
    this.#count.textContent = none ? say("settings-words-none") : say("settings-words-count", { count: hits.length, own }) + more;
    this.#list.replaceChildren(...hits.slice(0, SHOWN).map((word) => this.#item(word)));
  }

  /** @param {Word} word */
  #item(word) {
    const head = h("p", { class: "where" }, h("strong", {}, this.#say(`settings-words-${word.file}`)), " ", h("code", {}, word.name));
    return h("li", { "data-word": word.name }, head, ...LANGS.map((lang) => this.#field(word, lang)));
  }

  /**
   * @param {Word} word
   * @param {Lang} lang
   */
  #field(word, lang) {
    const say = this.#say;
    const text = this.#text(lang, word.name);
    const rows = Math.max(...[text, word[lang]].map((words) => words.split("\n").length + Math.floor(words.length / LINE)));
    const facts = { name: `words.${lang}.${word.name}`, "data-lang": lang, rows, maxlength: word[`most_${lang}`], lang };
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", facts));
    area.value = text;
    const reset = h("button", { type: "button", class: "reset", hidden: text === "" }, say("settings-words-reset"));
    const typed = () => {
      this.#typed[lang].set(word.name, area.value);
      reset.hidden = area.value === "";
    };
    area.addEventListener("input", typed);
    reset.addEventListener("click", () => {
      area.value = "";
      typed();
      area.focus();
    });
    const program = h("span", { class: "program", lang }, word[lang]);
    return h("div", { class: "own" }, h("label", { class: "field" }, h("span", {}, say(`settings-f-words-${lang}`)), program, area), reset);
  }
}
