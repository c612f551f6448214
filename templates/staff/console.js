// @ts-check
/**
 * The console of a loket: one officer, one counter, 200 calls a day.
 *
 * Everything on it is drawn from what the office says; console/acts.js decides what can be done when. What an officer
 * types lives in the panel of the task and nowhere else.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { hour } from "../../display/shared/words.js";
import { actOf, deeds, seat, TAKEN, task } from "./console/acts.js";
import { background, card } from "./console/current.js";
import { aside, desk, papers, queue } from "./console/lists.js";
import { questionOf } from "./console/questions.js";
import { panel } from "./console/tasks.js";
import { Voice } from "./console/voice.js";
import { Annex } from "./parts/annex.js";
import { ask, asking } from "./parts/asking.js";
import { Doing } from "./parts/doing.js";
import { pauseKey } from "./parts/pause.js";
import { Frame } from "./parts/frame.js";
import { kbd } from "./parts/keys.js";
import { draw, tick } from "./parts/paint.js";
import { start } from "./parts/start.js";

/** How often the stopwatches move, in milliseconds. */
const TICK = 1_000;

class Console {
  #say;
  #account;
  #loket;
  #lang;
  #frame;
  #doing;
  #live;
  #voice;
  /** @type {any} */
  #view;
  #queue = h("section", { id: "queue" });
  #held = h("section", { id: "held" });
  #missed = h("section", { id: "missed" });
  #card = h("section", { id: "current", class: "card" });
  #task = h("section", { id: "task" });
  #background = h("section", { id: "background" });
  #acts = h("section", { id: "acts" });
  #desk = h("section", { id: "desk" });
  #papers = h("section", { id: "papers" });
  #annex;
  #scans;
  /** What the panel in the middle is for. */
  #doingWhat = "";
  /** @type {import("./console/tasks.js").Panel | undefined} */
  #panel;

