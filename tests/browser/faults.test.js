// @ts-check
/**
 * What may happen on a bad day, on real screens: the server dies under them, an answer is lost on the way, two
 * officers want the same seat, and people do what cannot be done.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { call, fillIn, open, present, takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

describe("a bad day", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  /** @type {Record<string, Page>} */
  const at = {};

  before(async () => {
    office = await openOffice(["--data", folder]);
    at.kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    at.board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    at.two = await office.person("loket-2", "/loket/2");
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  chapter("gives the same number when the answer is lost on the way", async () => {
    let lost = 0;
    await at.kiosk.route("**/api/kiosk/tickets", async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      // The office does it and says so; the kiosk never hears.
      await route.fetch();
      return route.abort("connectionreset");
    });
    const { number } = await takeNumber(at.kiosk, "A");
    assert.equal(lost, 1);
    assert.equal(number, "A-001");
    await at.board.locator('#waiting [data-letter="A"][data-count="1"]').waitFor();
    await at.kiosk.unroute("**/api/kiosk/tickets");
  });

  chapter("gives the same number to a kiosk that starts anew while it waits for the answer", async () => {
    await at.kiosk.locator('body[data-view="rest"]').waitFor();
    await at.kiosk.click('#tiles [data-service="A"]');
    await at.kiosk.route("**/api/kiosk/tickets", async (route) => {
      await route.fetch();
      return route.abort("connectionreset");
    });
    const asked = at.kiosk.waitForRequest("**/api/kiosk/tickets");
    await at.kiosk.click("#take");
    await asked;
    await at.board.locator('#waiting [data-letter="A"][data-count="2"]').waitFor();
    await at.kiosk.unroute("**/api/kiosk/tickets");
    await at.kiosk.reload();
    await at.kiosk.locator('#ticket[data-number="A-002"]').waitFor();
    await at.kiosk.click("#done");
    await at.board.locator('#waiting [data-letter="A"][data-count="2"]').waitFor();
  });

  chapter("goes on under open screens when the server is killed and comes back", async () => {
    await open(at.two);
    await call(at.two, "A-001");
    await at.board.locator('#hero[data-number="A-001"]').waitFor();
    await at.kiosk.locator('body[data-view="rest"]').waitFor();
    await office.kill();
    for (const page of [at.two, at.board]) await page.locator('body[data-connection="lost"]').waitFor();
    assert.match(String(await at.two.textContent(".lost:not([hidden])")), /TERPUTUS sejak \d\d\.\d\d/);
    // The last good picture stays.
    assert.equal(await at.two.textContent("#number"), "A-001");
    await picture(at.two, "console-lost");
    await picture(at.board, "board-lost");
    await at.kiosk.locator('body[data-view="away"]').waitFor();
    await picture(at.kiosk, "kiosk-away");

    await office.revive(["--data", folder]);
    for (const page of [at.two, at.board, at.kiosk]) await page.locator('body[data-connection="live"]').waitFor();
    await at.kiosk.locator('body[data-view="rest"]').waitFor();
    await at.board.locator('#hero[data-number="A-001"]').waitFor();
    await at.two.locator('body[data-stage="called"]').waitFor();
    await present(at.two);
  });

  chapter("is told by the board within 12 s that its line has fallen silent, though nothing was closed", async () => {
    const board = await office.person("tv-1", "/health", { size: SIZES.tv });
    await board.clock.install();
    let silent = false;
    /** @type {(beat: { line: import("playwright-core").WebSocketRoute, text: string }) => void} */
    let hears = () => {};
    /** @type {Promise<{ line: import("playwright-core").WebSocketRoute, text: string }>} */
    const beats = new Promise((resolve) => (hears = resolve));
    await board.routeWebSocket(/\/live\/papan\//, (socket) => {
      socket.connectToServer().onMessage((message) => {
        if (silent) return;
        if (String(message).includes('"t":"beat"')) hears({ line: socket, text: String(message) });
        socket.send(message);
      });
    });
    await board.goto(`${office.program.address}/papan/utama`);
    await board.locator('body[data-connection="live"]').waitFor();
    await board.locator('#hero[data-number="A-001"]').waitFor();
    const beat = await beats;
    // The last word of the office comes at a moment that is known.
    await board.clock.pauseAt(await board.evaluate(() => Date.now() + 1_000));
    silent = true;
    beat.line.send(beat.text);
    const connection = () => board.getAttribute("body", "data-connection");
    await board.clock.runFor(11_000);
    assert.equal(await connection(), "live");
    await board.clock.runFor(1_100);
    assert.equal(await connection(), "lost");
    assert.match(String(await board.locator("body").innerText()), /TERPUTUS sejak \d\d\.\d\d/);
    assert.equal(await board.getAttribute("#hero", "data-number"), "A-001", "the last good picture stays");

    silent = false;
    await board.clock.resume();
    await board.locator('body[data-connection="live"]').waitFor();
    await board.context().close();
  });

  chapter("says what is wrong with a NIK, and keeps everything that was typed", async () => {
    await fillIn(at.two, { nik: "71100145", name: "Rahmat Paputungan", phone: "0812 4400 9876", permit: "SIPB" });
    await at.two.click(".checklist .all");
    await at.two.keyboard.press("F6");
    const refusal = at.two.locator(".news.bad:not([hidden])");
    await refusal.waitFor();
    assert.match(String(await refusal.textContent()), /16 angka/);
    assert.equal(await at.two.inputValue("#name"), "Rahmat Paputungan");
    assert.equal(await at.two.locator('body[data-stage="serving"]').count(), 1);
  });

  chapter("sends nobody away without the list of what is missing", async () => {
    await at.two.click('.checklist [data-place="2"] label[data-mark="missing"]');
    await at.two.locator("#turn-away").waitFor();
    assert.equal(await at.two.isVisible("#register"), false, "what is incomplete cannot be registered");
    await picture(at.two, "console-incomplete");
    await at.two.keyboard.press("F6");
    await at.two.locator('body[data-stage="none"]').waitFor();
    const paper = await office.paper("loket", 1);
    assert.match(paper.text, /Ijazah/);
  });

  chapter("calls once however often the key is struck", async () => {
    await at.two.locator("[data-act=next]:not(:disabled)").waitFor();
    for (let strokes = 0; strokes < 5; strokes += 1) await at.two.keyboard.press("Space");
    await at.two.locator('body[data-stage="called"]').waitFor();
    assert.equal(await at.two.textContent("#number"), "A-002");
    assert.equal(await at.two.locator(".news.bad:not([hidden])").count(), 0);
  });

  chapter("takes a slip of the finger back", async () => {
    await at.two.keyboard.press("F7");
    await at.two.locator('#missed [data-number="A-002"]').waitFor();
    await at.two.locator("#acts [data-act=undo]").waitFor();
    await picture(at.two, "console-undo");
    await at.two.keyboard.press("Control+z");
    await at.two.locator('body[data-stage="called"]').waitFor();
    assert.equal(await at.two.textContent("#number"), "A-002");
    assert.equal(await at.two.locator("#missed li").count(), 0);
  });

  chapter("puts a missed number back into the line", async () => {
    await at.two.keyboard.press("F7");
    await at.board.locator('#missed li[data-number="A-002"]').waitFor();
    await at.two.click('#missed [data-number="A-002"] [data-key^="console-requeue"]');
    await at.two.locator('#queue [data-number="A-002"]').waitFor();
    await at.board.locator('#missed li[data-number="A-002"]').waitFor({ state: "detached" });
  });

  chapter("lets whoever missed their call report at the kiosk", async () => {
    const { number, url } = await takeNumber(at.kiosk, "A");
    assert.equal(number, "A-003");
    for (const missed of ["A-002", number]) {
      await call(at.two, missed);
      await at.two.keyboard.press("F7");
      await at.two.locator(`#missed [data-number="${missed}"]`).waitFor();
    }
    await at.kiosk.keyboard.type(url);
    await at.kiosk.keyboard.press("Enter");
    await at.kiosk.locator('#status[data-standing="ticket-missed"]').waitFor();
    await picture(at.kiosk, "kiosk-missed");
    await at.kiosk.click("#report");
    await at.kiosk.locator('#status[data-standing="ticket-waiting"]').waitFor();
    await at.two.locator(`#queue [data-number="${number}"]`).waitFor();
    await at.kiosk.click("#back");
  });

  chapter("lets nobody in at the loket of another role", async () => {
    const other = await office.person("loket-4", "/loket/2");
    assert.match(String(await other.textContent("h1")), /Bukan untuk akun ini/);
  });

  chapter("shows a closed service with its reason", async () => {
    const tile = at.kiosk.locator('#tiles [data-service="E"][data-open="false"]');
    await tile.waitFor();
    assert.match(String(await tile.textContent()), /Tutup/);
  });
});
