// @ts-check
/**
 * The sides of the console: who waits and why in this order, who was put aside or did not come, the officer's own
 * desk, and the papers.
 *
 * @module
 */

import { shape } from "../../../display/board/shapes.js";
import { h } from "../../../display/shared/page.js";
import { hour } from "../../../display/shared/words.js";
import { minutes } from "../parts/berkas.js";
import { paperWhy } from "../parts/slips.js";
import { lineName, whyText } from "./current.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/**
 * The next tickets, in the order in which they would be called.
 * @param {Tongue} tongue
 * @param {any} view
 * @param {(line: any, first: boolean) => void} call
 * @param {boolean} free whether somebody can be called now
 */
export function queue(tongue, view, call, free) {
  const { say } = tongue;
  const count = h("span", { class: "count" }, view.waiting);
  const lines = view.queue.map((/** @type {any} */ line, /** @type {number} */ place) => {
    const key = h(
      "button",
      {
        type: "button",
        class: "small",
        disabled: !free,
        "data-key": `call-${line.id}`,
        onclick: () => call(line, place === 0),
      },
      say("console-call"),
    );
    return ticket(tongue, line, whyText(say, line.why), key, view.loket.purposes.length > 1);
  });
  const more = view.waiting - view.queue.length;
  return [
    h("h2", {}, say("console-queue"), " ", count),
    lines.length > 0 ? h("ol", { class: "lines" }, ...lines) : h("p", { class: "empty" }, say("console-queue-empty")),
    more > 0 && h("p", { class: "more" }, say("console-queue-more", { count: more })),
  ];
}

/**
 * Tickets put aside here, or that did not come, each with what can be done about it.
 * @param {Tongue} tongue
 * @param {string} title message
 * @param {any[]} list
 * @param {{ verb: string, act: (line: any) => void, possible: boolean }[]} keys `verb` is a message
 */
export function aside(tongue, title, list, keys) {
  const { say } = tongue;
  if (list.length === 0) return [];
  const lines = list.map((line) => {
    const buttons = keys.map(({ verb, act, possible }) => {
      const name = `${verb}-${line.id}`;
      return h(
        "button",
        { type: "button", class: "small", disabled: !possible, "data-key": name, onclick: () => act(line) },
        say(verb),
      );
    });
    return ticket(tongue, line, line.note ? `“${line.note}”` : "", h("div", { class: "does" }, ...buttons), false);
  });
  return [
    h("h2", {}, say(title), " ", h("span", { class: "count" }, list.length)),
    h("ul", { class: "lines" }, ...lines),
  ];
}

/** @param {Tongue} tongue @param {any} line @param {string} why @param {HTMLElement} key @param {boolean} named */
function ticket({ say, offset }, line, why, key, named) {
  const since = say("staff-since", { hour: hour(line.queued, offset) });
  const more = [named ? lineName(say, line.purpose) : "", why, since, line.berkas ?? ""].filter(Boolean).join(" · ");
  const heart =
    line.priority &&
    h(
      "span",
      { class: "priority", title: say("console-priority") },
      "♥",
      h("span", { class: "visually-hidden" }, say("console-priority")),
    );
  return h(
    "li",
    { "data-number": line.number },
    shape(line.number[0], "bare"),
    h("div", { class: "who" }, h("strong", {}, line.number, " ", heart), h("span", {}, more)),
    key,
  );
}

/**
 * Berkas on this officer's own desk: SK that wait for a number.
 * @param {Tongue} tongue
 * @param {any} view
 * @param {(line: any) => void} number
 */
export function desk({ say }, view, number) {
  if (view.desk.length === 0) return [];
  const lines = view.desk.map((/** @type {any} */ line) =>
    h(
      "li",
      { "data-berkas": line.id },
      h(
        "div",
        { class: "who" },
        h(
          "strong",
          {},
          line.number,
          line.visit ? h("span", { class: "hall" }, ` ${say("staff-waits-in-hall", { number: line.visit })}`) : "",
        ),
        h("span", {}, `${line.permit.code} · ${line.applicant}`),
        h(
          "span",
          { class: "took", "data-late": line.age > line.norm * 60 },
          `${minutes(say, line.age)} / ${line.norm}`,
        ),
      ),
      h(
        "button",
        { type: "button", class: "small", "data-key": `number-${line.id}`, onclick: () => number(line) },
        say("console-number-sk"),
      ),
    ),
  );
  return [
    h("h2", {}, say("console-desk"), " ", h("span", { class: "count" }, view.desk.length)),
    h("ul", { class: "lines" }, ...lines),
  ];
}

/**
 * The latest papers of the loket's printer, as the printer told.
 * @param {Tongue} tongue
 * @param {any} view
 * @param {(paper: any) => void} reprint
 */
export function papers({ say, offset }, view, reprint) {
  if (view.printer === null) return [];
  const trouble = !["ready", "unknown"].includes(view.printer);
  const state = h(
    "p",
    { class: "printer", "data-printer": view.printer, role: trouble ? "alert" : null },
    say(`staff-printer-${view.printer}`),
  );
  const lines = view.papers.map((/** @type {any} */ paper) =>
    h(
      "li",
      { "data-paper": paper.id, "data-state": paper.state },
      h(
        "div",
        { class: "who" },
        h("strong", {}, [say(`console-paper-${paper.paper}`), paper.about].filter(Boolean).join(" ")),
        h(
          "span",
          {},
          [
            hour(paper.ordered, offset),
            say(`console-paper-is-${paper.state}`),
            paper.copy ? say("console-copy") : "",
            paperWhy(say, paper.why),
          ]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
      ["printed", "uncertain", "failed"].includes(paper.state) &&
        h(
          "button",
          { type: "button", class: "small", "data-key": `paper-${paper.id}`, onclick: () => reprint(paper) },
          say("console-reprint"),
        ),
    ),
  );
  return [
    h("h2", {}, say("console-papers")),
    state,
    lines.length > 0 ? h("ul", { class: "lines" }, ...lines) : h("p", { class: "empty" }, say("console-papers-empty")),
  ];
}
