// @ts-check
/**
 * The office over TLS as a device of the house meets it: a warning at first, the page without TLS that explains how to
 * trust the office's own CA, the commands of that page, and then a sign-in with tied cookies and a board that is live.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe } from "node:test";
import { chromium } from "playwright-core";
import { chapters, picture, PROGRAM, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const PASSWORD = "ombak sore di dermaga";

describe("an office over TLS", { concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  const home = join(folder, "home");
  /** @type {import("node:child_process").ChildProcess} */
  let program;
  /** @type {import("playwright-core").BrowserContext} */
  let device;
  /** @type {Page} */
  let admin;
  let secure = "";
  let plain = "";
  let link = "";

  /** A browser as a person of this PC starts it: it believes what is in their own store. */
  const browser = () =>
    chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      env: { ...process.env, HOME: home },
      viewport: SIZES.desk,
      locale: "id-ID",
    });

  before(async () => {
    const office = join(folder, "office");
    mkdirSync(home);
    assert.equal(spawnSync(PROGRAM, ["init", office]).status, 0);
    appendFileSync(join(office, "office.toml"), '\n[tls]\nhttp = "127.0.0.1:0"\n');
    const args = ["serve", "--config", join(office, "office.toml"), "--data", join(folder, "data"), "--listen", "127.0.0.1:0"];
    program = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LOKET_LOG: "error" } });
    const first = /** @type {Promise<string>} */ (line(program.stdout, /^listening on (https:\S+)$/));
    const mulai = line(program.stderr, /(\/mulai\/\S+)/);
    secure = await first;
    link = await mulai;
    plain = secure.replace("https:", "http:");
    device = await browser();
  });
  const chapter = chapters();
  after(async () => {
    await device?.close();
    program?.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  });

  chapter("is not believed by a device that does not know its CA", async () => {
    const page = await device.newPage();
    await assert.rejects(page.goto(`${secure}/masuk`), /ERR_CERT_AUTHORITY_INVALID/);
    await page.close();
  });

  chapter("explains without TLS how it comes to be trusted", async () => {
    const page = await device.newPage();
    await page.goto(`${plain}/percaya`);
    await page.locator("#fingerprint").waitFor();
    assert.equal(await page.locator("h1").innerText(), "Percayai sertifikat kantor ini");
    await page.locator("#linux summary").click();
    await picture(page, "trust", { fullPage: true });
    await page.setViewportSize(SIZES.phone);
    await page.locator("#android summary").click();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.ok(!wide, "it fits a phone");
    await picture(page, "trust-phone", { fullPage: true });
    // The very commands of the page, with the file it gives.
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
    cpSync(await download.path(), join(home, "loket-ca.crt"));
    const commands = (await page.locator("#linux pre").textContent()) ?? "";
    const own = commands.split("\n").filter((command) => !command.startsWith("sudo "));
    assert.equal(own.length, 2, commands);
    const done = spawnSync("sh", ["-ec", own.join("\n")], { cwd: home, env: { ...process.env, HOME: home }, encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    // Chromium reads its store when it starts.
    await device.close();
    device = await browser();
  });

  chapter("leads from http to https", async () => {
    const page = await device.newPage();
    await page.goto(`${plain}/masuk`);
    assert.equal(new URL(page.url()).protocol, "https:");
    await page.close();
  });

  chapter("signs in with cookies that are tied to it", async () => {
    admin = await device.newPage();
    await admin.goto(secure + link);
    await admin.fill("#name", "Sari Potabuga");
    await admin.fill("#password", PASSWORD);
    await admin.fill("#again", PASSWORD);
    await admin.click("#setup button[type=submit]");
    await admin.waitForURL((url) => !url.pathname.startsWith("/mulai"));
    await device.clearCookies();
    await admin.goto(`${secure}/masuk?next=/perangkat`);
    await admin.fill("#login", "admin");
    await admin.fill("#password", PASSWORD);
    await admin.keyboard.press("Enter");
    await admin.waitForURL((url) => url.pathname === "/perangkat");
    const cookies = (await device.cookies()).filter((cookie) => cookie.name.includes("loket"));
    assert.ok(cookies.length > 0);
    for (const cookie of cookies) {
      assert.match(cookie.name, /^__Host-loket_/);
      assert.ok(cookie.secure && cookie.httpOnly && cookie.path === "/" && cookie.sameSite !== "None", JSON.stringify(cookie));
    }
    assert.ok(await admin.evaluate(() => window.isSecureContext));
  });

  chapter("shows a board that is live over wss", async () => {
    const board = await device.newPage();
    await board.setViewportSize(SIZES.tv);
    /** @type {string[]} */
    const sockets = [];
    board.on("websocket", (socket) => sockets.push(socket.url()));
    await board.goto(`${secure}/papan/utama`);
    const code = String(await board.locator("#code[data-code]").getAttribute("data-code"));
    await admin.fill("#code", code);
    await admin.keyboard.press("Enter");
    await admin.locator("dialog[open]").waitFor();
    await admin.fill("#ask-reason", "Televisi ruang tunggu");
    await admin.click("#ask-yes");
    await board.waitForURL("**/papan/utama");
    await board.locator("body[data-connection=live]").waitFor();
    assert.ok(sockets.some((url) => url.startsWith("wss://") && url.includes("/live/papan/")), sockets.join(" "));
  });
});

/**
 * The first line that matches; what is in its brackets.
 * @param {import("node:stream").Readable | null} stream
 * @param {RegExp} wanted
 * @returns {Promise<string>}
 */
function line(stream, wanted) {
  assert.ok(stream);
  return new Promise((resolve) => createInterface({ input: stream }).on("line", (text) => {
    const found = wanted.exec(text);
    if (found) resolve(found[1]);
  }));
}
