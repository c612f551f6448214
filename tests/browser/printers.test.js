// @ts-check
/**
 * The printers' page in a real browser: trouble in words, what waits, a new roll, a copy, a test slip.
 */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openOffice, SIZES } from "./office.js";
import { goBy } from "./steps.js";

const PICTURES = process.env.LOKET_PICTURES ?? fileURLToPath(new URL("../../target/pictures", import.meta.url));

describe("the printers", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {import("./office.js").Hands} */
  let kiosk;

  before(async () => {
    mkdirSync(PICTURES, { recursive: true });
    office = await openOffice();
    kiosk = await office.hands("kiosk");
  });
  after(() => office.close());

  const take = () => kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
  /** @param {import("playwright-core").Page} page @param {string} condition */
  const puts = (page, condition) =>
    page.evaluate((condition) => {
      const headers = { "content-type": "application/json" };
      return fetch("/printer/kiosk/state", { method: "POST", headers, body: JSON.stringify({ condition }) }).then((answer) => answer.status);
    }, condition);

  it("tell their trouble, their queue and their paper", async () => {
    const page = await office.person("pengawas", "/pengawas");
    await goBy(page, "/cetak");
    const card = page.locator('[data-printer="kiosk"]');
    await page.locator('[data-printer="kiosk"][data-state="good"]').waitFor();
    await page.screenshot({ path: `${PICTURES}/printers-empty.png` });
    await take();
    await card.locator('[data-state="printed"]').waitFor();
    assert.equal(await puts(page, "paper-out"), 204);
    await take();
    await page.locator('[data-printer="kiosk"][data-condition="paper-out"][data-state="bad"]').waitFor();
    await card.locator('.papers [data-state="queued"]').waitFor();
    await page.screenshot({ path: `${PICTURES}/printers-trouble.png` });
    await puts(page, "ready");
    await page.locator('[data-printer="kiosk"][data-state="good"]').waitFor();
    await card.locator('.papers [data-state="queued"]').waitFor({ state: "detached" });
    assert.equal(await card.locator('.papers [data-state="printed"]').count(), 2);
    await page.context().close();
  });

  it("tell the officer and the supervisor in words, and warn of a roll before it ends", async () => {
    const desk = await office.person("loket-2", "/loket/2");
    const wall = await office.person("pengawas", "/pengawas");
    const printer = await office.person(undefined, "/printer/loket");
    const line = wall.locator("li[data-well]", { hasText: "Printer loket" });
    await desk.locator('.printer[data-printer="ready"]').waitFor();
    await wall.locator('li[data-well="true"]', { hasText: "Printer loket" }).waitFor();
    for (const [key, word, sentence, alert] of [
      ["paper-low", "paper-low", "Kertas hampir habis", true],
      ["paper-out", "paper-out", "Kertas habis", true],
      ["cutter-stuck", "faulty", "Printer bermasalah", true],
      ["ready", "ready", "Printer siap", false],
    ]) {
      await printer.click(`[data-condition="${key}"]`);
      await desk.locator(`.printer[data-printer="${word}"]`, { hasText: sentence }).waitFor();
      assert.equal(await desk.locator(".printer").getAttribute("role"), alert ? "alert" : null, `${key} at the loket`);
      await wall.locator(`li[data-well="${!alert}"]`, { hasText: sentence }).and(line).waitFor();
    }
    for (const page of [desk, wall, printer]) await page.context().close();
  });

  it("that stall in the middle of a paper give it up as uncertain, and print the next one when mended", async () => {
    const page = await office.person("pengawas", "/cetak");
    const printer = await office.person(undefined, "/printer/kiosk");
    const papers = page.locator('[data-printer="kiosk"] .papers');
    const before = await papers.locator('[data-state="printed"]').count();
    await printer.click('[data-condition="stall"]');
    await printer.locator('[data-condition="stall"][aria-pressed="true"]').waitFor();
    await take();
    await papers.locator('[data-state="sending"]').waitFor();
    await papers.locator('[data-state="uncertain"]').waitFor();
    await take();
    await printer.click('[data-condition="ready"]');
    await page.waitForFunction((count) => document.querySelectorAll('[data-printer="kiosk"] .papers [data-state="printed"]').length === count, before + 1);
    assert.equal(await papers.locator('[data-state="uncertain"]').count(), 1, "what is uncertain is not sent again");
    for (const one of [page, printer]) await one.context().close();
  });

  it("take a new roll, a copy and a test slip", async () => {
    const page = await office.person("admin", "/cetak?lang=en");
    const card = page.locator('[data-printer="kiosk"]');
    await card.locator("[data-act=roll]").click();
    await page.locator("dialog[open] button.primary, dialog[open] [type=submit]").first().click();
    await card.getByText("Administrator").waitFor();
    await card.locator(".papers button").first().click();
    await page.locator("dialog[open]").waitFor();
    await page.screenshot({ path: `${PICTURES}/printers-copy.png` });
    await page.locator("dialog[open] button.primary, dialog[open] [type=submit]").first().click();
    await card.getByText("SALINAN (copy) by Administrator").waitFor();
    await card.locator("[data-act=try]").click();
    await card.locator('.papers li:has-text("Test slip")').first().waitFor();
    await page.screenshot({ path: `${PICTURES}/printers.png` });
    await page.context().close();
  });

  it("fit a phone", async () => {
    const page = await office.person("pengawas", "/cetak", { size: SIZES.phone });
    await page.locator("[data-printer]").first().waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(beyond <= 0, `${beyond} px beyond the edge`);
    await page.screenshot({ path: `${PICTURES}/printers-phone.png`, fullPage: true });
    await page.context().close();
  });
});
