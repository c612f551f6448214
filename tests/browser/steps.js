// @ts-check
/**
 * What people do, by the keys they press: the moves of a visit, for every test that needs one.
 */

import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */

/**
 * An applicant takes a number at the kiosk.
 * @param {Page} kiosk
 * @param {string} service its letter
 * @returns {Promise<{ number: string, url: string }>} what is on the slip
 */
export async function takeNumber(kiosk, service) {
  await kiosk.click(`#tiles [data-service="${service}"][data-open="true"]`);
  const answered = kiosk.waitForResponse((answer) => answer.url().endsWith("/api/kiosk/tickets") && answer.status() === 201);
  await kiosk.click("#take");
  const { url } = await (await answered).json();
  const slip = kiosk.locator("#ticket[data-number]");
  await slip.waitFor();
  return { number: String(await slip.getAttribute("data-number")), url };
}

/** Somebody goes to another page by the menu. @param {Page} page @param {string} path */
export async function goBy(page, path) {
  await page.click(".menu > summary");
  await page.click(`.menu a[href="${path}"]`);
}

/** An officer opens the loket with F2. @param {Page} console */
export async function open(console) {
  await console.locator('body[data-seat="closed"]').waitFor();
  await console.keyboard.press("F2");
  await console.locator('body[data-seat="mine"]').waitFor();
}

/**
 * Calls the next number with the space bar and sees who it is.
 * @param {Page} console
 * @param {string} number
 */
export async function call(console, number) {
  await console.locator("[data-act=next]:not(:disabled)").waitFor();
  await console.keyboard.press("Space");
  await console.locator('body[data-stage="called"]').waitFor();
  assert.equal(await console.textContent("#number"), number);
}

/** Whoever was called stands at the counter. @param {Page} console */
export async function present(console) {
  await console.keyboard.press("F4");
  await console.locator('body[data-stage="serving"]').waitFor();
}

/**
 * Fills in the registration, as far as it goes.
 * @param {Page} console
 * @param {{ nik: string, name: string, phone: string, permit: string }} who
 */
export async function fillIn(console, { nik, name, phone, permit }) {
  await console.locator(`#permit option[value="${permit}"]`).waitFor({ state: "attached" });
  await console.fill("#nik", nik);
  await console.fill("#name", name);
  await console.fill("#phone", phone);
  await console.selectOption("#permit", permit);
  await console.locator(".checklist [data-place]").first().waitFor();
}

/**
 * Waits for a good word of the office, and reads it.
 * @param {Page} page
 * @returns {Promise<string>}
 */
export async function news(page) {
  const good = page.locator(".news.good:not(:empty)");
  await good.waitFor();
  return String(await good.textContent());
}

/**
 * The back office takes the berkas in front in hand and decides by number key.
 * @param {Page} desk
 * @param {string} choice its name in the SOP
 */
export async function decide(desk, choice) {
  await desk.locator("#take").waitFor();
  await desk.keyboard.press("t");
  const key = desk.locator(`[data-choice="${choice}"]`);
  await key.waitFor();
  await desk.keyboard.press(String(await key.getAttribute("data-shortcut")));
}

/**
 * Taps until something is there. Views for the public take no tap in their first moment, when a finger may still be
 * meant for the view before.
 * @param {Page} page
 * @param {string} key
 * @param {string} expected
 */
async function tap(page, key, expected) {
  const there = page.locator(expected).first();
  for (let tries = 0; tries < 20; tries += 1) {
    // A tap that was taken after all has led on: its key is gone.
    await page.click(key, { timeout: 1_000 }).catch(() => {});
    if (await there.waitFor({ timeout: 1_000 }).then(() => true, () => false)) return;
  }
  assert.fail(`${key} leads to ${expected}`);
}

/**
 * An applicant answers the whole survey.
 * @param {Page} tablet
 * @param {(name: string) => Promise<void>} seen called with every question that is up
 */
export async function answerSurvey(tablet, seen) {
  /** @type {[string, string][]} */
  const answers = [
    ["persyaratan", "4"],
    ["prosedur", "3"],
    ["waktu", "4"],
    ["biaya", "4"],
    ["produk", "3"],
    ["kompetensi", "4"],
    ["perilaku", "4"],
    ["sarana", "3"],
    ["pengaduan", "4"],
    ["sex", "P"],
    ["age", "41"],
    ["education", "S1"],
    ["occupation", "wirausaha"],
    ["suggestion", "Tempat parkirnya diperluas."],
  ];
  await tap(tablet, "#begin", '[data-step="persyaratan"]');
  for (const [place, [name, value]] of answers.entries()) {
    await seen(name);
    const next = `.asking[data-step="${answers[place + 1]?.[0]}"]`;
    if (name === "age") {
      for (const digit of value) await tablet.click(`[data-digit="${digit}"]`);
      await tap(tablet, "#next", next);
    } else if (name === "suggestion") {
      await tablet.fill("#suggestion", value);
      await tap(tablet, "#send", '#screen[data-stage="thanks"]');
    } else {
      await tap(tablet, `.asking[data-step="${name}"] [data-value="${value}"]`, next);
    }
  }
}
