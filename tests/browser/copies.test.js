// @ts-check
/**
 * The administrator takes a copy of the office and carries it away; the file on the stick is made an office again.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { chapters, Office, openOffice, picture, PROGRAM, SIZES } from "./office.js";
import { goBy } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

describe("the copies of the office", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  const data = join(folder, "data");
  /** @type {Page} */
  let admin;

  before(async () => {
    office = await openOffice(["--data", data]);
    const kiosk = await office.hands("kiosk");
    await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
    admin = await office.person("admin", "/akun");
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  chapter("are asked for, because there is none yet", async () => {
    await goBy(admin, "/cadangan");
    await admin.locator(".verdict[data-state=bad]", { hasText: "Belum ada cadangan" }).waitFor();
  });

  chapter("are taken by one key while the office works", async () => {
    await admin.click("#take");
    await admin.locator("[data-copy]").first().waitFor();
    await admin.locator(".verdict[data-state=good]").waitFor();
    assert.equal(await admin.locator("[data-copy]").count(), 1);
    await picture(admin, "copies");
  });

  chapter("are told in red when one comes to nothing, until the next good one", async () => {
    const verdict = admin.locator(".verdict");
    const colour = () => verdict.evaluate((line) => getComputedStyle(line).color);
    const good = await colour();
    const before = await admin.locator("[data-copy]").getAttribute("data-copy");
    const copies = join(data, "cadangan");
    renameSync(copies, `${copies}-aside`);
    writeFileSync(copies, "no folder");
    await admin.click("#take");
    await admin.locator(".trouble code", { hasText: copies }).waitFor();
    await admin.locator(".verdict[data-state=bad]").waitFor();
    const [red, green, blue] = (await colour()).match(/\d+/g)?.map(Number) ?? [];
    assert.ok(red > 2 * Math.max(green, blue), `${await colour()} is red`);
    assert.notEqual(await colour(), good);
    await picture(admin, "copies-trouble");
    rmSync(copies);
    renameSync(`${copies}-aside`, copies);
    await admin.click("#take");
    await admin.locator(".verdict[data-state=good]").waitFor();
    // The newest of a day is kept, and no other of that day.
    await admin.locator(`[data-copy]:not([data-copy="${before}"])`).waitFor();
    assert.equal(await admin.locator("[data-copy]").count(), 1);
    assert.equal(await admin.locator(".trouble code").count(), 0);
  });

  chapter("have a sheet for the safe that says what to do on a new computer", async () => {
    const newest = await admin.locator("[data-copy]").getAttribute("data-copy");
    await admin.click("#fire summary");
    await admin.locator("#fire code", { hasText: `loket restore /mnt/stick/${newest} --data` }).waitFor();
    await admin.locator("#fire li", { hasText: new URL(admin.url()).host }).waitFor();
    await admin.emulateMedia({ media: "print" });
    assert.ok(await admin.locator("#fire ol").isVisible());
    for (const other of ["#copies", "#take", ".verdict", "#print"]) assert.equal(await admin.locator(other).first().isVisible(), false, other);
    await admin.emulateMedia({ media: null });
    await admin.locator("#take").waitFor();
  });

  chapter("have a second machine beside them, and the page says how far it is", async () => {
    const hands = await office.hands("admin");
    await admin.locator("#standbys .hint", { hasText: "Tidak ada mesin kedua" }).waitFor();
    const { accounts } = await hands.read("/api/tokens");
    const account = accounts.find((/** @type {any} */ one) => one.login === "admin").id;
    const { secret } = await hands.act("/api/tokens", { name: "PC arsip", account, scopes: ["follow"], days: 90 });
    const standby = join(folder, "standby");
    const args = ["follow", "--server", office.program.address, "--folder", standby];
    const follower = spawn(PROGRAM, args, { stdio: "ignore", env: { ...process.env, LOKET_TOKEN: secret, LOKET_LOG: "error" } });
    try {
      await admin.locator("#standbys li[data-state=good]", { hasText: "PC arsip" }).filter({ hasText: "Memegang semuanya" }).waitFor();
      await admin.locator("#fire code", { hasText: "--follow /mnt/stick/loket-follow" }).waitFor();
      await admin.locator("#fire li", { hasText: "entri terakhir mesin kedua" }).waitFor();
      await picture(admin, "copies-standby");
      await admin.setViewportSize(SIZES.phone);
      await picture(admin, "copies-standby-phone");
      await admin.setViewportSize(SIZES.desk);
    } finally {
      follower.kill();
    }
  });

  chapter("are carried away and made an office again", async () => {
    const [download] = await Promise.all([admin.waitForEvent("download"), admin.locator("[data-copy] a").first().click()]);
    const stick = join(folder, "stick.age");
    await download.saveAs(stick);
    const made = join(folder, "made");
    const restored = spawnSync(PROGRAM, ["restore", stick, "--data", made, "--key", join(data, "backup.key"), "--data-key", join(data, "demo.key")], { encoding: "utf8" });
    assert.equal(restored.status, 0, restored.stderr);
    const given = Office.journal(made).filter(({ name }) => name === "TicketIssued");
    assert.equal(given.length, 1, "the number is in the copy");
  });
});
