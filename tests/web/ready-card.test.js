// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sorted, verdict } from "../../templates/staff/ready/card.js";

/** @typedef {import("../../templates/staff/ready/card.js").Row} Row */
const row = (/** @type {Row["state"]} */ state, name = state) => /** @type {Row} */ ({ kind: "printer", name, state, code: "", detail: "" });

describe("the card of Siap Buka", () => {
  it("is green only when the office said so", () => {
    assert.equal(verdict(null), "none");
    assert.equal(verdict({ running: true, ready: null, rows: [row("good")] }), "running");
    assert.equal(verdict({ running: false, ready: true, rows: [row("good"), row("absent")] }), "good");
    assert.equal(verdict({ running: false, ready: false, rows: [row("good")] }), "bad");
  });
  it("is red as soon as one thing is bad", () => {
    assert.equal(verdict({ running: true, ready: null, rows: [row("running"), row("bad")] }), "bad");
  });
  it("shows first what has to be mended, and keeps the order of the rest", () => {
    const names = sorted([row("good", "1"), row("running", "2"), row("bad", "3"), row("good", "4"), row("absent", "5"), row("bad", "6")]).map(({ name }) => name);
    assert.deepEqual(names, ["3", "6", "5", "2", "1", "4"]);
  });
});
