// @ts-check
/**
 * The supervisor's reports: a period, and every figure of it. All figures come from the office as they are printed and
 * exported; nothing is computed here.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { beside, preset, PRESETS } from "./reports/days.js";
import { sheet } from "./reports/sheet.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../display/shared/words.js").Say} say
 * @param {any} facts
 */
function begin(root, say, facts) {
  const frame = new Frame(root, say, { ...facts, title: say("reports-title") });
  document.body.dataset.connection = "live";
  frame.state.append(
    h("a", { class: "button", href: "/laporan/skm" }, say("reports-to-skm")),
  );
  const from = day("from");
  const until = day("until");
  const result = h("article", { id: "report", "aria-live": "polite" });
  const xlsx = h("a", { class: "button", id: "xlsx", download: true }, say("reports-xlsx"));
  /** The period that the arrows walk by. @type {import("./reports/days.js").Preset} */
  let length = "today";
  let asked = 0;

  const days = () => ({ from: from.value, until: until.value });

  async function show() {
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({ ...days(), lang: facts.lang }).toString();
    xlsx.setAttribute("href", `/api/reports.xlsx?${query}`);
    result.setAttribute("aria-busy", "true");
    const answer = await read(`/api/reports?${query}`, facts.lang);
    // Another period was chosen meanwhile.
    if (mine !== asked) return;
    result.removeAttribute("aria-busy");
    frame.warn(answer.ok ? "" : (answer.body.message ?? say("reports-failed")));
    if (!answer.ok) return;
    result.dataset.issued = String(answer.body.issued);
    result.replaceChildren(...sheet(say, answer.body, facts, (table) => `/api/reports.csv?${query}&table=${table}`));
  }

  /** @param {import("./reports/days.js").Days} whole */
  function choose(whole) {
    from.value = whole.from;
    until.value = whole.until;
    void show();
  }

  /** @param {import("./reports/days.js").Preset} name */
  function chooseNow(name) {
    length = name;
    presets.forEach((key) => key.setAttribute("aria-pressed", String(key.dataset.period === name)));
    choose(preset(name, facts.today));
  }

  const arrow = (/** @type {-1 | 1} */ way, /** @type {string} */ sign, /** @type {string} */ words) => {
    const go = () => choose(beside(length, days(), way));
    return h("button", { type: "button", "data-way": way, "aria-label": say(words), onclick: go }, sign);
  };
  for (const field of [from, until]) {
    field.addEventListener("change", () => {
      presets.forEach((key) => key.setAttribute("aria-pressed", "false"));
      void show();
    });
  }
  const presets = PRESETS.map((name) =>
    h("button", { type: "button", "data-period": name, "aria-pressed": "false", onclick: () => chooseNow(name) }, say(`reports-preset-${name}`)),
  );
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
    h("label", { class: "field" }, h("span", {}, say(label)), input);
  const print = h("button", { type: "button", onclick: () => window.print() }, say("reports-print"));
  frame.body.append(
    h(
      "div",
      { class: "choices" },
      h("div", { class: "presets" }, arrow(-1, "‹", "reports-before"), ...presets, arrow(1, "›", "reports-after")),
      field("reports-from", from),
      field("reports-until", until),
      h("div", { class: "presets" }, xlsx, print),
    ),
    result,
  );
  result.append(h("p", { class: "empty" }, say("reports-loading")));
  chooseNow("today");
}

/** @param {string} id */
const day = (id) => /** @type {HTMLInputElement} */ (h("input", { id, type: "date", required: true }));

void start("reports,replay", begin);
