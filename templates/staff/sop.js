// @ts-check
/**
 * The picture of the SOP with the berkas at each step, drawn from the office's own plan. For the printer it is cut into
 * pages.
 *
 * @module
 */

import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";
import { body, head } from "./sop/draw.js";
import { layout, marks } from "./sop/layout.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** Rows that fit a page of each paper. */
const ROWS = { a4: 8, f4: 7 };
const TICK = 1_000;

void start("sop", (root, say, facts) => {
  const frame = new Frame(root, say, { ...facts, title: say("sop-title") });
  const paper = /** @type {HTMLSelectElement} */ (
    h("select", { id: "paper", "aria-label": say("sop-paper") }, h("option", { value: "a4" }, "A4"), h("option", { value: "f4" }, "F4"))
  );
  const print = h("button", { type: "button", id: "print", onclick: () => window.print() }, say("sop-print"));
  frame.state.append(h("span", { class: "legend" }, say("sop-legend")), paper, print);
  const screen = h("section", { id: "picture", tabindex: 0, "aria-label": say("sop-picture") });
  const pages = h("div", { id: "pages", "aria-hidden": "true" });
  frame.body.append(screen, pages);
  /** @type {any} */
  let shown;
  const cut = () => {
    if (!shown) return;
    document.body.dataset.paper = paper.value;
    const when = `${date(live.now(), facts.office.offset, facts.lang)}, ${hour(live.now(), facts.office.offset)} ${facts.office.zone}`;
    draw(pages, [shown.plan, shown.now, paper.value, when], () => sheets(say, shown, facts, paper.value, when));
  };
  paper.addEventListener("change", cut);
  addEventListener("beforeprint", cut);
  const live = follow("/live/sop", {
    build: facts.build,
    onConnection: (connection, since) => frame.connection(connection, since, facts.office.offset),
    onView: (view) => {
      shown = view;
      frame.well(view.well);
      draw(screen, [view.plan, view.now], () => [
        head(say, view.plan),
        body(say, view.plan, layout(view.plan)[0], view.now),
        spoken(say, view),
      ]);
      cut();
      frame.tick(live.now(), facts.office.offset);
    },
  });
  setInterval(() => frame.tick(live.now(), facts.office.offset), TICK);
});

/** The same in words, for whoever cannot see it. @param {Say} say @param {any} view */
function spoken(say, { plan, now }) {
  const mark = marks(plan);
  const places = new Map(plan.map((/** @type {any} */ step, /** @type {number} */ place) => [step.id, mark[place]]));
  const ways = (/** @type {any} */ step) =>
    step.choices.map((/** @type {any} */ way) =>
      h("li", {}, way.to ? say("sop-way", { label: way.label, mark: places.get(way.to) }) : say("sop-way-end", { label: way.label })),
    );
  const items = plan.map((/** @type {any} */ step, /** @type {number} */ place) =>
    h(
      "li",
      {},
      say("sop-step", { mark: mark[place], title: step.title, actor: step.actor, minutes: step.minutes, count: now[place].berkas, late: now[place].late }),
      h("ul", {}, ...ways(step)),
    ),
  );
  return h("ol", { class: "visually-hidden", id: "spoken" }, ...items);
}

/** The pages for the printer. @param {Say} say @param {any} view @param {any} facts @param {string} paper @param {string} when */
function sheets(say, view, facts, paper, when) {
  const pages = layout(view.plan, ROWS[/** @type {"a4" | "f4"} */ (paper)]);
  return pages.map((page, place) =>
    h(
      "div",
      { class: "leaf" },
      h(
        "header",
        {},
        h("strong", {}, `${say("sop-title-long")} · ${facts.office.name}`),
        h("span", {}, `${when} · ${say("sop-page", { page: place + 1, of: pages.length })}`),
      ),
      head(say, view.plan),
      body(say, view.plan, page, view.now),
    ),
  );
}
