// @ts-check
/**
 * A board is switched on once and left alone: what it holds must not grow with what it has shown.
 */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openOffice, SIZES } from "./office.js";

/** Calls in one round. */
const CALLS = 150;
/** What a page may hold more after a round than before, in bytes: caches of the browser, not ours. */
const SLACK = 512 * 1024;

describe("a board that is left alone", () => {
  /** @type {import("./office.js").Office} */
  let office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  it("holds no more after hundreds of calls than after the first ones", async () => {
    const page = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    const wire = await page.context().newCDPSession(page);
    const [kiosk, one] = [await office.hands("kiosk"), await office.hands("loket-1")];
    await one.act("/api/loket/1/open", { take_over: false });

    /** Calls and sends home, then says what the page holds when it has shown the last one. */
    async function round() {
      let last = "";
      for (let call = 0; call < CALLS; call += 1) {
        await kiosk.act("/api/kiosk/tickets", { service: "E", priority: null, lang: "id" });
        last = (await one.act("/api/loket/1/next")).ticket.number;
        await one.act("/api/loket/1/dismiss", { reason: "uji" });
      }
      await page.locator(`#recent li[data-number="${last}"], #hero[data-number="${last}"]`).first().waitFor();
      await wire.send("HeapProfiler.collectGarbage");
      const { usedSize } = await wire.send("Runtime.getHeapUsage");
      return { heap: usedSize, nodes: await page.evaluate(() => document.querySelectorAll("*").length) };
    }

    const first = await round();
    await round();
    const third = await round();
    assert.ok(third.nodes <= first.nodes + 20, `${first.nodes} elements, then ${third.nodes}`);
    assert.ok(third.heap <= first.heap + SLACK, `${first.heap} bytes, then ${third.heap}`);
  });
});
