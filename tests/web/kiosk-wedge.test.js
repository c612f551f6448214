/**
 * Scanner or hand: only the pauses between the keys tell.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LENGTH, PACE, PAUSE, Wedge } from "../../kiosk/kiosk/wedge.js";

const CODE = "HTTP://10.0.0.5:8080/B/ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Presses keys one after another, each `pause` after the last, and gives what came of them. */
function press(wedge, keys, pause, from = 1_000) {
  const codes = [];
  let at = from;
  for (const key of keys) {
    const code = wedge.press(key, at);
    if (code !== undefined) codes.push(code);
    at += pause;
  }
  return codes;
}

describe("a scanner", () => {
  test("gives its code at Enter, whole and once", () => {
    assert.deepEqual(press(new Wedge(), [...CODE, "Enter"], 2), [CODE]);
    assert.deepEqual(press(new Wedge(), [...CODE, "Tab"], 2), [CODE]);
  });

  test("holds Shift for its capitals", () => {
    const keys = [...CODE].flatMap((letter) => ["Shift", letter]);
    assert.deepEqual(press(new Wedge(), [...keys, "Enter"], 4), [CODE]);
  });

  test("may falter in the middle", () => {
    const wedge = new Wedge();
    press(wedge, [...CODE.slice(0, 20)], 2);
    assert.deepEqual(press(wedge, [...CODE.slice(20), "Enter"], 2, 1_040 + PAUSE - 5), [CODE]);
  });

  test("two codes after another are two", () => {
    const wedge = new Wedge();
    press(wedge, [...CODE, "Enter"], 2);
    assert.deepEqual(press(wedge, [..."BCDFGHJKLM", "Enter"], 2, 1_200), ["BCDFGHJKLM"]);
  });

  test("what was touched on the keyboard before it is no part of the code", () => {
    const wedge = new Wedge();
    press(wedge, ["x", "y"], 5);
    assert.deepEqual(press(wedge, [..."BCDFGHJKLM", "Enter"], 2, 1_000 + 5 + PAUSE + 1), ["BCDFGHJKLM"]);
  });

  test("a code that is far too long is swallowed, and the next one is heard", () => {
    const wedge = new Wedge();
    assert.deepEqual(press(wedge, [..."x".repeat(5_000), "Enter"], 0), [""]);
    assert.deepEqual(press(wedge, [...CODE, "Enter"], 2, 9_000), [CODE]);
    const longest = "x".repeat(LENGTH.most);
    assert.deepEqual(press(new Wedge(), [...longest, "Enter"], 0), [longest]);
  });
});

describe("a hand", () => {
  test("is no scanner, however long it types", () => {
    assert.deepEqual(press(new Wedge(), [...CODE, "Enter"], PACE + 1), []);
  });

  test("an Enter, or a few letters that slip together, press the key as usual", () => {
    assert.deepEqual(press(new Wedge(), ["Enter", "Enter"], 10), []);
    assert.deepEqual(press(new Wedge(), ["a", "b", "c", "Enter"], 10), []);
  });

  test("an Enter long after a code that never ended does not end it", () => {
    const wedge = new Wedge();
    press(wedge, [...CODE], 2);
    assert.equal(wedge.press("Enter", 60_000), undefined);
  });

  test("its letters are given back once; a scanner's are not", () => {
    const wedge = new Wedge();
    press(wedge, ["b", "c"], 30);
    assert.equal(wedge.typed(), "bc");
    assert.equal(wedge.typed(), "");
    press(wedge, ["d"], 0, 1_200);
    assert.equal(wedge.typed(), "d", "while the pause is too short to forget what came before");
    press(wedge, [..."fghjklm"], 150, 1_350);
    assert.equal(wedge.typed(), "fghjklm", "more letters than a code has, but slowly");
    press(wedge, [...CODE], 2, 9_000);
    assert.equal(wedge.typed(), "");
  });
});
