// @ts-check
/**
 * The supervisor's reports in a real browser: the figures of a day, its charts, other periods, paper, and what is there
 * when nobody came.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openOffice, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PICTURES = process.env.LOKET_PICTURES ?? fileURLToPath(new URL("../../target/pictures", import.meta.url));

describe("the supervisor reports", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;

  before(async () => {
    mkdirSync(PICTURES, { recursive: true });
    // A data folder may be given, to look at years on paper and on the screen.
    office = await openOffice(process.env.LOKET_DATA ? ["--data", process.env.LOKET_DATA] : []);
    if (process.env.LOKET_DATA) return;
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    const take = (/** @type {string} */ service) => kiosk.act("/api/kiosk/tickets", { service, priority: null, lang: "id" });
    await two.act("/api/loket/2/open", { take_over: true });
    for (const service of ["A", "A", "C"]) await take(service);
    await two.serve(2);
    await two.register("7110014503850002", "Sitti Aminah");
  });
  after(() => office.close());

  it("a day with its charts, tables and definitions", async () => {
    const page = await office.person("pengawas", "/pengawas");
    await page.click('a[href="/laporan"]');
    await page.locator('#report [data-table="visits"]').waitFor();
    const issued = await page.locator('[data-key="issued"] strong').textContent();
    const total = page.locator('[data-table="visits"] [data-total] td');
    assert.equal(await total.first().textContent(), issued, "the sum of the table is the figure above");
    assert.ok((await page.locator("#report svg").count()) >= 4);
    assert.equal(await page.locator("#definitions li").count(), 15);
    const wide = await page.evaluate(() => document.querySelector(".body")?.scrollWidth);
    assert.ok(wide && wide <= SIZES.desk.width, "only tables scroll sideways");
    assert.ok(!(await page.locator("#report").innerText()).includes("Rina"), "no officer is named");
    await page.screenshot({ path: `${PICTURES}/reports-day.png` });
    await page.context().close();
  });

  it("any period by its key, by arrows and by dates", async () => {
    const page = await office.person("pengawas", "/laporan");
    await page.locator("#report[data-issued]").waitFor();
    const period = async () => [await page.inputValue("#from"), await page.inputValue("#until")];
    const [today] = await period();
    await page.click('[data-period="year"]');
    await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#from")).value.endsWith("-01-01"));
    await page.click('[data-way="-1"]');
    assert.equal((await period())[0], `${Number(today.slice(0, 4)) - 1}-01-01`);
    await page.fill("#from", "1999-01-01");
    await page.fill("#until", "1998-01-01");
    await page.locator(".news.bad", { hasText: "Masa yang diminta" }).waitFor();
    await page.fill("#until", "1999-12-31");
    await page.locator("#report .none").waitFor();
    await page.screenshot({ path: `${PICTURES}/reports-none.png` });
    await page.click('[data-period="today"]');
    await page.locator('#report [data-table="visits"]').waitFor();
    const file = page.waitForEvent("download");
    await page.click("#xlsx");
    assert.equal((await file).suggestedFilename(), `laporan-${today}-${today}.xlsx`);
    await page.context().close();
  });

  it("on A4", async () => {
    const page = await office.person("pengawas", "/laporan");
    if (process.env.LOKET_DATA) await page.click('[data-period="year"]');
    await page.locator('#report:not([aria-busy]) [data-table="visits"]').waitFor();
    await page.pdf({ path: `${PICTURES}/reports.pdf`, preferCSSPageSize: true });
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 703, height: 1000 });
    const beyond = await page.evaluate(() => [...document.querySelectorAll("#report table")].filter((table) => table.getBoundingClientRect().right > innerWidth + 1).map((table) => table.closest("section")?.dataset.table));
    assert.deepEqual(beyond, [], "every table fits the paper");
    await page.context().close();
  });

  for (const [lang, dark] of /** @type {["id" | "en", boolean][]} */ ([["id", false], ["en", true]])) {
    it(`to everybody, in ${lang}${dark ? " in the dark" : ""}`, async () => {
      const page = await office.person("pengawas", "/laporan", { size: SIZES.desk, lang, dark, inspected: true });
      if (process.env.LOKET_DATA) await page.click('[data-period="year"]');
      await page.locator('#report:not([aria-busy]) [data-table="visits"]').waitFor();
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await faults(page), []);
      const height = await page.evaluate(() => document.querySelector(".body")?.scrollHeight ?? 0);
      await page.setViewportSize({ width: SIZES.desk.width, height: Math.min(height + 200, 9_000) });
      await page.screenshot({ path: `${PICTURES}/reports-${lang}.png` });
      await page.context().close();
    });
  }
});

/**
 * What axe-core finds.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const where = (/** @type {any} */ node) => `${node.target} ${node.failureSummary}`;
  return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map(where).join(" | ")}`);
}
