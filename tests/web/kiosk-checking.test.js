/**
 * "Cek syarat dulu", without a screen and without an office.
 *
 * Contents: pages; what is missing; the way there and back; printing; paper; nothing of one person reaches the next.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as checks from "../../kiosk/kiosk/checking.js";
import * as walks from "../../kiosk/kiosk/walk.js";

const { TIMES } = walks;
const PERMIT = {
  code: "SIPB",
  name: "Surat Izin Praktik Bidan",
  requirements: ["Surat permohonan", "KTP-el", "Ijazah"],
  conditional: ["SIP lama (perpanjangan)"],
};

/** Somebody in front of the list, a while after it came up. */
function atList(now = 10_000) {
  let walk = walks.choose(walks.rest(0), "A", 1_000);
  walk = { ...walk, priority: "lansia" };
  walk = checks.offer(checks.check(walk, 2_000), [PERMIT]);
  return { walk: checks.pick(walk, "SIPB", 3_000), now };
}

describe("pages", () => {
  test("are as even as can be and hold at most so many", () => {
    const letters = [..."abcdefgh"];
    assert.deepEqual(checks.chunks(letters, 6).map((page) => page.join("")), ["abcd", "efgh"]);
    assert.deepEqual(checks.chunks(letters, 3).flat(), letters);
    assert.deepEqual(checks.chunks([], 6), []);
  });

  test("what only some need stands on pages of its own", () => {
    const pages = checks.pagesOf(PERMIT, 2);
    assert.deepEqual(pages.map(({ conditional, items }) => [conditional, items.map(({ place }) => place)]), [
      [false, [0, 1]],
      [false, [2]],
      [true, [3]],
    ]);
  });

  test("the page stays with what was first on it when letters grow", () => {
    assert.equal(checks.pageAt([0, 6, 12], 6), 1);
    assert.equal(checks.pageAt([0, 3, 6, 9, 12], 6), 2);
    assert.equal(checks.pageAt([], 0), 0);
    assert.equal(checks.perPage({ ...walks.rest(0), large: true }), 3);
  });
});

test("what is missing is what everybody needs; the rest is only listed", () => {
  const some = checks.account(PERMIT, [1]);
  assert.deepEqual([some.there, some.needed, some.complete], [1, 3, false]);
  assert.deepEqual(some.missing, ["Surat permohonan", "Ijazah", "SIP lama (perpanjangan)"]);
  assert.deepEqual(some.lacks, ["Surat permohonan", "Ijazah"]);
  assert.equal(checks.account(PERMIT, [0, 1, 2]).complete, true);
  assert.equal(checks.account(PERMIT, [1, 2, 3]).complete, false);
});

describe("the way", () => {
  test("leads over the permits to the list, and step by step back, and the heart stays", () => {
    const { walk, now } = atList();
    assert.deepEqual([walk.view, walk.permit?.code, walk.priority], ["checklist", "SIPB", "lansia"]);
    const back = checks.stepBack(walk, now);
    assert.deepEqual([back.view, back.permits?.length, back.permit], ["permits", 1, null]);
    const service = checks.stepBack(back, now + TIMES.guard);
    assert.deepEqual([service.view, service.letter, service.priority], ["service", "A", "lansia"]);
  });

  test("a list that comes late is nobody's any more", () => {
    const gone = walks.rest(5_000);
    assert.equal(checks.offer(gone, [PERMIT]), gone);
    assert.equal(checks.pick({ ...walks.rest(0), view: "permits" }, "SIPB", 5_000).view, "permits");
  });

  test("a second tap on a requirement takes it back", () => {
    const { walk } = atList();
    const once = checks.tick(walk, 1);
    assert.deepEqual(once.have, [1]);
    assert.deepEqual(checks.tick(once, 1).have, []);
  });

  test("a number can be taken from the list at any time, with the heart", () => {
    const { walk, now } = atList();
    assert.deepEqual(walks.wanted(walk, now), { service: "A", lang: "id", priority: "lansia" });
  });
});

describe("printing", () => {
  const asked = () => {
    const { walk, now } = atList();
    const body = checks.list(checks.tick(walk, 0), now);
    assert.deepEqual(body, { permit: "SIPB", missing: PERMIT.requirements.slice(1).concat(PERMIT.conditional), lang: "id" });
    return checks.print(checks.tick(walk, 0), now);
  };

  test("says so once, then goes by itself; meanwhile nothing can be tapped", () => {
    const walk = asked();
    assert.equal(walks.wanted(walk, 11_000), undefined);
    assert.equal(walks.back(walk, 11_000), walk);
    const printed = checks.ordered(walk, true, "ready", 11_000);
    assert.deepEqual([printed.view, printed.slip], ["slip", "printed"]);
    assert.equal(walks.wanted(printed, 12_000)?.service, "A");
    assert.equal(walks.due(printed, 12_000), 11_000 + TIMES.slip);
    assert.equal(walks.pass(printed, 11_000 + TIMES.slip).view, "rest");
  });

  test("without paper the list stays on the screen", () => {
    for (const [ok, printer] of [[false, "ready"], [true, "paper-out"]]) {
      const walk = checks.ordered(asked(), ok, printer, 11_000);
      assert.deepEqual([walk.slip, walk.leaves], ["photo", 11_000 + TIMES.photo]);
    }
    const late = walks.look(checks.ordered(asked(), true, "ready", 11_000), "cover-open");
    assert.deepEqual([late.slip, late.leaves], ["photo", 11_000 + TIMES.photo]);
  });

  test("nothing is printed when nothing is missing", () => {
    const { walk, now } = atList();
    assert.equal(checks.list({ ...walk, have: [0, 1, 2] }, now), undefined);
  });
});

test("nothing of it reaches the next person", () => {
  const { walk } = atList();
  const { since, touched, ...left } = walks.pass(checks.tick(walk, 0), 100_000);
  const { since: _since, touched: _touched, ...clean } = walks.rest(0);
  assert.deepEqual(left, clean);
});
