// @ts-check
/**
 * The printers: how each is and what to do about it, what waits, what came out, and how much paper is left.
 *
 * @module
 */

import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { ask } from "./parts/asking.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { paperWhy } from "./parts/slips.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

const TICK = 1_000;
/** Conditions in which nothing has to be done. */
const FINE = ["ready", "unknown"];
/** Conditions in which papers still come out. */
const PRINTS = ["ready", "paper-low", "unknown"];

class Printers {
  #say;
  #facts;
  #frame;
  #doing;
  #list = h("section", { id: "printers" });
  /** @type {ReturnType<typeof follow> | undefined} */
  #live;

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("printers-title") });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    this.#frame.body.append(this.#list);
    const live = follow("/live/cetak", {
      build: facts.build,
      onConnection: (connection, since) => this.#frame.connection(connection, since, facts.office.offset),
      onView: (view) => {
        this.#doing.seen(this.#live?.seq() ?? 0);
        this.#frame.well(view.well);
        draw(this.#list, [view.printers], () => view.printers.map((/** @type {any} */ printer) => this.#card(printer)));
        this.#frame.tick(live.now(), facts.office.offset);
      },
    });
    this.#live = live;
    setInterval(() => this.#frame.tick(live.now(), facts.office.offset), TICK);
  }

  /** @param {any} printer */
  #card(printer) {
    const say = this.#say;
    const { id, condition } = printer;
    const state = FINE.includes(condition) ? "good" : PRINTS.includes(condition) ? "warn" : "bad";
    const key = (/** @type {string} */ act, /** @type {() => void} */ run) =>
      h("button", { type: "button", "data-act": act, "data-key": `${act}-${id}`, onclick: run }, say(`printers-${act}`));
    const facts = [
      say(`printers-line-${printer.line}`, { address: printer.address }),
      say("printers-queued", { count: printer.queued }),
      printer.fallback && say("printers-fallback", { name: printer.fallback[0], seconds: printer.fallback[1] }),
    ];
    return h(
      "article",
      { "data-printer": id, "data-condition": condition, "data-state": state, "aria-labelledby": `name-${id}` },
      h("h2", { id: `name-${id}` }, printer.name),
      h(
        "p",
        { class: "condition" },
        h("strong", {}, say(`staff-printer-${condition}`)),
        printer.since && !FINE.includes(condition) ? ` ${say("printers-since", { hour: hour(printer.since, this.#facts.office.offset) })}` : "",
        !FINE.includes(condition) && h("span", {}, say(`printers-help-${condition}`)),
      ),
      h("ul", { class: "facts" }, ...facts.filter(Boolean).map((fact) => h("li", {}, fact))),
      ...this.#roll(printer),
      h("div", { class: "acts" }, key("try", () => void this.#try(printer)), key("roll", () => void this.#changeRoll(printer))),
      h("h3", {}, say("printers-papers")),
      printer.papers.length > 0
        ? h("ul", { class: "papers", tabindex: 0, "aria-label": say("printers-papers") }, ...printer.papers.map((/** @type {any} */ paper) => this.#paper(paper)))
        : h("p", { class: "empty" }, say("printers-none")),
    );
  }

  /** @param {any} printer */
  #roll({ roll, name }) {
    const say = this.#say;
    const metres = (/** @type {number} */ length) => Math.round(length / 1000);
    const meter = h("meter", { min: 0, max: roll.metres * 1000, low: roll.metres * 100, value: roll.left, "aria-label": `${say("printers-paper")} ${name}` });
    const left = say("printers-tickets-left", { count: roll.tickets });
    const since = roll.changed
      ? say("printers-roll-since", { when: this.#when(roll.changed), name: roll.by })
      : say("printers-roll-unknown");
    return [
      h("p", { class: "roll" }, h("strong", {}, left), h("span", {}, say("printers-meters", { left: metres(roll.left), all: roll.metres }))),
      meter,
      h("p", { class: "hint" }, since),
    ];
  }

  /** @param {number} at */
  #when(at) {
    const { offset } = this.#facts.office;
    return `${date(at, offset, this.#facts.lang)}, ${hour(at, offset)}`;
  }

  /** @param {any} paper */
  #named(paper) {
    return [this.#say(`console-paper-${paper.paper}`), paper.about].filter(Boolean).join(" ");
  }

  /** @param {any} paper */
  #paper(paper) {
    const say = this.#say;
    const words = [
      hour(paper.ordered, this.#facts.office.offset),
      say(`console-paper-is-${paper.state}`),
      paperWhy(say, paper.why),
      paper.copy && paper.by && say("printers-copy", { name: paper.by }),
      paper.moved_from && say("printers-moved", { name: paper.moved_from }),
    ];
    const settled = ["printed", "uncertain", "failed"].includes(paper.state);
    return h(
      "li",
      { "data-paper": paper.id, "data-state": paper.state },
      h("div", {}, h("strong", {}, this.#named(paper)), h("span", {}, words.filter(Boolean).join(" · "))),
      settled &&
        h(
          "button",
          { type: "button", class: "small", "data-key": `paper-${paper.id}`, "aria-label": `${say("printers-reprint")}: ${this.#named(paper)}`, onclick: () => void this.#reprint(paper) },
          say("printers-reprint"),
        ),
    );
  }

  /** @param {any} printer */
  async #try({ id, name }) {
    if (await this.#doing.do(`/api/printers/${encodeURIComponent(id)}/try`, {})) this.#frame.tell(this.#say("printers-tried", { name }));
  }

  /** @param {any} printer */
  async #changeRoll({ id, name, roll }) {
    const say = this.#say;
    const sure = await ask(say, { title: say("printers-roll-title", { name }), help: say("printers-roll-help", { metres: roll.metres }), yes: say("printers-roll") });
    if (sure && (await this.#doing.do(`/api/printers/${encodeURIComponent(id)}/roll`, {}))) this.#frame.tell(say("printers-rolled", { name }));
  }

  /** @param {any} paper */
  async #reprint(paper) {
    const say = this.#say;
    const sure = await ask(say, { title: say("printers-reprint-title", { paper: this.#named(paper) }), help: say("printers-reprint-help"), yes: say("printers-reprint") });
    if (sure) await this.#doing.do(`/api/papers/${paper.id}/reprint`, {});
  }
}

void start("printers,console", (root, say, facts) => new Printers(root, say, facts));
