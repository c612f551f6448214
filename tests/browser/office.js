// @ts-check
/**
 * The office in a real browser: starts the program as it is shipped, and gives each person a browser of their own.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { requestId } from "../../display/shared/act.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const PROGRAM = process.env.LOKET ?? `${ROOT}target/release/loket`;
const PICTURES = process.env.LOKET_PICTURES ?? `${ROOT}target/pictures`;
/** Anything here comes long before this; a test that needs it has failed. */
const PATIENCE = 20_000;

/** Screens at their real sizes, in CSS pixels. */
export const SIZES = {
  kiosk: { width: 1080, height: 1920 },
  tv: { width: 1920, height: 1080 },
  tablet: { width: 1280, height: 800 },
  desk: { width: 1366, height: 768 },
  phone: { width: 360, height: 740 },
};

/**
 * Opens an office on a free port, and a browser.
 * @param {string[]} [more] arguments for the program
 * @param {string[]} [flags] of the browser
 */
export async function openOffice(more = [], flags = []) {
  const program = await startProgram(["demo", "--listen", "127.0.0.1:0", ...more]);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      ...flags,
    ],
  });
  return new Office(program, browser);
}

/**
 * Starts the program and waits for its first line.
 * @param {string[]} args
 */
async function startProgram(args) {
  const child = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, LOKET_LOG: "warn" } });
  const lines = createInterface({ input: child.stdout });
  const [first] = await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(() => assert.fail("the program ended before its first line")),
  ]);
  const address = /^listening on (http:\S+)$/.exec(first)?.[1];
  assert.ok(address, `the first line says where: ${first}`);
  return { child, address };
}

/**
 * @param {import("node:events").EventEmitter} emitter
 * @param {string} name
 * @returns {Promise<any[]>}
 */
const once = (emitter, name) => new Promise((resolve) => emitter.once(name, (...facts) => resolve(facts)));

export class Office {
  /**
   * @param {{ child: import("node:child_process").ChildProcess, address: string }} program
   * @param {import("playwright-core").Browser} browser
   */
  constructor(program, browser) {
    this.program = program;
    this.browser = browser;
    /** What browsers complained about. A test that leaves anything here fails at the end. @type {string[]} */
    this.complaints = [];
  }

