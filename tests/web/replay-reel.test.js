// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { around, asNumber, byEvent, byMinute, count, MINUTE, story } from "../../templates/staff/replay/reel.js";

const entry = (/** @type {number} */ seq, /** @type {number} */ minute, /** @type {any[]} */ ...events) => ({ seq, at: minute * MINUTE, hash: String(seq), events });
const day = [
  entry(10, 480, { kind: "issued", number: "A-001", line: "Pendaftaran", order: 480 }),
  entry(12, 481, { kind: "issued", number: "A-002", line: "Pendaftaran", order: 481 }),
  entry(13, 481, { kind: "issued", number: "C-001", line: "Legalisasi", order: 481.5 }),
  entry(15, 483, { kind: "called", number: "A-002", loket: 2, line: "Pendaftaran", order: 481, what: "priority" }),
  entry(16, 484, { kind: "called", number: "C-001", loket: 4, line: "Legalisasi", order: 481.5, what: "turn" }),
  entry(18, 490, { kind: "called", number: "A-001", loket: 2, line: "Pendaftaran", order: 480, what: "turn" }),
  entry(19, 491, { kind: "issued", number: "A-003", line: "Pendaftaran", order: 491 }, { kind: "called", number: "A-003", loket: 2, line: "Pendaftaran", order: 491, what: "turn" }),
];
const span = { from: 480 * MINUTE, until: 491 * MINUTE };

describe("moving through a day", () => {
  it("by what happened, one entry at a time, and never beyond its ends", () => {
    const first = byEvent(day, { at: 0, seq: null }, 1);
    assert.deepEqual(first, { at: 480 * MINUTE, seq: 10 });
    assert.equal(byEvent(day, first, -1).seq, 10);
    // Two entries of one minute are two steps.
    assert.equal(byEvent(day, { at: 481 * MINUTE, seq: 12 }, 1).seq, 13);
    assert.equal(byEvent(day, { at: 491 * MINUTE, seq: 19 }, 1).seq, 19);
  });
  it("back from between two entries goes to the one before", () => {
    assert.equal(byEvent(day, { at: 487 * MINUTE, seq: null }, -1).seq, 16);
    assert.equal(byEvent(day, { at: 487 * MINUTE, seq: null }, 1).seq, 18);
    assert.equal(byEvent([], { at: 5, seq: null }, 1).at, 5);
  });
  it("by whole minutes within the day", () => {
    assert.deepEqual(byMinute(span, { at: 483.5 * MINUTE, seq: 15 }, 1), { at: 484 * MINUTE, seq: null });
    assert.deepEqual(byMinute(span, { at: 483.5 * MINUTE, seq: 15 }, -1), { at: 483 * MINUTE, seq: null });
    assert.equal(byMinute(span, { at: 480 * MINUTE, seq: null }, -1).at, span.from);
    assert.equal(byMinute(span, { at: 491 * MINUTE, seq: null }, 1).at, span.until);
  });
  it("counts what had happened, by entry or by moment", () => {
    assert.equal(count(day, { at: 481 * MINUTE, seq: null }), 3);
    assert.equal(count(day, { at: 481 * MINUTE, seq: 12 }), 2);
    const { past, coming } = around(day, { at: 483 * MINUTE, seq: 15 }, 2, 1);
    assert.deepEqual([past.map((one) => one.seq), coming.map((one) => one.seq)], [[13, 15], [16]]);
  });
});

describe("the story of a number", () => {
  it("tells who was called before it although they came later, and why", () => {
    const told = story(day, "A-001").map(({ event, passed }) => [event.kind, event.number, passed, event.what ?? ""]);
    assert.deepEqual(told, [["issued", "A-001", false, ""], ["called", "A-002", true, "priority"], ["called", "A-001", false, "turn"]]);
  });
  it("counts neither other lines nor whoever came before", () => {
    assert.equal(story(day, "A-002").filter((line) => line.passed).length, 0);
    assert.equal(story(day, "C-001").filter((line) => line.passed).length, 0);
    assert.deepEqual(story(day, "Z-001"), []);
  });
  it("a number may be typed as people say it", () => {
    assert.deepEqual(["a4", "A-004", " a 12 ", "", "?"].map(asNumber), ["A-004", "A-004", "A-012", "", "?"]);
  });
});
