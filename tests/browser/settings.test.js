// @ts-check
/**
 * The administrator changes a closing hour, adds a day off and a loket, and the office works by them without anybody
 * touching the server. What would break open work, or is no settings at all, is told and changes nothing.
 */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { goBy } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

describe("the settings of the office", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Page} */
  let admin;
  /** @type {Page} */
  let kiosk;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));

  before(async () => {
    office = await openOffice();
    kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    admin = await office.person("admin", "/akun");
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  const tab = (/** @type {string} */ name) => admin.click(`.tabs a[href="#${name}"]`);

  /** Looks at the change, keeps it, and waits until the office works by it. @param {number} version */
  async function keeps(version) {
    await admin.click("#look");
    await admin.locator("#review[data-free=true]").waitFor();
    await admin.click("#keep");
    await admin.locator(`body[data-version="${version}"]`).waitFor();
    await admin.locator(".news.good", { hasText: "Pengaturan baru berlaku." }).waitFor();
  }

  chapter("are reached from the accounts", async () => {
    await goBy(admin, "/pengaturan");
    await admin.locator("[data-section=hours]").waitFor();
    assert.equal(await admin.locator("[data-list=holiday] li").count() > 10, true);
  });

  chapter("a closing hour and a day off are changed together, after a look at the lines", async () => {
    const friday = admin.locator("textarea[name='time.hours.friday']");
    assert.equal(await friday.inputValue(), "08.00-11.30\n13.30-16.00");
    await friday.fill("08.00-11.30\n13.30-15.30");
    await admin.locator("details.paste summary").click();
    await admin.fill("#paste", "2027-01-01 Tahun Baru 2027 Masehi\nbukan tanggal");
    await admin.click("#take");
    assert.equal(await admin.inputValue("#paste"), "bukan tanggal", "what could not be read stays");
    await admin.click("#look");
    await admin.locator("#review[data-free=true]").waitFor();
    const lines = (/** @type {string} */ side) => admin.locator(`#review .lines .${side} code`).allTextContents();
    assert.deepEqual(await lines("old"), ['friday = ["08.00-11.30", "13.30-16.00"]']);
    const come = await lines("new");
    assert.equal(come[0], 'friday = ["08.00-11.30", "13.30-15.30"]');
    assert.deepEqual(come.filter((line) => line.includes("2027")), ['date = "2027-01-01"', 'name = "Tahun Baru 2027 Masehi"']);
    await picture(admin, "settings");
    await admin.click("#keep");
    await admin.locator('body[data-version="2"]').waitFor();
    assert.equal(await admin.locator("textarea[name='time.hours.friday']").inputValue(), "08.00-11.30\n13.30-15.30");
    assert.equal(await admin.locator("[data-item='2027-01-01']").count(), 1);
  });

  chapter("the kiosk came back by itself", async () => {
    await kiosk.locator("body[data-connection=live]").waitFor();
    await kiosk.locator("[data-service=A]").first().waitFor();
  });

  chapter("a loket is added, and somebody can sit there", async () => {
    await tab("lokets");
    const list = admin.locator("[data-list=loket]");
    await list.locator("button.add").click();
    const fresh = list.locator("li").last();
    await fresh.locator("[data-field=id]").fill("3");
    await fresh.locator("[data-field=name]").fill("Bantuan");
    await fresh.locator("[data-field=role]").selectOption("loket-2");
    await fresh.locator("[data-field=purposes]").fill("pendaftaran");
    await fresh.locator("[data-field=zone]").fill("utama");
    await keeps(3);
    const officer = await office.person("loket-2", "/loket/3");
    await officer.locator("body[data-connection=live]").waitFor();
    await officer.close();
  });

  chapter("what open work needs is not taken away", async () => {
    const hands = await office.hands("kiosk");
    await hands.act("/api/kiosk/tickets", { service: "C", priority: null, lang: "id" });
    await tab("services");
    await admin.locator("[data-list=service] [data-item=C] button.remove").click();
    await admin.click("#look");
    await admin.locator("#review[data-free=false] .obstacles", { hasText: "Layanan C" }).waitFor();
    assert.equal(await admin.locator("#keep").count(), 0);
  });

  chapter("a file with a fault is told with its line and changes nothing", async () => {
    await tab("file");
    const [download] = await Promise.all([admin.waitForEvent("download"), admin.click("#download")]);
    const path = join(folder, "pengaturan.toml");
    await download.saveAs(path);
    const text = readFileSync(path, "utf8");
    assert.match(text, /^# The office as loket knows it/, "comments travel along");
    const broken = text.replace('monday = ["08.00-12.00"', 'monday = ["8-12"');
    const line = broken.split("\n").findIndex((one) => one.startsWith("monday")) + 1;
    writeFileSync(path, broken);
    await admin.setInputFiles("#choose", path);
    await admin.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector("#document")).value.includes('"8-12"'));
    await admin.click("#look");
    await admin.locator(`#review .fault[data-line="${line}"]`, { hasText: "bukan rentang jam" }).waitFor();
    assert.equal(await admin.locator("#keep").count(), 0);
    await picture(admin, "settings-fault");
  });

  chapter("the history names who changed what, and brings an earlier version back", async () => {
    await tab("history");
    const rows = admin.locator(".versions li");
    await rows.nth(2).waitFor();
    assert.equal(await rows.count(), 3);
    assert.match(String(await rows.first().textContent()), /Versi 3.*Administrator.*Loket, ruang, dan peran/);
    await rows.nth(1).locator("button.back").click();
    await admin.locator("#review[data-free=true]").waitFor();
    await admin.click("#keep");
    await admin.locator('body[data-version="4"]').waitFor();
    await admin.locator(".versions li", { hasText: "versi 2 dikembalikan" }).waitFor();
    await tab("lokets");
    await admin.locator("[data-list=loket] li").nth(3).waitFor();
    assert.equal(await admin.locator("[data-list=loket] li").count(), 4);
  });
});
