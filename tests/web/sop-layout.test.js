// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { layout, lanes, marks, width, wrap } from "../../templates/staff/sop/layout.js";

/** @typedef {import("../../templates/staff/sop/layout.js").Step} Step */
/** @typedef {import("../../templates/staff/sop/layout.js").Shape} Shape */
/** @typedef {import("../../templates/staff/sop/layout.js").Page} Page */

/** The office's own SOP, read as plainly as its file is written. @returns {Step[]} */
function office() {
  const text = readFileSync(new URL("../../templates/office/sop.toml", import.meta.url), "utf8");
  const facts = (/** @type {string} */ part) => Object.fromEntries([...part.matchAll(/^(\w+) = "?(.*?)"?$/gm)].map((found) => [found[1], found[2]]));
  return text.split("[[step]]").slice(1).map((part) => {
    const [own, ...ways] = part.split("[[step.choice]]").map(facts);
    const choices = ways.map(({ id, label, act, to }) => {
      const end = to.startsWith("end:") ? to.slice(4) : null;
      return { id, label, act, to: end ? null : to, end };
    });
    const { id, title, actor, minutes, needs, output } = own;
    return { id, no: own.no ? Number(own.no) : null, title, role: actor, actor, minutes: Number(minutes), needs, output, choices };
  });
}

/** A plan that nobody would write. @returns {Step[]} */
function knot() {
  const step = (/** @type {string} */ id, /** @type {string} */ role, /** @type {string[]} */ to) => ({
    id, no: null, title: id, role, actor: role, minutes: 1, needs: "", output: "",
    choices: to.map((goal, nth) => ({ id: `${id}-${nth}`, label: goal, act: nth ? "return" : "forward", to: goal === "end" ? null : goal, end: goal === "end" ? "granted" : null })),
  });
  return [step("a", "x", ["b", "d"]), step("b", "x", ["c", "a"]), step("c", "y", ["d", "a"]), step("d", "x", ["e", "b"]), step("e", "y", ["end", "a"])];
}

const inside = (/** @type {Shape} */ shape, /** @type {number} */ x, /** @type {number} */ y) => {
  const [dx, dy] = [Math.abs(x - shape.x) / (shape.w / 2), Math.abs(y - shape.y) / (shape.h / 2)];
  return shape.kind === "decision" ? dx + dy < 0.98 : dx < 0.98 && dy < 0.98;
};

/** Points along the lines of a way. @param {[number, number][]} points */
function* along(points) {
  for (let place = 1; place < points.length; place += 1) {
    const [[x, y], [u, v]] = [points[place - 1], points[place]];
    for (let part = 0; part <= 100; part += 1) yield [x + ((u - x) * part) / 100, y + ((v - y) * part) / 100];
  }
}

for (const [name, plan] of /** @type {[string, Step[]][]} */ ([["the office's SOP", office()], ["a knot", knot()]])) {
  // The knot is only for one page: cut up it has more ways at one side than there is room for pentagons.
  for (const perPage of name === "a knot" ? [plan.length] : [plan.length, 8, 6, 4, 3]) {
    describe(`${name}, ${perPage} rows a page`, () => {
      const pages = layout(plan, perPage);
      it("has every step once, in a lane of its actor", () => {
        const rows = pages.flatMap((page) => page.rows);
        assert.deepEqual(rows.map((row) => row.step.id), plan.map((step) => step.id));
        for (const page of pages) {
          for (const row of page.rows) {
            const lane = lanes(plan).find(({ role }) => role === row.step.role);
            const shape = page.shapes.find(({ kind, step }) => step === row.step.id && ["box", "decision"].includes(kind));
            assert.ok(lane && shape && shape.x - shape.w / 2 > lane.x && shape.x + shape.w / 2 < lane.x + lane.w);
          }
        }
      });
      it("has an arrow for every way on, and one from the start", () => {
        const drawn = new Set(pages.flatMap((page) => page.arrows.map(({ from, choice, to }) => `${from} ${choice} ${to}`)));
        for (const step of plan) {
          for (const way of step.choices) assert.ok(drawn.has(`${step.id} ${way.id} ${way.to ?? `end:${way.end}`}`), `${step.id}: ${way.id}`);
        }
        assert.ok(drawn.has(`  ${plan[0].id}`));
      });
      it("lets no two symbols overlap", () => {
        for (const { shapes } of pages) {
          for (const [place, one] of shapes.entries()) {
            for (const other of shapes.slice(place + 1)) {
              const apart = Math.abs(one.x - other.x) >= (one.w + other.w) / 2 || Math.abs(one.y - other.y) >= (one.h + other.h) / 2;
              assert.ok(apart, `${one.kind} of ${one.step} and ${other.kind} of ${other.step}`);
            }
          }
        }
      });
      it("leads no arrow through a symbol, and each ends at one", () => {
        for (const { arrows, shapes } of pages) {
          for (const { points, from, to } of arrows) {
            for (const [x, y] of along(points)) {
              for (const shape of shapes) assert.ok(!inside(shape, x, y), `${from} to ${to} runs through ${shape.kind} of ${shape.step}`);
            }
            for (const [x, y] of [points[0], points[points.length - 1]]) {
              const touched = shapes.some((shape) => Math.abs(x - shape.x) <= shape.w / 2 + 1 && Math.abs(y - shape.y) <= shape.h / 2 + 1);
              assert.ok(touched, `${from} to ${to} ends in the air`);
            }
          }
        }
      });
      it("stays on its page", () => {
        for (const { arrows, shapes, height } of pages) {
          const points = [...arrows.flatMap((arrow) => arrow.points), ...shapes.flatMap((one) => [[one.x - one.w / 2, one.y - one.h / 2], [one.x + one.w / 2, one.y + one.h / 2]])];
          for (const [x, y] of points) assert.ok(x >= 0 && x <= width(plan) && y >= 0 && y <= height, `${x} ${y}`);
        }
      });
    });
  }
}

describe("marks and words", () => {
  it("steps of our own have letters", () => {
    assert.deepEqual(marks(office()).slice(-2), ["10", "a"]);
  });
  it("a text is cut between words, and says when it was too long", () => {
    assert.deepEqual(wrap("satu dua tiga", 60, 12), ["satu dua", "tiga"]);
    assert.deepEqual(wrap("lima enam tujuh", 1, 12, 2), ["lima", "enam …"]);
  });
});
