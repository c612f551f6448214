// @ts-check
/**
 * Devices whose clocks are wrong by hours: boards show the office's hour, kiosks give the office's numbers, phones tell the
 * office's times. Each is held against one whose clock is right.
 */

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { chapters, openOffice, SIZES } from "./office.js";
import { takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const HOUR = 3_600_000;
/** How far a clock is ahead, in hours: right, in the evening, yesterday morning. */
const SHIFTS = [0, 9, -31];

/** A page of a device whose clock is ahead by so many milliseconds. @param {number} ahead */
function wrongClock(ahead) {
  const Right = Date;
  globalThis.Date = /** @type {any} */ (
    class extends Right {
      /** @param {any[]} parts */
      constructor(...parts) {
        if (parts.length === 0) super(Right.now() + ahead);
        else super(.../** @type {[]} */ (parts));
      }
      static now() {
        return Right.now() + ahead;
      }
    }
  );
}

describe("clocks of devices", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  before(async () => (office = await openOffice()));
  const chapter = chapters();
  after(() => office.close());

  /** @param {string | undefined} login @param {string} path @param {number} hours @param {any} how */
  const device = async (login, path, hours, how) => {
    const page = await office.person(login, "/health", how);
    await page.addInitScript(wrongClock, hours * HOUR);
    await page.goto(office.program.address + path);
    await page.locator('body[data-connection="live"]').waitFor();
    const ahead = await page.evaluate(() => Date.now()) - Date.now();
    assert.ok(Math.abs(ahead - hours * HOUR) < HOUR / 2, `its clock is ${ahead} ms ahead`);
    return page;
  };

  /** Until all show the same there. What that is. @param {Page[]} pages @param {string} part */
  const same = async (pages, part) => {
    const until = Date.now() + 20_000;
    for (;;) {
      const texts = await Promise.all(pages.map((page) => page.locator(part).first().innerText()));
      if (new Set(texts).size === 1 && texts[0] !== "") return String(texts[0]);
      // A minute may end between two of them.
      assert.ok(Date.now() < until, `${part} shows ${JSON.stringify(texts)}`);
      await pages[0]?.waitForTimeout(100);
    }
  };

  chapter("shows the office's hour on every board", async () => {
    const boards = await Promise.all(SHIFTS.map((hours) => device("tv-1", "/papan/utama", hours, { size: SIZES.tv })));
    assert.match(await same(boards, ".head .time"), /\d\d[.:]\d\d/);
    for (const board of boards) await board.close();
  });

  chapter("gives numbers at kiosks, and tells phones the same times", async () => {
    /** @type {string[]} */
    const given = [];
    let url = "";
    for (const hours of SHIFTS) {
      const kiosk = await device("kiosk", "/kiosk", hours, { size: SIZES.kiosk, touch: true });
      const slip = await takeNumber(kiosk, "A");
      given.push(slip.number);
      url = slip.url;
      await kiosk.close();
    }
    assert.deepEqual(given, ["A-001", "A-002", "A-003"]);
    const path = new URL(url, office.program.address).pathname;
    const phones = await Promise.all(SHIFTS.map((hours) => device(undefined, path, hours, { size: SIZES.phone })));
    assert.match(await same(phones, "body"), /A-003/);
  });
});
