// @ts-check
/**
 * While a number is being given, and the number.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { shape, shapeOf } from "../../display/board/shapes.js";
import { icon } from "./icons.js";
import { fill, heading, key, line } from "./parts.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").View} View
 */

/**
 * A number is on its way. Nothing can be touched.
 * @param {Tools} tools
 * @returns {View}
 */
export function issuing({ say }) {
  const busy = h("div", { class: "busy", "aria-hidden": "true" });
  const slow = h("p", { class: "slow", role: "status" });
  return {
    element: h("section", { class: "message issuing" }, busy, heading(say("kiosk-issuing")), slow),
    update: ({ late }) => {
      busy.classList.toggle("shown", late > 0);
      fill(slow, late, () => [late === 2 ? say("kiosk-issuing-help") : late === 1 ? say("kiosk-issuing-slow") : ""]);
    },
  };
}

/**
 * @param {Tools} tools
 * @param {import("./walk.js").Walk} walk
 * @returns {View}
 */
export function ticket(tools, walk) {
  const { say, lang, hands } = tools;
  const { number, service, ahead, estimate, qr } = walk.ticket;
  const name = h("p", { class: "name" });
  const todo = h("div", { class: "todo", role: "status" });
  const picture = h("img", { src: qr, alt: say("kiosk-qr-picture", { number }), draggable: "false" });
  const code = h("figure", { class: "qr" }, picture, h("figcaption", {}, say("kiosk-ticket-qr")));
  // Without the office there is no picture; the number is what counts.
  picture.addEventListener("error", () => code.classList.add("missing"));
  const slip = h(
    "div",
    { class: "slip" },
    h(
      "h1",
      { tabindex: "-1" },
      h("span", { class: "label" }, say("kiosk-your-number"), " "),
      h("span", { class: "number" }, number),
    ),
    h(
      "div",
      { class: "which" },
      shape(service, "lettered"),
      h(
        "div",
        {},
        name,
        h("p", { class: "quiet" }, say("kiosk-ticket-shape", { shape: say(`kiosk-shape-${shapeOf(service)}`) })),
      ),
    ),
    h(
      "div",
      { class: "wait" },
      line("people", say("kiosk-ticket-ahead", { count: ahead })),
      estimate && line("clock", say("kiosk-estimate-title", estimate)),
    ),
    code,
  );
  const draining = h("span", { class: "draining", "aria-hidden": "true" });
  const done = key("home", say("kiosk-done"), hands.back, { id: "done", class: "quiet-key" });
  const element = h(
    "section",
    { id: "ticket", class: "ticket", "data-number": number },
    slip,
    todo,
    h("div", { class: "leave" }, done, draining),
  );
  return {
    element,
    update: ({ photo, since, leaves }, { services }) => {
      const known = services.find(({ letter }) => letter === service);
      fill(name, known?.name, () => [known ? known.name[lang] : service]);
      element.dataset.photo = String(photo);
      element.style.setProperty("--stay", `${(leaves ?? since) - since}ms`);
      fill(todo, photo, () => (photo ? photographed(say) : taken(say)));
    },
  };
}

/** @param {import("./parts.js").Say} say */
function taken(say) {
  return [
    h("p", { class: "act" }, icon("down"), h("strong", {}, say("kiosk-ticket-below"))),
    h("p", {}, say("kiosk-ticket-watch")),
  ];
}

/** @param {import("./parts.js").Say} say */
function photographed(say) {
  return [
    h("p", { class: "act" }, icon("camera"), h("strong", {}, say("kiosk-ticket-photo"))),
    h("p", {}, say("kiosk-ticket-photo-help")),
  ];
}
