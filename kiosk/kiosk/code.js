// @ts-check
/**
 * Typing the code of a tanda terima, for who has no QR that can be scanned.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { icon } from "./icons.js";
import { backKey, heading, key } from "./parts.js";
import { CODE, complete } from "./walk.js";

/** Letters stand in groups of this many, as they are printed. */
const GROUP = 5;

/**
 * @param {import("./parts.js").Tools} tools
 * @returns {import("./parts.js").View}
 */
export function typing(tools) {
  const { say, hands } = tools;
  const slots = Array.from({ length: CODE.length }, () => h("span", { class: "slot" }));
  const groups = [slots.slice(0, GROUP), slots.slice(GROUP)].map((group) => h("span", { class: "group" }, ...group));
  const spoken = h("p", { class: "visually-hidden", role: "status" });
  const keys = [...CODE.letters].map((letter) =>
    h("button", { type: "button", "data-letter": letter, onclick: () => hands.type(letter) }, letter),
  );
  const erase = key("erase", say("kiosk-code-erase"), () => hands.type(""), { id: "erase", class: "erase" });
  const search = key("scan", say("kiosk-code-search"), hands.search, { id: "search", class: "primary search" });
  const typed = h(
    "div",
    { class: "typed", "aria-hidden": "true" },
    groups[0],
    h("span", { class: "dash" }, "-"),
    groups[1],
  );
  return {
    element: h(
      "section",
      { class: "code" },
      h(
        "div",
        { class: "about" },
        h(
          "div",
          { class: "words" },
          heading(say("kiosk-code")),
          h("p", { class: "hint" }, icon("file"), say("kiosk-code-help")),
        ),
        typed,
        spoken,
      ),
      h(
        "div",
        { class: "does" },
        h("div", { class: "pad" }, ...keys, erase),
        h("div", { class: "keys" }, backKey(tools), search),
      ),
    ),
    update: (walk) => {
      slots.forEach((slot, place) => {
        slot.textContent = walk.typed[place] ?? "";
        slot.classList.toggle("next", place === walk.typed.length);
      });
      const words = walk.typed ? say("kiosk-code-typed", { code: [...walk.typed].join(" ") }) : say("kiosk-code-empty");
      if (spoken.textContent !== words) spoken.textContent = words;
      const full = complete(walk);
      search.toggleAttribute("disabled", !full);
      erase.toggleAttribute("disabled", walk.typed === "");
      for (const one of keys) one.toggleAttribute("disabled", full);
    },
  };
}
