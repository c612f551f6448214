/**
 * One person at the kiosk, without a clock.
 *
 * Contents: two taps to a ticket; taps that were not meant; priority; codes; tickets and paper; silence; nothing of one
 * person reaches the next.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as walks from "../../kiosk/kiosk/walk.js";

const { TIMES } = walks;
const TICKET = { id: 7, number: "A-007", service: "A", ahead: 3 };
const CLASSES = ["lansia", "disabilitas", "ibu"];

/** Somebody at the kiosk: a walk and the time, with what a person does. */
class Visit {
  now = 1_000_000;
  walk = walks.rest(this.now);

  does(name, ...given) {
    this.walk = walks[name](this.walk, ...given, this.now);
    return this;
  }

  /** Time goes by, and everything due happens when it is due, as the screen does it. */
  waits(time) {
    const end = this.now + time;
    for (let steps = 0; steps < 1_000; steps += 1) {
      const due = walks.due(this.walk, this.now);
      if (due === undefined || due > end) break;
      this.now = Math.max(this.now, due);
      this.walk = walks.pass(this.walk, this.now);
    }
    this.now = end;
    return this;
  }

  /** Does something that was meant, as a person who has seen the view. */
  then(name, ...given) {
    return this.waits(TIMES.guard)
      .does("touch")
      .does(name, ...given);
  }

  takes(printer = "ready") {
    assert.ok(walks.wanted(this.walk, this.now), "something to ask for");
    return this.does("issue").waits(100).does("hand", TICKET, printer);
  }
}

const at = (visit) => visit.walk.view;

describe("two taps", () => {
  test("a service and the giant key lead to a ticket", () => {
    const visit = new Visit().then("choose", "A").waits(TIMES.guard);
    assert.deepEqual(walks.wanted(visit.walk, visit.now), { service: "A", lang: "id" });
    assert.equal(at(visit.takes()), "ticket");
    assert.equal(visit.walk.ticket.number, "A-007");
  });

  test("the second of two quick taps is not meant for the view that has just come", () => {
    const visit = new Visit().then("choose", "A");
    assert.equal(walks.wanted(visit.walk, visit.now + TIMES.guard - 1), undefined);
    assert.equal(at(visit.does("back")), "service");
  });

  test("while a number is being given, nothing else can be done", () => {
    const visit = new Visit().then("choose", "A").waits(TIMES.guard).does("issue").waits(TIMES.guard);
    for (const [name, ...given] of [["back"], ["choose", "B"], ["open"], ["search", "BCDFGHJKLM"], ["heart", CLASSES]])
      visit.does(name, ...given);
    assert.equal(at(visit), "issuing");
    assert.equal(walks.wanted(visit.walk, visit.now), undefined);
    assert.equal(walks.like(visit.walk, { lang: "en" }).lang, "id");
    assert.equal(at(visit.waits(600_000)), "issuing", "silence does not end it");
  });

  test("it says that it takes long after one second, and helps after ten", () => {
    const visit = new Visit().then("choose", "A").does("issue");
    assert.equal(visit.waits(TIMES.slow - 1).walk.late, 0);
    assert.equal(visit.waits(1).walk.late, 1);
    assert.equal(visit.waits(TIMES.late - TIMES.slow).walk.late, 2);
  });

  test("a refusal says why, and leads back", () => {
    const visit = new Visit()
      .then("choose", "A")
      .does("issue")
      .does("refuse", { title: "kiosk-sorry", words: "Tutup." });
    assert.deepEqual([at(visit), visit.walk.message.words], ["refused", "Tutup."]);
    assert.equal(at(visit.then("back")), "rest");
  });
});

describe("priority", () => {
  test("opens the classes, chooses one, and takes it back", () => {
    const visit = new Visit().then("choose", "A").then("heart", CLASSES);
    assert.deepEqual([visit.walk.choosing, visit.walk.priority], [true, null]);
    visit.does("prefer", "ibu");
    assert.equal(walks.wanted(visit.walk, visit.now).priority, "ibu");
    assert.equal(visit.does("prefer", "lansia").walk.priority, "lansia");
    assert.equal(visit.does("prefer", "lansia").walk.priority, null);
    visit.does("prefer", "ibu").does("heart", CLASSES);
    assert.deepEqual([visit.walk.choosing, visit.walk.priority], [false, null]);
  });

  test("a single class needs no choice, and none no key", () => {
    const visit = new Visit().then("choose", "A").then("heart", ["prioritas"]);
    assert.equal(visit.walk.priority, "prioritas");
    assert.equal(visit.does("heart", ["prioritas"]).walk.priority, null);
    assert.equal(visit.does("heart", []).walk.priority, null);
  });

  test("does not stick to another service", () => {
    const visit = new Visit()
      .then("choose", "A")
      .then("heart", CLASSES)
      .does("prefer", "ibu")
      .then("back")
      .then("choose", "B");
    assert.deepEqual([visit.walk.priority, visit.walk.choosing], [null, false]);
  });
});

