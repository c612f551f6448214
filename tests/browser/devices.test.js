// @ts-check
/**
 * Devices are paired as a television is: a code on the wall, typed by the administrator. A device shows its own screen
 * and no other, and is out at once when it is shut out. That it follows when it is hung elsewhere is in hung.test.js.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

describe("a device", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  /** @type {Page} */
  let admin;
  /** @type {Page} */
  let device;
  let code = "";

  before(async () => {
    office = await openOffice(["--data", join(folder, "data")]);
    admin = await office.person("admin", "/perangkat");
    await admin.locator("[data-device]").first().waitFor();
    device = await office.person(undefined, "/skm/5", { size: SIZES.tablet });
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  chapter("that nobody knows shows a code and nothing else", async () => {
    await device.locator("#code[data-code]").waitFor();
    assert.equal(new URL(device.url()).pathname, "/pasang");
    code = String(await device.getAttribute("#code", "data-code"));
    assert.match(code, /^[A-Z347]{6}$/);
    await picture(device, "pair");
  });

  chapter("of the demonstration has its place already", async () => {
    const rows = await admin.locator("[data-device]").allTextContents();
    assert.ok(rows.length >= 3, rows.join("; "));
    assert.ok(rows.every((row) => !row.includes("Belum ditentukan")), rows.join("; "));
  });

  chapter("is not let in by a code that nobody shows", async () => {
    await admin.fill("#code", "AAAAAA");
    await admin.keyboard.press("Enter");
    await admin.locator(".news.bad", { hasText: "Tidak ada perangkat" }).waitFor();
  });

  chapter("goes to its screen as soon as the code was typed", async () => {
    await admin.fill("#code", `${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`);
    await admin.keyboard.press("Enter");
    await admin.locator("dialog[open]").waitFor();
    assert.equal(await admin.inputValue("#ask-choice"), "/skm/5");
    await admin.fill("#ask-reason", "Tablet depan");
    await admin.click("#ask-yes");
    await device.waitForURL("**/skm/5");
    await device.locator("body[data-connection=live], .asleep, #screen > *").first().waitFor();
    await admin.locator("[data-device]", { hasText: "Tablet depan" }).locator('[data-state="here"]').waitFor();
    const line = admin.locator("[data-device]", { hasText: "Tablet depan" });
    await line.locator('[data-told=version][data-well=yes]', { hasText: "Versi" }).waitFor();
    await picture(admin, "devices");
  });

  chapter("tells of its loudspeaker and of the printer beside it, as they are now", async () => {
    const { devices } = await (await office.hands("admin")).read("/api/devices");
    const row = (/** @type {string} */ screen) => {
      const { id } = devices.find((/** @type {any} */ one) => one.screen === screen);
      return admin.locator(`[data-device="${id}"]`);
    };
    const kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk });
    const paper = row("/kiosk").locator("[data-told=printer]");
    await paper.and(admin.locator("[data-well=yes]", { hasText: "Printer siap" })).waitFor();
    const puts = (/** @type {string} */ condition) => kiosk.request.post(`${office.program.address}/printer/kiosk/state`, { data: { condition }, headers: { origin: office.program.address } });
    for (const [condition, words] of [["paper-out", "Kertas habis"], ["cover-open", "Tutup printer terbuka"]]) {
      assert.equal((await puts(condition)).status(), 204);
      await paper.and(admin.locator("[data-well=no]", { hasText: words })).waitFor();
    }
    await puts("ready");
    await paper.and(admin.locator("[data-well=yes]", { hasText: "Printer siap" })).waitFor();

    const board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    const sound = row("/papan/utama").locator("[data-told=sound]");
    await sound.and(admin.locator("[data-well=yes]", { hasText: "Suara terdengar" })).waitFor();
    // A browser that holds its sound back until somebody touches the screen.
    await board.addInitScript(() => {
      Object.defineProperty(AudioContext.prototype, "state", { get: () => "suspended" });
      AudioContext.prototype.resume = () => new Promise(() => {});
    });
    await board.reload();
    await sound.and(admin.locator("[data-well=no]", { hasText: "sentuh layar" })).waitFor();
    await picture(admin, "devices-told");
    for (const page of [board, kiosk]) await page.context().close();
    await row("/kiosk").and(admin.locator('[data-state="away"]')).waitFor();
    assert.equal(await sound.count(), 0, "nobody tells of a board that has gone");
  });

  chapter("shows no other screen", async () => {
    const status = async (/** @type {string} */ path) => (await device.context().request.get(office.program.address + path, { maxRedirects: 0 })).status();
    assert.equal(await status("/skm/5"), 200);
    assert.equal(await status("/perangkat"), 401, "not signed in as anybody");
    const other = await device.context().request.get(`${office.program.address}/papan/utama`, { headers: { accept: "text/html" } });
    assert.match(other.url(), /\/pasang/);
  });

  chapter("keeps its place over a restart of the office", async () => {
    await office.kill();
    await office.revive(["--data", join(folder, "data")]);
    await device.reload();
    assert.equal(new URL(device.url()).pathname, "/skm/5");
  });

  chapter("is out at once when it is shut out, and shows a new code", async () => {
    await admin.reload();
    const line = admin.locator("[data-device]", { hasText: "Tablet depan" });
    await line.locator("[data-act=shut-out]").click();
    await admin.click("#ask-yes");
    await device.waitForURL("**/pasang?next=/skm/5");
    await device.locator("#code[data-code]").waitFor();
    assert.notEqual(await device.getAttribute("#code", "data-code"), code);
    await admin.locator("[data-device]", { hasText: "Tablet depan" }).and(admin.locator('[data-state="out"]')).waitFor();
  });
});
