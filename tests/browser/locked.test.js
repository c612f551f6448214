// @ts-check
/**
 * A device's browser with the policies that `loket install-screen` writes: it shows the office's screens, and nothing
 * else, whatever is typed, clicked or pressed.
 *
 * Chromium reads policies from one folder of the machine only. So that no other browser is locked, each of these is
 * started in a mount namespace of its own, in which that folder is another one.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { chromium } from "playwright-core";
import { chapters, openOffice, PROGRAM, SIZES } from "./office.js";
import { takeNumber } from "./steps.js";

/** @typedef {import("playwright-core").Page} Page */

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const POLICIES = "etc/chromium/policies/managed/loket.json";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

describe("the browser of a device", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {import("playwright-core").BrowserContext} */
  let device;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  const home = join(folder, "home");
  /** Another place, which nobody may come to. */
  const other = createServer((request, answer) => {
    visits.push(String(request.url));
    answer.setHeader("content-type", "text/html").end("<title>elsewhere</title>elsewhere");
  });
  /** @type {string[]} */
  const visits = [];
  let elsewhere = "";

  /** A browser that finds these policies. @param {string} name @param {object} policies */
  function locked(name, policies) {
    const etc = join(folder, name);
    mkdirSync(join(etc, "policies/managed"), { recursive: true });
    writeFileSync(join(etc, "policies/managed/loket.json"), JSON.stringify(policies));
    const start = join(folder, `${name}.sh`);
    const inside = `mount --bind '${etc}' /etc/chromium && exec '${CHROMIUM}' "$@"`;
    writeFileSync(start, `#!/bin/sh\nexec unshare --user --map-root-user --mount sh -c '${inside.replaceAll("'", `'"'"'`)}' chromium "$@"\n`);
    chmodSync(start, 0o755);
    return start;
  }

  before(async () => {
    office = await openOffice();
    mkdirSync(home);
    elsewhere = await listening(other);
    const args = ["install-screen", "--server", office.program.address, "--screen", "/kiosk", "--root", folder];
    const made = spawnSync(PROGRAM, args, { encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
  });
  const chapter = chapters();
  after(async () => {
    await device?.close();
    await office.close();
    other.closeAllConnections();
    other.close();
    rmSync(folder, { recursive: true });
  });

  const policies = () => JSON.parse(readFileSync(join(folder, POLICIES), "utf8"));

  chapter("shows the kiosk, which works", async () => {
    // With developer tools shut no program can look on; all else is as it is at the office.
    const { DeveloperToolsAvailability: shut, RemoteDebuggingAllowed: far, ...rest } = policies();
    assert.deepEqual([shut, far], [2, false]);
    device = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: locked("open-tools", rest),
      args: FLAGS,
      env: { ...process.env, HOME: home },
      viewport: SIZES.kiosk,
      acceptDownloads: false,
    });
    const answer = await device.request.post(`${office.program.address}/api/demo/sign-in`, { data: { login: "kiosk" } });
    assert.equal(answer.status(), 200);
    const page = await device.newPage();
    await page.goto(`${office.program.address}/kiosk`);
    await page.locator("body[data-connection=live]").waitFor();
    assert.match((await takeNumber(page, "C")).number, /^C-\d+$/);
    await page.close();
  });

  chapter("knows every policy", async () => {
    const { URLBlocklist: _, URLAllowlist: __, DeveloperToolsAvailability: ___, RemoteDebuggingAllowed: ____, ...rest } = policies();
    const browser = await chromium.launchPersistentContext(join(folder, "profile-policies"), { executablePath: locked("all-pages", rest), args: FLAGS, env: { ...process.env, HOME: home } });
    const page = await browser.newPage();
    await page.goto("chrome://policy");
    const rows = page.locator("policy-row");
    // Some versions of the browser have the style of a row within it.
    const read = () =>
      rows.evaluateAll((all) =>
        all.map((row) => {
          const parts = [...(row.shadowRoot?.children ?? [])].filter((part) => part.localName !== "style");
          return parts.map((part) => part.textContent).join(" ").replace(/\s+/g, " ").trim();
        }),
      );
    const listed = (/** @type {string[]} */ told) => Object.keys(rest).every((name) => told.some((text) => text.startsWith(`${name} `)));
    // The page fills its rows one after another.
    await rows.first().waitFor();
    let told = await read();
    for (const end = Date.now() + 20_000; !listed(told) && Date.now() < end; told = await read()) await page.waitForTimeout(50);
    for (const name of Object.keys(rest)) {
      const row = told.find((text) => text.startsWith(`${name} `));
      assert.match(row ?? "not listed", / Mandatory (OK|Deprecated) /, name);
    }
    await browser.close();
  });

  chapter("believes the office's own CA when it was set up with it, and no other", async () => {
    const place = join(folder, "tls");
    assert.equal(spawnSync(PROGRAM, ["init", place]).status, 0);
    appendFileSync(join(place, "office.toml"), '\n[tls]\nhttp = "127.0.0.1:0"\n');
    const serve = ["serve", "--config", join(place, "office.toml"), "--data", join(place, "data"), "--listen", "127.0.0.1:0"];
    const program = spawn(PROGRAM, serve, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, LOKET_LOG: "error" } });
    try {
      const first = await new Promise((told) => createInterface(program.stdout).once("line", told));
      const secure = String(first).replace("listening on ", "");
      // As somebody fetches it to this PC by hand; they compare the fingerprint.
      const ca = join(place, "loket-ca.crt");
      assert.equal(spawnSync("curl", ["--silent", "--insecure", "--output", ca, `${secure}/percaya/loket-ca.crt`]).status, 0);
      for (const [name, more] of /** @type {[string, string[]][]} */ ([["stranger", []], ["friend", ["--ca", ca]]])) {
        const root = join(folder, `root-${name}`);
        const made = spawnSync(PROGRAM, ["install-screen", "--server", secure, "--screen", "/kiosk", "--root", root, ...more], { encoding: "utf8" });
        assert.equal(made.status, 0, made.stderr);
        const { DeveloperToolsAvailability: _, RemoteDebuggingAllowed: __, ...rest } = JSON.parse(readFileSync(join(root, POLICIES), "utf8"));
        const options = { executablePath: locked(name, rest), args: FLAGS, env: { ...process.env, HOME: home } };
        const browser = await chromium.launchPersistentContext(join(folder, `profile-${name}`), options);
        const page = await browser.newPage();
        const going = page.goto(`${secure}/kiosk`);
        if (name === "friend") {
          await going;
          await page.locator("#code[data-code]").waitFor();
        } else await assert.rejects(going, /ERR_CERT_AUTHORITY_INVALID/);
        await browser.close();
      }
    } finally {
      program.kill("SIGTERM");
    }
  });

  chapter("goes nowhere else", async () => {
    const office_ = office.program.address;
    for (const url of [
      `${elsewhere}/page`,
      office_.replace("127.0.0.1", "localhost"),
      "file:///etc/passwd",
      "file:///",
      `view-source:${office_}/kiosk`,
      "chrome://settings",
      "chrome://policy",
      "chrome://flags",
      "chrome://version",
      "chrome://inspect",
      "chrome://history",
      "chrome://downloads",
      "chrome://extensions",
      "devtools://devtools/bundled/inspector.html",
      "data:text/html,elsewhere",
      "https://example.com",
    ]) {
      const page = await device.newPage();
      await page.goto(`${office_}/kiosk`);
      await assert.rejects(page.goto(url), /ERR_BLOCKED_BY_ADMINISTRATOR|interrupted by another navigation to "chrome-error/, url);
      await page.close();
    }
    assert.deepEqual(visits, [], "nobody came there");
  });

  chapter("opens no window and follows no link to another place", async () => {
    const page = await device.newPage();
    await page.goto(`${office.program.address}/kiosk`);
    await page.locator("body[data-connection=live]").waitFor();
    await page.evaluate((to) => void window.open(`${to}/window`), elsewhere);
    await page.evaluate((to) => void (location.href = `${to}/link`), elsewhere);
    await page.waitForURL(/chrome-error/);
    assert.deepEqual(visits, []);
    await page.close();
  });

  chapter("shuts its tools to everybody, and fetches nothing onto the PC", async () => {
    // With all policies nobody can look on, so the page itself tries the ways out, and tells when it is done.
    const told = /** @type {string[]} */ ([]);
    const kiosk = createServer((request, answer) => {
      told.push(String(request.url));
      if (request.url === "/file") answer.setHeader("content-disposition", "attachment; filename=paper.bin");
      answer.setHeader("content-type", "text/html").end(request.url === "/kiosk" ? `<!doctype html><script>${WAYS_OUT(elsewhere)}</script>` : "here");
    });
    const address = await listening(kiosk);
    const root = join(folder, "locked-root");
    const made = spawnSync(PROGRAM, ["install-screen", "--server", address, "--screen", "/kiosk", "--root", root], { encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
    const profile = join(folder, "profile-locked");
    const start = locked("locked", JSON.parse(readFileSync(join(root, POLICIES), "utf8")));
    const flags = [...FLAGS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
    const child = spawn(start, [...flags, `${address}/kiosk`], { env: { ...process.env, HOME: home }, stdio: "ignore" });
    try {
      for (const until = performance.now() + 60_000; !told.includes("/done"); ) {
        assert.ok(performance.now() < until, `the page tried all its ways: ${told}`);
        await new Promise((resume) => setTimeout(resume, 50));
      }
      assert.ok(told.includes("/kiosk") && told.includes("/inside"), "the office itself is shown");
      assert.deepEqual(visits, [], "nobody came elsewhere");
      const downloads = join(home, "Downloads");
      assert.deepEqual(existsSync(downloads) ? readdirSync(downloads) : [], [], "nothing was fetched");
      const port = join(profile, "DevToolsActivePort");
      const [number] = existsSync(port) ? readFileSync(port, "utf8").split("\n") : ["0"];
      const tools = number !== "0" && (await fetch(`http://127.0.0.1:${number}/json/list`, { signal: AbortSignal.timeout(3_000) }).then((answer) => answer.ok, () => false));
      assert.equal(tools, false, "no tool gets in");
    } finally {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resume) => child.once("exit", resume));
        child.kill("SIGTERM");
        await ended;
      }
      kiosk.closeAllConnections();
      kiosk.close();
    }
  });
});

/** @param {import("node:http").Server} server @returns {Promise<string>} */
async function listening(server) {
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

/** What a page tries to leave by, one after another. @param {string} elsewhere */
const WAYS_OUT = (elsewhere) => `
  addEventListener("load", async () => {
    await fetch("/inside");
    window.open(${JSON.stringify(elsewhere)} + "/window");
    const link = Object.assign(document.createElement("a"), { href: "/file", download: "paper.bin" });
    document.body.append(link);
    link.click();
    const frame = document.createElement("iframe");
    const shown = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = ${JSON.stringify(elsewhere)} + "/frame";
    document.body.append(frame);
    await shown;
    await fetch("/done");
  });
`;
