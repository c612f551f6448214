// @ts-check
/**
 * Finding a berkas by the keyboard, notes and scans beside it, and a known applicant at registration.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n");
const LARGE = { width: 1600, height: 900 };

describe("casework", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const chapter = chapters();

  before(async () => {
    office = await openOffice();
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    await two.act("/api/loket/2/open", { take_over: false });
    const people = [
      ["7110014503850002", "Sitti Aminah Mokoginta"],
      ["7110011209910007", "Rahmat Paputungan"],
      ["7110014503850002", "Sitti Aminah Mokoginta"],
      ["7110016708880001", "Siti Nurhaliza Damopolii"],
    ];
    for (const [nik, name] of people) {
      await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
      await two.serve(2);
      await two.register(nik, name);
    }
    await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
    await two.serve(2);
  });
  after(() => office.close());

  chapter("is found by the keyboard alone, from the console", async () => {
    const console = await office.person("loket-2", "/loket/2", { size: LARGE });
    await console.locator("#registration").waitFor();
    await console.locator("#number").click();
    const [page] = await Promise.all([console.context().waitForEvent("page"), console.keyboard.press("/")]);
    await page.setViewportSize(LARGE);
    await page.locator("#search:focus").waitFor();
    await page.keyboard.type("sit");
    await page.locator('#results [role="option"]').nth(2).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator('#results [aria-selected="true"]:nth-child(2)').waitFor();
    await page.keyboard.press("Enter");
    await page.locator('#detail[data-berkas="3"] .story').waitFor();
    await page.locator('#others [data-berkas="1"]').waitFor();
    assert.match(await page.locator("#detail .facts").innerText(), /711001\*{8}02/);
    await picture(page, "search");
    await page.click('#others [data-berkas="1"]');
    await page.locator('#detail[data-berkas="1"]').waitFor();
    for (const [text, count] of /** @type {[string, number][]} */ ([["7110014503850002", 2], ["2026/00002", 1], ["a-4", 1], ["tidak ada", 0]])) {
      await page.fill("#search", text);
      await page.locator(`#note[data-answered="${text}"]`).waitFor();
      assert.equal(await page.locator('#results [role="option"]').count(), count, text);
    }
    await page.locator("h1").click();
    await page.keyboard.press("/");
    await page.locator("#search:focus").waitFor();
    await console.context().close();
  });

  chapter("a desk adds a note and a scan, and what is no scan is not even sent", async () => {
    const page = await office.person("analis", "/berkas", { size: LARGE });
    await page.locator("#detail .scans li").first().waitFor();
    await page.fill(".note-form textarea", "Denah lokasi kurang jelas; pemohon sudah ditelepon.");
    await page.click(".note-form button");
    await page.locator(".note-list li").waitFor();
    assert.equal(await page.inputValue(".note-form textarea"), "");

    const html = { name: "ktp.png", mimeType: "image/png", buffer: Buffer.from("<html></html>") };
    await page.setInputFiles('[data-file="0"]', html);
    await page.locator(".news.bad").getByText("ktp.png bukan PDF").waitFor();
    await page.setInputFiles('[data-file="0"]', { name: "besar.pdf", mimeType: "application/pdf", buffer: Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]) });
    await page.locator(".news.bad").getByText("Paling besar 10 MB").waitFor();
    await page.setInputFiles('[data-file="0"]', { name: "ktp.pdf", mimeType: "application/pdf", buffer: PDF });
    const link = page.locator('[data-line="0"] .files a');
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.match(download.suggestedFilename(), /^berkas-1-[0-9a-f]{8}\.pdf$/);
    await picture(page, "desk-annex");
    await page.click('[data-line="0"] .files button');
    await page.click("#ask-yes");
    await link.waitFor({ state: "detached" });
    await page.context().close();
  });

  chapter("a file is dropped on its line, and a note outlives another picture", async () => {
    const page = await office.person("analis", "/berkas", { size: LARGE });
    await page.locator("#detail .scans li").first().waitFor();
    await page.fill(".note-form textarea", "belum selesai");
    await page.evaluate((text) => {
      const files = new DataTransfer();
      files.items.add(new File([text], "surat.pdf", { type: "application/pdf" }));
      document.querySelector('[data-line="1"]')?.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }, PDF.toString("latin1"));
    await page.locator('[data-line="1"] .files a').waitFor();
    assert.equal(await page.inputValue(".note-form textarea"), "belum selesai");
    await page.context().close();
  });

  chapter("a known applicant is offered while the name is typed", async () => {
    const page = await office.person("loket-2", "/loket/2", { size: LARGE });
    await page.locator("#registration").waitFor();
    await page.fill("#name", "moko");
    await page.locator("#same-name [data-applicant]").waitFor();
    await picture(page, "console-same-name");
    await page.click("#same-name [data-applicant]");
    await page.locator(".advice .earlier li").nth(1).waitFor();
    assert.deepEqual([await page.inputValue("#nik"), await page.inputValue("#name")], ["7110014503850002", "Sitti Aminah Mokoginta"]);
    assert.equal(await page.locator("#same-name [data-applicant]").count(), 0);
    await page.context().close();
  });

  chapter("everybody can use the search", async () => {
    for (const dark of [false, true]) {
      for (const size of [LARGE, SIZES.desk]) {
        const page = await office.person("loket-2", "/cari", { size, dark, lang: dark ? "en" : "id", inspected: true });
        await page.locator("#search:focus").waitFor();
        await page.keyboard.type("sitti");
        await page.locator('#results [role="option"]').first().waitFor();
        await page.keyboard.press("Enter");
        await page.locator("#detail .scans li").first().waitFor();
        assert.deepEqual(await faults(page), [], dark ? "in the dark" : "in the light");
        await picture(page, `search-${dark ? "dark" : "light"}-${size.width}`);
        await page.context().close();
      }
    }
  });
});

/** @param {Page} page @returns {Promise<string[]>} */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(" | ")}`);
}
