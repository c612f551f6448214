// @ts-check
/**
 * The kiosk in a real browser: read aloud, made low, papers checked first, trouble with paper, and a fresh start for the
 * next person.
 */

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

describe("the kiosk", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Page} */
  let kiosk;

  before(async () => {
    office = await openOffice();
    kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    await rests();
  });
  const chapter = chapters();
  after(() => office.close());

  /** Nobody is there. */
  const rests = async () => {
    await kiosk.locator('body[data-view="rest"]').waitFor();
    await kiosk.locator('#tiles [data-service="A"][data-open="true"]').waitFor();
  };
  /** Another view is up, and takes taps. @param {string} name */
  const sees = async (name) => {
    await kiosk.locator(`body[data-view="${name}"] .stage:not(.fresh)`).waitFor();
  };
  /** @param {string} state */
  const reads = (state) => kiosk.locator(`body[data-reading="${state}"]`).waitFor();
  /** @param {string} condition of the kiosk's printer */
  const printer = async (condition) => {
    const url = `${office.program.address}/printer/kiosk/state`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ condition }),
    });
    assert.equal(answer.status, 204);
  };

  chapter("reads the services aloud, one after the other, and shows which", async () => {
    await kiosk.click("#read");
    await kiosk.locator('[data-service="A"][data-read]').waitFor();
    assert.equal(await kiosk.getAttribute("#read", "aria-pressed"), "true");
    assert.equal(await kiosk.locator("[data-read]").count(), 1);
    await picture(kiosk, "kiosk-reading");
    await kiosk.locator('[data-service="B"][data-read]').waitFor();
    await kiosk.click("#read");
    await reads("no");
    assert.equal(await kiosk.locator("[data-read]").count(), 0);
  });

  chapter("stops with the view, and with the language, and reads English too", async () => {
    await kiosk.click("#read");
    await reads("yes");
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    await reads("no");
    await kiosk.click("#read");
    await reads("yes");
    await kiosk.click("#lang");
    await reads("no");
    await kiosk.click("#read");
    await kiosk.locator(".facts[data-read]").waitFor();
    await kiosk.click("#lang");
    await kiosk.click("#back");
    await rests();
  });

  chapter("keeps the ticket while its number is read", async () => {
    await takeNumber(kiosk, "B");
    await kiosk.click("#read");
    await kiosk.locator(".slip .number[data-read]").waitFor();
    assert.equal(await kiosk.locator("#ticket").count(), 1, "the key does not send the ticket away");
    await kiosk.locator(".todo[data-read]").waitFor();
    await kiosk.click("#done");
    await rests();
    await reads("no");
  });

  chapter("puts every key into the lower 45 % of the screen", async () => {
    await kiosk.click("#lower");
    await kiosk.locator("body.low").waitFor();
    await picture(kiosk, "kiosk-low");
    const keys = async () => {
      const boxes = await kiosk.locator("button:visible").evaluateAll((all) =>
        all.map((key) => [key.id || key.className, key.getBoundingClientRect().top, key.getBoundingClientRect().height]),
      );
      for (const [name, top, height] of boxes) {
        assert.ok(Number(top) >= 0.548 * SIZES.kiosk.height, `${name} begins at ${top}`);
        assert.ok(Number(height) >= 79, `${name} is ${height} high`);
      }
      const stage = await kiosk.locator(".stage > section").evaluate((view) => view.scrollHeight - view.clientHeight);
      assert.ok(stage <= 1, "nothing has to be scrolled");
    };
    await keys();
    await kiosk.click("#scan");
    await sees("code");
    await keys();
    await kiosk.click("#back");
    await sees("rest");
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    await kiosk.click("#priority");
    await keys();
    await kiosk.click("#check");
    await sees("permits");
    await kiosk.locator("[data-permit]").first().waitFor();
    await keys();
    await kiosk.click('[data-permit="SIPD"]');
    await sees("checklist");
    await keys();
    await kiosk.click("#back");
    await sees("permits");
    await kiosk.click("#back");
    await sees("service");
    await kiosk.click("#back");
    await kiosk.click("#lower");
    await rests();
  });

  chapter("has no such key on a screen that lies", async () => {
    const lying = await office.person("kiosk", "/kiosk", { size: SIZES.tv, touch: true });
    await lying.locator("#tiles [data-service]").first().waitFor();
    assert.equal(await lying.isVisible("#lower"), false);
    assert.equal(await lying.isVisible("#read"), true);
    await lying.context().close();
  });

  chapter("checks papers first, and takes the number when all are there", async () => {
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    await kiosk.click("#check");
    await sees("permits");
    await picture(kiosk, "kiosk-permits");
    assert.equal(await kiosk.locator("[data-permit]").count(), 6);
    await kiosk.click("#next");
    await kiosk.locator('[data-permit="SKTR"]').waitFor();
    await kiosk.click("#previous");
    await kiosk.click('[data-permit="SIPB"]');
    await sees("checklist");
    for (const place of [0, 1, 2, 3, 4, 5]) await kiosk.click(`[data-item="${place}"]`);
    assert.equal(await kiosk.isVisible("#print"), false);
    const answered = kiosk.waitForResponse("**/api/kiosk/tickets");
    await kiosk.click("#take");
    assert.equal((await answered).status(), 201);
    assert.equal(await kiosk.locator("#ticket").getAttribute("data-number"), "A-001");
    await office.paper("kiosk", 2);
    await kiosk.click("#done");
    await rests();
  });

  chapter("prints what is missing, without a number, and gives one all the same", async () => {
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    await kiosk.click("#check");
    await kiosk.click('[data-permit="SIPB"]');
    await sees("checklist");
    for (const place of [0, 1, 3, 4]) await kiosk.click(`[data-item="${place}"]`);
    assert.match(String(await kiosk.textContent(".told")), /^4 dari 6/);
    await picture(kiosk, "kiosk-checklist");
    await kiosk.click("#print");
    await kiosk.locator('[data-slip="printed"]').waitFor();
    await picture(kiosk, "kiosk-list-printed");
    const paper = await office.paper("kiosk", 3);
    assert.match(paper.text, /DAFTAR PERSIAPAN/);
    assert.match(paper.text, /Ijazah[^]*Pas foto[^]*Hanya bila sesuai[^]*Senin-Kamis 08\.00/);
    assert.doesNotMatch(paper.text, /\[ \] KTP-el|A-00/);
    await office.paperPicture("kiosk", 3, "preparation");
    await sees("slip");
    await kiosk.click("#take");
    await kiosk.locator('#ticket[data-number="A-002"]').waitFor();
    await office.paper("kiosk", 4);
    await kiosk.click("#done");
    await rests();
  });

  chapter("says before the tap that there is no paper, and keeps the number for a photo", async () => {
    await printer("paper-out");
    await kiosk.locator("#paper").waitFor();
    assert.match(String(await kiosk.textContent("#paper")), /Kertas tiket habis/);
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    assert.match(String(await kiosk.textContent("#paper")), /difoto/);
    await kiosk.click("#check");
    await kiosk.click('[data-permit="SIPB"]');
    await sees("checklist");
    assert.equal(await kiosk.isVisible("#print"), false, "what cannot be printed is not offered");
    await kiosk.click("#take");
    await kiosk.locator('#ticket[data-photo="true"]').waitFor();
    await picture(kiosk, "kiosk-photo");
    await printer("ready");
    await office.paper("kiosk", 5);
    await kiosk.locator("#ticket").waitFor();
    await sees("ticket");
    await kiosk.click("#done");
    await rests();
    await kiosk.locator("#paper").waitFor({ state: "detached" });
  });

  chapter("keeps the number on the screen when the paper ends after the tap", async () => {
    await kiosk.click('#tiles [data-service="A"]');
    await sees("service");
    // The lid goes up while the number is on its way: the kiosk believed the printer ready.
    await printer("cover-open");
    await kiosk.click("#take");
    await kiosk.locator('#ticket[data-number="A-004"][data-photo="true"]').waitFor();
    await printer("ready");
    await office.paper("kiosk", 6);
    await sees("ticket");
    await kiosk.click("#done");
    await rests();
  });

  chapter("shows what to do to the virtual printer", async () => {
    const desk = await office.person(undefined, "/printer/loket");
    await desk.click('[data-condition="paper-low"]');
    await desk.locator('#condition[data-light="warn"]').waitFor();
    await desk.locator('[data-condition="paper-low"][aria-pressed="true"]').waitFor();
    await picture(desk, "printer-conditions");
    for (const [key, light, words] of [
      ["cutter-stuck", "stop", /Pisau macet/],
      ["stall", "warn", /berhenti menerima data/],
      ["reset", "warn", /Mati listrik/],
      ["garbage", "warn", /kacau/],
      ["slow", "warn", /Lambat/],
    ]) {
      await desk.click(`[data-condition="${key}"]`);
      await desk.locator(`[data-condition="${key}"][aria-pressed="true"]`).waitFor();
      await desk.locator(`#condition[data-light="${light}"]`, { hasText: words }).waitFor();
    }
    await desk.click('[data-condition="ready"]');
    await desk.locator('#condition[data-light="ready"]').waitFor();
    await desk.context().close();
  });

  chapter("begins anew for the next person: language, letters, contrast, height", async () => {
    await kiosk.clock.install();
    await kiosk.reload();
    await rests();
    for (const key of ["lang", "large", "contrast", "lower"]) await kiosk.click(`#${key}`);
    await kiosk.locator("body.large.contrast.low").waitFor();
    assert.equal(await kiosk.getAttribute("html", "lang"), "en");
    await picture(kiosk, "kiosk-tastes");
    await kiosk.clock.runFor(39_000);
    assert.equal(await kiosk.locator("body.large").count(), 1);
    await kiosk.clock.runFor(2_000);
    await kiosk.locator("body:not(.large):not(.contrast):not(.low)").waitFor();
    assert.equal(await kiosk.getAttribute("html", "lang"), "id");
  });
});
