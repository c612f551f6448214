// @ts-check
/**
 * The SKM report: a period, the index, and every figure behind it. All figures come from the office as they are
 * printed; nothing is computed here.
 *
 * @module
 */

import { act, read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { ask } from "./parts/asking.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { longDay } from "./report/names.js";
import { neighbour, PERIODS, period } from "./report/period.js";
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
  const link = (/** @type {string} */ id, /** @type {string} */ words, /** @type {object} */ more = {}) =>
    h("a", { class: "button", id, ...more }, say(words));
  const csv = link("csv", "report-csv", { download: true });
  const xlsx = link("xlsx", "skm-xlsx", { download: true });
  const paper = link("document", "skm-document-open");
  const publish = /** @type {HTMLButtonElement} */ (
    h("button", { type: "button", id: "publish", onclick: () => void publishIt() }, say("skm-publish"))
  );
  const published = h("p", { class: "empty", id: "published" });
  /** @type {any} What is on the screen. */
  let shown;
  let asked = 0;

  const days = () => ({ from: from.value, until: until.value });
  const query = () => new URLSearchParams({ ...days(), service: service.value }).toString();

  async function show() {
    asked += 1;
    const mine = asked;
    csv.setAttribute("href", `/api/skm.csv?${query()}`);
    xlsx.setAttribute("href", `/api/skm.xlsx?${query()}`);
    paper.setAttribute("href", `/laporan/skm/dokumen?${new URLSearchParams(days())}`);
    publish.disabled = true;
    result.setAttribute("aria-busy", "true");
    const answer = await read(`/api/skm?${query()}`, facts.lang);
    // Another period was chosen meanwhile.
    if (mine !== asked) return;
    result.removeAttribute("aria-busy");
    result.dataset.n = answer.ok ? String(answer.body.n) : "";
    frame.warn(answer.ok ? "" : (answer.body.message ?? say("report-failed")));
    if (!answer.ok) return;
    shown = answer.body;
    result.replaceChildren(...sheet(say, shown, facts));
    // What is published is about the whole unit.
    publish.disabled = shown.n === 0 || service.value !== "";
    tellPublished(say, published, shown.published, facts.lang);
  }

  async function publishIt() {
    const { from, until, ikm } = shown;
    const words = { from: longDay(from, facts.lang), until: longDay(until, facts.lang), value: ikm.value };
    const question = { title: say("skm-publish-sure", words), help: say("skm-publish-help"), yes: say("skm-publish") };
    if (!(await ask(say, question))) return;
    publish.disabled = true;
    const answer = await act("/api/skm/publish", { from, until }, { lang: facts.lang });
    await show();
    if (answer.ok) frame.tell(say("skm-published-done"));
    else frame.warn(answer.body.message ?? say("staff-no-answer"));
  }

  /** How long the periods are that the arrows walk. @type {import("./report/period.js").Name} */
  let length = "year";

  /** @param {{ from: string, until: string }} whole */
  function choose(whole) {
    from.value = whole.from;
    until.value = whole.until;
    void show();
  }

  /** @param {import("./report/period.js").Name} name */
  function chooseNow(name) {
    length = name;
    choose(period(name, facts.today));
  }

  const arrow = (/** @type {-1 | 1} */ way, /** @type {string} */ sign, /** @type {string} */ words) => {
    const go = () => choose(neighbour(length, days(), way));
    return h("button", { type: "button", "data-way": way, "aria-label": say(words), onclick: go }, sign);
  };

  for (const field of [from, until, service]) field.addEventListener("change", () => void show());
  const presets = PERIODS.map((name) =>
    h("button", { type: "button", "data-period": name, onclick: () => chooseNow(name) }, say(`report-period-${name}`)),
  );
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
    h("label", { class: "field" }, h("span", {}, say(label)), input);
  const print = h("button", { type: "button", onclick: () => window.print() }, say("report-print"));
  const taking = h("a", { class: "button", id: "import", href: "/laporan/skm/impor" }, say("skm-import-open"));
  frame.body.append(
    h(
      "div",
      { class: "choices" },
      h("div", { class: "presets" }, arrow(-1, "‹", "skm-before"), ...presets, arrow(1, "›", "skm-after")),
      field("report-from", from),
      field("report-until", until),
      field("report-service", service),
      h("div", { class: "presets" }, paper, xlsx, csv, print, taking, publish),
      published,
    ),
    result,
  );
  result.append(h("p", { class: "empty" }, say("report-loading")));
  chooseNow("year");
}

/**
 * What the public sees, and where.
 * @param {Say} say
 * @param {HTMLElement} place
 * @param {{ on: string, from: string, until: string } | null} last
 * @param {string} lang
 */
function tellPublished(say, place, last, lang) {
  if (!last) return place.replaceChildren();
  const { on, from, until } = last;
  const words = { on: longDay(on, lang), from: longDay(from, lang), until: longDay(until, lang) };
  place.replaceChildren(say("skm-published", words), " ", h("a", { href: "/ikm" }, say("skm-published-link")));
}

/** @param {string} id */
const day = (id) => /** @type {HTMLInputElement} */ (h("input", { id, type: "date", required: true }));

void start("report,skm", begin);
