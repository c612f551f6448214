// @ts-check
/** The office's own words in the form: what a search finds, and what is sent of what was typed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, found, gone } from "../../templates/staff/settings/words.js";

const word = (/** @type {string} */ name, /** @type {string} */ id, /** @type {string} */ en) => ({ name, file: "kiosk", id, en, most_id: 60, most_en: 60 });
const WORDS = [word("kiosk-welcome", "Silakan pilih layanan", "Choose a service"), word("kiosk-back", "Kembali", "Back")];
const names = (/** @type {string} */ wanted, also = (/** @type {any} */ _) => "") => found(WORDS, wanted, also).map(({ name }) => name);

test("a search finds names, both languages, and the office's own", () => {
  assert.deepEqual(names(""), ["kiosk-welcome", "kiosk-back"]);
  assert.deepEqual(names("PILIH  layanan"), ["kiosk-welcome"]);
  assert.deepEqual(names("choose"), ["kiosk-welcome"]);
  assert.deepEqual(names("back"), ["kiosk-back"]);
  assert.deepEqual(names("mundur"), []);
  assert.deepEqual(names("mundur", ({ name }) => (name === "kiosk-back" ? "Mundur" : "")), ["kiosk-back"]);
});

test("only what differs from what is in force is sent", () => {
  const now = { "kiosk-back": "Mundur", "kiosk-welcome": "Halo" };
  assert.deepEqual(changed(new Map(), now), {});
  assert.deepEqual(changed(new Map([["kiosk-back", "Mundur"], ["kiosk-more", ""]]), now), {}, "as it was");
  assert.deepEqual(changed(new Map([["kiosk-back", " "], ["kiosk-welcome", "Hai"]]), now), { "kiosk-back": null, "kiosk-welcome": "Hai" });
});

test("a text whose message is gone can be taken away", () => {
  const now = { id: { "kiosk-back": "Mundur", "kiosk-old": "Lama" }, en: { "kiosk-old": "Old" } };
  assert.deepEqual(gone(WORDS, now).map(({ name, file }) => [name, file]), [["kiosk-old", "gone"]]);
  assert.deepEqual(gone(WORDS, { id: {}, en: {} }), []);
});
