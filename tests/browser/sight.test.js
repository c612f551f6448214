// @ts-check
/**
 * The supervisor's sight in a real browser: the SOP as a picture, what is overdue, Siap Buka with a board that really
 * sounds, and the replay of a day by keys and by number.
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

describe("the supervisor sees", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;

  before(async () => {
    mkdirSync(PICTURES, { recursive: true });
    office = await openOffice();
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    const take = (/** @type {string | null} */ priority = null) => kiosk.act("/api/kiosk/tickets", { service: "A", priority, lang: "id" });
    await two.act("/api/loket/2/open", { take_over: false });
    await take();
    await take();
    await two.serve(2);
    await two.register("7110014503850002", "Sitti Aminah");
    await take("lansia");
    // The priority number goes before the one that came first.
    await two.serve(2);
    await two.register("7110014503850003", "Rahmat Paputungan");
    await two.serve(2);
  });
  after(() => office.close());

  it("the SOP with an arrow for every way and the berkas at its step", async () => {
    const page = await office.person("pengawas", "/sop");
    await page.locator("#picture .way").first().waitFor();
    const ways = await page.locator("#picture .way").count();
    const choices = await page.locator("#spoken ul li").count();
    assert.equal(ways, choices + 1, "every way on, and the one from the start");
    assert.equal(await page.locator("#picture .badge").count(), 1);
    assert.equal(await page.locator('#picture .badge[data-late="false"]').innerText().catch(() => page.locator("#picture .badge text").textContent()), "2");
    const wide = await page.evaluate(() => document.querySelector("#picture")?.scrollWidth);
    assert.ok(wide && wide <= SIZES.desk.width, "nothing is beyond the right edge");
    await page.screenshot({ path: `${PICTURES}/sop.png` });
    for (const paper of ["a4", "f4"]) {
      await page.selectOption("#paper", paper);
      await page.pdf({ path: `${PICTURES}/sop-${paper}.pdf`, preferCSSPageSize: true });
      assert.equal(await page.locator("#pages .leaf").count(), 2);
    }
    await page.context().close();
  });

  it("what is overdue, which is nothing yet, from the wall", async () => {
    const page = await office.person("pengawas", "/pengawas");
    await page.click('a[href="/pengawas/terlambat"]');
    await page.locator("#list .empty").waitFor();
    await page.goBack();
    await page.locator('a[href="/siap"]').waitFor();
    await page.context().close();
    const desk = await office.person("kasi", "/berkas");
    await desk.click('a[href="/berkas/terlambat"]');
    await desk.locator("#list .whose", { hasText: "Kepala Seksi" }).waitFor();
    await desk.context().close();
  });

  it("each overdue berkas with whoever is told", async () => {
    const page = await office.person("kasi", "/berkas/terlambat", { inspected: true });
    const { build, office: facts } = await page.evaluate(() => JSON.parse(document.querySelector("#settings")?.textContent ?? ""));
    // Minutes cannot be waited for here: the office's word is put into its mouth.
    const line = (/** @type {number} */ id, /** @type {object} */ more) => ({
      id, number: `2026/0000${id}`, permit: { code: "SIPB", name: "Surat Izin Praktik Bidan" }, no: 4, step: "Entri data dan verifikasi berkas",
      role: "analis", actor: "Analis Dokumen Perizinan", taken: null, arrived: 1795478400000, age: 780, norm: 5, over: 480, told: [], mine: false,
      next: { actor: "Kepala Seksi Perizinan", after: 120 }, visit: null, ...more,
    });
    const lines = [
      line(1, { age: 4320, over: 4020, told: ["Kepala Seksi Perizinan", "Kepala Bidang Perizinan", "Kepala Dinas"], mine: true, next: null, taken: "Agus Lasabuda" }),
      line(2, { told: ["Kepala Seksi Perizinan"], mine: true, next: { actor: "Kepala Bidang Perizinan", after: 120 }, visit: "A-012" }),
      line(3, { age: 360, over: 60, next: { actor: "Kepala Seksi Perizinan", after: 240 } }),
    ];
    const view = { office: facts, title: "Kepala Seksi Perizinan", lines, more: 3, well: true };
    await page.routeWebSocket(/live\/terlambat/, (socket) => socket.send(JSON.stringify({ t: "full", seq: 1, rev: 1, now: 1795482000000, build, view })));
    await page.reload();
    await page.locator('tr[data-mine="true"] .told').first().waitFor();
    assert.equal(await page.locator("tbody tr").count(), 3);
    assert.deepEqual(await faults(page), []);
    await page.screenshot({ path: `${PICTURES}/overdue.png` });
    await page.context().close();
  });

  it("a red card that says what to mend, and a green one when all is there", async () => {
    const page = await office.person("pengawas", "/siap");
    await page.locator("#begin:enabled").click();
    await page.locator('body[data-verdict="bad"] #today li[data-ready="false"]').waitFor();
    await page.locator("#card li", { hasText: "Kiosk tidak terhubung" }).waitFor();
    await page.locator('[data-code="board-none"]').waitFor();
    assert.equal(await page.locator('[data-kind="printer"][data-state="good"]').count(), 2);
    await page.screenshot({ path: `${PICTURES}/ready-red.png` });
    const board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    const kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk });
    const tablet = await office.person("tablet", "/skm/5", { size: SIZES.tablet });
    await board.locator("#lokets").waitFor();
    await kiosk.locator("#tiles [data-service]").first().waitFor();
    await tablet.locator('[data-connection="live"]').first().waitFor();
    await page.locator("#begin:enabled").click();
    await page.locator('#today li[data-ready="true"]').waitFor({ timeout: 60_000 });
    assert.equal(await page.evaluate(() => document.body.dataset.verdict), "good");
    await page.locator('[data-code="board-good"]').waitFor();
    await page.screenshot({ path: `${PICTURES}/ready-green.png` });
    for (const other of [page, board, kiosk, tablet]) await other.context().close();
  });

  it("the day again, by keys and by number", async () => {
    const page = await office.person("pengawas", "/ulang");
    await page.locator("#events [aria-current]").waitFor();
    const seq = async () => Number(await page.locator("#picture").getAttribute("data-seq"));
    await page.waitForFunction(() => Number(document.querySelector("#picture")?.getAttribute("data-seq")) > 0);
    const last = await seq();
    await page.locator("#clock").click();
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((last) => Number(document.querySelector("#picture")?.getAttribute("data-seq")) < last, last);
    await page.fill("#number", "a 2");
    await page.locator('#events [data-passed="true"]', { hasText: "A-003" }).waitFor();
    assert.match(await page.locator('#events [data-passed="true"]').first().innerText(), /giliran prioritas/);
    await page.locator('#events [data-kind="issued"] button').click();
    await page.locator('[data-line="A"][data-count="2"]').waitFor();
    await page.screenshot({ path: `${PICTURES}/replay-story.png` });
    await page.pdf({ path: `${PICTURES}/replay-record.pdf`, preferCSSPageSize: true });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const hash = await page.locator("#record .hash").first().textContent();
    assert.match(hash ?? "", /^[0-9a-f]{64}$/);
    assert.match((await page.locator("#seal").textContent()) ?? "", /^[0-9a-f]{64}$/);
    assert.match((await page.locator("#record").textContent()) ?? "", /Catatan jurnal nomor A-002.*utuh dari entri 1 sampai \d+.*oleh Nona Kolopita/s);
    assert.ok(!(await page.locator("main").innerText()).includes("Sitti"), "nobody is named");
    await page.context().close();
  });

  /** @type {[string, string, string, string][]} */
  const screens = [
    ["the SOP", "pengawas", "/sop", "#picture .way"],
    ["what is overdue", "pengawas", "/pengawas/terlambat", "#list .empty"],
    ["Siap Buka", "pengawas", "/siap", "#checks li"],
    ["the replay", "pengawas", "/ulang", "#events [aria-current]"],
  ];
  for (const [name, login, path, ready] of screens) {
    it(`${name}, whoever looks`, async () => {
      for (const [lang, dark] of /** @type {["id" | "en", boolean][]} */ ([["id", false], ["en", true]])) {
        const page = await office.person(login, path, { size: SIZES.desk, lang, dark, inspected: true });
        await page.locator(ready).first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        assert.deepEqual(await faults(page), [], `${name} in ${lang}${dark ? " in the dark" : ""}`);
        await page.screenshot({ path: `${PICTURES}/sight-${path.split("/").at(-1)}-${lang}.png` });
        await page.context().close();
      }
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
