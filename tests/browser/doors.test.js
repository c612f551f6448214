// @ts-check
/**
 * Who comes in where, by the pages people see: signing in, accounts, and two officers at one seat.
 */

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { call, open, takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const SECRET = "cukup panjang untuk dua belas";
const OWN = "ombak sore di dermaga";

describe("the doors", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  before(async () => {
    office = await openOffice();
  });
  const chapter = chapters();
  after(() => office.close());

  /** @param {Page} page @param {string} login @param {string} password */
  async function signIn(page, login, password) {
    await page.fill("#login", login);
    await page.fill("#password", password);
    await page.click("#sign-in button[type=submit]");
  }

  chapter("are shut for whoever has not signed in, and lead on after that", async () => {
    const page = await office.person(undefined, "/loket/2");
    assert.match(page.url(), /\/masuk\?next=\/loket\/2$/);
    await picture(page, "sign-in");
    await signIn(page, "loket-2", "bukan kata sandinya");
    await page.locator("#sign-in .error:not([hidden])").waitFor();
    assert.match(String(await page.textContent("#sign-in .error")), /salah/);
    await signIn(page, "loket-2", "peragaan-loket");
    await page.waitForURL("**/loket/2");
    await page.locator("#acts [data-act=open]").waitFor();
    // Signing out ends it, and going back does not bring it back.
    await page.click("#sign-out");
    await page.waitForURL("**/masuk");
    await page.goBack();
    await page.waitForURL(/\/masuk/);
  });

  chapter("open for a new account, which takes over a seat only on purpose", async () => {
    const admin = await office.person("admin", "/akun");
    await admin.locator('#accounts [data-account="kadis"]').waitFor();
    await picture(admin, "accounts");
    await admin.fill("#new-name", "Rina Kedua");
    await admin.fill("#new-login", "rina.2");
    await admin.fill("#new-password", SECRET);
    await admin.check('#roles input[value="loket-2"]');
    await admin.click("#new-account button.primary");
    await admin.locator('#accounts [data-account="rina.2"]').waitFor();

    const first = await office.person("loket-2", "/loket/2");
    const kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    await open(first);
    const { number } = await takeNumber(kiosk, "A");
    await call(first, number);

    const second = await office.person(undefined, "/masuk");
    await signIn(second, "rina.2", SECRET);
    // The administrator knows that password, so another one is chosen before anything else.
    await second.waitForURL("**/saya");
    await second.goto(`${office.program.address}/loket/2`);
    await second.waitForURL("**/saya");
    await picture(second, "lent-password");
    await second.fill("#own-old", SECRET);
    await second.fill("#own-new", "loketloketloket");
    await second.click("#own-password button[type=submit]");
    await second.locator("#own-password .error:not([hidden])").waitFor();
    await second.fill("#own-old", SECRET);
    await second.fill("#own-new", OWN);
    await second.click("#own-password button[type=submit]");
    await second.waitForURL("**/loket/2");
    await second.locator('body[data-seat="others"]').waitFor();
    assert.match(String(await second.textContent("#seat")), /Rina Mokoginta/);
    await picture(second, "console-taken");
    // No key does it; it is asked, and then it is meant.
    await second.keyboard.press("Space");
    await second.keyboard.press("F2");
    await second.click("[data-act=take-over]");
    await second.click("#ask-yes");
    await second.locator('body[data-seat="mine"]').waitFor();
    // The number goes with the seat.
    assert.equal(await second.textContent("#number"), number);
    await first.locator('body[data-seat="others"]').waitFor();
    assert.equal(await first.locator("#acts [data-act=present]").count(), 0);

    // Shut out, it is out at once, on the page that is open.
    await admin.click('[data-account="rina.2"] [data-act="set-active"]');
    await admin.click("#ask-yes");
    await second.waitForURL(/\/masuk/);
  });

  chapter("of the first page lead to every screen in one click", async () => {
    const page = await office.person(undefined, "/");
    await picture(page, "landing", { fullPage: true });
    const cards = await page.locator(".cards .card").count();
    assert.ok(cards >= 12, `${cards} cards`);
    const opened = page.context().waitForEvent("page");
    await page.click('.cards .card[href="/loket/4"]');
    const tab = await opened;
    await tab.waitForURL("**/loket/4");
    await tab.locator("#acts [data-act=open]").waitFor();
  });
});
