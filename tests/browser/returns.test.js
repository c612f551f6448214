// @ts-check
/**
 * A berkas that goes back line by line and comes again, certified copies, and a complaint from the counter to its answer,
 * each clicked through.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

describe("returns, copies and complaints", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {import("./office.js").Hands} */
  let kiosk;
  const chapter = chapters();
  const take = (/** @type {string} */ service) => kiosk.act("/api/kiosk/tickets", { service, priority: null, lang: "id" });
  /** The address of the visitor's own page. */
  let slip = "";

  before(async () => {
    office = await openOffice();
    kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    await two.act("/api/loket/2/open", { take_over: false });
    slip = new URL((await take("A")).url).pathname;
    await two.serve(2);
    await two.register("7110014503850002", "Sitti Aminah Mokoginta");
    for (const loket of [4, 5]) {
      const hands = await office.hands(`loket-${loket}`);
      await hands.act(`/api/loket/${loket}/open`, { take_over: false });
    }
  });
  after(() => office.close());

  chapter("a desk says line by line what is lacking", async () => {
    const page = await office.person("analis", "/berkas", { inspected: true });
    await page.click("#take");
    await page.click('[data-choice="kembalikan"]');
    await page.locator("#returning").waitFor();
    await page.click("#return-yes");
    await page.locator("#returning .wrong:not([hidden])").waitFor();
    await page.check("#lacking-0");
    await page.fill("#lacking-why-0", "fotokopi tidak terbaca");
    await page.check("#lacking-1");
    await picture(page, "desk-returning");
    assert.deepEqual(await faults(page), []);
    await page.click("#return-yes");
    await page.locator("#returning").waitFor({ state: "detached" });
    await page.context().close();
  });

  chapter("the phone and the kiosk show what to bring", async () => {
    for (const lang of ["id", "en"]) {
      const phone = await office.person(undefined, `${slip}?lang=${lang}`, { size: SIZES.phone, lang, inspected: true });
      await phone.locator("#berkas .lacking li").nth(1).waitFor();
      assert.match(await phone.locator("#berkas .lacking").innerText(), /fotokopi tidak terbaca/);
      assert.deepEqual(await faults(phone), []);
      await picture(phone, `phone-lacking-${lang}`, { fullPage: true });
      await phone.context().close();
    }
    const page = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, inspected: true });
    await page.locator("#tiles [data-service]").first().waitFor();
    await page.keyboard.type(new URL(slip, "http://x").pathname);
    await page.keyboard.press("Enter");
    await page.locator("#status .lacking li").nth(1).waitFor();
    assert.deepEqual(await faults(page), []);
    await picture(page, "kiosk-lacking");
    await page.context().close();
  });

  chapter("loket 2 sees those lines first, and prints what is still lacking", async () => {
    const two = await office.hands("loket-2");
    await two.serve(2);
    const page = await office.person("loket-2", "/loket/2", { inspected: true });
    await page.locator("#lacked .row").nth(1).waitFor();
    assert.match(await page.locator("#lacked").innerText(), /fotokopi tidak terbaca/);
    await page.locator('#lacked .row input[value="present"]').first().check();
    await page.locator('#lacked .row input[value="missing"]').nth(1).check();
    await page.click(".checklist .all");
    assert.deepEqual(await faults(page), []);
    await picture(page, "console-lacked");
    await page.click("#resubmit");
    await page.locator(".news.good").getByText("lembar kekurangan").waitFor();
    await page.context().close();
    const paper = await office.paper("loket", 3);
    assert.match(paper.text, /LEMBAR KEKURANGAN/);
    assert.doesNotMatch(paper.text, /tidak terbaca/, "the mended line is not on it");
    await office.paperPicture("loket", 3, "paper-lacking");
  });

  chapter("loket 4 notes certified copies before the visit ends", async () => {
    await take("C");
    const four = await office.hands("loket-4");
    await four.serve(4);
    const page = await office.person("loket-4", "/loket/4", { inspected: true });
    await page.locator("#legalising").waitFor();
    assert.equal(await page.locator('[data-act="finish"]').count(), 0);
    await page.click("#legal-go");
    await page.locator("#legalising .wrong:not([hidden])").waitFor();
    await page.fill("#legal-document", "Ijazah D3 Kebidanan");
    await page.fill("#legal-copies", "5");
    await page.fill("#legal-signer", "Sari Wulandari");
    await page.click("#legal-go");
    await page.locator(".legalised li").getByText("Ijazah D3 Kebidanan").waitFor();
    assert.deepEqual(await faults(page), []);
    await picture(page, "console-legalising");
    await page.click("#legal-go");
    await page.locator("#legalising").waitFor({ state: "detached" });
    await page.context().close();
  });

  chapter("a complaint is written down at loket 5", async () => {
    await take("D");
    const five = await office.hands("loket-5");
    await five.serve(5);
    const page = await office.person("loket-5", "/loket/5", { inspected: true });
    await page.locator("#complaining").waitFor();
    await page.selectOption("#complaint-category", "delay");
    await page.fill("#complaint-subject", "Menunggu terlalu lama");
    await page.fill("#complaint-text", "Saya menunggu lebih dari satu jam, dan tidak ada kabar.");
    assert.deepEqual(await faults(page), []);
    await picture(page, "console-complaining");
    await page.click("#complaint-file");
    await page.locator("#complaining .found").getByText("Tercatat").waitFor();
    await page.click("#complaint-finish");
    await page.locator("#complaining").waitFor({ state: "detached" });
    await page.context().close();
    await office.paperPicture("loket", 4, "paper-complaint");
  });

  chapter("its paper leads to a page without a word of it", async () => {
    const paper = await office.paper("loket", 4);
    assert.match(paper.text, /PGD-\d{4}-0001/);
    assert.doesNotMatch(paper.text, /satu jam/);
    for (const lang of ["id", "en"]) {
      const page = await office.person(undefined, `${new URL(paper.qr[0]).pathname}?lang=${lang}`, { size: SIZES.phone, lang, inspected: true });
      await page.locator('#visit[data-stage="open"]').waitFor();
      assert.doesNotMatch(await page.content(), /satu jam/);
      assert.deepEqual(await faults(page), []);
      await picture(page, `phone-complaint-${lang}`, { fullPage: true });
      await page.context().close();
    }
  });

  chapter("the complaint is taken up, answered and closed", async () => {
    const page = await office.person("loket-5", "/pengaduan", { inspected: true });
    await page.locator("#take").waitFor();
    assert.deepEqual(await faults(page), []);
    await page.click("#take");
    await page.fill("#answer-text", "Kami mohon maaf. Petugas ditambah pada jam ramai.");
    await picture(page, "complaints");
    await page.click("#answer");
    await page.locator("#answered").waitFor();
    await page.click("#close");
    await page.click("#ask-yes");
    await page.locator("#complaints .empty").waitFor();
    await page.fill("#find", "PGD-1-1");
    await page.press("#find", "Enter");
    await page.locator(".news.bad:not([hidden])").waitFor();
    await page.context().close();
    for (const dark of [false, true]) {
      const supervisor = await office.person("pengawas", "/pengaduan", { dark, lang: "en", inspected: true });
      await supervisor.locator("#complaints .empty").waitFor();
      assert.deepEqual(await faults(supervisor), []);
      await picture(supervisor, `complaints-empty-${dark ? "dark" : "light"}`);
      await supervisor.context().close();
    }
  });

  chapter("who was refused is offered to follow that berkas, and each leads to the other", async () => {
    const two = await office.hands("loket-2");
    await take("A");
    await two.serve(2);
    const refused = await two.register("7110011209910007", "Rahmat Paputungan");
    for (const [role, choice, reason] of [["analis", "teruskan", null], ["kasi", "teruskan", null], ["kabid", "mundur", "lampiran kurang"], ["kasi", "teruskan", null], ["kabid", "tolak", "tidak sesuai tata ruang"]]) {
      const desk = await office.hands(String(role));
      await desk.act(`/api/berkas/${refused}/take`);
      await desk.act(`/api/berkas/${refused}/choose`, { choice, reason });
    }
    const four = await office.hands("loket-4");
    await four.serve(4);
    const counter = await office.person("loket-4", "/loket/4");
    await counter.click("#offer-survey");
    await counter.locator("#offer-survey").waitFor({ state: "detached" });
    await counter.context().close();
    const five = await office.hands("loket-5");
    await five.serve(5);
    const gate = await office.person("loket-5", "/loket/5");
    await gate.locator("#survey").waitFor();
    await gate.click('[data-act="finish"]');
    await gate.locator("#survey").waitFor({ state: "detached" });
    await gate.context().close();
    await four.serve(4);
    await four.act("/api/loket/4/hand-over", { proxy: { name: "Sitti Aminah", relation: "istri" } });

    await take("A");
    await two.serve(2);
    const page = await office.person("loket-2", "/loket/2");
    await page.fill("#nik", "7110011209910007");
    await page.locator('[data-follows][aria-pressed="false"]').waitFor();
    await page.selectOption("#permit", "SIPB");
    await page.locator('[data-follows][aria-pressed="true"]').waitFor();
    await page.click(".checklist .all");
    await page.click("#register");
    await page.locator("#registration").waitFor({ state: "detached" });
    await page.goto(`${office.program.address}/cari`);
    await page.fill("#search", "rahmat paputungan");
    await page.locator('#results [role="option"]').nth(1).waitFor();
    for (const [nth, words] of /** @type {[number, string][]} */ ([[0, "Menyusul berkas"], [1, "Disusul berkas"]])) {
      await page.locator('#results [role="option"]').nth(nth).click();
      await page.locator("#detail:not([data-stale]) .story").getByText(words).waitFor();
    }
    const story = page.locator("#detail .story");
    await story.getByText("Diserahkan kepada kuasa: Sitti Aminah (istri)").waitFor();
    await story.getByText("Mundur satu langkah").waitFor();
    await picture(page, "search-followed", { fullPage: true });
    await page.context().close();
  });

  chapter("a complaint that is overdue stands on the screens of those who must know", async () => {
    // The office's clock cannot be moved from here: the line is laid into what the office sends.
    const hour = 3_600_000;
    const late = { id: 9, number: "PGD-2026-0009", category: "fee", subject: "Dimintai uang", stage: "open", filed: Date.now() - 200 * hour, due: Date.now() - 20 * hour, overdue: true, taken: null, told: "Kepala Dinas" };
    for (const [path, place] of [["/pengawas/terlambat", "#list"], ["/pengawas", "#late"]]) {
      const page = await office.person("pengawas", "/health", { size: SIZES.tv, inspected: true });
      await page.routeWebSocket(/\/live\//, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((text) => {
          const message = JSON.parse(String(text));
          for (const sections of [message.view, message.set]) if (sections && "complaints" in sections) sections.complaints = [late];
          socket.send(JSON.stringify(message));
        });
      });
      await page.goto(office.program.address + path);
      const line = page.locator(`${place} [data-complaint="9"]`);
      await line.getByText("Sudah sampai Kepala Dinas").waitFor();
      assert.match(await line.innerText(), /terlambat, batasnya/);
      assert.deepEqual(await faults(page), []);
      await picture(page, `overdue-complaint-${place.slice(1)}`);
      await page.context().close();
    }
  });
});

/** @param {Page} page @returns {Promise<string[]>} */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(" | ")}`);
}
