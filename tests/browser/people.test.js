// @ts-check
/**
 * One's own account and other people's, by the pages they see: a link, a code of the phone, other roles, and a NIK that
 * is shown for a reason.
 */

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";
import { call, goBy, open, takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const OWN = "ombak sore di dermaga";

/** The code that an app shows, from the secret as it is typed. @param {string} typed @param {number} now */
function code(typed, now) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of typed.replace(/\s/g, "")) bits += letters.indexOf(letter).toString(2).padStart(5, "0");
  const bytes = /** @type {string[]} */ (bits.match(/.{8}/g)).map((byte) => Number.parseInt(byte, 2));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(step).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

describe("people", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  before(async () => {
    office = await openOffice();
  });
  const chapter = chapters();
  after(() => office.close());

  chapter("get a link, choose a password, and have their roles changed", async () => {
    const admin = await office.person("admin", "/akun");
    await admin.locator('#accounts [data-account="kadis"]').waitFor();
    await admin.fill("#new-name", "Sari Baru");
    await admin.fill("#new-login", "sari.baru");
    await admin.check('#roles input[value="analis"]');
    await admin.check('#roles input[value="kasi"]');
    await admin.click("#new-account button.primary");
    const link = await admin.locator("#ask-link").inputValue();
    assert.match(link, /\/mulai\/[0-9a-f]{64}$/);
    await picture(admin, "account-link");
    await admin.click("#ask-yes");
    await admin.locator('#accounts [data-account="sari.baru"] .mark').waitFor();

    const sari = await office.person(undefined, new URL(link).pathname);
    await picture(sari, "setup");
    await sari.fill("#password", OWN);
    await sari.fill("#again", "sesuatu yang lain");
    await sari.click("#setup button[type=submit]");
    await sari.locator("#setup .error:not([hidden])").waitFor();
    await sari.fill("#again", OWN);
    await sari.click("#setup button[type=submit]");
    await sari.waitForURL("**/berkas");

    await admin.reload();
    await admin.click('[data-account="sari.baru"] [data-act="edit"]');
    await picture(admin, "account-edit");
    await admin.fill("#ask-name", "Sari Potabuga Baru");
    await admin.uncheck('#ask input[value="kasi"]');
    await admin.click("#ask-yes");
    await admin.locator('[data-account="sari.baru"] th', { hasText: "Sari Potabuga Baru" }).waitFor();
    await sari.waitForURL(/\/masuk/);
    await picture(admin, "accounts-many", { fullPage: true });
  });

  chapter("turn on a code of the phone and sign in with it", async () => {
    const page = await office.person(undefined, "/masuk");
    const signIn = async () => {
      await page.fill("#login", "sari.baru");
      await page.fill("#password", OWN);
      await page.click("#sign-in button[type=submit]");
    };
    await signIn();
    await page.waitForURL("**/berkas");
    await page.goto(`${office.program.address}/saya`);
    await page.locator("#second-state:not(:empty)").waitFor();
    await picture(page, "my-account");
    await page.fill("#second-password", OWN);
    await page.click("#second-on");
    await page.locator("#second-picture svg").waitFor();
    await picture(page, "second-factor");
    const typed = String(await page.textContent("#second-typed"));
    const now = await page.evaluate(async () => (await (await fetch("/api/me")).json()).now);
    await page.fill("#second-code", code(typed, now));
    await page.click("#second-set button[type=submit]");
    await page.locator("#second-spare li").first().waitFor();
    assert.equal(await page.locator("#second-spare li").count(), 8);
    await picture(page, "spare-codes");
    const spare = String(await page.locator("#second-spare li").first().textContent());

    await page.click("#sign-out");
    await page.waitForURL("**/masuk");
    await signIn();
    await page.locator("#code-wanted:not([hidden])").waitFor();
    await picture(page, "sign-in-code");
    await page.fill("#code", spare);
    await page.click("#sign-in button[type=submit]");
    await page.waitForURL("**/berkas");
  });

  chapter("see where they are signed in, and end one place", async () => {
    const signIn = async () => {
      const page = await office.person(undefined, "/masuk");
      await page.fill("#login", "admin");
      await page.fill("#password", "peragaan-loket");
      await page.click("#sign-in button[type=submit]");
      await page.waitForURL("**/akun");
      return page;
    };
    const other = await signIn();
    const page = await signIn();
    await page.goto(`${office.program.address}/saya`);
    await page.locator("#places li").nth(1).waitFor();
    assert.equal(await page.locator('#places li[data-here="yes"]').count(), 1);
    const before = await page.locator("#places li").count();
    // Enter in the field of the password ends nothing: which place is meant has to be said.
    await page.fill("#out-password", "peragaan-loket");
    await page.press("#out-password", "Enter");
    assert.equal(await page.locator("#places li").count(), before);
    await page.fill("#out-password", "bukan ini");
    await page.locator("#places button").first().click();
    await page.locator("#sign-outs .error:not([hidden])").waitFor();
    assert.equal(await page.locator("#places li").count(), before, "not without the password");
    await page.fill("#out-password", "peragaan-loket");
    await picture(page, "my-places", { fullPage: true });
    for (let left = before - 1; left > 0; left -= 1) {
      await page.fill("#out-password", "peragaan-loket");
      await page.locator("#places button").first().click();
      await page.waitForFunction((count) => document.querySelectorAll("#places li").length === count, left);
    }
    await other.reload();
    await other.waitForURL(/\/masuk/);
    assert.equal(new URL(page.url()).pathname, "/saya", "this place stays");
    await page.locator("#failed:not([hidden])").waitFor();
    await page.goto(`${office.program.address}/akun`);
    await page.locator('[data-account="admin"] .failed').waitFor();
    await page.close();
    await other.close();
  });

  chapter("see a NIK in plain for a reason, and a minute long", async () => {
    const officer = await office.person("loket-2", "/loket/2");
    const kiosk = await office.person("kiosk", "/kiosk", { size: SIZES.kiosk, touch: true });
    await open(officer);
    const { number } = await takeNumber(kiosk, "A");
    await call(officer, number);
    await officer.evaluate(async () => {
      const act = async (/** @type {string} */ path, /** @type {object} */ body) => {
        const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        const request = `01${Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => letters[byte % 32]).join("")}`;
        const headers = { "content-type": "application/json" };
        const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify({ ...body, request }) });
        if (!answer.ok) throw new Error(await answer.text());
      };
      await act("/api/loket/2/present", {});
      const { permits } = await (await fetch("/api/permits")).json();
      const permit = permits.find((/** @type {any} */ one) => one.code === "SIPB");
      const checklist = [
        ...permit.requirements.map((/** @type {string} */ requirement) => ({ requirement, mark: "present" })),
        ...permit.conditional.map((/** @type {string} */ requirement) => ({ requirement, mark: "not-needed" })),
      ];
      const applicant = { nik: "7110015507900003", name: "Sitti Mokoginta", phone: "0812-3456-7890" };
      await act("/api/loket/2/register", { permit: "SIPB", ...applicant, checklist });
    });
    const desk = await office.person("analis", "/cari");
    await desk.fill("#search", "Mokoginta");
    await desk.locator("[role=option]").first().waitFor();
    await desk.locator("[role=option]").first().click();
    const facts = desk.locator("dl.facts").first();
    await facts.waitFor();
    assert.ok(!(await facts.textContent())?.includes("7110015507900003"));
    await desk.click(".reveal");
    await picture(desk, "reveal-asks");
    await desk.locator("#ask .presets button").first().click();
    await desk.click("#ask-yes");
    await desk.locator("dl.facts", { hasText: "7110015507900003" }).waitFor();
    assert.match(String(await desk.textContent("dl.facts")), /\+6281234567890/);
    await picture(desk, "reveal-shown");
    const admin = await office.person("admin", "/akun");
    await admin.locator("#revealed li", { hasText: "Mencocokkan dengan KTP" }).waitFor();
    await admin.locator("#revealed").scrollIntoViewIfNeeded();
    await picture(admin, "revealed-today");
    // The supervisor, who opens no accounts, has a page of their own for it.
    const supervisor = await office.person("pengawas", "/pengawas");
    await goBy(supervisor, "/pengawas/dilihat");
    await supervisor.locator("#list tbody tr", { hasText: "Mencocokkan dengan KTP" }).waitFor();
    await supervisor.locator("#list .people li", { hasText: "Agus Lasabuda" }).waitFor();
    assert.ok(!(await supervisor.textContent("body"))?.includes("7110015507900003"), "the NIK itself is not told");
    await picture(supervisor, "looks");
  });
});
