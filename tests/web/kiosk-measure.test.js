/**
 * Real sizes: a finger on every screen, and letters that fit.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { USUAL, diagonal, sizes } from "../../kiosk/kiosk/measure.js";

const near = (value, wanted, part = 0.01) =>
  assert.ok(Math.abs(value / wanted - 1) < part, `${value} is not ${wanted}`);

describe("sizes", () => {
  test("21.5 inches upright is right without being told", () => {
    const told = sizes(1080, 1920, 21.5);
    assert.deepEqual(sizes(1080, 1920), told);
    near(told.mm, 4.034);
    assert.ok(told.letter / told.mm >= 7.2, "capitals of 4.8 mm");
    assert.ok(told.large / told.mm >= 10.9, "capitals of 7.3 mm");
  });

  test("a smaller screen has larger millimetres: 20 mm are 111 px on 15.6 inches", () => {
    near(20 * sizes(1080, 1920, 15.6).mm, 111);
    near(20 * sizes(1920, 1080, 15.6).mm, 111);
  });

  test("a tablet is capped so that everything fits, but its keys stay large", () => {
    const { mm, letter, large } = sizes(1280, 800, 10.1);
    assert.ok(mm < 1509 / (10.1 * 25.4));
    assert.ok(20 * mm >= 88);
    assert.ok(letter >= 26 && large >= letter * 1.15);
    near(sizes(1280, 800).mm, USUAL);
  });

  test("a very large screen grows with its glass", () => {
    const { mm } = sizes(1080, 1920, 43);
    near(mm, 1080 / 268);
    near(sizes(2160, 3840, 43).mm, 2160 / 268);
  });

  test("letters never shrink with the large mode, whatever the window", () => {
    for (const [width, height] of [
      [320, 480],
      [800, 1280],
      [1366, 768],
      [3840, 2160],
    ]) {
      const { mm, letter, large } = sizes(width, height, 12);
      assert.ok(mm > 0 && letter > 0 && large > letter, `${width} x ${height}`);
    }
  });
});

describe("the diagonal", () => {
  /** A local storage. */
  class Store {
    kept = new Map();
    getItem = (name) => this.kept.get(name) ?? null;
    setItem = (name, value) => void this.kept.set(name, value);
  }

  test("is told once and remembered", () => {
    const store = new Store();
    assert.equal(diagonal("", store), undefined);
    assert.equal(diagonal("?diagonal=15.6", store), 15.6);
    assert.equal(diagonal("", store), 15.6);
    assert.equal(diagonal("?diagonal=32", store), 32);
    assert.equal(diagonal("?x=1", store), 32);
  });

  test("what is no diagonal is passed over", () => {
    for (const text of ["0", "-3", "4000", "abc", ""])
      assert.equal(diagonal(`?diagonal=${text}`, new Store()), undefined, text);
  });

  test("a browser that keeps nothing goes by its address", () => {
    const broken = {
      getItem() {
        throw new Error("no");
      },
      setItem() {
        throw new Error("no");
      },
    };
    assert.equal(diagonal("?diagonal=15.6", broken), 15.6);
    assert.equal(diagonal("", broken), undefined);
  });
});
