// @ts-check
/**
 * The ticket in hand: its number, since when, why it was its turn, whether its call was heard, and its stops before.
 *
 * @module
 */

import { shape } from "../../../display/board/shapes.js";
import { h } from "../../../display/shared/page.js";
import { hour, second } from "../../../display/shared/words.js";
import { facts, minutes, reasonOf, standing, story } from "../parts/berkas.js";
import { papers } from "../parts/papers.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/** Names of lines that the shipped profile draws; an office's own are shown as it wrote them. */
const LINES = ["pendaftaran", "skm", "serah", "legalisasi", "pengaduan", "informasi"];

/** @param {Say} say @param {string} purpose */
export const lineName = (say, purpose) => (LINES.includes(purpose) ? say(`console-line-${purpose}`) : purpose);

/**
 * Why it is somebody's turn.
 * @param {Say} say
 * @param {{ code: string, reason: string | null } | null} why
 */
export const whyText = (say, why) => (why ? say(`console-why-${why.code}`, { reason: why.reason ?? "" }) : "");

/**
 * @param {Tongue} tongue
 * @param {any} view
 */
export function card(tongue, view) {
  const { say } = tongue;
  const { current: ticket, berkas } = view;
  const pill = h("span", { class: "pill", "data-stage": ticket.stage }, say(`console-stage-${ticket.stage}`));
  return [
    h(
      "div",
      { class: "number" },
      shape(ticket.service, "bare"),
      h("strong", { id: "number" }, ticket.number),
      ticket.priority &&
        h(
          "span",
          { class: "priority", title: say("console-priority") },
          "♥",
          h("span", { class: "visually-hidden" }, say("console-priority")),
        ),
    ),
    h("div", { class: "about" }, h("p", {}, pill, " ", lineName(say, ticket.purpose)), ...told(tongue, view)),
    watches(say, ticket, berkas),
  ];
}

/** What is known of the call, in words. @param {Tongue} tongue @param {any} view */
function told({ say, offset }, view) {
  const { current: ticket, call } = view;
  const lines = [];
  if (ticket.why) lines.push(h("p", { class: "why" }, whyText(say, ticket.why)));
  if (view.comes) lines.push(h("p", { class: "comes", id: "comes" }, say("console-comes")));
  if (ticket.note) lines.push(h("p", { class: "why" }, `“${ticket.note}”`));
  if (call && ticket.stage === "called")
    lines.push(h("p", { class: "heard", "data-voice": call.voice }, heard(say, offset, call)));
  return lines;
}

/** @param {Say} say @param {number} offset @param {any} call */
function heard(say, offset, call) {
  const shown = call.shown
    ? say("console-shown", { board: call.shown_by, time: second(call.shown, offset) })
    : say("console-not-shown");
  const time = call.at ? second(call.at, offset) : "";
  return `${shown} · ${say(`console-voice-${call.voice}`, { board: call.spoken_by ?? "", time })}`;
}

/** @param {Say} say @param {any} ticket @param {any} berkas */
function watches(say, ticket, berkas) {
  const norm = berkas?.step.minutes || null;
  const watch = (/** @type {string} */ label, /** @type {number} */ since, /** @type {number | null} */ most) =>
    h("p", {}, h("span", {}, say(label)), h("strong", { class: "watch", "data-since": since, "data-norm": most }));
  return h(
    "div",
    { class: "watches" },
    ticket.stage === "serving"
      ? watch("console-served-for", ticket.present, norm)
      : watch("console-called-for", ticket.called, null),
    h(
      "p",
      {},
      h("span", {}, say("console-waited")),
      h("strong", {}, minutes(say, ((ticket.called ?? ticket.queued) - ticket.queued) / 1000)),
    ),
  );
}

/**
 * The stops of the day so far, and the berkas with what lies beside it.
 * @param {Tongue} tongue
 * @param {any} view
 * @param {Node} notes
 * @param {Node} scans
 */
export function background(tongue, view, notes, scans) {
  const { say, offset } = tongue;
  const { current: ticket, berkas } = view;
  const parts = [];
  if (ticket.before.length > 0) {
    const stop = (/** @type {any} */ leg) =>
      h(
        "li",
        {},
        h("strong", {}, lineName(say, leg.purpose)),
        leg.loket ? ` · Loket ${leg.loket}` : "",
        ` · ${say("console-leg", { waited: Math.ceil(leg.waited / 60), served: Math.ceil(leg.served / 60) })}`,
        leg.note ? ` · “${leg.note}”` : "",
      );
    parts.push(
      h(
        "section",
        {},
        h("h3", {}, say("console-before", { hour: hour(ticket.issued, offset) })),
        h("ul", { class: "stops" }, ...ticket.before.map(stop)),
      ),
    );
  }
  if (berkas) {
    const number = h("h3", {}, `${say("console-berkas")} ${berkas.number} `, standing(say, berkas));
    parts.push(
      h("section", { id: "berkas" }, number, reasonOf(say, berkas), facts(tongue, berkas), papers(tongue, berkas), notes, story(tongue, berkas), scans),
    );
  }
  return parts;
}
