// @ts-check
/**
 * Nobody has chosen anything yet: the services, and the way to ask for a berkas.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { hour } from "../../display/shared/words.js";
import { icon } from "./icons.js";
import { closed, fill, heading, line, paperTrouble, sign, when } from "./parts.js";
import { troubled } from "./walk.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").Office} Office
 * @typedef {import("./parts.js").Service} Service
 */

/**
 * @param {Tools} tools
 * @returns {import("./parts.js").View}
 */
export function resting(tools) {
  const { say, hands } = tools;
  const greeting = h("div", { class: "greeting" });
  const notices = h("div", { class: "notices", role: "status" });
  const scan = h(
    "button",
    { id: "scan", type: "button", class: "scan", onclick: hands.open },
    h("span", { class: "sign" }, icon("scan")),
    h("span", { class: "what" }, h("b", {}, say("kiosk-scan")), h("span", { class: "hint" }, say("kiosk-scan-help"))),
  );
  const tiles = h("div", { id: "tiles", class: "tiles", role: "group", "aria-label": say("kiosk-services") }, scan);
  /** A tile stays the same element for as long as its service is there: it must not vanish under a finger. */
  let known = "";
  /** @type {HTMLElement[]} */
  let buttons = [];
  const element = h("section", { class: "rest" }, greeting, notices, tiles);
  return {
    element,
    update: (_walk, office, now) => {
      greet(greeting, tools, office, now);
      tell(notices, tools, office);
      element.classList.toggle("told", !notices.hidden);
      element.classList.toggle("told-more", notices.childElementCount > 1);
      const letters = office.services.map(({ letter }) => letter).join();
      if (letters !== known) {
        known = letters;
        buttons = office.services.map(({ letter }) => tile(letter, hands));
        tiles.dataset.count = String(buttons.length);
        tiles.replaceChildren(...buttons, scan);
      }
      office.services.forEach((service, place) => paint(buttons[place], tools, service, office, now));
    },
  };
}

/** Whether no numbers are given because the clock is not believed. @param {Office} office */
const doubted = ({ clock }) => clock === "leapt" || clock === "unknown";

/** Whether nobody takes numbers for now. @param {Office} office */
const night = (office) =>
  !doubted(office) && !["open", "break"].includes(office.standing.code) && office.services.every(({ door }) => !door.open);

/**
 * What the kiosk says first: a welcome, or that the office is closed and until when.
 * @param {HTMLElement} greeting
 * @param {Tools} tools
 * @param {Office} facts
 * @param {number} now
 */
function greet(greeting, { say, lang }, facts, now) {
  const { standing, office } = facts;
  const [asleep, doubt] = [night(facts), doubted(facts)];
  const opens = standing.until === null ? "" : when(say, lang, standing.until, now, office);
  greeting.classList.toggle("night", asleep || doubt);
  fill(greeting, { asleep, doubt, standing, opens }, () => {
    if (doubt) return [heading(icon("clock"), say("kiosk-clock")), h("p", {}, say("kiosk-clock-help"))];
    if (!asleep) return [heading(say("kiosk-welcome")), h("p", {}, say("kiosk-welcome-help"))];
    const name =
      standing.code === "holiday" || standing.code === "early" ? `kiosk-night-${standing.code}` : "kiosk-night";
    return [
      heading(icon("moon"), say(name)),
      standing.holiday && h("p", { class: "holiday" }, standing.holiday),
      h("p", {}, opens ? say("kiosk-night-opens", { when: opens }) : say("kiosk-night-last")),
    ];
  });
}

/**
 * @param {HTMLElement} notices
 * @param {Tools} tools
 * @param {Office} facts
 */
function tell(notices, { say }, facts) {
  const { standing, office, printer } = facts;
  const paper = troubled(printer) && !night(facts) ? printer : "";
  const pause =
    standing.code === "break" && standing.until !== null ? `${hour(standing.until, office.offset)} ${office.zone}` : "";
  fill(notices, { paper, pause }, () => [
    pause && line("clock", say("kiosk-break", { hour: pause }), "notice calm"),
    paper && paperTrouble(say, paper, "kiosk-paper-short"),
  ]);
  notices.hidden = !paper && !pause;
}

/** @param {string} letter @param {import("./parts.js").Hands} hands */
function tile(letter, hands) {
  return h("button", { type: "button", class: "tile", "data-service": letter, onclick: () => hands.choose(letter) });
}

/**
 * @param {HTMLElement} button
 * @param {Tools} tools
 * @param {Service} service
 * @param {Office} office
 * @param {number} now
 */
function paint(button, tools, service, office, now) {
  const { say, lang } = tools;
  const { letter, name, hint, door, waiting, estimate, lokets } = service;
  button.dataset.open = String(door.open);
  // At night the reason stands above all of them.
  const shut = door.open ? undefined : night(office) ? { why: "", opens: "" } : closed(tools, service, office, now);
  fill(button, { name, hint, waiting, estimate, lokets, shut }, () => [
    sign(letter),
    h("span", { class: "what" }, h("b", {}, name[lang]), h("span", { class: "hint" }, hint[lang])),
    h("span", { class: "queue" }, ...(shut ? shutFacts(say, shut) : queueFacts(say, service))),
  ]);
}

/** @param {import("./parts.js").Say} say @param {{ why: string, opens: string }} shut */
function shutFacts(say, { why, opens }) {
  const words = why && h("span", { class: "why" }, h("span", {}, why), opens && h("span", {}, opens));
  return [h("b", { class: "shut" }, icon("shut"), say("kiosk-closed")), words];
}

/** @param {import("./parts.js").Say} say @param {Service} service */
function queueFacts(say, { waiting, estimate, lokets }) {
  const count = h("b", {}, icon("people"), say("kiosk-waiting", { count: waiting }));
  if (!estimate) return [count, h("span", { class: "why" }, say("kiosk-lokets", { lokets }))];
  const reason = say("kiosk-reason", { lokets, ahead: waiting });
  return [
    count,
    h("span", { class: "estimate" }, say("kiosk-estimate", estimate)),
    h("span", { class: "reason" }, reason),
  ];
}
