// @ts-check
/**
 * The office as it was: boards, lines, lokets, papers.
 *
 * @module
 */

import { shape } from "../../../display/board/shapes.js";
import { h } from "../../../display/shared/page.js";
import { second } from "../../../display/shared/words.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** @param {Say} say @param {any} picture @param {any} facts */
export function picture(say, picture, facts) {
  return [
    ...picture.boards.map((/** @type {any} */ zone) => board(say, zone, picture.boards.length > 1, facts)),
    lines(say, picture.lines, facts),
    papers(say, picture.papers, facts),
  ];
}

/** @param {Say} say @param {any} zone @param {boolean} named @param {any} facts */
function board(say, { zone, board }, named, facts) {
  const cells = board.lokets.map((/** @type {any} */ loket) =>
    h(
      "li",
      { "data-loket": loket.id, "data-state": loket.number ? loket.stage : loket.desk },
      h("span", { class: "sign" }, say("replay-loket", { loket: String(loket.id) })),
      h("strong", {}, loket.number ?? "–"),
      h("span", { class: "state" }, say(`replay-state-${loket.number ? loket.stage : loket.desk}`)),
    ),
  );
  const calls = board.calls.slice(0, 6).map((/** @type {any} */ call) =>
    h(
      "li",
      { "data-call": call.id },
      h("strong", {}, call.number),
      ` → ${say("replay-loket", { loket: String(call.loket) })} `,
      h("span", { class: "quiet" }, [second(call.at, facts.office.offset), call.nth > 1 && say("replay-nth", { count: call.nth }), say(`replay-voice-${call.voice}`), call.shown || say("replay-unshown")].filter((part) => typeof part === "string").join(" · ")),
    ),
  );
  const missed = board.missed.length > 0 && h("p", { class: "quiet" }, say("replay-missed-list", { list: board.missed.join(", ") }));
  return h(
    "section",
    { class: "board", "data-zone": zone },
    h("h2", {}, named ? `${say("replay-board")} · ${zone}` : say("replay-board")),
    h("ul", { class: "cells" }, ...cells),
    h("h3", {}, say("replay-calls")),
    calls.length > 0 ? h("ul", { class: "calls" }, ...calls) : h("p", { class: "quiet" }, say("replay-no-calls")),
    missed,
  );
}

/** @param {Say} say @param {any[]} lines @param {any} facts */
function lines(say, lines, facts) {
  const rows = lines.map((line) =>
    h(
      "li",
      { "data-line": line.letter, "data-count": line.numbers.length },
      shape(line.letter, "lettered"),
      h("div", { class: "who" }, h("strong", {}, line.name[facts.lang]), numbers(say, line.numbers)),
      h("b", { class: "count" }, line.numbers.length),
    ),
  );
  return h("section", { class: "lines" }, h("h2", {}, say("replay-lines")), h("ul", {}, ...rows));
}

/** Most numbers of a line that are written out. */
const MOST = 24;

/** @param {Say} say @param {any[]} numbers */
function numbers(say, numbers) {
  if (numbers.length === 0) return h("span", { class: "quiet" }, say("replay-nobody"));
  // A number is never broken at its hyphen.
  const one = (/** @type {any} */ { number, priority }) => `${number}${priority ? "★" : ""}`.replace("-", "\u2011");
  const more = numbers.length > MOST ? ` … +${numbers.length - MOST}` : "";
  return h("span", { class: "numbers" }, numbers.slice(0, MOST).map(one).join(" ") + more);
}

/** @param {Say} say @param {any[]} papers @param {any} facts */
function papers(say, papers, facts) {
  const rows = papers.map((paper) =>
    h(
      "li",
      { "data-paper": paper.state },
      h("span", { class: "time" }, second(paper.at, facts.office.offset)),
      h("span", { class: "who" }, [say(`replay-paper-${paper.what}`), paper.number].filter(Boolean).join(" ")),
      h("span", { class: "quiet" }, `${paper.printer} · ${say(`replay-job-${paper.state}`)}`),
    ),
  );
  return h(
    "section",
    { class: "papers" },
    h("h2", {}, say("replay-papers")),
    rows.length > 0 ? h("ul", {}, ...rows) : h("p", { class: "quiet" }, say("replay-no-papers")),
  );
}
