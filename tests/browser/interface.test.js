// @ts-check
/**
 * The pages of the JSON interface: its document, a token that is shown once, and a webhook that is told.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { after, before, describe } from "node:test";
import { promisify } from "node:util";
import { chapters, openOffice, picture } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const run = promisify(execFile);

describe("the pages of the JSON interface", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  /** @type {Page} */
  let admin;
  /** @type {string[]} */
  const heard = [];
  const listener = createServer((request, response) => {
    heard.push(String(request.headers["webhook-signature"]));
    response.writeHead(204).end();
  });

  before(async () => {
    office = await openOffice([]);
    await new Promise((resume) => listener.listen(0, "127.0.0.1", () => resume(undefined)));
    admin = await office.person("admin", "/akun");
  });
  const chapter = chapters();
  /** A token for this account. @param {string} login @param {string} scope @returns {Promise<string>} */
  const token = async (login, scope) => {
    const hands = await office.hands("admin");
    const { accounts } = await hands.read("/api/tokens");
    const account = accounts.find((/** @type {any} */ one) => one.login === login).id;
    return (await hands.act("/api/tokens", { name: login, account, scopes: [scope], days: 1 })).secret;
  };
  after(async () => {
    listener.close();
    await office.close();
  });

  chapter("the document is read, and a route is found", async () => {
    await admin.goto(new URL("/api", admin.url()).href);
    await admin.locator("body[data-routes]").waitFor();
    await admin.fill("#look", "loket next");
    const route = admin.locator("#routes > details:visible");
    await route.first().locator("summary").first().click();
    await route.first().locator("dl").first().waitFor();
    await picture(admin, "interface");
  });

  chapter("a token is made and shown once", async () => {
    await admin.goto(new URL("/kunci", admin.url()).href);
    await admin.fill("#name", "Layar kabupaten");
    await admin.check("input[name=scope][value=read]");
    await admin.click("#make");
    const secret = await admin.inputValue("#secret");
    assert.match(secret, /^loket_[0-9a-f]{64}$/);
    await admin.locator("[data-token]").waitFor();
    await picture(admin, "tokens");
    const answer = await fetch(new URL("/api/permits", admin.url()), { headers: { authorization: `Bearer ${secret}` } });
    assert.equal(answer.status, 200);
  });

  chapter("a webhook is added and tried out", async () => {
    await admin.goto(new URL("/kabar", admin.url()).href);
    const { port } = /** @type {import("node:net").AddressInfo} */ (listener.address());
    await admin.fill("#url", `http://127.0.0.1:${port}/`);
    await admin.check("input[name=topic][value=call]");
    await admin.click("#add");
    await admin.locator("#secret").waitFor();
    await admin.click("[data-hook] .test");
    await admin.locator("[data-hook] details summary").click();
    await admin.locator("[data-arrived=true]").waitFor();
    assert.match(heard[0], /^v1,/);
    await picture(admin, "hooks");
  });

  chapter("what the page says in either language can be pasted into a shell", async () => {
    for (const lang of ["en", "id"]) {
      await admin.goto(new URL(`/api?lang=${lang}`, admin.url()).href);
      await admin.locator("body[data-routes]").waitFor();
      const [exports, reading, taking] = await admin.locator("#begin pre").allTextContents();
      assert.match(exports, /^export TOKEN=loket_/);
      const shell = async (/** @type {string} */ command, /** @type {string} */ token) => {
        const env = { ...process.env, TOKEN: token };
        const { stdout } = await run("sh", ["-c", command.replace("curl", "curl --silent --fail-with-body")], { env });
        return JSON.parse(stdout);
      };
      const { permits } = await shell(reading, await token("admin", "read"));
      assert.ok(permits.length > 0);
      const kiosk = await token("kiosk", "kiosk");
      const taken = await shell(taking, kiosk);
      assert.match(taken.number, /^A-\d+$/);
      assert.equal((await shell(taking, kiosk)).number, taken.number, "pasted twice it is one act");
    }
    await picture(admin, "interface-begin", { fullPage: false });
  });
});
