// @ts-check
/**
 * Finding a berkas: by anything that names it, while it is typed. The text goes in the body of a question and never into
 * an address, because it may be a NIK.
 *
 * @module
 */

import { ask, read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { Annex } from "./parts/annex.js";
import { asking } from "./parts/asking.js";
import { Frame } from "./parts/frame.js";
import { Form } from "./parts/form.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";
import { isSlash } from "./parts/to-search.js";
import { move, note } from "./search/moves.js";
import { panel } from "./search/panel.js";
import { optionId, options } from "./search/results.js";

/** Whoever types is not done yet, in milliseconds. */
const PAUSE = 120;

class Search {
  #tongue;
  #frame;
  #annex;
  #form;
  #works;
  #hands;
  #field;
  #note = h("p", { class: "note", id: "note", role: "status" });
  #list = h("ul", { id: "results", class: "hits", role: "listbox" });
  #panel = h("article", { id: "detail", tabindex: -1 });
  /** @type {any} */
  #timer;
  /** How many questions were sent; only the last one counts. */
  #asked = 0;
  /** @type {any[]} */
  #hits = [];
  #marked = -1;
  /** The berkas in the panel: its id, all of it, and the others of the applicant. */
  #open = 0;
  /** @type {any} */
  #berkas;
  /** @type {any} */
  #others;

  /**
   * @param {HTMLElement} root
   * @param {import("../../display/shared/words.js").Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#tongue = { say, lang: facts.lang, offset: facts.office.offset };
    this.#frame = new Frame(root, say, { ...facts, title: say("casework-search") });
    document.body.dataset.connection = "live";
    this.#works = facts.works;
    this.#hands = {
      administrates: facts.administrates,
      revokes: facts.revokes,
      done: (/** @type {string} */ words) => {
        this.#frame.tell(words);
        void this.#read(this.#open);
      },
      wrong: (/** @type {string} */ words) => this.#frame.warn(words),
    };
    this.#annex = new Annex(this.#tongue, {
      may: facts.works,
      tell: (text) => this.#frame.tell(text),
      warn: (text) => this.#frame.warn(text),
      changed: () => void this.#read(this.#open),
    });
    // Here the form is only read; it is entered at its desk.
    this.#form = new Form(this.#tongue, { roles: [], tell: () => {}, warn: () => {}, changed: () => {} });
    this.#field = /** @type {HTMLInputElement} */ (
      h("input", {
        id: "search",
        type: "search",
        maxlength: 200,
        autocomplete: "off",
        spellcheck: "false",
        role: "combobox",
        "aria-expanded": "true",
        "aria-controls": "results",
        "aria-autocomplete": "list",
        "aria-describedby": "note",
      })
    );
    this.#list.setAttribute("aria-label", say("casework-search"));
    const label = h("label", { class: "field" }, h("span", {}, say("casework-search-label")), this.#field);
    const keys = h("p", { class: "empty keys-help" }, say("casework-search-keys"));
    this.#frame.body.append(
      h("div", { class: "left" }, h("div", { class: "asking" }, label, this.#note), this.#list, keys),
      h("div", { class: "middle" }, this.#panel),
    );
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("keydown", (event) => {
      if (!isSlash(event)) return;
      event.preventDefault();
      this.#field.focus();
      this.#field.select();
    });
    this.#rest();
    this.#draw();
    this.#field.focus();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), PAUSE);
  }

  /** Before anything is typed. */
  #rest() {
    const { say } = this.#tongue;
    this.#say(`${say("casework-search-start")} ${say("casework-search-example")}`);
  }

  /** @param {string} text */
  #say(text) {
    this.#note.textContent = text;
  }

  async #look() {
    const { say, lang } = this.#tongue;
    const text = this.#field.value.trim();
    this.#asked += 1;
    const mine = this.#asked;
    if (text === "") {
      this.#hits = [];
      this.#rest();
      return this.#draw();
    }
    const { ok, body } = await ask("/api/search", { text }, lang);
    // Somebody went on typing meanwhile.
    if (mine !== this.#asked) return;
    this.#hits = ok ? body.berkas : [];
    this.#marked = this.#hits.length > 0 ? 0 : -1;
    this.#say(ok ? say(...note(text, body)) : (body.message ?? say("casework-search-failed")));
    this.#note.dataset.answered = text;
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (asking()) return;
    if (event.key === "Enter") {
      event.preventDefault();
      // Whoever is faster than the pause means what stands in the field.
      clearTimeout(this.#timer);
      if (this.#note.dataset.answered === this.#field.value.trim()) this.#choose(this.#marked);
      else void this.#look().then(() => this.#choose(this.#marked));
      return;
    }
    const place = move(this.#hits.length, this.#marked, event.key);
    if (place === undefined) return;
    event.preventDefault();
    this.#marked = place;
    this.#draw();
    document.getElementById(optionId(this.#hits[place].id))?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} place */
  #choose(place) {
    const hit = this.#hits[place];
    if (!hit) return;
    this.#marked = place;
    void this.#read(hit.id);
  }

  /** Opens a berkas, or reads it again. @param {number} id */
  async #read(id) {
    const { say, lang } = this.#tongue;
    if (id !== this.#open) this.#others = undefined;
    this.#open = id;
    this.#draw();
    const [berkas, others] = await Promise.all([
      read(`/api/berkas/${id}`, lang),
      read(`/api/berkas/${id}/history`, lang),
    ]);
    // Another one was opened meanwhile.
    if (id !== this.#open) return;
    const wrong = [berkas, others].find((answer) => !answer.ok);
    if (wrong) return this.#frame.warn(wrong.body.message ?? say("casework-search-failed"));
    const fresh = this.#berkas?.id !== id;
    this.#berkas = berkas.body;
    this.#others = others.body;
    this.#draw();
    if (fresh) this.#panel.parentElement?.scrollTo({ top: 0 });
  }

  #draw() {
    const tongue = this.#tongue;
    draw(this.#list, [this.#hits, this.#marked, this.#open], () =>
      options(tongue, this.#hits, this.#marked, this.#open, (place) => this.#choose(place)),
    );
    const marked = this.#hits[this.#marked];
    if (marked) this.#field.setAttribute("aria-activedescendant", optionId(marked.id));
    else this.#field.removeAttribute("aria-activedescendant");
    const berkas = this.#berkas;
    if (berkas) {
      this.#annex.show(berkas);
      this.#form.show(berkas);
    }
    draw(this.#panel, [berkas && { ...berkas, annex: undefined, form: undefined }, this.#others], () =>
      panel(tongue, berkas, this.#others, { annex: this.#annex, form: this.#form, works: this.#works, hands: this.#hands }, (id) => void this.#read(id)),
    );
    this.#panel.dataset.berkas = berkas ? String(berkas.id) : "";
    this.#panel.toggleAttribute("data-stale", this.#open !== (berkas?.id ?? 0));
  }
}

void start("documents", (root, say, facts) => void new Search(root, say, facts));
