// @ts-check
/**
 * The back office: an inbox per role, and the berkas that is read and decided.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { detail } from "./desk/detail.js";
import { inbox, neighbour } from "./desk/inbox.js";
import { askLacking } from "./desk/returning.js";
import { Annex } from "./parts/annex.js";
import { ask, asking } from "./parts/asking.js";
import { Doing } from "./parts/doing.js";
import { Form } from "./parts/form.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";

/** How often the clock is looked at, in milliseconds. */
const TICK = 1_000;

/**
 * One inbox of this person.
 * @typedef {object} Inbox
 * @property {string} role
 * @property {string} title
 * @property {import("../../display/shared/live.js").Live} live
 * @property {any} view undefined until it came
 */

class Desk {
  #say;
  #facts;
  #frame;
  #doing;
  /** @type {Inbox[]} */
  #inboxes;
  /** The inbox in front. @type {Inbox} */
  #open;
  /** The berkas that is being read: its id, and all of it once it came. */
  #chosen = 0;
  /** @type {any} */
  #berkas;
  #tabs = h("nav", { class: "tabs", id: "tabs" });
  #list = h("section", { id: "inbox" });
  #detail = h("article", { id: "detail", tabindex: -1 });
  #annex;
  #form;

  /**
   * @param {HTMLElement} root
   * @param {import("../../display/shared/words.js").Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("desk-title") });
    this.#frame.state.append(
      h("a", { class: "button", href: "/berkas/terlambat" }, say("desk-to-late")),
      h("a", { class: "button", href: "/sop" }, say("desk-to-sop")),
    );
    this.#doing = new Doing(this.#frame, say, facts.lang);
    this.#annex = new Annex(this.#tongue, {
      may: true,
      tell: (text) => this.#frame.tell(text),
      warn: (text) => this.#frame.warn(text),
      changed: () => void this.#read(),
    });
    this.#form = new Form(this.#tongue, {
      roles: facts.inboxes.map((/** @type {any} */ one) => one.role),
      tell: (text) => this.#frame.tell(text),
      warn: (text) => this.#frame.warn(text),
      changed: () => void this.#read(),
    });
    this.#frame.body.append(
      h("div", { class: "left" }, this.#tabs, this.#list),
      h("div", { class: "middle" }, this.#detail),
    );
    this.#inboxes = facts.inboxes.map((/** @type {any} */ one) => this.#follow(one));
    this.#open = this.#inboxes[0];
    this.#draw();
    setInterval(() => this.#tick(), TICK);
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** How this person reads. */
  get #tongue() {
    return { say: this.#say, lang: this.#facts.lang, offset: this.#facts.office.offset };
  }

  /** @param {{ role: string, title: string }} one @returns {Inbox} */
  #follow({ role, title }) {
    /** @type {Inbox} */
    const inbox = { role, title, view: undefined, live: /** @type {any} */ (undefined) };
    inbox.live = follow(`/live/berkas/${role}`, {
      build: this.#facts.build,
      onView: (view) => this.#heard(inbox, view),
      onConnection: (connection, since) => this.#frame.connection(connection, since, this.#facts.office.offset),
    });
    return inbox;
  }

  /** @param {Inbox} inbox @param {any} view */
  #heard(inbox, view) {
    inbox.view = view;
    this.#frame.well(view.well);
    this.#tick();
    if (inbox !== this.#open) return this.#draw();
    // Whoever sits down reads the oldest berkas first; whoever has decided, the next one.
    const chosen = this.#chosen;
    if (!this.#line()) this.#chosen = neighbour(view.berkas, 0)?.id ?? 0;
    this.#draw();
    if (this.#chosen !== chosen || this.#line()) void this.#read();
    this.#doing.seen(inbox.live?.seq() ?? 0);
  }

  /** The chosen berkas in the list. */
  #line() {
    return this.#open.view?.berkas.find((/** @type {any} */ line) => line.id === this.#chosen);
  }

  /** Fetches all of the chosen berkas. */
  async #read() {
    const wanted = this.#chosen;
    if (!wanted) {
      this.#berkas = undefined;
      return this.#draw();
    }
    const answer = await read(`/api/berkas/${wanted}`, this.#facts.lang);
    // Another one was chosen meanwhile.
    if (wanted !== this.#chosen) return;
    if (answer.ok) this.#berkas = answer.body;
    this.#draw();
  }

  #draw() {
    const tongue = this.#tongue;
    const { view, role } = this.#open;
    const counts = this.#inboxes.map((inbox) => [inbox.role, inbox.view?.berkas.length ?? 0]);
    draw(this.#tabs, [counts, role], () => this.#inboxes.map((inbox) => this.#tab(inbox)));
    draw(this.#list, [view?.berkas, this.#chosen], () => inbox(tongue, view, this.#chosen, (id) => this.#choose(id)));
    const berkas = this.#berkas?.id === this.#chosen ? this.#berkas : undefined;
    if (berkas) {
      this.#annex.show(berkas);
      this.#form.show(berkas);
    }
    // They draw themselves, so that nobody loses a note or a field while typing it.
    const facts = berkas && { ...berkas, annex: undefined, form: undefined };
    draw(this.#detail, [facts, this.#chosen, role], () =>
      detail(tongue, berkas, this.#hands(), this.#chosen !== 0, this.#annex, this.#form),
    );
    this.#detail.dataset.berkas = berkas ? String(berkas.id) : "";
    this.#detail.dataset.step = berkas?.step.id ?? "";
  }

  /** @param {Inbox} inbox */
  #tab(inbox) {
    const front = inbox === this.#open;
    const count = h("span", { class: "count" }, inbox.view?.berkas.length ?? 0);
    const facts = { type: "button", "aria-pressed": String(front), "data-role": inbox.role, "data-key": inbox.role };
    return h("button", { ...facts, onclick: () => this.#turn(inbox) }, inbox.title, " ", count);
  }

  /** @param {Inbox} inbox */
  #turn(inbox) {
    this.#open = inbox;
    this.#chosen = 0;
    if (inbox.view) this.#heard(inbox, inbox.view);
  }

  /** @param {number} id */
  #choose(id) {
    this.#chosen = id;
    this.#draw();
    void this.#read();
  }

  /** What can be done with the berkas in front. @returns {import("./desk/detail.js").Hands} */
  #hands() {
    return {
      account: this.#facts.account,
      role: this.#open.role,
      take: () => void this.#act("take", {}, "desk-done-take"),
      release: () => void this.#act("release", {}, "desk-done-release"),
      decide: (choice) => void this.#decide(choice),
      except: () => void this.#except(),
    };
  }

  /** @param {string} act @param {object} body @param {string} done message */
  async #act(act, body, done) {
    const number = this.#berkas?.number ?? "";
    const answer = await this.#doing.do(`/api/berkas/${this.#chosen}/${act}`, body);
    if (answer) this.#frame.tell(this.#say(done, { number, sk: answer.sk ?? "" }));
    await this.#read();
  }

  /** Decides about a berkas that this person had at an earlier step: which way, and why nobody else can. */
  async #except() {
    if (this.#doing.busy || asking()) return;
    const { say } = this.#tongue;
    const choices = this.#berkas.step.choices.filter((/** @type {any} */ choice) => choice.checks);
    const answer = await ask(say, {
      title: say("desk-except-title", { number: this.#berkas.number }),
      help: say("desk-except-help", { step: this.#berkas.own_work.step }),
      yes: say("desk-except-yes"),
      grave: true,
      choice: {
        label: say("desk-except-choice"),
        options: choices.map((/** @type {any} */ choice) => ({ value: choice.id, name: choice.label })),
      },
      reason: { label: say("desk-except-why"), presets: [say("desk-except-away"), say("desk-except-alone")] },
    });
    const choice = answer && choices.find((/** @type {any} */ choice) => choice.id === answer.choice);
    if (choice) await this.#decide(choice, answer.reason);
  }

  /** @param {any} choice @param {string | null} [exception] why they decide about their own work */
  async #decide(choice, exception = null) {
    if (this.#doing.busy || asking()) return;
    const { say } = this.#tongue;
    const facts = { number: this.#berkas.number, name: this.#berkas.applicant };
    let reason = null;
    /** @type {import("./desk/returning.js").Lacking[]} */
    let lacking = [];
    if (choice.act === "return") {
      const answer = await askLacking(say, this.#berkas, choice);
      if (!answer) return;
      reason = answer.reason || null;
      lacking = answer.lacking;
    } else if (choice.reason) {
      const help = say(`desk-ask-${choice.act}`, facts);
      const grave = choice.act === "refuse";
      const answer = await ask(say, {
        title: choice.label,
        help,
        yes: choice.label,
        grave,
        reason: { label: say("desk-reason") },
      });
      if (!answer) return;
      reason = answer.reason;
    }
    await this.#act(
      "choose",
      { choice: choice.id, reason, lacking, exception },
      choice.act === "number" ? "desk-done-number" : `desk-done-choose`,
    );
  }

  #tick() {
    if (this.#open?.view) this.#frame.tick(this.#open.live.now(), this.#facts.office.offset);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (asking() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step !== undefined) {
      const lines = this.#open.view?.berkas ?? [];
      const place = lines.findIndex((/** @type {any} */ line) => line.id === this.#chosen);
      const next = neighbour(lines, place + step);
      if (!next) return;
      event.preventDefault();
      this.#choose(next.id);
      return;
    }
    const button = this.#detail.querySelector(
      `[data-shortcut="${CSS.escape(event.key.toUpperCase())}"]:not(:disabled)`,
    );
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
  }
}

void start("desk,documents", (root, say, facts) => void new Desk(root, say, facts));
