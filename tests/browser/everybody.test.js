// @ts-check
/**
 * Every screen can be used by everybody: axe-core looks at each of them in the states that people meet, in light and
 * in dark, by the rules of WCAG 2.2 AA.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { openOffice, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

describe("everybody can use", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** Where the phone of the visitor at loket 2 looks. */
  let phone = "";

  before(async () => {
    office = await openOffice();
    // Loket 2 registers one visitor and another waits; loket 5 surveys one; a berkas lies on the first desk.
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    const five = await office.hands("loket-5");
    const take = (/** @type {string} */ service) => kiosk.act("/api/kiosk/tickets", { service, priority: null, lang: "id" });
    await two.act("/api/loket/2/open", { take_over: false });
    for (const name of ["Sitti Aminah", "Rahmat Paputungan"]) {
      await take("A");
      await two.serve(2);
      const berkas = await two.register("7110014503850002", name);
      if (name.startsWith("Sitti")) await granted(office, berkas);
    }
    await five.act("/api/loket/5/open", { take_over: false });
    await five.serve(5);
    await five.act("/api/loket/5/survey");
    phone = new URL((await take("A")).url).pathname;
    await two.serve(2);
    await take("A");
  });
  after(() => office.close());

  /** @type {[string, string | undefined, () => string, string, { width: number, height: number }, (page: Page) => Promise<void>][]} */
  const screens = [
    ["the first page", undefined, () => "/", "main h1", SIZES.desk, nothing],
    ["the sign-in", undefined, () => "/masuk", "#sign-in", SIZES.phone, nothing],
    ["a page that is not there", undefined, () => "/tidak-ada", "main h1", SIZES.phone, nothing],
    ["one's own account", "analis", () => "/saya", "#second-state:not(:empty)", SIZES.desk, nothing],
    ["the accounts", "admin", () => "/akun", "#accounts [data-account]", SIZES.desk, nothing],
    ["the copies", "admin", () => "/cadangan", ".verdict", SIZES.desk, nothing],
    ["the layout of the boards", "admin", () => "/tata-papan", ".room", SIZES.desk, nothing],
    ["the voice of the office", "admin", () => "/suara", "#boards .wrong", SIZES.desk, nothing],
    ["the wall of the supervisor", "pengawas", () => "/pengawas", "#lokets li", SIZES.tv, nothing],
    ["the reports", "pengawas", () => "/laporan", "#report header", SIZES.desk, nothing],
    ["the printers", "pengawas", () => "/cetak", "[data-printer] .papers li", SIZES.desk, nothing],
    ["the report of the survey", "pengawas", () => "/laporan/skm", "#report header", SIZES.desk, nothing],
    ["the kiosk", "kiosk", () => "/kiosk", "#tiles [data-service]", SIZES.kiosk, nothing],
    ["a service of the kiosk", "kiosk", () => "/kiosk", "#tiles [data-service]", SIZES.kiosk, (page) => press(page, '[data-service="A"]', "#take")],
    ["a number of the kiosk", "kiosk", () => "/kiosk", "#tiles [data-service]", SIZES.kiosk, async (page) => {
      await press(page, '[data-service="C"]', "#take");
      await press(page, "#take", "#ticket[data-number]");
    }],
    ["the code of the kiosk", "kiosk", () => "/kiosk", "#tiles [data-service]", SIZES.kiosk, (page) => press(page, "#scan", "#search")],
    ["the board", "tv-1", () => "/papan/utama", "#lokets [data-number]", SIZES.tv, nothing],
    ["the console while it registers", "loket-2", () => "/loket/2", "#registration", SIZES.desk, async (page) => {
      await page.locator("#permit option").nth(3).waitFor({ state: "attached" });
      await page.selectOption("#permit", "SIPB");
      await page.locator(".checklist").waitFor();
    }],
    ["a question of the console", "loket-2", () => "/loket/2", "#acts button", SIZES.desk, (page) => press(page, "[data-act=transfer]", "dialog[open]")],
    ["the console that is closed", "loket-4", () => "/loket/4", "#acts button", SIZES.desk, nothing],
    ["the back office", "analis", () => "/berkas", "#take", SIZES.desk, nothing],
    ["the survey", "tablet", () => "/skm/5", "#begin", SIZES.tablet, nothing],
    ["the phone", undefined, () => phone, "#number", SIZES.phone, nothing],
  ];
  for (const [name, login, path, ready, size, then] of screens) {
    it(name, async () => {
      for (const dark of [false, true]) {
        const page = await office.person(login, path(), { size, dark, inspected: true });
        await page.locator(ready).first().waitFor();
        await then(page);
        await page.evaluate(() => document.fonts.ready);
        assert.deepEqual(await faults(page), [], `${name}${dark ? " in the dark" : ""}`);
        await page.context().close();
      }
    });
  }
});

async function nothing() {}

/** @param {Page} page @param {string} key @param {string} expected */
async function press(page, key, expected) {
  await page.click(key);
  await page.locator(expected).waitFor();
}

/**
 * A berkas goes over all desks and gets its number.
 * @param {import("./office.js").Office} office
 * @param {number} berkas
 */
async function granted(office, berkas) {
  const desks = [["analis", "teruskan"], ["kasi", "teruskan"], ["kabid", "setuju"], ["kadis", "tandatangani"], ["loket-4", "nomori"]];
  for (const [role, choice] of desks) {
    const hands = await office.hands(role);
    await hands.act(`/api/berkas/${berkas}/take`);
    await hands.act(`/api/berkas/${berkas}/choose`, { choice, reason: null });
  }
}

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
