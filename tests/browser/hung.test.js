// @ts-check
/**
 * Devices that are hung somewhere else, a kiosk and a print agent that are paired, and a screen whose browser is killed.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe } from "node:test";
import { chromium } from "playwright-core";
import { chapters, openOffice, PROGRAM, SIZES } from "./office.js";
import { takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

/** Longer than a browser waits before it writes its cookies down. */
const WRITTEN = 60_000;

describe("devices of a larger office", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  const paper = join(folder, "paper.prn");
  /** @type {Page} */
  let admin;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let agent;

  /** Lets the device with that code in. @param {string} code @param {string} name @param {string} place */
  async function pairs(code, name, place) {
    await admin.fill("#code", code);
    await admin.keyboard.press("Enter");
    await admin.locator("dialog[open]").waitFor();
    await admin.selectOption("#ask-choice", place);
    await admin.fill("#ask-reason", name);
    await admin.click("#ask-yes");
    await row(name).waitFor();
  }

  /** @param {string} name */
  const row = (name) => admin.locator("[data-device]", { hasText: name });

  /** The code that a device shows. @param {Page} device */
  async function codeOf(device) {
    await device.locator("#code[data-code]").waitFor();
    return String(await device.getAttribute("#code", "data-code"));
  }

  before(async () => {
    office = await openOffice(["--data", join(folder, "data")]);
    // A second waiting room, and a printer on another PC.
    const hands = await office.hands("admin");
    const { version } = await hands.read("/api/settings");
    const file = await fetch(`${office.program.address}/api/settings/file`, { headers: { cookie: hands.cookie } });
    const text = (await file.text()).replace(/(\[\[loket\]\]\nid = 5\n(?:.+\n)*?)zone = "utama"/, '$1zone = "atas"');
    assert.match(text, /zone = "atas"/);
    const printer = '[[printer]]\nid = "gudang"\nname = "Printer gudang"\naddress = "agent:"\ndots = 576\nstatus = "none"\nconfirm = "none"\n';
    await hands.act("/api/settings/keep", { seen: version, whole: `${text}\n${printer}` });
    // The office closes and opens again, and whoever comes in between is cut off or told to ask again.
    await until("the office is open with them", async () => (await hands.read("/api/settings").catch(() => ({}))).opened > version);
    admin = await office.person("admin", "/perangkat");
    await admin.locator("[data-device]").first().waitFor();
  });
  const chapter = chapters();
  after(async () => {
    agent?.kill("SIGKILL");
    await office.close();
    // What is left of a browser that was killed may still write there for a moment.
    rmSync(folder, { recursive: true, maxRetries: 50, retryDelay: 100 });
  });

  chapter("a board follows at once when it is hung in another room, and keeps its new name", async () => {
    const board = await office.person(undefined, "/papan/utama", { size: SIZES.tv });
    await pairs(await codeOf(board), "Papan lobi", "/papan/utama");
    await board.waitForURL(`${office.program.address}/papan/utama`);
    await board.locator("body[data-connection=live]").waitFor();
    await row("Papan lobi").locator("[data-act=move]").click();
    await admin.locator("dialog[open]").waitFor();
    await admin.selectOption("#ask-choice", "/papan/atas");
    await admin.click("#ask-yes");
    await board.waitForURL("**/papan/atas", { waitUntil: "commit" });
    await board.locator("body[data-connection=live]").waitFor();
    await row("Papan lobi").getByText("atas").waitFor();
    const status = async (/** @type {string} */ path) => (await board.context().request.get(office.program.address + path, { maxRedirects: 0, headers: { accept: "text/html" } })).status();
    assert.equal(await status("/papan/atas"), 200);
    assert.notEqual(await status("/papan/utama"), 200, "it is no board of the other room any more");
    await row("Papan lobi").locator("[data-act=rename]").click();
    await admin.locator("dialog[open]").waitFor();
    await admin.fill("#ask-reason", "Papan lantai dua");
    await admin.click("#ask-yes");
    await row("Papan lantai dua").waitFor();
    assert.equal(await row("Papan lobi").count(), 0);
    assert.equal(new URL(board.url()).pathname, "/papan/atas", "a name moves nothing");
    await board.context().close();
  });

  chapter("a key that is held while the list changes does what it says", async () => {
    const device = row("Papan lantai dua");
    const id = await device.getAttribute("data-device");
    const { x, y, width, height } = /** @type {any} */ (await device.locator("[data-act=rename]").boundingBox());
    await admin.mouse.move(x + width / 2, y + height / 2);
    await admin.mouse.down();
    const told = admin.waitForResponse(async (answer) => answer.url().endsWith("/api/devices") && (await answer.text()).includes("Papan tangga"));
    await (await office.hands("admin")).act(`/api/devices/${id}/rename`, { name: "Papan tangga" });
    await told;
    await admin.evaluate(() => new Promise(requestAnimationFrame));
    assert.equal(await device.count(), 1, "nothing moves under the finger");
    await admin.mouse.up();
    await admin.locator("dialog[open]").waitFor();
    await admin.keyboard.press("Escape");
    await row("Papan tangga").waitFor();
  });

  chapter("a kiosk is paired and gives a number", async () => {
    const kiosk = await office.person(undefined, "/kiosk", { size: SIZES.kiosk, touch: true });
    await pairs(await codeOf(kiosk), "Kiosk pintu", "/kiosk");
    await kiosk.waitForURL(`${office.program.address}/kiosk`);
    const { number } = await takeNumber(kiosk, "A");
    assert.equal(number, "A-001");
    await office.paper("kiosk", 1);
    await kiosk.context().close();
  });

  chapter("a print agent is started, paired and prints", async () => {
    const token = join(folder, "agen.json");
    const args = ["agent", "--server", office.program.address, "--printer", `file:${paper}`, "--token-file", token];
    agent = spawn(PROGRAM, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, LOKET_LOG: "warn" } });
    const code = await new Promise((resolve, reject) => {
      const lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (agent?.stderr) });
      lines.on("line", (line) => {
        const shown = /type ([A-Z0-9]{6})/.exec(line);
        if (shown) resolve(shown[1]);
      });
      agent?.once("exit", () => reject(new Error("the agent ended without a code")));
    });
    await pairs(code, "PC gudang", "/agen/gudang");
    const page = await office.person("admin", "/cetak");
    await page.locator('[data-printer="gudang"][data-condition="ready"]').waitFor();
    await page.locator('[data-printer="gudang"] [data-act=try]').click();
    // A file tells nothing: the paper went out and nobody knows more.
    await page.locator('[data-printer="gudang"] .papers [data-state="uncertain"]').waitFor();
    assert.match(readFileSync(paper, "latin1"), /KERTAS UJI[^]*Printer gudang/);
    assert.equal(readFileSync(paper, "latin1").match(/KERTAS UJI/g)?.length, 1);
    await page.context().close();
  });

  chapter("a screen has its place when its browser is closed, and when it is killed", async () => {
    const profile = join(folder, "profile");
    const place = `${office.program.address}/papan/utama`;
    const started = await browserOn(profile);
    const page = await firstPage(started.browser);
    await page.goto(place);
    await pairs(await codeOf(page), "Papan tahan", "/papan/utama");
    await page.waitForURL(place);
    await page.locator("body[data-connection=live]").waitFor();
    // Closed as somebody closes its window, then told to end, then killed: in this order each start stands on the end before.
    await (await started.browser.newBrowserCDPSession()).send("Browser.close");
    await started.gone;
    for (const end of ["SIGTERM", "SIGKILL"]) {
      await until("its cookie is written", async () => cookies(profile).includes("loket_papan"));
      const again = await browserOn(profile);
      const screen = await firstPage(again.browser);
      await screen.goto(place);
      await screen.locator("body[data-connection=live]").waitFor();
      assert.equal(new URL(screen.url()).pathname, "/papan/utama", `before ${end}`);
      again.child.kill(/** @type {NodeJS.Signals} */ (end));
      await again.gone;
    }
    const last = await browserOn(profile);
    const screen = await firstPage(last.browser);
    await screen.goto(place);
    await screen.locator("body[data-connection=live]").waitFor();
    assert.equal(new URL(screen.url()).pathname, "/papan/utama", "after a kill");
    last.child.kill("SIGKILL");
    await last.gone;
  });

  /** What a browser has written down of its cookies. @param {string} profile */
  function cookies(profile) {
    const file = join(profile, "Default/Cookies");
    return existsSync(file) ? readFileSync(file, "latin1") : "";
  }

  /** @param {string} what @param {() => Promise<boolean>} holds */
  async function until(what, holds) {
    for (const end = Date.now() + WRITTEN; !(await holds()); ) {
      assert.ok(Date.now() < end, what);
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
});

/**
 * The window that a browser opens at its start, which may come after the browser is there.
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<Page>}
 */
async function firstPage(browser) {
  const [context] = browser.contexts();
  return context.pages()[0] ?? (await context.waitForEvent("page"));
}

/**
 * A browser as the PC of a device starts it, which can be killed like one.
 * @param {string} profile
 */
async function browserOn(profile) {
  const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
  args.push("--no-first-run", `--user-data-dir=${profile}`, "--remote-debugging-port=0", "about:blank");
  const child = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", args, { stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      const shown = /DevTools listening on (ws:\S+)/.exec(line);
      if (shown) resolve(shown[1]);
    });
    child.once("exit", () => reject(new Error("the browser ended before it listened")));
  });
  return { child, gone, browser: await chromium.connectOverCDP(address) };
}
