// @ts-check
/**
 * The office's own voice: spoken into a browser's microphone, kept, used by a board that hangs already, and taken back.
 * And whoever has no microphone is told why, and brings a file.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { RATE, wav } from "../../templates/staff/voice/shape.js";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

/** A word as the microphone hears it again and again: silence, a tone of so many seconds, silence. @param {number} seconds */
function word(seconds) {
  const samples = new Float32Array(RATE * (seconds + 2.4));
  const from = RATE * 1.2;
  for (let i = 0; i < RATE * seconds; i += 1) samples[from + i] = 0.15 * Math.sin((2 * Math.PI * 240 * i) / RATE);
  return Buffer.from(wav(samples, RATE));
}

describe("the office's own voice", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  /** @type {Page} */
  let admin;
  /** @type {Page} */
  let board;

  before(async () => {
    const heard = join(folder, "heard.wav");
    writeFileSync(heard, word(0.8));
    office = await openOffice(["--data", join(folder, "data")], [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-audio-capture=${heard}`,
      "--host-resolver-rules=MAP loket.test 127.0.0.1",
    ]);
    board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    admin = await office.person("admin", "/suara");
    await admin.context().grantPermissions(["microphone"]);
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  /** Speaks one word: from one silence to the next. @param {Page} page */
  async function speak(page) {
    await page.locator('#meter[data-level="quiet"]').waitFor();
    await page.keyboard.press("Space");
    await page.locator('#booth[data-hearing="recording"]').waitFor();
    await page.locator('#meter[data-level="good"]').waitFor();
    await page.locator('#meter[data-level="quiet"]').waitFor();
    await page.keyboard.press("Space");
    await page.locator("#take .bars").waitFor();
  }

  chapter("begins with the bundled one, and says which boards can be heard", async () => {
    await admin.locator('#boards [data-sound="running"]').first().waitFor();
    assert.match(String(await admin.textContent("#boards li")), /TV-1.*utama/);
    assert.equal(await admin.locator('#progress[data-done="0"][data-all="19"]').count(), 1);
    assert.equal(await admin.textContent("#word"), "Nomor antrean");
    await picture(admin, "voice");
  });

  chapter("is recorded with the space bar, and trimmed", async () => {
    await admin.keyboard.press("Space");
    await admin.locator('#booth[data-hearing="open"]').waitFor();
    await speak(admin);
    await picture(admin, "voice-taken");
    const [seconds] = String(await admin.textContent("#take .long")).split(" ");
    assert.ok(["0,8", "0,9", "1,0"].includes(seconds), `${seconds} s of 0.8 s and a breath`);
    // Nothing reaches the office before it is kept.
    const listed = await (await admin.context().request.get(`${office.program.address}/api/voice`)).json();
    assert.equal(listed.revision, "");
  });

  chapter("is on the board as soon as it is kept", async () => {
    const fetched = board.waitForResponse(/\/voice\/[0-9a-f]{16}\/nomor-antrean$/);
    await admin.keyboard.press("Enter");
    const answer = await fetched;
    assert.deepEqual([answer.status(), answer.headers()["content-type"]], [200, "audio/wav"]);
    const sound = new DataView(new Uint8Array(await answer.body()).buffer);
    assert.deepEqual([sound.getUint16(22, true), sound.getUint32(24, true), sound.getUint16(34, true)], [1, 24000, 16]);
    await admin.locator('#list [data-clip="nomor-antrean"][data-voice="own"]').waitFor();
    await admin.locator('#progress[data-done="1"]').waitFor();
    // The next word is up by itself.
    assert.equal(await admin.textContent("#word"), "Silakan menuju");
    // A board that begins anew uses it too.
    const again = board.waitForResponse(/\/voice\/[0-9a-f]{16}\/nomor-antrean$/);
    await board.reload();
    await again;
  });

  chapter("is heard in whole sentences, mixed with the bundled one", async () => {
    const first = admin.locator('[data-check="0"]');
    assert.match(String(await first.textContent()), /Nomor antrean, A, nol satu dua, silakan menuju loket dua\..*1 dari 8/);
    await first.click();
    await admin.locator('[data-check="0"][aria-pressed="true"]').waitFor();
    await picture(admin, "voice-check");
    await admin.locator('[data-check="0"][aria-pressed="false"]').waitFor();
  });

  chapter("goes again, and the board is back at the bundled clip", async () => {
    await admin.click('#list [data-clip="nomor-antrean"]');
    await admin.click("#forget");
    const fetched = board.waitForRequest(/clips\/nomor-antrean\.opus$/);
    await admin.click("#ask-yes");
    await fetched;
    await admin.locator('#list [data-clip="nomor-antrean"][data-voice="bundled"]').waitFor();
  });

  chapter("comes from a file where the browser gives no microphone", async () => {
    const context = await office.browser.newContext({ viewport: SIZES.desk, locale: "en-GB", colorScheme: "dark" });
    const page = await context.newPage();
    // A name of the office's network, without a certificate: what most offices have.
    const address = office.program.address.replace("127.0.0.1", "loket.test");
    await page.goto(`${address}/masuk`);
    await page.evaluate(async () => {
      const headers = { "content-type": "application/json" };
      await fetch("/api/demo/sign-in", { method: "POST", headers, body: JSON.stringify({ login: "admin" }) });
    });
    await page.goto(`${address}/suara`);
    await page.locator('#no-microphone[data-why="insecure"]').waitFor();
    assert.match(String(await page.textContent("#no-microphone")), /https/);
    await picture(page, "voice-no-microphone");
    await page.setInputFiles("#file", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no sound") });
    await page.locator(".news.bad:not([hidden])").waitFor();
    await page.click('#list [data-clip="huruf-a"]');
    await page.setInputFiles("#file", { name: "a.wav", mimeType: "audio/wav", buffer: word(0.5) });
    await page.locator("#keep").waitFor();
    const fetched = board.waitForResponse(/\/voice\/[0-9a-f]{16}\/huruf-a$/);
    await page.keyboard.press("Enter");
    assert.equal((await fetched).status(), 200);
    await context.close();
  });

  chapter("tells when a board falls silent", async () => {
    await board.close();
    await admin.locator('#boards [data-silent="utama"]').waitFor();
    assert.match(String(await admin.textContent("#boards")), /tidak ada papan yang tersambung/);
    await picture(admin, "voice-silent");
    // So is whoever calls.
    const two = await office.person("loket-2", "/loket/2");
    await two.locator('#sound[data-sound="none"]').waitFor();
    await picture(two, "console-silent");
    await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    await two.locator("#sound").waitFor({ state: "detached" });
  });
});
