/**
 * The wish for a number: one request id from the tap to the answer, whatever happens to the page in between.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PATIENCE, PLACE, forget, keep, kept, verdict } from "../../kiosk/kiosk/keeping.js";

const BODY = { service: "A", lang: "id", priority: "lansia" };
const NOW = 1_795_478_400_000;

/** A session storage. */
class Store {
  kept = new Map();
  getItem = (name) => this.kept.get(name) ?? null;
  setItem = (name, value) => void this.kept.set(name, value);
  removeItem = (name) => void this.kept.delete(name);
}

/** A storage that is switched off. */
const broken = {
  getItem() {
    throw new Error("no");
  },
  setItem() {
    throw new Error("no");
  },
  removeItem() {
    throw new Error("no");
  },
};

describe("keeping", () => {
  test("the next life of the page finds the same wish with the same id", () => {
    const store = new Store();
    const wish = keep(BODY, NOW, store);
    assert.match(wish.request, /^[0-9A-HJKMNP-TV-Z]{26}$/);
    assert.deepEqual(kept(NOW + 5_000, store), wish);
    assert.deepEqual(kept(NOW + 9_000, store), wish, "also the life after that");
  });

  test("an answered wish is gone", () => {
    const store = new Store();
    keep(BODY, NOW, store);
    forget(store);
    assert.equal(kept(NOW, store), undefined);
    assert.equal(store.kept.size, 0);
  });

  test("a wish whose person must have gone is dropped for good", () => {
    const store = new Store();
    keep(BODY, NOW, store);
    assert.equal(kept(NOW + PATIENCE, store), undefined);
    assert.equal(store.kept.size, 0);
  });

  test("two taps are two wishes", () => {
    const store = new Store();
    assert.notEqual(keep(BODY, NOW, store).request, keep(BODY, NOW, store).request);
  });

  test("nonsense and a storage that is switched off are no wish and no harm", () => {
    for (const text of [
      "",
      "{",
      "null",
      "7",
      "[]",
      '{"request":1}',
      '{"request":"X","at":1,"body":{}}',
      '{"request":"X","body":{"service":"A"}}',
    ]) {
      const store = new Store();
      store.setItem(PLACE, text);
      assert.equal(kept(NOW, store), undefined, text);
    }
    assert.deepEqual(keep(BODY, NOW, broken).body, BODY);
    assert.equal(kept(NOW, broken), undefined);
    forget(broken);
  });
});

describe("what an answer means", () => {
  test("a number, a refusal, or that nobody knows", () => {
    assert.equal(verdict({ ok: true, status: 201, body: { number: "A-001" } }), "issued");
    assert.equal(verdict({ ok: false, status: 409, body: { message: "Tutup." } }), "refused");
    assert.equal(verdict({ ok: false, status: 500, body: {} }), "refused");
    assert.equal(verdict({ ok: false, status: 503, body: {} }), "uncertain");
    assert.equal(verdict({ ok: false, status: 507, body: { error: "storage-full" } }), "uncertain");
    assert.equal(verdict({ ok: false, status: 0, body: {} }), "uncertain");
    assert.equal(verdict({ ok: true, status: 201, body: {} }), "uncertain", "an answer that was cut off");
  });
});
