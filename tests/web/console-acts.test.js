// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { actOf, deeds, seat, task } from "../../templates/staff/console/acts.js";

const ME = 7;
const NOW = 1_000;

/** A console's view. @param {any} [more] */
const view = (more = {}) => ({
  loket: { desk: "open", officer: ME, ...more.loket },
  current: more.current ?? null,
  work: more.work ?? [],
  berkas: more.berkas ?? null,
  waiting: more.waiting ?? 0,
  undo: more.undo ?? null,
});
/** @param {string} standing @param {string[]} acts */
const berkas = (standing, acts = []) => ({
  standing: { code: standing },
  step: { choices: acts.map((act) => ({ act })) },
});
const serving = { stage: "serving" };
/** @param {any} more */
const names = (more) => deeds(view(more), ME, NOW).map(({ act }) => act);

describe("whose seat it is", () => {
  it("is nobody's while the loket is closed, whoever sat there last", () => {
    assert.equal(seat(view({ loket: { desk: "closed", officer: null } }), ME), "closed");
  });
  it("is another officer's, open or paused", () => {
    assert.equal(seat(view({ loket: { officer: 8 } }), ME), "others");
    assert.equal(seat(view({ loket: { officer: 8, desk: "paused" } }), ME), "others");
  });
  it("is mine", () => {
    assert.equal(seat(view(), ME), "mine");
    assert.equal(seat(view({ loket: { desk: "paused" } }), ME), "paused");
  });
});

describe("what the ticket in hand needs", () => {
  it("needs nothing before the person is there", () => {
    assert.equal(task(view({ current: { stage: "called" }, work: ["register"] })), undefined);
    assert.equal(task(view()), undefined);
  });
  it("is registered, or received again", () => {
    assert.equal(task(view({ current: serving, work: ["register"] })), "register");
    assert.equal(task(view({ current: serving, work: ["register"], berkas: berkas("returned") })), "resubmit");
    assert.equal(task(view({ current: serving, work: ["register"], berkas: berkas("moving") })), "elsewhere");
  });
  it("is joined with its berkas before anything is done with that", () => {
    assert.equal(task(view({ current: serving, work: ["survey"] })), "attach");
    assert.equal(task(view({ current: serving, work: ["hand-over"] })), "attach");
  });
  it("answers the survey before the hand-over", () => {
    const work = ["hand-over", "survey"];
    assert.equal(task(view({ current: serving, work, berkas: berkas("moving", ["survey"]) })), "survey");
    assert.equal(task(view({ current: serving, work, berkas: berkas("moving", ["hand-over"]) })), "hand-over");
  });
  it("does not survey somebody whose berkas is elsewhere", () => {
    assert.equal(
      task(view({ current: serving, work: ["survey"], berkas: berkas("moving", ["forward"]) })),
      "elsewhere",
    );
  });
  it("is simply served where the SOP has no step", () => {
    assert.equal(task(view({ current: serving })), "finish");
  });
});

