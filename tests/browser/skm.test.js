// @ts-check
/**
 * The report of the survey: a file with one bad row is taken in, the result is published and everybody sees it, the
 * document is written, printed on A4, and every screen of it can be used by everybody.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { news } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const UNSUR = "persyaratan;prosedur;waktu;biaya;produk;kompetensi;perilaku;pengaduan;sarana";
const PERIOD = "from=2025-01-01&until=2025-12-31";
/** A4 in points, and how far a browser rounds it. */
const A4 = { width: 595.3, height: 841.9, slack: 1 };

/** A file of responses over a whole year, well or with one answer of 5. @param {boolean} well */
function file(well) {
  const rows = Array.from({ length: 60 }, (_, place) => {
    const scores = Array.from({ length: 9 }, (_, unsur) => [4, 3, 4, 2, 3, 3, 4][(place * place + unsur * (place % 3) + unsur) % 7]);
    if (!well && place === 7) scores[2] = 5;
    const day = `2025-${String((place % 12) + 1).padStart(2, "0")}-14`;
    const half = place % 2 ? "08.00-12.00" : "13.00-17.00";
    const person = ["ABC"[place % 3], "LP"[(place >> 1) % 2], 20 + place, ["SMA", "S1", "D1-D3"][place % 3]];
    return [day, half, ...person, ["pns", "swasta"][place % 2], ...scores, place % 20 ? "" : "Terima kasih"].join(";");
  });
  const head = `tanggal;jam;layanan;jenis_kelamin;usia;pendidikan;pekerjaan;${UNSUR};saran`;
  return { name: "skm-2025.csv", mimeType: "text/csv", buffer: Buffer.from([head, ...rows].join("\n")) };
}

