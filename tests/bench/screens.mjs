// @ts-check
/**
 * `node tests/bench/screens.mjs`: what each screen costs on the wire and until it can be used, in a browser that has
 * never seen it. Times stand beside a page of the same server that has nothing on it.
 *
 * Needs the program (`cargo build --release`) and the packages of tests/browser (`npm ci` there).
 */

import { openOffice, SIZES } from "../browser/office.js";

/** Loads of each screen; the middle one counts. */
const LOADS = 5;

/** @type {[string, string | undefined, string, string, { width: number, height: number }][]} */
const SCREENS = [
  ["a page with nothing on it", undefined, "/health", "body", SIZES.desk],
  ["first page", undefined, "/", "main h1", SIZES.desk],
  ["sign-in", undefined, "/masuk", "#login", SIZES.desk],
  ["kiosk", "kiosk", "/kiosk", '#tiles [data-service="A"]', SIZES.kiosk],
  ["board", "tv-1", "/papan/utama", "#lokets [data-loket]", SIZES.tv],
  ["console", "loket-2", "/loket/2", "#acts [data-act]", SIZES.desk],
  ["back office", "analis", "/berkas", "#inbox p, #inbox li", SIZES.desk],
  ["survey tablet", "tablet", "/skm/5", '#screen[data-stage="asleep"]', SIZES.tablet],
  ["phone", undefined, "TICKET", "#number", SIZES.phone],
];

/** @param {number[]} numbers */
const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/**
 * One load in a fresh browser context.
 * @param {import("../browser/office.js").Office} office
 * @param {string | undefined} login
 * @param {string} path
 * @param {string} ready
 * @param {{ width: number, height: number }} size
 */
async function load(office, login, path, ready, size) {
  const page = await office.person(login, "/health", { size });
  const wire = await page.context().newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  await wire.send("Network.enable");
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.goto(office.program.address + path, { waitUntil: "commit" });
  // Usable: what a person came for stands there and has been painted.
  const usable = await page.evaluate(
    (selector) =>
      new Promise((resolve) => {
        const look = () => {
          const there = document.querySelector(selector);
          if (there && there.getClientRects().length > 0) requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
    ready,
  );
  await page.waitForLoadState("networkidle");
  await page.context().close();
  return { bytes, requests, usable: Number(usable) };
}

const office = await openOffice();
const kiosk = await office.person("kiosk", "/health");
const answer = await kiosk.request.post(`${office.program.address}/api/kiosk/tickets`, {
  data: { service: "A", lang: "id", request: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
});
const ticket = new URL((await answer.json()).url).pathname;

console.log("screen                       KiB  requests  usable ms  × nothing");
let nothing = 0;
for (const [name, login, path, ready, size] of SCREENS) {
  const loads = [];
  for (let times = 0; times < LOADS; times += 1) {
    loads.push(await load(office, login, path === "TICKET" ? ticket : path, ready, size));
  }
  const [bytes, requests, usable] = /** @type {const} */ (["bytes", "requests", "usable"]).map((what) => middle(loads.map((one) => one[what])));
  nothing ||= usable;
  const columns = [(bytes / 1024).toFixed(1).padStart(8), String(requests).padStart(8), usable.toFixed(0).padStart(9), (usable / nothing).toFixed(1).padStart(9)];
  console.log(name.padEnd(24), columns.join("  "));
}
await office.close();
