// @ts-check
/** What keys do in the search, what is said beside its results, and what may be sent as a scan. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MOST_BYTES, refusal, size, typeOf } from "../../templates/staff/parts/scan-file.js";
import { move, note } from "../../templates/staff/search/moves.js";

const bytes = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, "latin1"));

describe("the search", () => {
  it("moves within its results and nowhere else", () => {
    assert.equal(move(3, 0, "ArrowDown"), 1);
    assert.equal(move(3, 2, "ArrowDown"), 2, "the last one");
    assert.equal(move(3, 0, "ArrowUp"), 0, "the first one");
    assert.equal(move(3, -1, "ArrowDown"), 0);
    assert.equal(move(0, -1, "ArrowDown"), undefined, "nothing to move in");
    assert.equal(move(3, 0, "a"), undefined, "a letter is typed");
  });

  it("says honestly what was found, and what was not looked at", () => {
    const answer = (/** @type {object} */ more) => ({ berkas: [], more: false, cut: false, most: 20, ...more });
    const some = { berkas: [{}, {}] };
    /** @type {[string, object, string][]} */
    const cases = [
      ["sitti", some, "found"],
      ["sitti", { ...some, more: true }, "more"],
      ["sitti", { ...some, more: true, cut: true }, "cut"],
      ["sitti", {}, "none"],
      ["sitti mo", { cut: true }, "cut"],
      ["A-012", { ticket: "A-012" }, "ticket"],
      ["7110 0145 0385", {}, "half-nik"],
      ["s", {}, "short"],
      ["7", {}, "none"],
    ];
    for (const [text, more, expected] of cases) {
      assert.equal(note(text, answer(more))[0], `casework-search-${expected}`, `${text} ${JSON.stringify(more)}`);
    }
    assert.deepEqual(note("sitti", answer(some))[1], { count: 2 });
  });
});

describe("a scan", () => {
  it("is known by how it begins", () => {
    assert.equal(typeOf(bytes("%PDF-1.7")), "application/pdf");
    assert.equal(typeOf(bytes("\xff\xd8\xff\xe0")), "image/jpeg");
    assert.equal(typeOf(bytes("\x89PNG\r\n\x1a\n")), "image/png");
    assert.equal(typeOf(bytes("<html></")), undefined);
    assert.equal(typeOf(bytes("\x89PNG")), undefined, "only half of it");
    assert.equal(typeOf(new Uint8Array(0)), undefined);
  });

  it("is refused before it is sent", () => {
    const head = bytes("%PDF-1.7");
    assert.equal(refusal({ size: MOST_BYTES }, head), undefined);
    assert.equal(refusal({ size: MOST_BYTES + 1 }, head), "not-size");
    assert.equal(refusal({ size: 0 }, new Uint8Array(0)), "empty");
    assert.equal(refusal({ size: 10 }, bytes("GIF89a..")), "not-kind");
  });

  it("has a size for people", () => {
    assert.equal(size(1, "id"), "1 KB");
    assert.equal(size(312 * 1024, "id"), "312 KB");
    assert.equal(size(1.4 * 1024 * 1024, "id"), "1,4 MB");
    assert.equal(size(1.4 * 1024 * 1024, "en"), "1.4 MB");
  });
});
