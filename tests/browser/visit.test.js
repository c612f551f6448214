// @ts-check
/**
 * One visit through all ten steps, clicked and typed by everybody in it, with the board, the applicant's phone and
 * the printer beside.
 */

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { answerSurvey, call, decide, fillIn, news, open, present, takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const SITTI = { nik: "7110014503850002", name: "Sitti Aminah Mokodompit", phone: "0812 4455 6677", permit: "SIPB" };

describe("a visit", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Record<string, Page>} */
  const at = {};
  let number = "";
  let berkas = "";
  let sk = "";

  before(async () => {
    office = await openOffice();
    at.board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    at.kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    at.two = await office.person("loket-2", "/loket/2");
    at.four = await office.person("loket-4", "/loket/4");
    at.five = await office.person("loket-5", "/loket/5");
    at.wall = await office.person("pengawas", "/pengawas", { size: SIZES.tv });
    at.tablet = await office.person("tablet", "/skm/5", { size: SIZES.tablet, touch: true });
    for (const role of ["analis", "kasi", "kabid", "kadis"]) at[role] = await office.person(role, "/berkas");
    for (const page of Object.values(at)) await page.locator('[data-connection="live"]').first().waitFor();
  });
  after(() => office.close());

  const chapter = chapters();

  /** @param {string} loket @param {string} expected */
  const boardCalls = (loket, expected) =>
    at.board.locator(`#lokets [data-loket="${loket}"][data-number="${expected}"]`).waitFor();

  chapter("begins at the kiosk, with a number and a slip", async () => {
    await at.kiosk.locator('body[data-view="rest"]').waitFor();
    await picture(at.kiosk, "kiosk");
    const slip = await takeNumber(at.kiosk, "A");
    number = slip.number;
    assert.equal(number, "A-001");
    const code = at.kiosk.locator("#ticket img").first();
    await code.waitFor();
    await at.kiosk.waitForFunction(() => [...document.querySelectorAll("#ticket img")].every((img) => /** @type {HTMLImageElement} */ (img).naturalWidth > 0));
    await picture(at.kiosk, "kiosk-ticket");
    at.phone = await office.person(undefined, new URL(slip.url).pathname, { size: SIZES.phone });
    await at.phone.locator("#number", { hasText: number }).waitFor();
    await picture(at.phone, "phone-waiting");
    await at.board.locator('#waiting [data-letter="A"][data-count="1"]').waitFor();
    // The virtual printer has it on paper, and the office knows from the printer that it has.
    const paper = await office.paper("kiosk", 1);
    assert.match(paper.text, /A-001/);
    assert.deepEqual(paper.qr, [slip.url]);
    await office.paperPicture("kiosk", 1, "ticket");
  });

  chapter("is called at loket 2, on the board and on the phone, to be seen and heard", async () => {
    await open(at.two);
    await picture(at.two, "console-queue");
    await call(at.two, number);
    await boardCalls("2", number);
    await at.board.locator(`#hero[data-number="${number}"][data-loket="2"]`).waitFor();
    await at.phone.locator('body[data-stage="called"]').waitFor();
    await picture(at.board, "board");
    await picture(at.phone, "phone-called");
    // The board says that it has spoken, and the officer is told so.
    await at.two.locator('.heard[data-voice="spoken"]').waitFor();
    assert.match(String(await at.two.textContent(".heard")), /TV-1 \d\d\.\d\d\.\d\d/);
    await picture(at.two, "console-called");
  });

  chapter("is registered with its checklist, and gets a tanda terima", async () => {
    await present(at.two);
    await fillIn(at.two, SITTI);
    // Nothing is taken for granted: an open line of the checklist stops it, and nothing was sent.
    await at.two.keyboard.press("F6");
    assert.match(String(await at.two.textContent(".wrong")), /belum ditandai/);
    await at.two.click(".checklist .all");
    await picture(at.two, "console-register");
    await at.two.keyboard.press("F6");
    berkas = String(/\d{4}\/\d+/.exec(await news(at.two)));
    assert.match(berkas, /^\d{4}\/00001$/);
    await at.two.locator('#papers [data-state="printed"]').waitFor();
    const paper = await office.paper("loket", 1);
    for (const word of [berkas, SITTI.name]) assert.ok(paper.text.includes(word), `the tanda terima says ${word}`);
    assert.ok(!paper.text.includes(SITTI.nik), "the NIK is masked on paper");
    await office.paperPicture("loket", 1, "receipt");
  });

  chapter("is decided by four desks", async () => {
    /** @type {[string, string][]} */
    const desks = [["analis", "teruskan"], ["kasi", "teruskan"], ["kabid", "setuju"], ["kadis", "tandatangani"]];
    for (const [role, choice] of desks) {
      await at[role].locator("#detail .hall", { hasText: number }).waitFor();
      if (role === "kasi") {
        await picture(at[role], "desk");
        await at.wall.locator('#steps li[data-count="1"]', { hasText: "Kepala Seksi" }).waitFor();
      }
      await decide(at[role], choice);
      await at[role].locator('#detail[data-berkas=""]').waitFor();
    }
  });

  chapter("gets its SK number at loket 4, and is in the line of loket 5", async () => {
    await at.four.locator("#desk [data-berkas] button").click();
    await picture(at.four, "console-number");
    await at.four.click("#ask-yes");
    sk = await news(at.four);
    assert.match(sk, /503\/1\/SIPB\/DPMPTSP\/[IVX]+\/\d{4}/);
    await at.five.locator(`#queue [data-number="${number}"]`).waitFor();
  });

  chapter("answers the survey on the tablet, and only then may be handed the SK", async () => {
    await open(at.five);
    await call(at.five, number);
    await boardCalls("5", number);
    await present(at.five);
    await at.tablet.locator('#screen[data-stage="asleep"]').waitFor();
    await picture(at.tablet, "tablet-asleep");
    await at.five.keyboard.press("F6");
    await at.tablet.locator("#number", { hasText: number }).waitFor();
    await at.five.locator("#survey-open").waitFor();
    await picture(at.tablet, "tablet-welcome");
    await answerSurvey(at.tablet, async (name) => {
      if (name === "perilaku") await picture(at.tablet, "tablet-question");
    });
    await at.tablet.locator('#screen[data-stage="thanks"]').waitFor();
    await picture(at.tablet, "tablet-thanks");
    // The number goes on by itself.
    await at.five.locator('body[data-stage="none"]').waitFor();
    await at.four.locator(`#queue [data-number="${number}"]`).waitFor();
  });

  chapter("is handed the SK at loket 4, and the berkas is closed", async () => {
    await open(at.four);
    await call(at.four, number);
    await boardCalls("4", number);
    await present(at.four);
    await at.four.locator("#hand-over").waitFor();
    await picture(at.four, "console-hand-over");
    await at.four.keyboard.press("F6");
    await at.four.locator('body[data-stage="none"]').waitFor();
    await at.phone.locator('body[data-standing="granted"]').waitFor();
    await picture(at.phone, "phone-granted");
  });

  chapter("left nothing behind on any screen", async () => {
    assert.equal(await at.four.locator("#queue li, #desk li").count(), 0);
    assert.equal(await at.five.locator("#queue li").count(), 0);
    for (const role of ["analis", "kasi", "kabid", "kadis"]) {
      assert.equal(await at[role].locator("#inbox li").count(), 0);
    }
    await at.tablet.locator('#screen[data-stage="asleep"]').waitFor();
  });

  chapter("stands on the wall of the supervisor, and in the report", async () => {
    await at.wall.locator('[data-figure="served"] strong', { hasText: "1" }).waitFor();
    await at.wall.locator('#lokets [data-loket="2"][data-state="open"]').waitFor();
    const index = await at.wall.textContent('[data-figure="ikm"] strong');
    await picture(at.wall, "wall");
    await at.wall.click('a[href="/laporan"]');
    await at.wall.click('a[href="/laporan/skm"]');
    await at.wall.locator("#report[data-n='1']").waitFor();
    // 33 of 36 points: 25 x 33 / 9 is 91,666...
    assert.equal(index, "91,67");
    assert.equal(await at.wall.textContent("#ikm"), index);
    await picture(at.wall, "report");
  });

  chapter("shows where the berkas stood when its number is scanned again", async () => {
    await at.kiosk.locator('body[data-view="rest"]').waitFor();
    await at.kiosk.keyboard.type(at.phone.url());
    await at.kiosk.keyboard.press("Enter");
    await at.kiosk.locator('#status[data-standing="granted"]').waitFor();
    assert.equal(await at.kiosk.locator("#take").count(), 0, "coming to a loket would be in vain");
    await picture(at.kiosk, "kiosk-status");
  });

  chapter("can be seen on the virtual printer", async () => {
    const printer = await office.person(undefined, "/printer/loket");
    await printer.locator("img[src*='receipts/1.png']").waitFor();
    await picture(printer, "printer");
  });
});
