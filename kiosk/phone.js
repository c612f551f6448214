// @ts-check
/**
 * The page behind the QR code of a ticket or a tanda terima: today's queue, and weeks later the permit.
 *
 * Light on purpose: the phone's own letters, no pictures, one connection. It names nobody.
 *
 * @module
 */

import { follow } from "../display/shared/live.js";
import { byId, h, settings } from "../display/shared/page.js";
import { date, hour, loadWords } from "../display/shared/words.js";
import { berkasStory, showsTicket, stirs, ticketStory } from "./phone/story.js";

const { live: topic, build, lang, office } = settings();

/** @typedef {import("./phone/story.js").Line} Line */

/** The page, once its words are there. @param {import("../display/shared/words.js").Say} say */
function open(say) {
  /** @type {any} */
  let shown;
  const screen = byId("screen");
  const lost = h("p", { id: "lost", role: "status", hidden: true });
  const visit = h("section", { id: "visit", "aria-live": "polite" });
  const berkas = h("section", { id: "berkas", "aria-live": "polite" });
  screen.append(header(say), lost, visit, berkas, footer(say));

  const live = follow(topic, {
    build,
    onView(view) {
      if (stirs(shown?.ticket, view.ticket)) navigator.vibrate?.([400, 200, 400, 200, 400]);
      shown = view;
      paint(say, view, visit, berkas, live?.now() ?? Date.now());
    },
    onConnection(connection, since) {
      lost.hidden = connection !== "lost";
      lost.textContent = say("lost", { hour: hour(since, office.offset) });
      document.body.dataset.connection = connection;
    },
  });
}

/** @param {import("../display/shared/words.js").Say} say */
function header(say) {
  const other = lang === "en" ? "id" : "en";
  const change = h("a", { id: "lang", href: `?lang=${other}`, lang: other, hreflang: other }, say("phone-other-language"));
  change.addEventListener("click", () => {
    document.cookie = `bahasa=${other}; Path=/; Max-Age=31536000; SameSite=Lax`;
  });
  return h("header", {}, h("p", { class: "office" }, office.short), change);
}

/** @param {import("../display/shared/words.js").Say} say */
function footer(say) {
  return h("footer", {}, h("p", {}, say("phone-keep")), h("p", {}, office.name));
}

/**
 * @param {import("../display/shared/words.js").Say} say
 * @param {any} view
 * @param {HTMLElement} visit
 * @param {HTMLElement} berkas
 * @param {number} now
 */
function paint(say, view, visit, berkas, now) {
  const { ticket } = view;
  const leads = showsTicket(view);
  const story = leads ? ticketStory(ticket) : view.berkas ? berkasStory(view.berkas) : ticketStory(ticket);
  document.body.dataset.mood = story.mood;
  document.body.dataset.stage = ticket?.stage ?? "";
  document.body.dataset.standing = view.berkas?.standing ?? "";
  visit.hidden = !leads && Boolean(view.berkas);
  if (!visit.hidden && ticket) visit.replaceChildren(...ticketParts(say, ticket, story));
  berkas.hidden = !view.berkas;
  if (view.berkas) berkas.replaceChildren(...berkasParts(say, view.berkas, !leads));
  const title = story.mood === "call" ? say(story.head.message, story.head.facts) : "";
  const name = ticket?.number ?? view.berkas?.number ?? "";
  document.title = title ? `▶ ${name} · ${title}` : `${name} · ${office.short}`;
  const standing = view.standing.code;
  if (leads && ["over", "holiday", "early"].includes(standing)) {
    visit.append(h("p", { class: "quiet" }, closed(say, view.standing, now)));
  }
}

/**
 * @param {import("../display/shared/words.js").Say} say
 * @param {any} standing
 * @param {number} now
 */
function closed(say, standing, now) {
  if (!standing.until) return say("standing-closed");
  const day = date(standing.until, office.offset, lang);
  const sameDay = day === date(now, office.offset, lang);
  const opens = `${sameDay ? "" : `${day} `}${hour(standing.until, office.offset)} ${office.zone}`;
  return say(`standing-${standing.code}`, { hour: opens, holiday: standing.holiday ?? "" });
}

/**
 * @param {import("../display/shared/words.js").Say} say
 * @param {any} ticket
 * @param {import("./phone/story.js").Story} story
 */
function ticketParts(say, ticket, story) {
  const lines = story.lines.map((line) => h("p", {}, say(line.message, line.facts)));
  if (ticket.bring && ticket.stage === "waiting") {
    lines.push(h("p", { class: "bring" }, say("phone-bring", { what: ticket.bring[lang === "en" ? "en" : "id"] })));
  }
  return [
    h("p", { class: "service" }, ticket.service[lang === "en" ? "en" : "id"]),
    h("h1", { id: "number" }, ticket.number),
    h("p", { class: "head", id: "head" }, say(story.head.message, story.head.facts)),
    ...lines,
  ];
}

/**
 * What to bring or mend, line by line.
 * @param {import("../display/shared/words.js").Say} say
 * @param {any[]} lines
 */
function lacking(say, lines) {
  if (!lines || lines.length === 0) return null;
  const line = (/** @type {any} */ one) =>
    h(
      "li",
      { "data-mended": String(one.mended) },
      h("strong", {}, one.requirement),
      one.why && h("span", {}, one.why),
      one.mended && h("span", { class: "quiet" }, say("phone-mended")),
    );
  return h("div", { class: "lacking" }, h("p", {}, say("phone-lacking")), h("ul", {}, ...lines.map(line)));
}

/**
 * @param {import("../display/shared/words.js").Say} say
 * @param {any} berkas
 * @param {boolean} leads whether it is what the page is about
 */
function berkasParts(say, berkas, leads) {
  const story = berkasStory(berkas, !leads);
  const since = `${date(berkas.since, office.offset, lang)}, ${hour(berkas.since, office.offset)} ${office.zone}`;
  const done = say("phone-steps", { done: berkas.done, steps: berkas.steps });
  const moving = ["process", "ready"].includes(berkas.standing);
  return [
    h("h2", {}, say("phone-berkas", { number: berkas.number })),
    h("p", { class: "permit" }, berkas.permit),
    h("p", { class: leads ? "head" : "second", "data-mood": story.mood }, say(story.head.message)),
    lacking(say, berkas.lacking),
    berkas.reason && h("p", { class: "reason" }, berkas.reason),
    ...story.lines.map((line) => h("p", { class: "where" }, say(line.message, line.facts))),
    h("progress", { max: berkas.steps, value: berkas.done, "aria-label": done }),
    h("p", { class: "quiet" }, done),
    moving && h("dl", {}, h("dt", {}, say("phone-now")), h("dd", {}, berkas.step), h("dt", {}, say("phone-with")), h("dd", {}, berkas.actor)),
    h("p", { class: "quiet" }, say("phone-since", { since })),
  ].filter((part) => part instanceof Node);
}

loadWords(build, lang, ["screens", "phone"]).then(open, () => {
  // Without words there is nothing to show; the next load may find them.
  setTimeout(() => location.reload(), 5000);
});