describe("what can be done", () => {
  it("opens a closed loket, and takes over only on purpose", () => {
    assert.deepEqual(names({ loket: { desk: "closed", officer: null } }), ["open"]);
    assert.deepEqual(names({ loket: { officer: 8 } }), ["take-over"]);
    assert.equal(
      deeds(view({ loket: { officer: 8 } }), ME, NOW).some(({ key }) => key),
      false,
    );
  });
  it("calls, pauses or closes with empty hands", () => {
    assert.deepEqual(names({ waiting: 3 }), ["next", "pause", "close"]);
  });
  it("never offers to call while a number is in hand", () => {
    for (const stage of ["called", "serving"])
      assert.equal(names({ current: { stage }, waiting: 3 }).includes("next"), false);
  });
  it("waits for whoever was called", () => {
    assert.deepEqual(names({ current: { stage: "called" } }), ["present", "recall", "miss", "transfer", "dismiss"]);
  });
  it("offers to finish only when nothing is left to do", () => {
    assert.deepEqual(names({ current: serving }), ["finish", "hold", "transfer", "dismiss"]);
    assert.equal(names({ current: serving, work: ["register"] }).includes("finish"), false);
  });
  it("takes the last act back for as long as the office would, and last of all", () => {
    const undo = { number: "A-001", until: NOW };
    assert.deepEqual(names({ waiting: 1, undo }), ["next", "pause", "close", "undo"]);
    assert.equal(names({ undo: { ...undo, until: NOW - 1 } }).includes("undo"), false);
    assert.equal(names({ undo, loket: { officer: 8 } }).includes("undo"), false);
  });
  it("has one likely act at most", () => {
    for (const more of [{ waiting: 1 }, { current: { stage: "called" } }, { current: serving }]) {
      assert.ok(deeds(view(more), ME, NOW).filter(({ likely }) => likely).length <= 1);
    }
  });
});

describe("the keyboard", () => {
  /** @param {string} key @param {object} [more] */
  const press = (key, more) => ({ key, repeat: false, ctrlKey: false, altKey: false, metaKey: false, ...more });
  const free = deeds(view({ waiting: 1 }), ME, NOW);
  const called = deeds(view({ current: { stage: "called" } }), ME, NOW);

  it("calls with the space bar and with F2", () => {
    assert.equal(actOf(press(" "), free), "next");
    assert.equal(actOf(press("F2"), free), "next");
  });
  it("does nothing else with the space bar", () => {
    assert.equal(actOf(press(" "), deeds(view({ loket: { desk: "closed", officer: null } }), ME, NOW)), undefined);
    assert.equal(actOf(press(" "), called), undefined);
  });
  it("does what stands on the button", () => {
    assert.equal(actOf(press("F4"), called), "present");
    assert.equal(actOf(press("F3"), called), "recall");
    assert.equal(actOf(press("F7"), called), "miss");
  });
  it("ignores a key that is held down, and the browser's own combinations", () => {
    assert.equal(actOf(press(" ", { repeat: true }), free), undefined);
    assert.equal(actOf(press("F4", { ctrlKey: true }), called), undefined);
  });
  it("takes back with Ctrl Z, as everywhere", () => {
    const possible = deeds(view({ undo: { number: "A-001", until: NOW } }), ME, NOW);
    assert.equal(actOf(press("z", { ctrlKey: true }), possible), "undo");
    assert.equal(actOf(press("z"), possible), undefined);
    assert.equal(actOf(press("z", { ctrlKey: true }), free), undefined);
  });
  it("knows no key for what is not possible", () => {
    assert.equal(actOf(press("F7"), free), undefined);
  });
});

describe("what a visit is for besides the SOP", () => {
  it("notes certified copies, and writes complaints down", () => {
    assert.equal(task({ ...view({ current: serving }), legalising: 50 }), "legalise");
    assert.equal(task({ ...view({ current: serving }), complaining: 5 }), "complain");
    const called = { stage: "called" };
    assert.equal(task({ ...view({ current: called }), legalising: 50 }), undefined, "nobody is there yet");
    const possible = deeds({ ...view({ current: serving }), legalising: 50 }, ME, NOW).map(({ act }) => act);
    assert.ok(!possible.includes("finish"), "the panel ends the visit, once something is noted");
  });
  it("offers the survey to whoever was refused, who may also go on without it", () => {
    const refused = { ...berkas("refused", ["hand-over"]), survey: "open" };
    const more = { current: serving, work: ["survey"], berkas: refused };
    assert.equal(task(view(more)), "survey");
    assert.ok(names(more).includes("finish"));
    assert.equal(task(view({ ...more, berkas: { ...refused, survey: "answered" } })), "elsewhere");
    assert.equal(task(view({ ...more, work: ["hand-over"] })), "hand-over");
  });
});