  /**
   * A browser of their own, signed in, at a screen.
   * @param {string | undefined} login
   * @param {string} path
   * @param {{ size?: { width: number, height: number }, lang?: string, dark?: boolean, touch?: boolean, inspected?: boolean }} [how]
   *   `inspected`: a tool that draws into the page will look at it
   * @returns {Promise<import("playwright-core").Page>}
   */
  async person(login, path, how = {}) {
    const context = await this.browser.newContext({
      viewport: how.size ?? SIZES.desk,
      locale: how.lang === "en" ? "en-GB" : "id-ID",
      colorScheme: how.dark ? "dark" : "light",
      hasTouch: how.touch ?? false,
      bypassCSP: how.inspected ?? false,
      // What is half faded in would be taken for pale.
      reducedMotion: how.inspected ? "reduce" : "no-preference",
    });
    if (login) {
      const answer = await context.request.post(`${this.program.address}/api/demo/sign-in`, { data: { login }, headers: { origin: this.program.address } });
      assert.equal(answer.status(), 200, `${login} signs in`);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => this.complaints.push(`${path}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !this.expects(message.text())) this.complaints.push(`${path}: ${message.text()}`);
    });
    await page.goto(this.program.address + path);
    return page;
  }

  /**
   * Somebody who acts without a screen, to bring the office into the state that a test is about.
   * @param {string} login
   */
  async hands(login) {
    const hands = new Hands(this.program.address);
    await hands.signIn(login);
    return hands;
  }

  /**
   * A paper as the virtual printer put it out: its words and what its QR codes say.
   * @param {string} printer
   * @param {number} nth from 1
   * @returns {Promise<{ text: string, qr: string[] }>}
   */
  async paper(printer, nth) {
    const answer = await fetch(`${this.program.address}/printer/${printer}/receipts?after=${nth - 1}&wait=1`);
    const receipts = /** @type {any[]} */ (await answer.json());
    assert.equal(receipts[0]?.number, nth, `${printer} has printed ${nth}`);
    return receipts[0];
  }

  /**
   * Keeps a paper as a picture, dot for dot.
   * @param {string} printer
   * @param {number} nth
   * @param {string} name
   */
  async paperPicture(printer, nth, name) {
    const answer = await fetch(`${this.program.address}/printer/${printer}/receipts/${nth}.png`);
    assert.equal(answer.headers.get("content-type"), "image/png");
    mkdirSync(PICTURES, { recursive: true });
    writeFileSync(`${PICTURES}/${name}.png`, Buffer.from(await answer.arrayBuffer()));
  }

  /**
   * What a browser says of itself when the office refuses something or is away, which tests do on purpose.
   * @param {string} text
   */
  expects(text) {
    return /the server responded with a status of (4\d\d|503|507)|net::ERR_(CONNECTION|EMPTY_RESPONSE)|WebSocket connection to/.test(text);
  }

  /** The program dies as if somebody had pulled the plug. */
  async kill() {
    const gone = once(this.program.child, "exit");
    this.program.child.kill("SIGKILL");
    await gone;
  }

  /** Starts it again on the same port. @param {string[]} args */
  async revive(args) {
    const port = new URL(this.program.address).port;
    this.program = await startProgram(["demo", "--listen", `127.0.0.1:${port}`, ...args]);
  }

  /**
   * Every event of the journal, in order. The office must be closed.
   * @param {string} folder
   * @returns {{ name: string, facts: any }[]}
   */
  static journal(folder) {
    const { stdout, status } = spawnSync(PROGRAM, ["journal", folder], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    assert.equal(status, 0, "the journal can be read");
    const entries = stdout.trim().split("\n").map((line) => JSON.parse(line.slice(line.indexOf("{"))));
    return entries.flatMap((entry) => entry.events.flatMap((/** @type {any} */ event) => Object.entries(event).map(([name, facts]) => ({ name, facts }))));
  }

  async close() {
    await this.browser.close();
    const gone = once(this.program.child, "exit");
    this.program.child.kill("SIGTERM");
    await gone;
    assert.deepEqual(this.complaints, [], "what browsers complained about");
  }
}

/** Acts over the same interface that the screens use. */
export class Hands {
  #address;
  #cookie = "";

  /** @param {string} address */
  constructor(address) {
    this.#address = address;
  }

  /** What a browser of theirs would send along. */
  get cookie() {
    return this.#cookie;
  }

  /** @param {string} login */
  async signIn(login) {
    const answer = await this.#send("/api/demo/sign-in", { login });
    this.#cookie = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
  }

  /**
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async act(path, body = {}) {
    const answer = await this.#send(path, { ...body, request: requestId() });
    const told = await answer.json();
    assert.ok(answer.ok, `${path}: ${JSON.stringify(told)}`);
    return told;
  }

  /** @param {string} path @returns {Promise<any>} */
  async read(path) {
    const answer = await fetch(this.#address + path, { headers: { cookie: this.#cookie } });
    return answer.json();
  }

  /** The next visitor of a loket, called and there. @param {number} loket */
  async serve(loket) {
    const { ticket } = await this.act(`/api/loket/${loket}/next`);
    await this.act(`/api/loket/${loket}/present`);
    return ticket;
  }

  /** Registers whoever stands at loket 2. @param {string} nik @param {string} name @returns {Promise<number>} its berkas */
  async register(nik, name) {
    const { permits } = await this.read("/api/permits");
    const permit = permits.find((/** @type {any} */ one) => one.code === "SIPB");
    const marked = (/** @type {string[]} */ list, /** @type {string} */ mark) => list.map((requirement) => ({ requirement, mark }));
    const checklist = [...marked(permit.requirements, "present"), ...marked(permit.conditional, "not-needed")];
    const facts = { permit: "SIPB", nik, name, phone: "0812 4455 6677", checklist, previous: null };
    return (await this.act("/api/loket/2/register", facts)).berkas;
  }

  /** @param {string} path @param {object} body */
  #send(path, body) {
    return fetch(this.#address + path, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.#cookie, origin: this.#address },
      body: JSON.stringify(body),
    });
  }
}

/**
 * The parts of a test that stand on one another: after one that failed the rest is skipped.
 * @returns {(name: string, run: () => Promise<void>) => void}
 */
export function chapters() {
  let broken = false;
  return (name, run) =>
    void it(name, async (t) => {
      if (broken) return t.skip("an earlier part failed");
      broken = true;
      await run();
      broken = false;
    });
}

/**
 * Keeps a picture of a screen.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {{ fullPage?: boolean }} [how]
 */
export async function picture(page, name, { fullPage = false } = {}) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: "disabled", fullPage });
}
