// @ts-check
/**
 * What the office sends becomes no property of every object: no frame of a live screen and no key of an answer reaches
 * Object.prototype (ASVS 15.3.6). Screens copy no keys that others chose; the second test holds their source to it.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { follow } from "../../display/shared/live.js";

const EVIL = '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"waiting":1}';

test("no frame reaches the prototype of all objects", () => {
  /** @type {any[]} */
  const views = [];
  /** @type {any} */
  let socket;
  const open = () => (socket = { readyState: 1, send() {}, close() {} });
  const timeless = { clock: () => 0, random: () => 0, later: () => 0, cancel() {}, reload() {}, admitted: async () => true };
  const onView = (/** @type {any} */ view) => views.push(view);
  follow("/live/x", /** @type {any} */ ({ build: "b", onView, surroundings: { open, ...timeless } }));
  socket.onopen();
  const hear = (/** @type {string} */ data) => socket.onmessage({ data });
  hear(`{"t":"full","rev":1,"seq":1,"now":0,"view":${EVIL}}`);
  hear(`{"t":"patch","was":1,"rev":2,"seq":2,"now":0,"set":${EVIL}}`);
  assert.equal(views.length, 2, "both were shown");
  assert.equal(views[1].waiting, 1);
  const plain = /** @type {any} */ ({});
  assert.equal(plain.polluted, undefined);
  assert.equal(/** @type {any} */ (views[1]).polluted, undefined, "nor the view itself");
});

/** @param {string} folder @returns {string[]} */
function scripts(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "vendor" ? [] : scripts(path);
    return path.endsWith(".js") ? [path] : [];
  });
}

/** Lines that put something under a key that is not written there, or merge objects into one that is there. */
function risky(/** @type {string} */ source) {
  const lines = source.split("\n");
  return lines.filter((line) => /[\w)\]]\[[a-zA-Z_.]+\]\s*(=|\?\?=|\|\|=|&&=)[^=>]/.test(line) || /__proto__|Object\.assign\(/.test(line));
}

/** Numbers in lists of our own, and names that are written in the same module. */
const KNOWN = [
  "out[i] = y;", // samples of a sound, counted
  "this.#marks[place] = mark;", // lines of a checklist, counted
  "if (part.dataset[name] !== text) part.dataset[name] = text;", // names of the board's own parts
];

test("screens put nothing under a key that others chose", () => {
  const root = new URL("../..", import.meta.url).pathname;
  const found = ["kiosk", "display", "templates"].flatMap((folder) =>
    scripts(join(root, folder)).flatMap((path) =>
      risky(readFileSync(path, "utf8"))
        .map((line) => line.trim())
        .filter((line) => !KNOWN.includes(line))
        .map((line) => `${path}: ${line}`),
    ),
  );
  assert.deepEqual(found, []);
  // The control: what would be found.
  assert.equal(risky("all[key] = value;\nObject.assign(all, sent);\nplain.key = 1;\nif (a[b] === c) x();").length, 2);
});
