// @ts-check
/**
 * The voice is paused by one key, for a prayer call or a speech: boards say so and show every call, nothing is spoken,
 * and the officer and the supervisor see it.
 */

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { chapters, openOffice, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

describe("a pause of the voice", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Page} */
  let desk;
  /** @type {Page} */
  let board;
  /** @type {Page} */
  let wall;

  before(async () => {
    office = await openOffice();
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    await two.act("/api/loket/2/open", { take_over: false });
    for (let n = 0; n < 2; n += 1) await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
    desk = await office.person("loket-2", "/loket/2");
    board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    wall = await office.person("pengawas", "/pengawas", { size: SIZES.tv });
    await board.locator(".standing", { hasText: "Buka sampai" }).waitFor();
  });
  const chapter = chapters();
  after(() => office.close());

  chapter("is said by the board, the console and the wall, with its end", async () => {
    await desk.locator("#voice-pause").click();
    for (const place of [board.locator(".standing.paused"), desk.locator("#voice-paused"), wall.locator("#voice-paused")]) {
      await place.waitFor();
      assert.match(String(await place.innerText()), /Suara dijeda sampai \d\d\.\d\d/);
    }
  });

  chapter("does not keep a call from being shown, and nobody is warned of silence", async () => {
    await desk.keyboard.press("F2");
    await board.locator("[data-number='A-001']").first().waitFor();
    await desk.locator("[data-voice=paused]").waitFor();
  });

  chapter("is ended by the supervisor, for everybody", async () => {
    await wall.locator("#voice-pause").click();
    await board.locator(".standing.paused").waitFor({ state: "detached" });
    await desk.locator("#voice-paused").waitFor({ state: "detached" });
  });
});
