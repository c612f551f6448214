// @ts-check
/**
 * The copies of the office: which there are, one more now, and each to be carried away on a stick.
 *
 * @module
 */

import { ask as question } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { moment } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { polled } from "./parts/polled.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** How often the list is asked for anew, in milliseconds. */
const EVERY = 2_000;
/** A copy older than this leaves too much to lose, in milliseconds: a night and a morning. */
const OLD = 36 * 3_600_000;

class Copies {
  #say;
  #facts;
  #frame;
  /** @type {any} */
  #all = { files: [], underway: false, trouble: null, folder: "", now: 0 };
  #state = h("section", { id: "state" });
  /** @type {() => Promise<void>} */
  #load;
  #list = h("section", { id: "copies" });
  /** The machines that follow what is done here. */
  #standbys = h("div", { id: "standbys" });
  /** What to do when this computer is lost, for the safe. */
  #guide = h("div", {});
  #button = /** @type {HTMLButtonElement} */ (h("button", { type: "button", class: "primary", id: "take" }));

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("copies-title") });
    this.#button.textContent = say("copies-take");
    this.#button.addEventListener("click", () => void this.#take());
    const act = h("section", { id: "act" }, this.#state, this.#button, h("p", { class: "hint" }, say("copies-how")), this.#standbys);
    const print = h("button", { type: "button", id: "print" }, say("copies-fire-print"));
    const guide = /** @type {HTMLDetailsElement} */ (h("details", { id: "fire" }, h("summary", {}, say("copies-fire")), print, this.#guide));
    print.addEventListener("click", () => window.print());
    act.append(guide);
    this.#frame.body.append(act, this.#list);
    this.#load = polled("/api/copies", this.#frame, facts, EVERY, (body) => this.#show(body));
  }

  async #take() {
    const answer = await question("/api/copies", {}, this.#facts.lang);
    this.#frame.warn(answer.ok ? "" : (answer.body.message ?? this.#say("staff-no-answer")));
    await this.#load();
  }

  /** @param {any} all */
  #show(all) {
    this.#all = all;
    this.#button.disabled = all.underway;
    document.body.dataset.underway = String(all.underway);
    const minute = Math.floor(all.now / 60_000);
    draw(this.#state, [all.underway, all.trouble, all.files[0] ?? null, minute], () => this.#verdict());
    draw(this.#list, [all.files, all.folder], () => this.#lines());
    draw(this.#standbys, [all.standbys, minute], () => this.#following());
    draw(this.#guide, [all.files[0]?.name ?? "", all.standbys.length], () => this.#steps());
  }

  /** A new computer in place of this one, step by step. The commands are the same in every language. */
  #steps() {
    const say = this.#say;
    const copy = this.#all.files[0]?.name ?? "loket.tar.gz.age";
    const stick = "/mnt/stick";
    const keys = `--key ${stick}/backup.key --data-key ${stick}/loket.key`;
    const follows = this.#all.standbys.length > 0;
    const behind = follows ? ` --follow ${stick}/loket-follow` : "";
    /** @type {[string, string][]} */
    const steps = [
      ["1", ""],
      ["2", `sudo apt install ${stick}/loket_*.deb`],
      ...(follows ? /** @type {[string, string][]} */ ([["follow", `sudo cp -r /var/lib/loket-follow/. ${stick}/loket-follow`]]) : []),
      ["3", `sudo loket restore ${stick}/${copy} --data /var/lib/loket ${keys}${behind}`],
      ["4", ""],
      ["5", ""],
      [follows ? "6-follow" : "6", ""],
    ];
    const step = (/** @type {[string, string]} */ [name, command]) =>
      h("li", {}, say(`copies-fire-${name}`, { host: location.host }), command && h("code", {}, command));
    return [h("p", {}, say("copies-fire-keep")), h("ol", {}, ...steps.map(step))];
  }

  /** How well the office is copied, in one sentence. */
  #verdict() {
    const say = this.#say;
    const { files, underway, trouble, now } = this.#all;
    const newest = files[0];
    const fresh = newest && now - newest.taken < OLD;
    const state = trouble || !fresh ? "bad" : "good";
    const sentence = !newest ? say("copies-none") : say(fresh ? "copies-fresh" : "copies-old", { when: moment(newest.taken, this.#facts) });
    return [
      h("p", { class: "verdict", "data-state": state, role: "status" }, sentence),
      underway ? h("p", { id: "underway" }, say("copies-underway")) : "",
      trouble ? h("p", { class: "trouble" }, say("copies-trouble", { when: moment(trouble.at, this.#facts) }), h("br"), h("code", {}, trouble.why)) : "",
    ];
  }

  /** Which machines follow, and how far each has come. */
  #following() {
    const say = this.#say;
    const { standbys } = this.#all;
    const line = (/** @type {any} */ one) => {
      const when = (/** @type {number} */ at) => ({ when: moment(at, this.#facts) });
      const sentence = one.late || one.asked === null ? say("copies-standby-late", when(one.level)) : say("copies-standby-good", when(one.asked));
      const missing = one.late && one.missing ? ` ${say("copies-standby-missing", { n: one.missing })}` : "";
      return h("li", { "data-state": one.late ? "bad" : "good" }, h("strong", {}, one.name), h("span", {}, sentence, missing));
    };
    const words = standbys.length === 0 ? "copies-standbys-none" : "copies-standbys-how";
    return [h("h2", {}, say("copies-standbys")), h("p", { class: "hint" }, say(words)), standbys.length > 0 && h("ul", {}, ...standbys.map(line))];
  }

  #lines() {
    const say = this.#say;
    const { files, folder } = this.#all;
    if (files.length === 0) return [h("p", { class: "empty" }, say("copies-empty"))];
    const head = ["taken", "size", "file"].map((name) => h("th", { scope: "col" }, say(`copies-${name}`)));
    const rows = files.map((/** @type {any} */ file) =>
      h(
        "tr",
        { "data-copy": file.name },
        h("td", {}, moment(file.taken, this.#facts)),
        h("td", { class: "size" }, size(file.bytes, this.#facts.lang)),
        h("td", {}, h("a", { href: `/api/copies/${encodeURIComponent(file.name)}`, download: file.name }, file.name)),
      ),
    );
    return [
      h("h2", {}, say("copies-list")),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
      h("p", { class: "hint" }, say("copies-folder", { folder })),
    ];
  }
}

/**
 * A size as people read it.
 * @param {number} bytes
 * @param {string} lang
 */
function size(bytes, lang) {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toLocaleString(lang, { maximumFractionDigits: 1 })} ${unit}`;
}

void start("copies", (root, say, facts) => new Copies(root, say, facts));
