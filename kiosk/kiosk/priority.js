// @ts-check
/**
 * The heart: who should go first says so with one key. No reason is asked for, none is kept.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { icon } from "./icons.js";
import { fill } from "./parts.js";

/**
 * @param {import("./parts.js").Tools} tools
 * @returns {import("./parts.js").View}
 */
export function priority({ say, lang, hands }) {
  const heart = h("button", { id: "priority", type: "button", class: "heart", onclick: hands.heart });
  const choices = h("div", { class: "classes", role: "group", "aria-label": say("kiosk-priority-choose") });
  return {
    element: h("div", { class: "priority" }, heart, choices),
    update: (walk, { priorities }) => {
      const chosen = priorities.find((known) => known.class === walk.priority);
      const several = priorities.length > 1;
      const names = priorities.map(({ name }) => name[lang]).join(", ");
      const shown = walk.choosing && several;
      heart.parentElement?.toggleAttribute("hidden", priorities.length === 0);
      heart.setAttribute("aria-pressed", String(chosen !== undefined));
      if (several) heart.setAttribute("aria-expanded", String(shown));
      fill(heart, { names, chosen, shown }, () => [
        icon(chosen ? "heart-full" : "heart"),
        h(
          "span",
          {},
          h("b", {}, chosen ? say("kiosk-priority-chosen", { class: chosen.name[lang] }) : say("kiosk-priority")),
          h("small", {}, chosen ? say("kiosk-priority-undo") : shown ? say("kiosk-priority-choose") : names),
        ),
      ]);
      choices.hidden = !shown;
      fill(choices, priorities, () => priorities.map((known) => choice(known.class, known.name[lang], hands)));
      for (const one of choices.children) {
        const pressed = one instanceof HTMLElement && one.dataset.priority === walk.priority;
        one.setAttribute("aria-pressed", String(pressed));
      }
    },
  };
}

/**
 * @param {string} name
 * @param {string} words
 * @param {import("./parts.js").Hands} hands
 */
function choice(name, words, hands) {
  const facts = {
    type: "button",
    class: "choice",
    "data-priority": name,
    "aria-pressed": "false",
    onclick: () => hands.prefer(name),
  };
  return h("button", facts, icon("check"), h("span", {}, words));
}