describe("codes", () => {
  const typed = (letters) =>
    [...letters].reduce((visit, letter) => {
      visit.walk = walks.type(visit.walk, letter);
      return visit;
    }, new Visit().then("open"));

  test("ten known letters, no more, in either case", () => {
    const visit = typed("bcd-aeFGHJKLMNPQ");
    assert.equal(visit.walk.typed, "BCDFGHJKLM");
    assert.ok(walks.complete(visit.walk));
    assert.equal(walks.type(visit.walk, "").typed, "BCDFGHJKL");
    assert.ok(!walks.complete(walks.type(visit.walk, "")));
  });

  test("a scan is heard anywhere, and asks for a number only when that makes sense", () => {
    for (const begin of [
      new Visit(),
      new Visit().then("choose", "A"),
      new Visit().then("open"),
      new Visit().then("choose", "A").waits(TIMES.guard).takes(),
    ]) {
      const visit = begin.does("search", "X".repeat(26));
      assert.equal(at(visit), "status");
      visit.does("find", "X".repeat(26), { issues: false }).waits(TIMES.guard);
      assert.equal(walks.wanted(visit.walk, visit.now), undefined);
    }
    const visit = new Visit()
      .does("search", "CODE")
      .does("find", "CODE", { issues: true })
      .then("heart", CLASSES)
      .does("prefer", "ibu");
    assert.deepEqual(walks.wanted(visit.walk, visit.now), { code: "CODE", lang: "id", priority: "ibu" });
  });

  test("an answer that comes after the person has gone on is dropped", () => {
    const visit = new Visit().does("search", "ONE").then("back");
    assert.equal(at(visit.does("find", "ONE", { issues: true })), "rest");
    visit.does("search", "ONE").does("search", "TWO").does("find", "ONE", { issues: true });
    assert.equal(visit.walk.found, null);
    assert.equal(at(visit.does("miss", "ONE", { title: "kiosk-not-found" })), "status");
    assert.equal(at(visit.does("miss", "TWO", { title: "kiosk-not-found" })), "refused");
    assert.equal(at(visit.then("open")), "code");
  });
});

describe("tickets and paper", () => {
  const ticket = (printer) => new Visit().then("choose", "A").waits(TIMES.guard).takes(printer);

  test("with good paper the ticket goes by itself, or by a touch once it was seen", () => {
    assert.equal(at(ticket("ready").waits(TIMES.ticket - 1)), "ticket");
    assert.equal(at(ticket("paper-low").waits(TIMES.ticket)), "rest");
    assert.equal(
      at(
        ticket("ready")
          .waits(TIMES.seen - 1)
          .does("dismiss"),
      ),
      "ticket",
    );
    assert.equal(at(ticket("ready").waits(TIMES.seen).does("dismiss")), "rest");
  });

  test("with paper trouble the number stays to be photographed, and only its key ends it", () => {
    for (const printer of ["paper-out", "cover-open", "faulty", "unreachable", "unknown"]) {
      const visit = ticket(printer)
        .waits(TIMES.photo - 1)
        .does("dismiss");
      assert.deepEqual([at(visit), visit.walk.photo], ["ticket", true], printer);
      assert.equal(at(visit.waits(1)), "rest");
    }
    assert.equal(at(ticket("paper-out").then("back")), "rest");
  });

  test("paper that fails while the ticket is up keeps the number there", () => {
    const visit = ticket("ready").waits(5_000);
    visit.walk = walks.look(visit.walk, "paper-out");
    assert.equal(at(visit.waits(TIMES.photo - 5_000 - 1)), "ticket");
    visit.walk = walks.look(visit.walk, "ready");
    assert.ok(visit.walk.photo, "a number that was promised to stay stays");
  });
});

describe("silence", () => {
  test("asks after twenty seconds and begins anew after forty", () => {
    for (const begin of [
      new Visit().then("choose", "A"),
      new Visit().then("open"),
      new Visit().does("search", "X").does("miss", "X", { title: "t" }),
    ]) {
      const visit = begin.does("touch").waits(TIMES.silence - 1);
      assert.equal(visit.walk.warned, false);
      assert.equal(visit.waits(1).walk.warned, true);
      assert.equal(walks.secondsLeft(visit.walk, visit.now), 20);
      assert.notEqual(at(visit.waits(TIMES.answer - 1)), "rest");
      assert.equal(at(visit.waits(1)), "rest");
    }
  });

  test("only the key answers the question", () => {
    const visit = new Visit()
      .then("choose", "A")
      .waits(TIMES.silence)
      .does("touch")
      .does("back")
      .does("heart", CLASSES);
    assert.deepEqual([at(visit), visit.walk.warned, walks.wanted(visit.walk, visit.now)], ["service", true, undefined]);
    visit.does("stay");
    assert.deepEqual([at(visit), visit.walk.letter, visit.walk.warned], ["service", "A", false]);
    assert.equal(visit.waits(TIMES.silence - 1).walk.warned, false);
  });

  test("at rest nobody is asked, but a language goes back", () => {
    const visit = new Visit();
    assert.equal(walks.due(visit.walk, visit.now), undefined, "nothing runs while nobody is there");
    visit.walk = walks.like(visit.walk, { lang: "en", large: true });
    assert.equal(visit.waits(TIMES.silence).walk.warned, false);
    visit.waits(TIMES.answer);
    assert.deepEqual([visit.walk.lang, visit.walk.large], ["id", false]);
  });
});

test("nothing of one person reaches the next, whichever way it ends", () => {
  const full = () => {
    const visit = new Visit().then("choose", "A").then("heart", CLASSES).does("prefer", "ibu");
    visit.walk = walks.like(visit.walk, { lang: "en", large: true, contrast: true, low: true });
    return visit;
  };
  const ends = [
    full().waits(TIMES.silence + TIMES.answer),
    full().waits(TIMES.guard).takes().waits(TIMES.ticket),
    full().waits(TIMES.guard).takes("faulty").waits(TIMES.photo),
  ];
  for (const visit of ends) {
    const { since, touched, ...left } = visit.walk;
    const { since: _since, touched: _touched, ...clean } = walks.rest(0);
    assert.deepEqual(left, clean);
  }
});
