// @ts-check
/**
 * The settings of the office: a form for each section, all of them as one file, and every version there was. Whatever
 * is changed is looked at first, as lines that go and lines that come, and kept after that.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { Form } from "./settings/form.js";
import { History } from "./settings/history.js";
import { Review } from "./settings/review.js";
import { whole } from "./settings/whole.js";
import { Words } from "./settings/words.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** Between two looks whether the office is open again, in milliseconds. */
const AGAIN = 300;
/** Longest wait for that, in milliseconds. */
const PATIENCE = 60_000;

class Settings {
  #say;
  #facts;
  #frame;
  #doing;
  #tabs = h("nav", { class: "tabs" });
  #room = h("div", { class: "room" });
  /** What must be known before anything is changed. */
  #notice = h("div", { class: "notice", role: "alert", hidden: true });
  #review;
  /** @type {any} */
  #all = {};

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("settings-title") });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    // This page follows nothing, so there is nothing to wait for after an act.
    this.#doing.seen(Number.MAX_SAFE_INTEGER);
    this.#review = new Review(say, facts.lang, this.#frame, (change) => this.#keep(change));
    this.#frame.body.append(this.#notice, this.#tabs, this.#room, this.#review.element);
    addEventListener("hashchange", () => this.#show());
    void this.#load();
  }

  async #load() {
    const { ok, status, body } = await read("/api/settings", this.#facts.lang);
    if (status === 401) return location.assign("/masuk?next=/pengaturan");
    document.body.dataset.connection = ok ? "live" : "lost";
    if (!ok) return this.#frame.warn(body.message ?? this.#say("staff-no-answer"));
    this.#all = body;
    this.#note(body.fallen ? fallen(this.#say, body.fallen) : []);
    this.#show();
  }

  /** @param {Node[]} parts */
  #note(parts) {
    this.#notice.replaceChildren(...parts);
    this.#notice.hidden = parts.length === 0;
  }

  /** The tab that the address names. */
  #show() {
    const say = this.#say;
    const { sections, fixed, version } = this.#all;
    document.body.dataset.version = String(version);
    if (fixed) return this.#room.replaceChildren(h("p", { class: "empty" }, say("settings-fixed")));
    const names = [...sections.map((/** @type {any} */ { name }) => name), "file", "history"];
    const name = names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0];
    const link = (/** @type {string} */ to) =>
      h("a", { href: `#${to}`, "aria-current": to === name ? "page" : null }, say(`settings-s-${to}`));
    this.#tabs.replaceChildren(...names.map(link));
    this.#review.close();
    this.#room.replaceChildren(...this.#parts(name));
    this.#room.scrollTop = 0;
  }

  /** @param {string} name */
  #parts(name) {
    const say = this.#say;
    const { sections, values, version, history } = this.#all;
    const look = (/** @type {object} */ what) => void this.#review.look({ seen: version, ...what });
    const head = [h("h2", {}, say(`settings-s-${name}`)), h("p", { class: "hint" }, say(`settings-about-${name}`))];
    if (name === "file") return [...head, ...whole(say, version, (text) => look({ whole: text }))];
    if (name === "history") {
      const back = (/** @type {number} */ to) => look({ back: to });
      return [...head, new History(say, this.#facts, history, version, back).element];
    }
    if (name === "words") {
      const put = (/** @type {object} */ changed) => look({ section: { name, values: changed } });
      const warn = (/** @type {string} */ words) => this.#frame.warn(words);
      return [...head, new Words(say, this.#facts, values, put, warn).element];
    }
    const section = sections.find((/** @type {any} */ one) => one.name === name);
    const form = new Form(say, section, values, (changed) => look({ section: { name, values: changed } }));
    return [...head, form.element];
  }

  /** @param {any} change */
  async #keep(change) {
    const done = await this.#doing.do("/api/settings/keep", change);
    if (!done) return;
    if (done.unchanged) return this.#frame.tell(this.#say("settings-unchanged"));
    this.#frame.tell(this.#say("settings-opening"));
    document.body.toggleAttribute("data-busy", true);
    if (done.moved) this.#note(moved(this.#say, done.moved));
    const open = await this.#opened(done.version);
    document.body.toggleAttribute("data-busy", false);
    if (!open) return done.moved || this.#frame.warn(this.#say("settings-not-open"));
    await this.#load();
    this.#frame.tell(this.#all.fallen ? "" : this.#say("settings-done"));
  }

  /** Waits until the office works by a version. @param {number} version */
  async #opened(version) {
    for (const until = performance.now() + PATIENCE; performance.now() < until; ) {
      const { ok, body } = await read("/api/settings", this.#facts.lang);
      if (ok && body.version >= version && body.opened >= version) return true;
      await new Promise((resume) => setTimeout(resume, AGAIN));
    }
    return false;
  }
}

/**
 * What was to be in force and could not open the office, and why.
 * @param {Say} say
 * @param {{ version: number | null, to: number, faults: any[] }} facts
 */
function fallen(say, { version, to, faults }) {
  const head = version === null ? say("settings-fallen-files", { to }) : say("settings-fallen", { version, to });
  const items = faults.map(({ line, column, words }) => h("li", {}, line ? say("settings-line", { line, column }) : "", " ", words));
  const why = items.length > 0 ? h("ul", {}, ...items) : h("p", {}, say("settings-fallen-mended"));
  return [h("p", {}, h("strong", {}, head)), why];
}

/**
 * Where the office is after its address has changed between plain HTTP and TLS. This page cannot go there by itself: the
 * browser has to be told to trust the office first, and who was signed in there is signed in no longer.
 * @param {Say} say
 * @param {"http" | "https"} scheme
 */
function moved(say, scheme) {
  const href = `${scheme}://${location.host}/pengaturan`;
  return [h("p", {}, say("settings-moved"), " ", h("a", { href, id: "moved" }, href))];
}

void start("settings", (root, say, facts) => new Settings(root, say, facts));
