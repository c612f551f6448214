// @ts-check
/**
 * People and their data, as they are seen: a decision that is not one's own to make, a berkas that nobody looks at, looks
 * as a file, and a permit that was revoked.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { decide, news } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LARGE = { width: 1600, height: 900 };

describe("people and their data", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const chapter = chapters();

  before(async () => {
    office = await openOffice();
    const admin = await office.hands("admin");
    const { accounts } = await admin.read("/api/accounts");
    const analis = accounts.find((/** @type {any} */ one) => one.login === "analis");
    await admin.act(`/api/accounts/${analis.id}/roles`, { roles: ["analis", "kasi"] });
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    await two.act("/api/loket/2/open", { take_over: false });
    for (const [nik, name] of [["7110014503850002", "Sitti Aminah Mokoginta"], ["7110011209910007", "Rahmat Paputungan"]]) {
      await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
      await two.serve(2);
      await two.register(nik, name);
    }
  });
  after(() => office.close());

  chapter("whoever verified a berkas finds the next decision shut, and says why they make it all the same", async () => {
    const page = await office.person("analis", "/berkas", { size: LARGE, inspected: true });
    await decide(page, "teruskan");
    await news(page);
    await page.click('#tabs [data-role="kasi"]');
    await page.locator('#detail[data-step="verifikasi"]').waitFor();
    await page.click("#take");
    const forward = page.locator('[data-choice="teruskan"]');
    await forward.waitFor();
    assert.ok(await forward.isDisabled(), "it cannot be pressed");
    assert.ok(await page.locator('[data-choice="kembalikan"]').isEnabled(), "giving it back decides nothing");
    assert.match(await page.locator("#own-work").innerText(), /sudah Anda tangani pada langkah "Entri data/);
    assert.equal(await forward.getAttribute("aria-describedby"), "own-work");
    await page.keyboard.press("1");
    assert.equal(await page.locator("dialog[open]").count(), 0, "nor by its key");
    await readable(page);
    await picture(page, "desk-own-work");
    const id = await page.locator("#detail").getAttribute("data-berkas");
    assert.ok(id);
    await page.click("#except");
    await page.locator("#ask-reason").waitFor();
    await page.fill("#ask-reason", "Kepala Seksi sedang tidak di tempat");
    await page.click("#ask-yes");
    const kabid = await office.person("kabid", "/berkas", { size: LARGE });
    await kabid.locator(`#detail[data-step="persetujuan"][data-berkas="${id}"]`).waitFor();
    assert.match(await kabid.locator(".story").innerText(), /ditangani sendiri[\s\S]*Kepala Seksi sedang tidak di tempat/);
    await page.context().close();
    await kabid.context().close();
  });

  chapter("the administrator restricts a berkas, and nobody else opens its applicant", async () => {
    const admin = await office.person("admin", "/cari", { size: LARGE, inspected: true });
    await found(admin, "2026/00002");
    assert.equal(await admin.locator("#revoke").count(), 0, "revoking is not the administrator's");
    await admin.click("#restrict");
    await admin.fill("#ask-reason", "Permohonan tertulis 12 November");
    await admin.click("#ask-yes");
    await admin.locator("[data-restricted]").waitFor();
    await readable(admin);
    const analis = await office.person("analis", "/cari", { size: LARGE });
    await found(analis, "2026/00002");
    assert.match(await analis.locator("[data-restricted]").innerText(), /Permohonan tertulis 12 November/);
    assert.equal(await analis.locator(".reveal").count(), 0, "there is no key to press");
    assert.equal(await analis.locator("#restrict, #lift").count(), 0);
    await admin.click("#lift");
    await admin.fill("#ask-reason", "Permohonan ditarik");
    await admin.click("#ask-yes");
    await admin.locator("#restrict").waitFor();
    await found(analis, "2026/00002", true);
    await analis.locator(".reveal").first().waitFor();
    await admin.context().close();
    await analis.context().close();
  });

  chapter("looks of a period come as a file", async () => {
    const analis = await office.hands("analis");
    await analis.act("/api/berkas/1/reveal", { reason: "Menghubungi pemohon" });
    const boss = await office.person("pengawas", "/pengawas/dilihat", { size: LARGE, inspected: true });
    await boss.locator("#list table").waitFor();
    assert.equal(await boss.locator("#csv").getAttribute("href"), null, "no period, no file");
    const day = await boss.evaluate(() => /** @type {any} */ (document.querySelector("#day")).value);
    await boss.fill("#from", day);
    await boss.fill("#until", day);
    await readable(boss);
    const [file] = await Promise.all([boss.waitForEvent("download"), boss.click("#csv")]);
    assert.match(file.suggestedFilename(), /^dilihat-.*\.csv$/);
    const text = readFileSync(/** @type {string} */ (await file.path()), "utf8");
    assert.match(text, /Agus Lasabuda.*2026\/00001.*Menghubungi pemohon/);
    await boss.context().close();
  });

  chapter("a permit that was revoked says so to whoever scans it", async () => {
    const five = await office.hands("loket-5");
    const four = await office.hands("loket-4");
    await five.act("/api/loket/5/open", { take_over: false });
    await four.act("/api/loket/4/open", { take_over: false });
    for (const [who, choice] of [["kabid", "setuju"], ["kadis", "tandatangani"], ["loket-4", "nomori"]]) {
      const hands = await office.hands(who);
      await hands.act("/api/berkas/1/take");
      await hands.act("/api/berkas/1/choose", { choice, reason: null });
    }
    await five.serve(5);
    await five.act("/api/loket/5/waive", { reason: "tidak bersedia" });
    await four.serve(4);
    await four.act("/api/loket/4/hand-over", { proxy: null });
    const { paper } = await four.act("/api/berkas/1/papers", { paper: "sk", sheet: "f4" });
    const sheet = await office.person("loket-4", `/kertas/terbit/${paper}`, { size: LARGE, inspected: true });
    const path = await scanned(sheet);
    await sheet.context().close();
    const phone = await office.person(undefined, path, { size: SIZES.phone, inspected: true });
    await phone.locator('[data-verdict="genuine"]').waitFor();

    const kadis = await office.person("kadis", "/cari", { size: LARGE, inspected: true });
    await found(kadis, "2026/00001");
    await kadis.click("#revoke");
    await kadis.fill("#ask-reason", "STR pemegang dicabut");
    await kadis.click("#ask-yes");
    await kadis.locator("[data-revoked]").waitFor();
    assert.equal(await kadis.locator("#revoke").count(), 0, "once");
    await readable(kadis);
    await phone.reload();
    await phone.locator('[data-verdict="revoked"]').waitFor();
    assert.match(await phone.locator("main").innerText(), /Dicabut: tidak berlaku lagi[\s\S]*Tidak berlaku sejak/);
    await readable(phone);
    await picture(phone, "seal-revoked");
    await phone.context().close();
    await kadis.context().close();
  });

  chapter("copies, complaints and exceptions are on the report", async () => {
    const boss = await office.person("pengawas", "/laporan", { size: LARGE, inspected: true });
    const report = boss.locator("#report");
    await report.locator('[data-table="exceptions"]').waitFor();
    for (const words of ["Legalisasi", "Pengaduan", "Putusan atas berkas yang ditangani sendiri", "SK yang dicabut"]) {
      assert.ok((await report.innerText()).includes(words), words);
    }
    await boss.context().close();
  });
});

/** Finds a berkas and opens it. @param {Page} page @param {string} number @param {boolean} [again] */
async function found(page, number, again = false) {
  if (again) await page.fill("#search", "");
  await page.fill("#search", number);
  await page.locator(`#note[data-answered="${number}"]`).waitFor();
  await page.click('#results [role="option"]');
  await page.locator("#detail .facts").waitFor();
}

/** The path in the QR code on a sheet, read as a phone would. @param {Page} sheet @returns {Promise<string>} */
async function scanned(sheet) {
  const { PNG } = createRequire(import.meta.url)("pngjs");
  const jsQR = createRequire(import.meta.url)("jsqr");
  await sheet.locator(".judul").first().waitFor();
  const { data, width, height } = PNG.sync.read(await sheet.screenshot({ fullPage: true }));
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  assert.ok(found, "the QR code can be read from the paper");
  return new URL(found.data).pathname;
}

/** Nothing that WCAG 2.2 AA forbids. @param {Page} page */
async function readable(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  assert.deepEqual(found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0]?.html}`), []);
}
