// @ts-check
/**
 * What is overdue: where each berkas lies, by how much, and who is told next if nothing moves.
 *
 * @module
 */

import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { minutes } from "./parts/berkas.js";
import { overdueComplaints } from "./parts/complaint-lines.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

const TICK = 1_000;

void start("late,complaints", (root, say, facts) => {
  const frame = new Frame(root, say, { ...facts, title: say("late-title") });
  const list = h("section", { id: "list", tabindex: 0, "aria-label": say("late-title") });
  frame.body.append(list);
  const live = follow(facts.live, {
    build: facts.build,
    onConnection: (connection, since) => frame.connection(connection, since, facts.office.offset),
    onView: (view) => {
      frame.well(view.well);
      const tongue = { say, lang: facts.lang, offset: facts.office.offset };
      draw(list, [view.lines, view.more, view.title, view.complaints], () => [
        ...overdueComplaints(tongue, view.complaints),
        ...table(say, view, facts),
      ]);
      frame.tick(live.now(), facts.office.offset);
    },
  });
  setInterval(() => frame.tick(live.now(), facts.office.offset), TICK);
});

/** From here on hours are read more easily, in minutes. */
const HOURS = 120;

/** @param {Say} say @param {number} seconds of service */
function span(say, seconds) {
  const all = Math.ceil(seconds / 60);
  return all < HOURS ? minutes(say, seconds) : say("late-hours", { hours: Math.floor(all / 60), minutes: all % 60 });
}

/** @param {Say} say @param {any} view @param {any} facts */
function table(say, { lines, more, title }, facts) {
  const whose = h("p", { class: "whose" }, title ? say("late-below", { title }) : say("late-all"));
  if (lines.length === 0) return [whose, h("p", { class: "empty" }, say("late-none"))];
  const head = ["number", "step", "desk", "over", "told"].map((name) => h("th", { scope: "col" }, say(`late-${name}`)));
  return [
    whose,
    h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...lines.map((/** @type {any} */ line) => row(say, line, facts)))),
    more > 0 && h("p", { class: "empty" }, say("late-more", { count: more })),
  ];
}

/** @param {Say} say @param {any} line @param {any} facts */
function row(say, line, facts) {
  const { offset } = facts.office;
  const told = line.told.length > 0 && h("strong", { class: "told" }, say("late-told-to", { who: line.told.join(", ") }));
  const next = line.next && h("span", { class: "quiet" }, say("late-next", { who: line.next.actor, time: span(say, line.next.after) }));
  return h(
    "tr",
    { "data-berkas": line.id, "data-told": line.told.length, "data-mine": String(line.mine) },
    h("th", { scope: "row" }, line.number, h("span", { class: "quiet" }, `${line.permit.code} · ${line.permit.name}`), line.visit && h("span", { class: "pill" }, say("staff-waits-in-hall", { number: line.visit }))),
    h("td", {}, line.no ? `${line.no}. ${line.step}` : line.step, h("span", { class: "quiet" }, say("late-since", { when: `${date(line.arrived, offset, facts.lang)}, ${hour(line.arrived, offset)}` }))),
    h("td", {}, line.actor, h("span", { class: "quiet" }, line.taken ? say("staff-taken-by", { name: line.taken }) : say("late-untaken"))),
    h("td", { class: "over" }, h("strong", {}, `+${span(say, line.over)}`), h("span", { class: "quiet" }, say("late-of", { age: span(say, line.age), norm: minutes(say, line.norm * 60) }))),
    h("td", {}, told || "", next || (line.told.length > 0 ? "" : h("span", { class: "quiet" }, say("late-nobody-above")))),
  );
}
