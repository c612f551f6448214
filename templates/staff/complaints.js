// @ts-check
/**
 * Complaints: what is overdue first, then by the day when each must be answered; on the right the one that is read.
 *
 * @module
 */

import { ask as question, read } from "../../display/shared/act.js";
import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { asking, ask } from "./parts/asking.js";
import { complaintWords } from "./parts/complaint-lines.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";

/** How often the clock is looked at, in milliseconds. */
const TICK = 1_000;

class Complaints {
  #tongue;
  #frame;
  #doing;
  #live;
  /** @type {any} */
  #view;
  #chosen = 0;
  /** @type {any} */
  #complaint;
  #list = h("section", { id: "complaints" });
  #detail = h("article", { id: "detail", tabindex: -1 });
  /** The answer that is being written, so that nothing draws over it. */
  #answer = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: "answer-text", rows: 6, maxlength: 4000 }));

  /**
   * @param {HTMLElement} root
   * @param {import("../../display/shared/words.js").Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#tongue = { say, lang: facts.lang, offset: facts.office.offset };
    this.#frame = new Frame(root, say, { ...facts, title: say("complaint-title") });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    const field = /** @type {HTMLInputElement} */ (
      h("input", { id: "find", type: "search", maxlength: 200, autocomplete: "off", spellcheck: "false", placeholder: "PGD-2026-0007" })
    );
    const finder = h("form", { class: "asking" }, h("label", { class: "field" }, h("span", {}, say("complaint-find")), field));
    finder.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) void this.#find(field.value);
    });
    this.#frame.body.append(
      h("div", { class: "left" }, finder, this.#list),
      h("div", { class: "middle" }, this.#detail),
    );
    this.#live = follow("/live/pengaduan", {
      build: facts.build,
      onConnection: (connection, since) => this.#frame.connection(connection, since, facts.office.offset),
      onView: (view) => this.#heard(view),
    });
    setInterval(() => this.#frame.tick(this.#live.now(), facts.office.offset), TICK);
    this.#draw();
  }

  /** @param {any} view */
  #heard(view) {
    const moved = JSON.stringify(view.lines) !== JSON.stringify(this.#view?.lines);
    this.#view = view;
    this.#frame.well(view.well);
    if (!this.#chosen) this.#chosen = view.lines[0]?.id ?? 0;
    this.#draw();
    if (moved) void this.#read();
    this.#doing.seen(this.#live?.seq() ?? 0);
  }

  /** @param {string} text */
  async #find(text) {
    const { say, lang } = this.#tongue;
    const { ok, body } = await question("/api/complaints/find", { complaint: text }, lang);
    if (!ok) return this.#frame.warn(body.error === "not-found" ? say("complaint-none") : (body.message ?? say("staff-no-answer")));
    this.#open(body.id, body);
  }

  /** @param {number} id @param {any} [known] */
  #open(id, known) {
    if (id !== this.#chosen) this.#answer.value = "";
    this.#chosen = id;
    if (known) this.#complaint = known;
    this.#draw();
    if (!known) void this.#read();
  }

  async #read() {
    const wanted = this.#chosen;
    if (!wanted) return;
    const answer = await read(`/api/complaints/${wanted}`, this.#tongue.lang);
    // Another one was chosen meanwhile.
    if (wanted !== this.#chosen) return;
    if (answer.ok) this.#complaint = answer.body;
    this.#draw();
  }

  #draw() {
    const { say } = this.#tongue;
    const lines = this.#view?.lines;
    draw(this.#list, [lines, this.#view?.more, this.#chosen], () => {
      if (!lines) return [h("p", { class: "empty" }, say("connecting"))];
      if (lines.length === 0) return [h("p", { class: "empty" }, say("complaint-empty"))];
      const row = (/** @type {any} */ line) => {
        const key = { type: "button", "data-complaint": line.id, "data-key": line.id, "aria-current": line.id === this.#chosen ? "true" : null };
        return h("li", {}, h("button", { ...key, onclick: () => this.#open(line.id) }, ...complaintWords(this.#tongue, line)));
      };
      const more = this.#view.more > 0 && h("p", { class: "empty" }, say("complaint-more", { count: this.#view.more }));
      return [h("ul", { class: "complaint-lines" }, ...lines.map(row)), more];
    });
    const one = this.#complaint?.id === this.#chosen ? this.#complaint : undefined;
    draw(this.#detail, [one], () => this.#whole(one));
    this.#detail.dataset.complaint = one ? String(one.id) : "";
    this.#detail.dataset.stage = one?.stage ?? "";
  }

  /** @param {any} one */
  #whole(one) {
    const { say, lang, offset } = this.#tongue;
    if (!one) return [h("p", { class: "empty idle" }, say("complaint-choose-one"))];
    const when = (/** @type {number} */ at) => `${date(at, offset, lang)}, ${hour(at, offset)}`;
    const fact = (/** @type {string} */ name, /** @type {any} */ value) =>
      value ? [h("dt", {}, say(`complaint-${name}`)), h("dd", {}, value)] : [];
    const answer = one.answer && [
      h("h3", {}, say("complaint-answer")),
      h("p", { class: "words", id: "answered" }, one.answer.text),
      h("p", { class: "quiet" }, `${one.answer.by}, ${when(one.answer.at)}`),
    ];
    return [
      h("header", {}, h("h2", {}, `${one.number} `, h("span", { class: "pill", "data-stage": one.stage }, say(`complaint-stage-${one.stage}`)))),
      h(
        "dl",
        { class: "facts" },
        ...fact("category", say(`complaint-category-${one.category}`)),
        ...fact("who", one.name ?? say("complaint-anonymous")),
        ...fact("phone-plain", one.phone),
        ...fact("about-plain", one.about?.number),
        ...fact("filed-at", `${when(one.filed)} · Loket ${one.loket} · ${one.by}`),
        ...fact("due-at", h("span", { "data-late": one.overdue }, when(one.due))),
        ...fact("taken", one.taken),
        ...fact("closed-at", one.closed && when(one.closed)),
      ),
      h("h3", {}, one.subject),
      h("p", { class: "words" }, one.text),
      ...(answer || []),
      h("div", { class: "decisions" }, ...this.#keys(one)),
    ];
  }

  /** What can be done with it now. @param {any} one @returns {(Node | false)[]} */
  #keys(one) {
    const { say } = this.#tongue;
    const key = (/** @type {string} */ act, /** @type {() => void} */ go, kind = "primary") =>
      h("button", { type: "button", class: kind, id: act, "data-key": act, onclick: go }, say(`complaint-act-${act}`));
    const owed = ["open", "in-work"].includes(one.stage);
    if (owed && !one.mine) return [key("take", () => void this.#act("take", {}))];
    if (one.stage === "in-work") {
      return [
        h("label", { class: "field" }, h("span", {}, say("complaint-answer-label")), this.#answer),
        key("answer", () => void this.#send()),
      ];
    }
    if (one.stage === "answered") return [key("close", () => void this.#close(one))];
    return [];
  }

  async #send() {
    if (!this.#answer.value.trim()) return this.#answer.focus();
    if (await this.#act("answer", { text: this.#answer.value })) this.#answer.value = "";
  }

  /** @param {any} one */
  async #close(one) {
    const { say } = this.#tongue;
    if (asking()) return;
    const meant = await ask(say, { title: say("complaint-ask-close", { number: one.number }), help: say("complaint-ask-close-help"), yes: say("complaint-act-close") });
    if (meant) await this.#act("close", {});
  }

  /** @param {string} act @param {object} body */
  async #act(act, body) {
    const number = this.#complaint?.number ?? "";
    const done = await this.#doing.do(`/api/complaints/${this.#chosen}/${act}`, body);
    if (done) this.#frame.tell(this.#tongue.say(`complaint-done-${act}`, { number }));
    await this.#read();
    return done;
  }
}

void start("complaints,late", (root, say, facts) => void new Complaints(root, say, facts));
