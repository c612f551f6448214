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

  chapter("a word of the kiosk is changed, and the kiosk says it by itself, then the program's again", async () => {
    await tab("words");
    const list = admin.locator("[data-section=words] .words > li");
    await list.nth(24).waitFor();
    assert.equal(await list.count(), 25, "not all at once");
    await admin.fill("#words-search", "kiosk pilih layanan");
    const word = admin.locator("[data-word=kiosk-welcome]");
    await word.waitFor();
    assert.equal(await word.locator(".own").first().locator(".program").textContent(), "Silakan pilih layanan");
    await word.locator("textarea[data-lang=id]").fill("Halo { $nama }");
    await admin.click("#look");
    await admin.locator("#review .fault", { hasText: "yang tidak dikenal dalam pesan ini" }).waitFor();
    await word.locator("textarea[data-lang=id]").fill("Selamat datang di DPMPTSP");
    await admin.fill("#words-search", "papan");
    await admin.fill("#words-search", "kiosk pilih layanan");
    assert.equal(await word.locator("textarea[data-lang=id]").inputValue(), "Selamat datang di DPMPTSP", "typed words stay");
    await admin.click("#back");
    await admin.setViewportSize({ width: 390, height: 844 });
    await admin.locator(".finding").scrollIntoViewIfNeeded();
    await picture(admin, "settings-words-phone");
    await admin.setViewportSize({ width: 1280, height: 800 });
    await picture(admin, "settings-words");
    await admin.setViewportSize(SIZES.desk);
    await keeps(4);
    await kiosk.getByText("Selamat datang di DPMPTSP").first().waitFor();
    await picture(kiosk, "kiosk-own-words");
    await admin.check("#words-own");
    await list.first().waitFor();
    assert.equal(await list.count(), 1);
    await word.locator(".reset").first().click();
    await keeps(5);
    // A page that has just loaded itself anew rests for a while before it does so again.
    await kiosk.getByText("Silakan pilih layanan").first().waitFor({ timeout: 40_000 });
  });

  chapter("the history names who changed what, and brings an earlier version back", async () => {
    await tab("history");
    const rows = admin.locator(".versions li");
    await rows.nth(4).waitFor();
    assert.equal(await rows.count(), 5);
    assert.match(String(await rows.first().textContent()), /Versi 5.*Administrator.*Kata di layar dan tiket/);
    assert.match(String(await rows.nth(1).textContent()), /Versi 4.*Administrator.*Kata di layar dan tiket/);
    await rows.nth(3).locator("button.back").click();
    await admin.locator("#review[data-free=true]").waitFor();
    await admin.click("#keep");
    await admin.locator('body[data-version="6"]').waitFor();
    await admin.locator(".versions li", { hasText: "versi 2 dikembalikan" }).waitFor();
    await tab("lokets");
    await admin.locator("[data-list=loket] li").nth(3).waitFor();
    assert.equal(await admin.locator("[data-list=loket] li").count(), 4);
  });
});
