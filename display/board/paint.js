// @ts-check
/**
 * Draws the picture of a board.
 *
 * Why it exists: a television page lives for weeks, so it touches only what differs from the last time, and keeps
 * nothing else. It decides nothing; see picture.js.
 *
 * @module
 */

import { h } from "../shared/page.js";
import { date, hour } from "../shared/words.js";
import { dayOf, letterOf } from "./picture.js";
import { shape } from "./shapes.js";

/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("./picture.js").Call} Call */
/** @typedef {import("../shared/words.js").Say} Say */
/** @typedef {{ id: Say, en: Say }} Words  Bahasa Indonesia first, English beside it */
/** @typedef {Record<string, string | number>} Facts */
/** @typedef {{ id: string, en: string }} When  an hour, with the day when it is another one; empty when not known */

/** Services that stand beside one another with their names at the side. */
const ROOM = 5;
/** Up to so many lokets, the grid is drawn in this density. */
const DENSITIES = [[4, "roomy"], [6, "even"], [12, "dense"], [Infinity, "crowded"]];

/**
 * The parts of the page that stay.
 * @param {HTMLElement} root
 */
function skeleton(root) {
  const part = (/** @type {string} */ name, tag = "section") => h(tag, { class: name, id: name });
  const parts = {
    title: part("title", "div"),
    clock: part("clock", "p"),
    date: part("date", "p"),
    hero: h("section", { class: "hero", id: "hero", "aria-live": "polite" }),
    lokets: part("lokets"),
    recent: part("recent"),
    missed: part("missed"),
    waiting: part("waiting"),
    media: part("media"),
    ticker: part("ticker", "div"),
    quiet: part("quiet"),
  };
  const { title, clock, date: day, hero, lokets, recent, missed, waiting, media, ticker, quiet } = parts;
  const head = h("header", { class: "head" }, title, h("div", { class: "time" }, day, clock));
  const frame = h("div", { class: "frame", id: "frame" }, head, hero, lokets, recent, missed, waiting, media, ticker);
  quiet.hidden = true;
  root.replaceChildren(frame, quiet);
  return { ...parts, frame };
}

export class Painter {
  #parts;
  #words;
  /** What each part shows, to leave it alone while it is the same. @type {Map<HTMLElement, string>} */
  #drawn = new Map();
  #pulse = 0;
  /** Stands there until the first picture. */
  #connecting = h("p", { class: "loading" });

