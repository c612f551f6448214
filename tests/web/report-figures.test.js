// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { along, figure } from "../../templates/staff/report/charts.js";
import { percent } from "../../templates/staff/report/document.js";
import { extremes, longDay, month } from "../../templates/staff/report/names.js";

describe("figures of the report", () => {
  it("stand on the axis from 25 to 100", () => {
    assert.equal(figure("76,61"), 76.61);
    assert.deepEqual(["25,00", "62,50", "100,00"].map((value) => along(value, 300)), [0, 150, 300]);
  });

  it("are shares with one decimal, rounded half up", () => {
    assert.deepEqual([percent(1, 3), percent(2, 3), percent(1, 1), percent(0, 7), percent(1, 2000)], ["33,3", "66,7", "100,0", "0,0", "0,1"]);
  });

  it("name the lowest and highest unsur, several when they are equal, none when all are", () => {
    const of = (/** @type {number[]} */ sums) => extremes(sums.map((sum, place) => ({ name: `u${place}`, sum })));
    assert.deepEqual(of([5, 7, 5, 6]), { lowest: ["u0", "u2"], highest: ["u1"] });
    assert.deepEqual(of([5, 5]), { lowest: [], highest: [] });
  });

  it("have days and months without the weekday", () => {
    assert.equal(longDay("2026-01-01", "id"), "1 Januari 2026");
    assert.equal(month("2026-05", "id"), "Mei 2026");
    assert.equal(month("2026-05", "en"), "May 2026");
  });
});
