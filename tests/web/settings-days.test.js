// @ts-check
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { valueOf } from "../../templates/staff/settings/controls.js";
import { daysOf } from "../../templates/staff/settings/days.js";

describe("days off that are pasted", () => {
  it("are lines of a date and a name", () => {
    const { days, wrong } = daysOf("2027-01-01 Tahun Baru Masehi\n\n 2027-02-06, Imlek 2578 \n2027-01-01 sekali lagi\n");
    assert.deepEqual(days, [{ date: "2027-01-01", name: "Tahun Baru Masehi" }, { date: "2027-02-06", name: "Imlek 2578" }]);
    assert.deepEqual(wrong, []);
  });

  it("are told when they are none", () => {
    const { days, wrong } = daysOf("2027-13-01 Bulan ketiga belas\n2027-02-30 Tidak ada\nTahun Baru\n2027-03-10 Nyepi");
    assert.deepEqual(days, [{ date: "2027-03-10", name: "Nyepi" }]);
    assert.deepEqual(wrong, ["2027-13-01 Bulan ketiga belas", "2027-02-30 Tidak ada", "Tahun Baru"]);
  });

  it("may be the JSON of the year", () => {
    const text = JSON.stringify({ sumber: "SKB", libur_nasional: [{ tanggal: "2027-01-01", nama: "Tahun Baru" }], cuti_bersama: [{ tanggal: "x" }] });
    assert.deepEqual(daysOf(text), { days: [{ date: "2027-01-01", name: "Tahun Baru" }], wrong: ['{"tanggal":"x"}'] });
  });
});

describe("a field that is left empty", () => {
  it("leaves the document as it is", () => {
    assert.equal(valueOf({ kind: "text", optional: true }, "", ""), "");
    assert.equal(valueOf({ kind: "text", optional: true }, undefined, ""), null);
    assert.equal(valueOf({ kind: "number", optional: true }, undefined, " "), null);
    assert.equal(valueOf({ kind: "lines", optional: true }, undefined, "\n"), null);
    assert.deepEqual(valueOf({ kind: "lines", optional: true }, [], "\n"), []);
  });

  it("takes away what stood there", () => {
    assert.equal(valueOf({ kind: "pick", optional: true }, "loket", ""), null);
    assert.deepEqual(valueOf({ kind: "lines", optional: true }, ["08.00-12.00"], " 08.00-11.00 \n"), ["08.00-11.00"]);
  });
});
