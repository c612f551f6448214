// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { amount, axis, figure, lasting, points, written } from "../../templates/staff/reports/cells.js";
import { beside, preset } from "../../templates/staff/reports/days.js";

describe("a figure of a report", () => {
  it("is written in the language of the screen, with its unit", () => {
    assert.equal(lasting(59), "0:59");
    assert.equal(lasting(3_750), "1:02:30");
    assert.equal(written({ decimal: 765, places: 1 }, "id"), "76,5");
    assert.equal(written({ decimal: 765, places: 1 }, "en"), "76.5");
    assert.equal(written(12_345, "id"), "12.345");
    assert.equal(written("-", "id"), "-");
    assert.equal(written(null, "id"), "");
  });
  it("is an amount unless its base is empty", () => {
    assert.deepEqual([amount({ seconds: 90 }), amount({ decimal: 125, places: 1 }), amount(3)], [90, 12.5, 3]);
    assert.deepEqual([amount("-"), amount(null)], [undefined, undefined]);
  });
  it("becomes a bar unless it is the sum or has none", () => {
    const columns = ["service-name", "wait-p50", "wait-p90"].map((id) => ({ id, name: id }));
    const rows = [["A", { seconds: 60 }, { seconds: 125 }], ["B", "-", "-"], ["Jumlah", { seconds: 60 }, { seconds: 125 }]];
    const table = { id: "times", name: "", columns, rows, keys: [], total: true };
    const wanted = { name: "service-name", value: "wait-p50", beyond: "wait-p90" };
    assert.deepEqual(points(table, wanted, "id"), [{ name: "A", value: 60, text: "1:00", beyond: 125, more: "2:05" }]);
    assert.equal(figure({ ...table, keys: ["one"], rows: [["satu", 7]] }, "one", "id"), "7");
    assert.equal(figure({ ...table, keys: ["one"] }, "two", "id"), "-");
  });
  it("stands on an axis with round marks that holds it", () => {
    assert.deepEqual(axis(7, "count"), { end: 8, marks: [0, 2, 4, 6, 8] });
    assert.deepEqual(axis(1_000, "time"), { end: 1_200, marks: [0, 300, 600, 900, 1_200] });
    assert.equal(axis(3, "percent").end, 100);
    for (const most of [1, 4, 61, 999, 123_456]) assert.ok(axis(most, "count").end >= most);
  });
});

describe("the days of a report", () => {
  it("are today, yesterday, a week from Monday, or a whole period", () => {
    assert.deepEqual(preset("today", "2026-11-25"), { from: "2026-11-25", until: "2026-11-25" });
    assert.deepEqual(preset("yesterday", "2026-03-01"), { from: "2026-02-28", until: "2026-02-28" });
    assert.deepEqual(preset("week", "2026-11-25"), { from: "2026-11-23", until: "2026-11-29" });
    assert.deepEqual(preset("week", "2026-11-29"), { from: "2026-11-23", until: "2026-11-29" });
    assert.deepEqual(preset("half", "2026-11-25"), { from: "2026-07-01", until: "2026-12-31" });
  });
  it("have neighbours of the same kind", () => {
    assert.deepEqual(beside("today", preset("today", "2026-11-25"), -1), { from: "2026-11-24", until: "2026-11-24" });
    assert.deepEqual(beside("week", preset("week", "2026-11-25"), 1), { from: "2026-11-30", until: "2026-12-06" });
    assert.deepEqual(beside("quarter", preset("quarter", "2026-11-25"), -1), { from: "2026-07-01", until: "2026-09-30" });
  });
});
