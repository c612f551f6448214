// @ts-check
/**
 * Any minute that has passed. The office computes it from its journal; here one moves through the day, by minute and
 * by what happened, and reads the story of one number.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { date, hour, second } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { picture } from "./replay/picture.js";
import { around, asNumber, byEvent, byMinute, MINUTE, story, within } from "./replay/reel.js";
import { sentence } from "./replay/words.js";

/** @typedef {import("./replay/reel.js").Entry} Entry */
/** @typedef {import("./replay/reel.js").Place} Place */

/** So much of what happened is listed around the moment. */
const BEFORE = 14;
const AFTER = 6;
/** Most lines of a story. */
const MOST = 400;

class Replay {
  #say;
  #facts;
  #frame;
  /** @type {{ day: string, from: number, until: number, first: number, last: number, last_hash: string, cut: boolean, broken: number | null, entries: Entry[] } | undefined} */
  #day;
  /** @type {Place} */
  #place = { at: 0, seq: null };
  /** What is being asked for; newer wishes replace older ones. */
  #asking = false;
  #wanted = false;
  #days = /** @type {HTMLSelectElement} */ (h("select", { id: "day" }));
  #slider = /** @type {HTMLInputElement} */ (h("input", { id: "minute", type: "range", step: MINUTE }));
  #clock = h("output", { id: "clock", for: "minute" });
  #filter = /** @type {HTMLInputElement} */ (h("input", { id: "number", maxlength: 8, autocomplete: "off", placeholder: "A-001" }));
  #picture = h("div", { id: "picture", tabindex: 0, role: "region" });
  #list = h("section", { id: "events", tabindex: 0 });
  #head = h("header", { id: "record-head" });
  #record = h("article", { id: "record" });

