// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { neighbour, period } from "../../templates/staff/report/period.js";

describe("the period that holds a day", () => {
  it("is its month, quarter, half-year and year", () => {
    assert.deepEqual(period("month", "2026-11-23"), { from: "2026-11-01", until: "2026-11-30" });
    assert.deepEqual(period("quarter", "2026-11-23"), { from: "2026-10-01", until: "2026-12-31" });
    assert.deepEqual(period("half", "2026-11-23"), { from: "2026-07-01", until: "2026-12-31" });
    assert.deepEqual(period("year", "2026-11-23"), { from: "2026-01-01", until: "2026-12-31" });
  });
  it("ends with the last day of its last month", () => {
    assert.equal(period("month", "2028-02-29").until, "2028-02-29");
    assert.equal(period("month", "2026-02-01").until, "2026-02-28");
    assert.equal(period("quarter", "2026-06-30").until, "2026-06-30");
    assert.equal(period("half", "2026-06-30").until, "2026-06-30");
  });
  it("begins where the one before has ended", () => {
    assert.deepEqual(period("quarter", "2026-04-01"), { from: "2026-04-01", until: "2026-06-30" });
    assert.deepEqual(period("half", "2026-07-01"), { from: "2026-07-01", until: "2026-12-31" });
  });
  it("has a neighbour on either side, over the year's end too", () => {
    const quarter = period("quarter", "2026-02-10");
    assert.deepEqual(neighbour("quarter", quarter, -1), { from: "2025-10-01", until: "2025-12-31" });
    assert.deepEqual(neighbour("quarter", quarter, 1), { from: "2026-04-01", until: "2026-06-30" });
    assert.deepEqual(neighbour("month", period("month", "2028-01-31"), 1), period("month", "2028-02-29"));
  });
});
