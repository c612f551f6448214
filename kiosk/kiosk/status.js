// @ts-check
/**
 * What was scanned stands where: in words, since when, and what is asked of its owner.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { shape } from "../../display/board/shapes.js";
import { icon } from "./icons.js";
import { fill, heading, key, paperTrouble, when } from "./parts.js";
import { priority } from "./priority.js";
import { takeKey } from "./service.js";
import { mayReport, storyOf } from "./standing.js";
import { troubled } from "./walk.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./parts.js").Office} Office
 * @typedef {import("./standing.js").Story} Story
 */

/** @type {Record<import("./standing.js").Mood, string>} */
const DRAWINGS = { calm: "clock", good: "check", mend: "mend", over: "file" };

/** @param {Tools} tools @returns {View} */
export function searching({ say }) {
  const busy = h("div", { class: "busy shown", "aria-hidden": "true" });
  return { element: h("section", { class: "message" }, busy, heading(say("kiosk-searching"))) };
}

/**
 * @param {Tools} tools
 * @param {import("./walk.js").Walk} walk
 * @returns {View}
 */
export function status(tools, walk) {
  const { say, hands } = tools;
  const { status: found, issues } = walk.found;
  const { berkas, ticket } = found;
  const story = storyOf(walk.found);
  const facts = h("div", { class: "facts" });
  const notices = h("div", { class: "notices", role: "status" });
  const heart = issues ? priority(tools) : undefined;
  const report =
    mayReport(ticket) && key("check", say("kiosk-report"), hands.report, { id: "report", class: "primary giant" });
  const home = key(issues ? "back" : "home", say(issues ? "kiosk-back" : "kiosk-home"), hands.back, {
    id: "back",
    class: issues || report ? "quiet-key" : "primary",
  });
  const element = h(
    "section",
    { id: "status", class: "status", "data-standing": story.standing, "data-mood": story.mood },
    h(
      "div",
      { class: "about" },
      h("p", { class: "kicker" }, say(berkas ? "kiosk-status" : "kiosk-status-ticket")),
      h(
        "div",
        { class: "stands" },
        h("span", { class: "mood" }, icon(DRAWINGS[story.mood])),
        heading(say(story.head.message, story.head.facts)),
      ),
      ...story.asked.map(({ message, facts: known }) => h("p", { class: "asked" }, say(message, known))),
      facts,
      notices,
    ),
    h("div", { class: "does" }, heart?.element, issues && takeKey(tools), report, home),
  );
  return {
    element,
    update: (now, office, at) => {
      fill(facts, at - (at % 60_000), () =>
        berkas ? berkasFacts(tools, berkas, office, at) : [ticketFacts(tools, ticket)],
      );
      const paper = issues && troubled(office.printer) ? office.printer : "";
      fill(notices, paper, () => [paper && paperTrouble(say, paper)]);
      notices.hidden = !paper;
      heart?.update?.(now, office, at);
    },
  };
}

/**
 * @param {Tools} tools
 * @param {any} berkas
 * @param {Office} office
 * @param {number} now
 */
function berkasFacts({ say, lang }, berkas, { office }, now) {
  const steps = say("kiosk-berkas-steps", { done: berkas.done, steps: berkas.steps });
  const moving = berkas.standing === "process" || berkas.standing === "ready";
  const pair = (/** @type {string} */ term, /** @type {string} */ words) => [
    h("dt", {}, say(term)),
    h("dd", {}, words),
  ];
  const track = Array.from({ length: berkas.steps }, (_, place) => {
    const state = place < berkas.done ? "done" : place === berkas.done && moving ? "now" : "ahead";
    return h("span", { class: state });
  });
  return [
    h(
      "p",
      { class: "which" },
      h("b", {}, say("kiosk-berkas-number", { number: berkas.number })),
      h("span", {}, berkas.permit),
    ),
    h("div", { class: "track", "aria-hidden": "true" }, ...track),
    h("p", { class: "steps" }, steps),
    lacking(say, berkas.lacking),
    h(
      "dl",
      {},
      ...(berkas.reason ? pair("kiosk-berkas-reason", berkas.reason) : []),
      ...(moving ? [...pair("kiosk-berkas-now", berkas.step), ...pair("kiosk-berkas-with", berkas.actor)] : []),
      ...pair("kiosk-berkas-since", when(say, lang, berkas.since, now, office)),
    ),
  ];
}

/** What to bring or mend, line by line. @param {Tools["say"]} say @param {any[]} lines */
function lacking(say, lines) {
  const open = (lines ?? []).filter((one) => !one.mended);
  if (open.length === 0) return "";
  const line = (/** @type {any} */ one) =>
    h("li", {}, h("b", {}, one.requirement), one.why && h("span", {}, one.why));
  return h("div", { class: "lacking" }, h("p", {}, say("kiosk-berkas-lacking")), h("ul", {}, ...open.map(line)));
}

/** @param {Tools} tools @param {any} ticket */
function ticketFacts({ lang }, ticket) {
  const letter = String(ticket.number).charAt(0);
  return h(
    "p",
    { class: "mine" },
    shape(letter, "lettered"),
    h("span", {}, h("b", { class: "number" }, ticket.number), h("span", {}, ticket.service[lang])),
  );
}