  /** @param {HTMLElement} root @param {import("../../display/shared/words.js").Say} say @param {any} facts */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("replay-title") });
    document.body.dataset.connection = "live";
    this.#list.setAttribute("aria-label", say("replay-around"));
    this.#picture.setAttribute("aria-label", say("replay-picture"));
    this.#frame.body.append(this.#controls(), this.#head, h("div", { class: "halves" }, this.#picture, this.#list), this.#record);
    this.#days.addEventListener("change", () => void this.#open(this.#days.value));
    this.#slider.addEventListener("input", () => this.#day && this.#go(within(this.#day, Number(this.#slider.value))));
    this.#filter.addEventListener("input", () => this.#tell());
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("beforeprint", () => this.#write());
    void this.#begin();
  }

  #controls() {
    const say = this.#say;
    const field = (/** @type {string} */ name, /** @type {HTMLElement} */ input) => h("label", { class: "field" }, h("span", {}, say(name)), input);
    const key = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "step", id: name, "aria-label": say(`replay-${name}`), title: say(`replay-${name}`), onclick: act }, sign);
    return h(
      "div",
      { class: "controls" },
      field("replay-day", this.#days),
      h("div", { class: "reel" }, key("minute-back", "«", () => this.#minute(-1)), key("event-back", "‹", () => this.#event(-1)), field("replay-minute", this.#slider), key("event-on", "›", () => this.#event(1)), key("minute-on", "»", () => this.#minute(1))),
      this.#clock,
      field("replay-number", this.#filter),
      h("button", { type: "button", id: "print", onclick: () => window.print() }, say("replay-print")),
    );
  }

  async #begin() {
    const answer = await read("/api/replay/days", this.#facts.lang);
    if (!answer.ok) return this.#fail(answer);
    const { offset } = this.#facts.office;
    const option = (/** @type {string} */ day) => h("option", { value: day }, date(Date.parse(`${day}T00:00:00Z`) - offset * 1000, offset, this.#facts.lang));
    this.#days.replaceChildren(...answer.body.days.map(option));
    if (answer.body.days.length === 0) this.#picture.replaceChildren(h("p", { class: "empty" }, this.#say("replay-no-days")));
    else await this.#open(answer.body.days[0]);
  }

  /** @param {string} day */
  async #open(day) {
    document.body.toggleAttribute("data-busy", true);
    const answer = await read(`/api/replay?day=${day}`, this.#facts.lang);
    document.body.toggleAttribute("data-busy", false);
    if (!answer.ok) return this.#fail(answer);
    this.#day = answer.body;
    const { from, until, entries, broken, cut } = answer.body;
    this.#slider.min = String(Math.floor(from / MINUTE) * MINUTE);
    this.#slider.max = String(Math.ceil(until / MINUTE) * MINUTE);
    this.#frame.warn(broken ? this.#say("replay-broken", { seq: String(broken) }) : cut ? this.#say("replay-cut") : "");
    const last = entries[entries.length - 1];
    this.#go(last ? { at: last.at, seq: last.seq } : within(answer.body, until));
  }

  /** @param {import("../../display/shared/act.js").Answer} answer */
  #fail(answer) {
    this.#frame.warn(answer.body.message ?? this.#say("staff-no-answer"));
  }

  /** @param {Place} place */
  #go(place) {
    this.#place = place;
    const { offset } = this.#facts.office;
    this.#slider.value = String(place.at);
    this.#slider.setAttribute("aria-valuetext", second(place.at, offset));
    this.#clock.textContent = place.seq === null && place.at % MINUTE === 0 ? hour(place.at, offset) : second(place.at, offset);
    this.#tell();
    void this.#fetch();
  }

  /** Asks for one picture at a time, and in the end for the one that is wanted. */
  async #fetch() {
    this.#wanted = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#wanted && this.#day) {
      this.#wanted = false;
      const { at, seq } = this.#place;
      const answer = await read(`/api/replay/at?day=${this.#day.day}&at=${at}${seq === null ? "" : `&seq=${seq}`}`, this.#facts.lang);
      if (!answer.ok) this.#fail(answer);
      else if (!this.#wanted) {
        this.#picture.dataset.seq = String(answer.body.seq);
        this.#picture.replaceChildren(...picture(this.#say, answer.body, this.#facts));
      }
    }
    this.#asking = false;
  }

  /** @param {number} by */
  #event(by) {
    if (this.#day) this.#go(byEvent(this.#day.entries, this.#place, by));
  }

  /** @param {number} by */
  #minute(by) {
    if (this.#day) this.#go(byMinute(this.#day, this.#place, by));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const inField = event.target instanceof HTMLSelectElement || event.target === this.#filter;
    if (inField || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = /** @type {Record<string, () => void>} */ ({
      ArrowLeft: () => this.#event(-1),
      ArrowRight: () => this.#event(1),
      ArrowDown: () => this.#minute(-1),
      ArrowUp: () => this.#minute(1),
    })[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  /** The lines that are told now: around the moment, or the story of a number. */
  #lines() {
    const entries = this.#day?.entries ?? [];
    const number = asNumber(this.#filter.value);
    if (number) return story(entries, number).slice(0, MOST).map((line) => ({ ...line, coming: line.entry.at > this.#place.at }));
    const { past, coming } = around(entries, this.#place, BEFORE, AFTER);
    const flat = (/** @type {Entry[]} */ list, /** @type {boolean} */ later) => list.flatMap((entry) => entry.events.map((event) => ({ entry, event, passed: false, coming: later })));
    return [...flat(past, false), ...flat(coming, true)];
  }

  #tell() {
    const lines = this.#lines();
    const number = asNumber(this.#filter.value);
    const here = this.#place.seq;
    const rows = lines.map(({ entry, event, passed, coming }) =>
      h(
        "li",
        { "data-seq": entry.seq, "data-kind": event.kind, "data-passed": String(passed), "data-coming": String(coming), "aria-current": entry.seq === here ? "true" : null },
        h("button", { type: "button", onclick: () => this.#go({ at: entry.at, seq: entry.seq }) }, h("span", { class: "time" }, second(entry.at, this.#facts.office.offset)), h("span", {}, passed ? this.#say("replay-passed", { what: sentence(this.#say, event) }) : sentence(this.#say, event))),
      ),
    );
    const title = number ? this.#say("replay-story", { number }) : this.#say("replay-around");
    const passed = lines.filter((line) => line.passed).length;
    const sum = number && lines.length > 0 && h("p", { class: "quiet", id: "passed" }, this.#say("replay-passed-count", { count: passed }));
    this.#list.replaceChildren(...[h("h2", {}, title), sum, rows.length > 0 ? h("ol", {}, ...rows) : h("p", { class: "quiet" }, this.#say(number ? "replay-no-number" : "replay-nothing"))].filter((part) => part instanceof Node));
    this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /** What goes onto paper: the moment, and each line with its place in the journal and its hash. */
  #write() {
    const say = this.#say;
    const { offset, name, zone } = this.#facts.office;
    const number = asNumber(this.#filter.value);
    const when = `${date(this.#place.at, offset, this.#facts.lang)}, ${second(this.#place.at, offset)} ${zone}`;
    const rows = this.#lines().map(({ entry, event, passed }) =>
      h("tr", {}, h("td", {}, entry.seq), h("td", {}, second(entry.at, offset)), h("td", {}, passed ? say("replay-passed", { what: sentence(say, event) }) : sentence(say, event)), h("td", { class: "hash" }, entry.hash)),
    );
    const head = ["seq", "time", "what", "hash"].map((part) => h("th", { scope: "col" }, say(`replay-record-${part}`)));
    const { first, last, last_hash: seal, broken } = this.#day ?? { first: 0, last: 0, last_hash: "", broken: null };
    const whole = broken ? [say("replay-record-broken", { seq: String(broken) })] : [say("replay-record-whole", { first: String(first), last: String(last) }), " ", h("span", { class: "hash", id: "seal" }, seal)];
    const now = Date.now();
    const printed = `${date(now, offset, this.#facts.lang)}, ${second(now, offset)} ${zone}`;
    this.#head.replaceChildren(h("strong", {}, `${say("replay-title")} · ${name}`), h("span", {}, `${when}${number ? ` · ${number}` : ""}`));
    this.#record.replaceChildren(
      ...[
      h("h2", {}, number ? say("replay-record-of", { number }) : say("replay-record")),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
      rows.length === MOST && h("p", {}, say("replay-record-more", { count: MOST })),
      h("p", { id: "chain" }, ...whole),
      h("p", { class: "quiet" }, say("replay-record-check")),
      h("p", { class: "quiet" }, say("replay-record-printed", { when: printed, name: this.#facts.name })),
      ].filter((part) => part instanceof Node),
    );
  }
}

void start("replay", (root, say, facts) => void new Replay(root, say, facts));