describe("the report of the survey", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Page} */
  let page;
  const chapter = chapters();

  before(async () => {
    office = await openOffice();
    page = await office.person("pengawas", "/laporan/skm/impor");
  });
  after(() => office.close());

  chapter("a row that is wrong is shown with its line and column", async () => {
    await page.setInputFiles("#file", file(false));
    const fault = page.locator("#faults tbody tr");
    await fault.waitFor();
    assert.deepEqual(await fault.locator("td").allTextContents(), ["9", "waktu", '"5" bukan nilai 1, 2, 3, atau 4.']);
    assert.equal(await page.locator("#take-all").count(), 0, "nothing is taken in whole");
    await picture(page, "skm-import");
    await page.click("#take-good");
    await page.keyboard.press("Escape");
    assert.equal(await page.getAttribute("#result", "data-state"), "checked", "whoever hesitates imports nothing");
  });

  chapter("the mended file is taken in, once", async () => {
    await page.setInputFiles("#file", file(true));
    await page.click("#take-all");
    await page.locator('#result[data-state="done"]').waitFor();
    await page.setInputFiles("#file", file(true));
    await page.locator("#before").waitFor();
    assert.equal(await page.locator("#result button").count(), 0);
  });

  chapter("the report shows what was taken in, with its trend", async () => {
    await page.goto(`${office.program.address}/laporan/skm`);
    await page.fill("#from", "2025-01-01");
    await page.fill("#until", "2025-12-31");
    await page.locator('#report[data-n="60"] #imported').waitFor();
    assert.equal(await page.locator("#trend .chart").count(), 2);
    assert.equal(await page.locator("#trend .chart").first().locator("circle").count(), 12, "a point a month");
    await picture(page, "skm-report");
  });

  chapter("the result is published and shown to everybody", async () => {
    const value = await page.textContent("#ikm");
    await page.click("#publish");
    await page.click("#ask-yes");
    assert.match(await news(page), /\/ikm/);
    await page.locator("#published a").waitFor();
    const context = await office.browser.newContext({ viewport: SIZES.phone });
    const visitor = await context.newPage();
    /** @type {import("playwright-core").Response[]} */
    const answers = [];
    visitor.on("response", (answer) => void answers.push(answer));
    await visitor.goto(`${office.program.address}/ikm`, { waitUntil: "networkidle" });
    assert.equal(await visitor.textContent("#ikm"), value);
    assert.equal(await visitor.textContent("#n"), "60");
    const bodies = await Promise.all(answers.map((answer) => answer.body()));
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    assert.ok(bytes > 2_000 && bytes < 60_000, `${bytes} bytes`);
    const wide = await visitor.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= SIZES.phone.width, "nothing hangs over the edge of a phone");
    await picture(visitor, "ikm-phone", { fullPage: true });
    assert.equal(pages(await visitor.pdf({ preferCSSPageSize: true })).length, 1, "one sheet of A4");
    await visitor.goto(`${office.program.address}/?lang=en`);
    assert.equal(await visitor.locator('a[href="/ikm"]').count(), 1, "the first page leads there");
    await context.close();
  });

  chapter("a chapter is written and stays", async () => {
    await page.goto(`${office.program.address}/laporan/skm/dokumen?${PERIOD}`);
    const ending = page.locator('[data-chapter="kesimpulan"]');
    assert.match(String(await ending.textContent()), /60 responden/, "the usual words hold the figures");
    await ending.locator(".edit").click();
    await ending.locator("textarea").fill("Mutu pelayanan baik.\nJam istirahat digilir.");
    await ending.locator("button.primary").click();
    await news(page);
    await page.reload();
    assert.deepEqual(await ending.locator("p").allTextContents(), ["Mutu pelayanan baik.", "Jam istirahat digilir."]);
  });

  chapter("the document is printed on A4", async () => {
    await page.locator("#paper[data-n]").waitFor();
    await page.evaluate(() => document.fonts.ready);
    const sheets = pages(await page.pdf({ preferCSSPageSize: true }));
    assert.ok(sheets.length >= 11, `a page for the cover and each chapter at least: ${sheets.length}`);
    for (const { width, height } of sheets) {
      assert.ok(Math.abs(width - A4.width) < A4.slack && Math.abs(height - A4.height) < A4.slack, `${width} x ${height}`);
    }
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".edit:visible, .keys:visible, .head:visible").count(), 0, "no keys on paper");
    assert.equal(await page.locator("#processing tbody:first-of-type tr").count(), 60);
    await page.emulateMedia({ media: null });
  });

  /** @type {[string, string | undefined, string, string, (page: Page) => Promise<void>][]} */
  const screens = [
    ["the report", "pengawas", "/laporan/skm", "#report header", async (screen) => {
      await screen.fill("#from", "2025-01-01");
      await screen.locator('#report[data-n="60"]').waitFor();
    }],
    ["the document", "pengawas", `/laporan/skm/dokumen?${PERIOD}`, "#paper[data-n]", async (screen) => {
      await screen.locator(".edit").first().click();
    }],
    ["the import", "pengawas", "/laporan/skm/impor", "#file", async (screen) => {
      await screen.setInputFiles("#file", file(false));
      await screen.locator("#faults").waitFor();
    }],
    ["the published result", undefined, "/ikm", "#ikm", async () => {}],
  ];
  for (const [name, login, path, ready, then] of screens) {
    it(`${name} can be used by everybody`, async () => {
      for (const dark of [false, true]) {
        const screen = await office.person(login, path, { dark, inspected: true, lang: dark ? "en" : "id" });
        await screen.locator(ready).first().waitFor();
        await then(screen);
        await screen.evaluate(() => document.fonts.ready);
        assert.deepEqual(await faults(screen), [], `${name}${dark ? " in the dark" : ""}`);
        await picture(screen, `skm-${path.replace(/\W+/g, "-")}${dark ? "-dark" : ""}`, { fullPage: true });
        await screen.context().close();
      }
    });
  }
});

/** The pages of a PDF, in points. @param {Buffer} pdf */
function pages(pdf) {
  const boxes = pdf.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g);
  return [...boxes].map(([, width, height]) => ({ width: Number(width), height: Number(height) }));
}

/** What axe-core finds. @param {Page} page @returns {Promise<string[]>} */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const where = (/** @type {any} */ node) => `${node.target} ${node.failureSummary}`;
  return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map(where).join(" | ")}`);
}
