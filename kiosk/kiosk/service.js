// @ts-check
/**
 * One service was chosen: what it is, how long it may take, and one giant key.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { backKey, closed, fill, heading, key, line, paperTrouble, sign } from "./parts.js";
import { priority } from "./priority.js";
import { troubled } from "./walk.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").Office} Office
 * @typedef {import("./parts.js").Service} Service
 */

/**
 * @param {Tools} tools
 * @param {string} letter
 * @returns {import("./parts.js").View}
 */
export function serving(tools, letter) {
  const title = heading();
  const hint = h("p", { class: "hint" });
  const facts = h("div", { class: "facts", "aria-live": "polite" });
  const notices = h("div", { class: "notices", role: "status" });
  const heart = priority(tools);
  const take = takeKey(tools);
  const about = h("div", { class: "about" }, sign(letter), h("div", { class: "words" }, title, hint), facts, notices);
  const back = backKey(tools);
  const check = key("list", tools.say("kiosk-check"), tools.hands.check, { id: "check", class: "quiet-key" });
  const ways = h("div", { class: "ways" }, back, check);
  const does = h("div", { class: "does" }, heart.element, take, ways);
  return {
    element: h("section", { class: "service", "data-service": letter }, about, does),
    update: (walk, office, now) => {
      const service = office.services.find((known) => known.letter === letter);
      if (!service) return tools.hands.back();
      fill(title, service.name, () => [service.name[tools.lang]]);
      fill(hint, service.hint, () => [service.hint[tools.lang]]);
      describe(facts, tools, service, office, now);
      const { open } = service.door;
      const paper = open && troubled(office.printer) ? office.printer : "";
      fill(notices, paper, () => [paper && paperTrouble(tools.say, paper)]);
      notices.hidden = !paper;
      take.hidden = !open;
      check.hidden = !service.check;
      heart.update?.(walk, office, now);
      if (!open) heart.element.hidden = true;
      // Where there is only one way on, it looks like it.
      back.classList.toggle("primary", !open);
      back.classList.toggle("quiet-key", open);
    },
  };
}

/** The giant key. @param {Tools} tools */
export function takeKey({ say, hands }) {
  return key("ticket", say("kiosk-take"), hands.take, { id: "take", class: "primary giant" });
}

/**
 * How many wait, how long it may take and why; or why it is closed.
 * @param {HTMLElement} facts
 * @param {Tools} tools
 * @param {Service} service
 * @param {Office} office
 * @param {number} now
 */
function describe(facts, tools, service, office, now) {
  const { say } = tools;
  const { waiting, estimate, lokets, door } = service;
  const shut = door.open ? undefined : closed(tools, service, office, now);
  facts.classList.toggle("closed", shut !== undefined);
  fill(facts, { waiting, estimate, lokets, shut }, () => {
    if (shut) {
      const explains = ["unstaffed", "full", "clock"].includes(door.why ?? "");
      const help = explains ? say(`kiosk-closed-${door.why}-help`) : shut.opens;
      return [line("shut", say("kiosk-closed-title"), "line strong"), h("p", {}, shut.why), help && h("p", {}, help)];
    }
    if (!estimate) {
      return [
        line("people", say("kiosk-ahead", { count: waiting }), "line strong"),
        line("counter", say("kiosk-lokets", { lokets })),
      ];
    }
    return [
      line("clock", say("kiosk-estimate-title", estimate), "line strong"),
      line("counter", say("kiosk-reason", { lokets, ahead: waiting })),
    ];
  });
}