  /**
   * @param {HTMLElement} root
   * @param {import("../../display/shared/words.js").Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#account = facts.account;
    this.#loket = facts.loket;
    this.#lang = facts.lang;
    this.#frame = new Frame(root, say, { ...facts, title: `Loket ${facts.loket}` });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    // What is added comes back with the next view.
    const hands = {
      may: true,
      tell: (/** @type {string} */ text) => this.#frame.tell(text),
      warn: (/** @type {string} */ text) => this.#frame.warn(text),
      changed: () => {},
    };
    this.#annex = new Annex({ say, lang: facts.lang, offset: facts.office.offset }, hands);
    this.#scans = h("details", { id: "scans" }, h("summary", {}, say("casework-scans")), this.#annex.scans);
    this.#frame.body.append(
      h("div", { class: "left" }, this.#queue, this.#held, this.#missed),
      h("div", { class: "middle" }, this.#card, this.#task, this.#background),
      h("div", { class: "right" }, this.#acts, this.#desk, this.#papers),
    );
    this.#voice = new Voice(facts.build, () => this.#view && this.#show(this.#view));
    this.#live = follow(`/live/loket/${facts.loket}`, {
      build: facts.build,
      onView: (view) => this.#show(view),
      onConnection: (connection, since) => this.#frame.connection(connection, since, facts.office.offset),
    });
    setInterval(() => this.#tick(), TICK);
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** How this officer reads. */
  get #tongue() {
    return { say: this.#say, lang: this.#lang, offset: this.#view.office.offset };
  }

  /** @param {any} view */
  #show(view) {
    this.#view = view;
    const tongue = this.#tongue;
    const whose = seat(view, this.#account);
    const free = whose === "mine" && !view.current;
    document.body.dataset.seat = whose;
    document.body.dataset.stage = view.current?.stage ?? "none";
    this.#frame.well(view.well);
    this.#voice.see(whose === "mine" && view.sound !== "heard", whose === "mine" ? view.speak : null);
    this.#state(view, whose);
    draw(this.#queue, [view.queue, view.waiting, free], () =>
      queue(tongue, view, (line, first) => this.#call(line, first), free),
    );
    this.#put(view, free, whose === "mine");
    draw(this.#card, [view.current, view.berkas?.step, view.call, whose, view.loket.reason, view.waiting], () =>
      this.#middle(whose),
    );
    this.#undertake();
    if (view.berkas) this.#annex.show(view.berkas);
    draw(this.#background, [view.current, view.berkas && { ...view.berkas, annex: undefined }], () =>
      view.current ? background(tongue, view, this.#annex.notes, this.#scans) : [],
    );
    draw(this.#desk, view.desk, () => desk(tongue, view, (line) => void this.#number(line)));
    draw(this.#papers, [view.papers, view.printer], () => papers(tongue, view, (paper) => void this.#reprint(paper)));
    this.#tick();
    this.#doing.seen(this.#live?.seq() ?? 0);
  }

  /** What was put aside, and who did not come. @param {any} view @param {boolean} free @param {boolean} mine */
  #put(view, free, mine) {
    const tongue = this.#tongue;
    const run = (/** @type {string} */ act) => (/** @type {any} */ line) => void this.#run(act, { ticket: line.id });
    const resume = { verb: "console-resume", act: run("resume"), possible: free };
    const call = {
      verb: "console-call",
      act: (/** @type {any} */ line) => void this.#call(line, true),
      possible: free,
    };
    const requeue = { verb: "console-requeue", act: run("requeue"), possible: mine };
    draw(this.#held, [view.held, free], () => aside(tongue, "console-held", view.held, [resume]));
    draw(this.#missed, [view.missed, free, mine], () => aside(tongue, "console-missed", view.missed, [call, requeue]));
  }

  /** Beside the number of the loket: its name, who sits there, and whether it is open. @param {any} view @param {string} whose */
  #state(view, whose) {
    const { name, officer_name: officer, since } = view.loket;
    const sound = this.#voice.state === "running" ? "own" : view.sound;
    draw(this.#frame.state, [whose, view.loket, view.sound, sound, view.paused], () => [
      h("span", { class: "name" }, name),
      h(
        "span",
        { class: "pill", id: "seat", "data-seat": whose },
        this.#say(`console-seat-${whose}`, { name: officer ?? "" }),
      ),
      since && h("span", { class: "since" }, this.#say("staff-since", { hour: hour(since, view.office.offset) })),
      view.loket.complaints && h("a", { class: "button", id: "to-complaints", href: "/pengaduan" }, this.#say("complaint-title")),
      view.sound !== "heard" &&
        h("span", { class: "pill", id: "sound", "data-sound": sound }, this.#say(`console-sound-${sound}`)),
      ...(whose === "mine" ? pauseKey(this.#say, view.paused, view.office.offset, (path, body) => void this.#doing.do(path, body)) : []),
    ]);
  }

  /** What stands in the middle. @param {string} whose */
  #middle(whose) {
    const view = this.#view;
    if (view.current && whose !== "others") return card(this.#tongue, view);
    const facts = { name: view.loket.officer_name ?? "", reason: view.loket.reason ?? "", count: view.waiting };
    return [
      h(
        "div",
        { class: "idle" },
        h("p", { class: "say" }, this.#say(`console-idle-${whose}`, facts)),
        h("p", {}, this.#say(`console-idle-${whose}-help`, facts)),
      ),
    ];
  }

  /** Puts up the panel of the task at hand, once for as long as it lasts. */
  #undertake() {
    const view = this.#view;
    const mine = seat(view, this.#account) === "mine";
    const now = mine ? task(view) : undefined;
    const what = now ? JSON.stringify([now, view.current.id, view.berkas?.id, view.survey]) : "";
    if (what === this.#doingWhat) return this.#panel?.update?.(view);
    this.#doingWhat = what;
    this.#panel =
      now &&
      panel(
        now,
        view,
        this.#tongue,
        (act, body) => this.#run(act, body),
        (act) => void this.#start(act),
      );
    this.#task.dataset.task = now ?? "none";
    this.#task.replaceChildren(...(this.#panel ? [this.#panel.element] : []));
    // Whoever just came to the counter is asked for the NIK first.
    if (now === "register") this.#task.querySelector("input")?.focus();
  }

  /** What can be done now. */
  #deeds() {
    return deeds(this.#view, this.#account, this.#live.now());
  }

  /** The keys on the right, the likely one biggest. */
  #keys() {
    const empty = this.#view.waiting === 0;
    return this.#deeds().map((deed) =>
      h(
        "button",
        {
          type: "button",
          class: deed.likely ? "primary huge" : "",
          "data-act": deed.act,
          "data-key": deed.act,
          disabled: deed.act === "next" && empty,
          onclick: () => void this.#start(deed.act),
        },
        h("span", {}, this.#say(`console-act-${deed.act}`)),
        deed.key && kbd(deed.act === "next" ? this.#say("console-space") : deed.key),
      ),
    );
  }

  /** Asks what an act needs to know, then does it. @param {string} act */
  async #start(act) {
    if (this.#doing.busy || asking()) return;
    const question = questionOf(act, this.#view, this.#say);
    const answer = question ? await ask(this.#say, question) : { reason: "", choice: "" };
    if (!answer) return;
    if (act === "open") return this.#open(false);
    if (act === "take-over") return this.#open(true);
    /** @type {Record<string, object>} */
    const bodies = { transfer: { purpose: answer.choice, reason: answer.reason } };
    await this.#run(act, bodies[act] ?? (question?.reason ? { reason: answer.reason } : {}));
  }

  /** Sits down; from another officer's seat only when it is meant. @param {boolean} meant */
  async #open(meant) {
    const outcome = await this.#doing.attempt(`/api/loket/${this.#loket}/open`, { take_over: meant }, ["loket-taken"]);
    if (outcome?.error === "loket-taken") await this.#start("take-over");
  }

  /** Out of order needs a reason. @param {any} line @param {boolean} first */
  async #call(line, first) {
    if (this.#doing.busy || asking()) return;
    const question = first ? undefined : questionOf("call", this.#view, this.#say, line.number);
    const answer = question ? await ask(this.#say, question) : { reason: "" };
    if (answer) await this.#run("call", { ticket: line.id, reason: answer.reason || null });
  }

  /** @param {string} act @param {object} body */
  async #run(act, body) {
    const done = await this.#doing.do(`/api/loket/${this.#loket}/${act}`, body);
    if (done) await this.#report(act, done);
    return done;
  }

  /** Says what came of it, where the screen alone does not. @param {string} act @param {any} done */
  async #report(act, done) {
    if (["register", "resubmit"].includes(act)) {
      const { body } = await read(`/api/berkas/${done.berkas}`);
      this.#frame.tell(this.#say(`console-done-${act}`, { number: body.number ?? "" }));
    } else if (
      [
        "turn-away",
        "give-back",
        "legalise",
        "complain",
        "hand-over",
        "finish",
        "miss",
        "hold",
        "transfer",
        "dismiss",
        "waive",
        "attach",
        "undo",
        "requeue",
      ].includes(act)
    ) {
      this.#frame.tell(this.#say(`console-done-${act}`, { number: done.ticket?.number ?? "" }));
    }
  }

  /** Numbers an SK: takes the berkas in hand and draws the number in one go. @param {any} line */
  async #number(line) {
    if (this.#doing.busy || asking()) return;
    const { body: berkas } = await read(`/api/berkas/${line.id}`, this.#lang);
    const choice = berkas.step?.choices.find((/** @type {any} */ one) => one.act === "number");
    if (!choice) return;
    const question = questionOf(
      "number",
      this.#view,
      this.#say,
      `${line.number} · ${line.permit.name} · ${line.applicant}`,
    );
    if (!question || !(await ask(this.#say, question))) return;
    const taken = await this.#doing.do(`/api/berkas/${line.id}/take`, {});
    const done = taken && (await this.#doing.do(`/api/berkas/${line.id}/choose`, { choice: choice.id }));
    if (done) this.#frame.tell(this.#say("console-done-number", { sk: done.sk ?? "" }));
  }

  /** @param {any} paper */
  async #reprint(paper) {
    const done = await this.#doing.do(`/api/papers/${paper.id}/reprint`, {});
    if (done) this.#frame.tell(this.#say("console-done-reprint"));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#view || asking()) return;
    if (TAKEN.includes(event.key)) event.preventDefault();
    // A space belongs to whatever is being written or has the focus.
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === " " && target?.closest("input, select, textarea, button, summary, a")) return;
    if (event.key === "F6" && this.#panel?.submit && !event.repeat && !this.#doing.busy) {
      void this.#panel.submit();
      return;
    }
    const act = actOf(event, this.#deeds());
    if (!act || (act === "next" && this.#view.waiting === 0)) return;
    event.preventDefault();
    void this.#start(act);
  }

  #tick() {
    if (!this.#view) return;
    // An act can be taken back for a few seconds only, so the keys depend on the hour.
    draw(this.#acts, [this.#deeds(), this.#view.waiting > 0], () => this.#keys());
    const now = this.#live.now();
    this.#frame.tick(now, this.#view.office.offset);
    tick(this.#frame.body, now);
  }
}

void start("console,complaints,documents", (root, say, facts) => void new Console(root, say, facts));
