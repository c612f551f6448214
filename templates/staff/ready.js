// @ts-check
/**
 * Siap Buka: one key, one card, and for everything that is not in order the sentence of what to do.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { hour } from "../../display/shared/words.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";
import { sorted, verdict } from "./ready/card.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */
/** @typedef {import("./ready/card.js").Row} Row */

/** How often a round that goes on is looked at, in milliseconds. */
const LOOK = 500;

class Ready {
  #say;
  #facts;
  #frame;
  #doing;
  #key;
  #card = h("section", { id: "card", role: "status" });
  #rows = h("section", { id: "checks" });
  #today = h("section", { id: "today" });

  /** @param {HTMLElement} root @param {Say} say @param {any} facts */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("ready-title") });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    this.#key = h("button", { type: "button", id: "begin", class: "primary huge", onclick: () => void this.#begin() }, say("ready-begin"));
    const scroll = h("div", { class: "middle", tabindex: 0, role: "region", "aria-label": say("ready-title") });
    scroll.append(h("div", { class: "top" }, this.#key, this.#card), this.#rows, this.#today);
    this.#frame.body.append(scroll);
    document.body.dataset.connection = "live";
    this.#show(null);
    void this.#follow();
    this.#key.focus();
  }

  async #begin() {
    const done = await this.#doing.do("/api/ready", { now: Date.now() });
    if (done) await this.#follow();
  }

  /** Looks until the round is over. */
  async #follow() {
    this.#key.setAttribute("disabled", "");
    for (;;) {
      const answer = await read("/api/ready", this.#facts.lang);
      if (answer.ok) this.#show(answer.body.round);
      else this.#frame.warn(answer.body.message ?? this.#say("staff-no-answer"));
      if (answer.ok && !answer.body.round?.running) break;
      await new Promise((resume) => setTimeout(resume, LOOK));
    }
    this.#key.removeAttribute("disabled");
    this.#frame.warn("");
    await this.#look();
  }

  /** @param {{ running: boolean, at: number, ready: boolean | null, rows: Row[] } | null} round */
  #show(round) {
    const say = this.#say;
    const rows = round?.rows ?? [];
    const colour = verdict(round);
    document.body.dataset.verdict = colour;
    this.#key.textContent = say(round ? "ready-again" : "ready-begin");
    const worst = sorted(rows).filter((row) => row.state === "bad");
    draw(this.#card, [round?.running, colour, worst], () => [
      h("p", { class: "sign", "aria-hidden": "true" }, { good: "✓", bad: "✕", running: "…", none: "–" }[colour]),
      h(
        "div",
        {},
        h("h2", {}, say(`ready-card-${colour}`, { count: worst.length })),
        colour === "bad" ? h("ul", {}, ...worst.map((row) => h("li", {}, this.#sentence(row)))) : h("p", {}, say(`ready-card-${colour}-help`)),
      ),
    ]);
    draw(this.#rows, rows, () => (rows.length === 0 ? [] : [h("h2", {}, say("ready-checks")), h("ul", {}, ...sorted(rows).map((row) => this.#row(row)))]));
  }

  /** @param {Row} row */
  #sentence(row) {
    return this.#say(`ready-${row.code}`, { name: row.name, detail: row.detail });
  }

  /** @param {Row} row */
  #row(row) {
    const say = this.#say;
    const sign = { good: "✓", bad: "✕", absent: "!", running: "…" }[row.state];
    return h(
      "li",
      { "data-kind": row.kind, "data-state": row.state, "data-code": row.code },
      h("span", { class: "sign", "aria-hidden": "true" }, sign),
      h("strong", {}, row.kind === "printer" ? row.name : [say(`ready-kind-${row.kind}`), row.name].filter(Boolean).join(" ")),
      h("span", { class: "what" }, this.#sentence(row)),
      h("span", { class: "state" }, say(`ready-state-${row.state}`)),
    );
  }

  /** The rounds of the day, as the journal has them. */
  async #look() {
    const say = this.#say;
    const answer = await read("/api/ready/today", this.#facts.lang);
    if (!answer.ok) return;
    const { rounds } = answer.body;
    const line = (/** @type {any} */ round, /** @type {number} */ place) => {
      const bad = round.rows.filter((/** @type {Row} */ row) => row.state === "bad");
      const facts = { hour: hour(round.at, this.#facts.office.offset), by: round.by ?? "–", seq: String(round.seq), count: bad.length };
      return h(
        "li",
        { "data-ready": String(round.ready), "data-seq": round.seq },
        h("span", { class: "sign", "aria-hidden": "true" }, round.ready ? "✓" : "✕"),
        h("span", {}, say(place === 0 ? "ready-first" : "ready-later", facts), h("span", { class: "quiet" }, round.ready ? say("ready-was-good") : bad.map((/** @type {Row} */ row) => this.#sentence(row)).join(" "))),
      );
    };
    draw(this.#today, rounds, () => [h("h2", {}, say("ready-today")), rounds.length > 0 ? h("ul", {}, ...rounds.map(line)) : h("p", { class: "quiet" }, say("ready-today-none"))]);
  }
}

void start("ready", (root, say, facts) => void new Ready(root, say, facts));
