// @ts-check
/**
 * The SKM report: a period, the index, and every figure behind it. All figures come from the office as they are
 * printed; nothing is computed here.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { PERIODS, period } from "./report/period.js";
import { sheet } from "./report/sheet.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/**
 * @param {HTMLElement} root
 * @param {Say} say
 * @param {any} facts
 */
function begin(root, say, facts) {
  const frame = new Frame(root, say, { ...facts, title: say("report-title") });
  document.body.dataset.connection = "live";
  const from = day("from");
  const until = day("until");
  const service = /** @type {HTMLSelectElement} */ (
    h("select", { id: "service" }, h("option", { value: "" }, say("report-all-services")))
  );
  for (const { letter, name } of facts.services) service.append(h("option", { value: letter }, `${letter} · ${name}`));
  const result = h("article", { id: "report", "aria-live": "polite" });
  const csv = h("a", { class: "button", id: "csv", download: true }, say("report-csv"));
  let asked = 0;

  const query = () => new URLSearchParams({ from: from.value, until: until.value, service: service.value }).toString();

  async function show() {
    asked += 1;
    const mine = asked;
    csv.setAttribute("href", `/api/skm.csv?${query()}`);
    result.setAttribute("aria-busy", "true");
    const answer = await read(`/api/skm?${query()}`, facts.lang);
    // Another period was chosen meanwhile.
    if (mine !== asked) return;
    result.removeAttribute("aria-busy");
    result.dataset.n = answer.ok ? String(answer.body.n) : "";
    frame.warn(answer.ok ? "" : (answer.body.message ?? say("report-failed")));
    if (answer.ok) result.replaceChildren(...sheet(say, answer.body, facts));
  }

  /** @param {import("./report/period.js").Name} name */
  function choose(name) {
    const days = period(name, facts.today);
    from.value = days.from;
    until.value = days.until;
    void show();
  }

  for (const field of [from, until, service]) field.addEventListener("change", () => void show());
  const presets = PERIODS.map((name) =>
    h("button", { type: "button", "data-period": name, onclick: () => choose(name) }, say(`report-period-${name}`)),
  );
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
    h("label", { class: "field" }, h("span", {}, say(label)), input);
  const print = h("button", { type: "button", onclick: () => window.print() }, say("report-print"));
  frame.body.append(
    h(
      "div",
      { class: "choices" },
      h("div", { class: "presets" }, ...presets),
      field("report-from", from),
      field("report-until", until),
      field("report-service", service),
      h("div", { class: "presets" }, csv, print),
    ),
    result,
  );
  result.append(h("p", { class: "empty" }, say("report-loading")));
  choose("year");
}

/** @param {string} id */
const day = (id) => /** @type {HTMLInputElement} */ (h("input", { id, type: "date", required: true }));

void start("report", begin);