  /**
   * @param {HTMLElement} root
   * @param {Words} words
   */
  constructor(root, words) {
    this.#parts = skeleton(root);
    this.#words = words;
    this.#parts.frame.hidden = true;
    root.append(this.#connecting);
    this.#connecting.append(this.#both("connecting"));
  }

  /**
   * @param {Picture} picture
   * @param {number} now  server time
   */
  paint(picture, now) {
    this.#connecting.remove();
    this.#parts.quiet.hidden = !picture.quiet;
    this.#parts.frame.hidden = picture.quiet;
    const when = this.#when(picture, now);
    if (picture.quiet) return this.#quiet(picture, now, when);
    mark(this.#parts.frame, "layout", picture.layout);
    mark(this.#parts.frame, "ticker", picture.lines.length > 0 ? "yes" : "no");
    this.#head(picture, now, when);
    this.#hero(picture, when);
    this.#lokets(picture);
    this.#lists(picture);
  }

  /**
   * Whether the number of a call can be seen with its loket.
   * @param {Call} call
   */
  stands({ number, loket }) {
    const { frame, hero, lokets } = this.#parts;
    if (frame.hidden) return false;
    if (hero.dataset.number === number && hero.dataset.loket === String(loket)) return true;
    const cell = lokets.querySelector(`[data-loket="${loket}"]`);
    return cell instanceof HTMLElement && cell.dataset.number === number;
  }

  /** Both languages of a message, the second one smaller. @param {string} message @param {Facts} [facts] */
  #both = (message, facts) => bilingual(this.#words.id(message, facts), this.#words.en(message, facts));

  /**
   * @param {HTMLElement} part
   * @param {unknown} facts  all that the children depend on
   * @param {() => (Node | null)[]} children
   */
  #draw(part, facts, children) {
    const key = JSON.stringify(facts);
    if (this.#drawn.get(part) === key) return;
    this.#drawn.set(part, key);
    part.replaceChildren(.../** @type {Node[]} */ (children().filter(Boolean)));
  }

  /**
   * When the office's standing changes, in words.
   * @param {Picture} picture
   * @param {number} now
   * @returns {When}
   */
  #when({ office, standing: { until } }, now) {
    const of = (/** @type {"id" | "en"} */ lang) => {
      if (until === null) return "";
      const time = `${hour(until, office.offset)} ${office.zone}`;
      if (dayOf(until, office.offset) === dayOf(now, office.offset)) return time;
      return this.#words[lang]("board-day-hour", { day: date(until, office.offset, lang), hour: time });
    };
    return { id: of("id"), en: of("en") };
  }

  /** @param {Picture} picture @param {number} now @param {When} when */
  #head({ office, standing, paused }, now, when) {
    const { title, clock, date: day } = this.#parts;
    const message = standingMessage(standing.code);
    const silent = paused === null ? "" : hour(paused, office.offset);
    this.#draw(title, { name: office.name, message, when, silent }, () => [
      h("h1", {}, office.name),
      silent
        ? bilingual(this.#words.id("board-hushed", { hour: silent }), this.#words.en("board-hushed", { hour: silent }), "standing paused")
        : bilingual(this.#words.id(message, { hour: when.id }), this.#words.en(message, { hour: when.en }), "standing"),
    ]);
    const time = hour(now, office.offset);
    this.#draw(clock, { time, zone: office.zone }, () => [h("span", {}, time), h("small", {}, office.zone)]);
    // `Senin,` above `23 November 2026`
    const today = date(now, office.offset, "id");
    const comma = today.indexOf(",") + 1;
    this.#draw(day, today, () => [h("span", {}, today.slice(0, comma)), h("span", {}, today.slice(comma + 1))]);
  }

  /** @param {Picture} picture @param {When} when */
  #hero({ hero: facts }, when) {
    const { hero } = this.#parts;
    const { call, pulse } = facts;
    this.#draw(hero, { ...facts, pulse: 0, when: call ? "" : when }, () =>
      call ? callOf(call, this.#both) : sentenceOf(facts, when, this.#words),
    );
    mark(hero, "stage", call ? call.stage : "none");
    mark(hero, "number", call?.number ?? "");
    mark(hero, "loket", String(call?.loket ?? ""));
    if (!call || pulse === this.#pulse) return;
    this.#pulse = pulse;
    hero.classList.remove("pulse");
    // Asking for the layout makes the browser forget the animation, so that it begins anew.
    void hero.offsetWidth;
    hero.classList.toggle("pulse", pulse > 0);
  }

  /** @param {Picture} picture */
  #lokets(picture) {
    const { lokets } = this.#parts;
    const count = picture.lokets.length;
    const [, density] = /** @type {[number, string]} */ (DENSITIES.find(([most]) => count <= Number(most)));
    mark(lokets, "density", density);
    this.#draw(lokets, picture.lokets, () => [
      h("h2", { class: "visually-hidden" }, this.#words.id("board-lokets")),
      ...picture.lokets.map((loket) => cellOf(loket, this.#both, this.#words.id("board-loket"))),
    ]);
  }

  /** @param {Picture} picture */
  #lists({ recent, missed, waiting }) {
    const parts = this.#parts;
    const none = missed.length === 0;
    this.#draw(parts.recent, recent, () => [
      h("h2", {}, this.#both("board-recent")),
      recent.length === 0
        ? h("p", { class: "none" }, this.#both("board-recent-none"))
        : h("ol", {}, ...recent.map((call) => recentOf(call, this.#words))),
    ]);
    this.#draw(parts.missed, missed, () => [
      h(
        "div",
        {},
        h("h2", {}, this.#both("board-missed")),
        h("p", { class: "hint" }, this.#words.id(none ? "board-missed-none" : "board-missed-hint")),
      ),
      none ? null : h("ul", {}, ...missed.map((number) => h("li", { class: "number", "data-number": number }, number))),
    ]);
    this.#draw(parts.waiting, waiting, () => [
      h("h2", {}, this.#both("board-waiting")),
      h("ul", { class: waiting.length > ROOM ? "crowd" : "roomy" }, ...waiting.map(waitingOf)),
    ]);
  }

  /** @param {Picture} picture @param {number} now @param {When} when */
  #quiet({ office, standing }, now, when) {
    const { offset, zone } = office;
    const time = { clock: hour(now, offset), zone, id: date(now, offset, "id"), en: date(now, offset, "en") };
    const why = standing.code === "holiday" ? "board-holiday" : "board-night";
    this.#draw(this.#parts.quiet, { office: office.name, why, holiday: standing.holiday, when, time }, () => [
      h("h1", { class: "office" }, office.name),
      h("p", { class: "clock" }, time.clock, h("small", {}, time.zone)),
      h("p", { class: "date" }, bilingual(time.id, time.en)),
      h("p", { class: "why" }, this.#both(why), standing.holiday && h("span", { class: "holiday" }, standing.holiday)),
      when.id ? h("p", { class: "opens" }, this.#both("board-opens"), h("strong", {}, bilingual(when.id, when.en))) : null,
    ]);
  }
}

/** @param {HTMLElement} part @param {string} name @param {string} text */
function mark(part, name, text) {
  if (part.dataset[name] !== text) part.dataset[name] = text;
}

/**
 * @param {string} first
 * @param {string} second
 * @param {string} [name]
 */
export function bilingual(first, second, name) {
  const same = first === second;
  const other = !same && h("span", { class: "en", lang: "en" }, second);
  return h("span", { class: name ? `both ${name}` : "both" }, h("span", {}, first), other);
}

/** @param {string} code */
function standingMessage(code) {
  if (code === "open") return "board-open";
  if (code === "break") return "standing-break";
  return code === "early" ? "standing-early" : "standing-closed";
}

/** @typedef {(message: string, facts?: Facts) => HTMLElement} Both */

/**
 * @param {NonNullable<Picture["hero"]["call"]>} call
 * @param {Both} both
 */
function callOf(call, both) {
  const { number, loket, name, nth, stage } = call;
  const message = stage === "called" ? "board-go-to" : stage === "serving" ? "board-serving" : "board-last";
  const again = nth > 1 && stage === "called" && h("span", { class: "nth" }, both("board-nth", { nth }));
  const top = h("p", { class: "what" }, both(message), again);
  const plate = h(
    "p",
    { class: "plate" },
    shape(letterOf(number), "bare"),
    h("span", { class: "number", "data-long": number.length > 5 }, number),
  );
  const to = h(
    "p",
    { class: "to" },
    h("span", { class: "arrow", "aria-hidden": "true" }),
    h("span", { class: "loket" }, h("span", {}, both("board-loket")), h("b", {}, loket)),
    h("span", { class: "name" }, name),
  );
  return [top, plate, to];
}

/**
 * What the hero says while it has no call.
 * @param {Picture["hero"]} facts
 * @param {When} when
 * @param {Words} words
 */
function sentenceOf(facts, when, words) {
  const { say, holiday } = facts;
  const code = say === "open" ? "welcome" : say === "holiday" ? "holiday" : say === "break" || say === "early" ? say : "over";
  const title = `board-${code}`;
  const hint = code === "holiday" || (code === "over" && !when.id) ? "board-over-last" : `board-${code}-hint`;
  const line = (/** @type {string} */ message) =>
    bilingual(words.id(message, { hour: when.id }), words.en(message, { hour: when.en }));
  return [
    h("p", { class: "greeting" }, line(title)),
    h("p", { class: "greeting-hint" }, holiday ? bilingual(holiday, holiday) : line(hint)),
  ];
}

/**
 * @param {Picture["lokets"][number]} loket
 * @param {Both} both
 * @param {string} place  what a loket is called
 */
function cellOf({ id, name, number, reason, state }, both, place) {
  const word = state === "paused" ? "board-paused" : state === "closed" ? "board-closed" : "board-free";
  const main = number
    ? h("p", { class: "main" }, shape(letterOf(number), "bare"), h("span", { class: "number" }, number))
    : h("p", { class: "main word" }, both(word), reason && h("span", { class: "reason" }, reason));
  return h(
    "article",
    { class: "cell", "data-loket": id, "data-state": state, "data-number": number ?? "" },
    h("p", { class: "badge" }, h("span", {}, place, " "), h("b", {}, id)),
    h("div", { class: "body" }, main, h("h3", {}, name)),
  );
}

/**
 * @param {Picture["recent"][number]} call
 * @param {Words} words
 */
function recentOf({ number, loket }, words) {
  return h(
    "li",
    { "data-number": number },
    h("span", { class: "number" }, number),
    h("span", { class: "where" }, h("span", { class: "arrow", "aria-hidden": "true" }), `${words.id("board-loket")} ${loket}`),
  );
}

/** @param {Picture["waiting"][number]} service */
function waitingOf({ letter, name, count }) {
  return h(
    "li",
    { "data-letter": letter, "data-count": count },
    shape(letter, "lettered"),
    h("span", { class: "visually-hidden" }, `${letter} `),
    h("b", {}, count),
    h("span", { class: "service" }, name.id),
  );
}
