// @ts-check
/**
 * The ways of the staff: the menu leads everybody where they may go and nowhere else, by hand and by keyboard; and every
 * staff screen fits a small screen, which is the same as a large one that is magnified.
 */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openOffice, SIZES } from "./office.js";

/** A monitor of 1366 at 200 %, and the narrowest that WCAG asks for. */
const SMALL = { magnified: { width: 683, height: 384 }, narrow: { width: 320, height: 640 } };

/** Each of whom, where they work, and how many columns their menu has. @type {[string, string, number][]} */
const PEOPLE = [
  ["loket-2", "/loket/2", 1],
  ["loket-5", "/loket/5", 1],
  ["analis", "/berkas", 1],
  ["kadis", "/berkas", 1],
  ["pengawas", "/pengawas", 2],
  ["admin", "/pengaturan", 3],
];

describe("the ways of the staff", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;

  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  for (const [login, path, columns] of PEOPLE) {
    it(`lead ${login} to pages that open`, async () => {
      const page = await office.person(login, path);
      await page.locator(".menu > summary").focus();
      await page.keyboard.press("Enter");
      await page.locator(".menu a").first().waitFor();
      assert.equal(await page.locator(".menu h2").count(), columns);
      assert.equal(await page.locator(`.menu a[aria-current="page"]`).getAttribute("href"), path);
      const links = page.locator(".menu a");
      const ways = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
      assert.equal(new Set(ways).size, ways.length, "no page twice");
      for (const way of ways) {
        const answer = await page.request.get(new URL(way, page.url()).href);
        assert.equal(answer.status(), 200, `${login} may open ${way}`);
      }
      // It covers nothing of what it was opened over for longer than it is wanted.
      await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
      await links.first().waitFor({ state: "hidden" });
      assert.equal(await page.evaluate(() => document.activeElement?.localName), "summary");
      await page.keyboard.press("Enter");
      await links.first().waitFor();
      await page.mouse.click(1300, 700);
      await links.first().waitFor({ state: "hidden" });
      await page.context().close();
    });
  }

  it("are the same from the pages around the screens", async () => {
    const page = await office.person("admin", "/akun");
    await page.click(".menu > summary");
    await page.click('.menu a[href="/kertas"]');
    await page.locator("#papers").waitFor();
    await page.click(".menu > summary");
    await page.click('.menu a[href="/perangkat"]');
    await page.locator("#pair").waitFor();
    await page.context().close();
  });

  /** @type {[string, string, string][]} */
  const screens = [
    ["loket-2", "/loket/2", "#acts button"],
    ["loket-5", "/pengaduan", ".asking input"],
    ["analis", "/berkas", "#inbox"],
    ["loket-2", "/cari", "#search"],
    ["analis", "/saya", "#own-new"],
    ["pengawas", "/pengawas", "#lokets li"],
    ["pengawas", "/pengawas/terlambat", "#list .empty"],
    ["pengawas", "/pengawas/dilihat", "#day"],
    ["pengawas", "/siap", "#begin"],
    ["pengawas", "/cetak", "[data-printer] .acts"],
    ["pengawas", "/ulang", "#clock"],
    ["pengawas", "/laporan", "#report header"],
    ["pengawas", "/laporan/skm", "#report header"],
    ["admin", "/pengaturan", "[data-section=hours]"],
    ["admin", "/akun", "#accounts [data-account]"],
    ["admin", "/perangkat", "[data-device]"],
    ["admin", "/kunci", "#make"],
    ["admin", "/kabar", "#add"],
    ["admin", "/cadangan", ".verdict"],
    ["admin", "/tata-papan", ".room"],
    ["admin", "/suara", "#boards .wrong"],
  ];
  it("tell an applicant all of a returned berkas on the smallest kiosk, without scrolling", async () => {
    const [hands, two, analis] = [await office.hands("kiosk"), await office.hands("loket-2"), await office.hands("analis")];
    const { url } = await hands.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
    await two.act("/api/loket/2/open", { take_over: false });
    await two.serve(2);
    const berkas = await two.register("7110014503850002", "Sitti Aminah");
    await analis.act(`/api/berkas/${berkas}/take`);
    const reason = "Fotokopi KTP tidak terbaca dan pas foto belum berlatar merah";
    await analis.act(`/api/berkas/${berkas}/choose`, { choice: "kembalikan", reason });
    const kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.tablet, touch: true });
    await kiosk.locator('#tiles [data-service="A"][data-open="true"]').waitFor();
    await kiosk.keyboard.type(url);
    await kiosk.keyboard.press("Enter");
    const status = kiosk.locator('#status[data-standing="returned"]');
    await status.getByText(reason).waitFor();
    const below = await status.evaluate((view) => view.scrollHeight - view.clientHeight);
    assert.ok(below <= 1, `${below} pixels are below the edge`);
    await kiosk.context().close();
    // The applicant waits here with a number: nothing on the phone sends them to the kiosk for another.
    const phone = await office.person(undefined, new URL(url).pathname, { size: SIZES.phone });
    await phone.locator("#berkas .reason", { hasText: reason }).waitFor();
    assert.equal(await phone.locator("#berkas .where").count(), 0);
    await phone.context().close();
  });

  for (const [name, size] of Object.entries(SMALL)) {
    it(`fit a screen that is ${name}`, async () => {
      for (const [login, path, part] of screens) {
        const page = await office.person(login, path, { size });
        const there = page.locator(part).first();
        await there.waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= size.width, `${path} is ${wide} wide`);
        // What is further down can be scrolled to, and seen.
        await there.scrollIntoViewIfNeeded();
        const box = await there.boundingBox();
        assert.ok(box && box.y < size.height && box.y + box.height > 0, `${part} of ${path} can be seen`);
        await page.context().close();
      }
    });
  }
});
