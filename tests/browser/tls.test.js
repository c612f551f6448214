// @ts-check
/**
 * The office over TLS as a device of the house meets it: a warning at first, the page without TLS that explains how to
 * trust the office's own CA, the commands of that page, and then a sign-in with tied cookies and a board that is live.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
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
    const file = join(office, "office.toml");
    // Its administrator has no phone.
    const content = readFileSync(file, "utf8").replace(/^second_factor = .*$/m, "second_factor = []");
    writeFileSync(file, `${content}\n[tls]\nhttp = "127.0.0.1:0"\n`);
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
    // The page that it was led to would go to the sign-in by itself when its cookies are gone.
    await admin.waitForLoadState("networkidle");
    await admin.goto("about:blank");
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

  /** Keeps the settings with one thing changed. @param {Page} page @param {RegExp} from @param {string} to */
  async function keeps(page, from, to) {
    await page.click('.tabs a[href="#file"]');
    await page.click("#open");
    await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector("#document")).value !== "");
    const text = await page.inputValue("#document");
    assert.match(text, from);
    await page.fill("#document", text.replace(from, to));
    await page.click("#look");
    await page.locator("#review[data-free=true]").waitFor();
    await page.click("#keep");
  }

  chapter("goes back to earlier settings when the new ones cannot open it, and says so", async () => {
    const taken = createServer();
    await new Promise((ready) => taken.listen(0, "127.0.0.1", () => ready(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (taken.address());
    await admin.goto(`${secure}/pengaturan`);
    await admin.locator("body[data-version='1']").waitFor();
    await keeps(admin, /http = "127.0.0.1:0"/, `http = "127.0.0.1:${port}"`);
    await admin.locator("body[data-version='3']").waitFor();
    const notice = admin.locator(".notice", { hasText: "Pengaturan versi 2 tidak dapat membuka kantor. Kantor dibuka dengan versi 1." });
    await notice.waitFor();
    assert.match(String(await notice.textContent()), new RegExp(`127.0.0.1:${port}`));
    await admin.click('.tabs a[href="#history"]');
    await admin.locator(".versions li", { hasText: "kembali sendiri ke versi 1" }).waitFor();
    await picture(admin, "settings-fallen");
    await new Promise((closed) => taken.close(closed));
  });

  chapter("tells where it is when it speaks TLS no longer, and when it does again", async () => {
    await admin.goto(`${secure}/pengaturan`);
    await keeps(admin, /\n\[tls\]\nhttp = .*\n/, "\n");
    assert.equal(await admin.locator("#moved").getAttribute("href"), `${plain}/pengaturan`);
    await picture(admin, "settings-moved");
    const elsewhere = await device.newPage();
    await reached(elsewhere, `${plain}/masuk?next=/pengaturan`);
    await elsewhere.fill("#login", "admin");
    await elsewhere.fill("#password", PASSWORD);
    await elsewhere.keyboard.press("Enter");
    await elsewhere.locator("body[data-version='4']").waitFor();
    await elsewhere.locator(".notice").waitFor({ state: "hidden" });
    await elsewhere.click('.tabs a[href="#history"]');
    await elsewhere.locator("[data-version='3'] button.back").click();
    await elsewhere.locator("#review[data-free=true]").waitFor();
    await elsewhere.click("#keep");
    const back = String(await elsewhere.locator("#moved").getAttribute("href"));
    assert.equal(back, `${secure}/pengaturan`);
    await reached(elsewhere, back);
    assert.equal(new URL(elsewhere.url()).protocol, "https:");
    await elsewhere.close();
  });
});

/** Opens an address as soon as somebody is there: an office that is opened again is away for a moment. @param {Page} page @param {string} url */
async function reached(page, url) {
  for (const until = performance.now() + 20_000; ; ) {
    try {
      return await page.goto(url);
    } catch (error) {
      if (performance.now() > until) throw error;
      await page.waitForTimeout(100);
    }
  }
}

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
