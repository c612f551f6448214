// @ts-check
/**
 * Taking in survey responses from a CSV file: everything that is wrong is shown first, with its line and column;
 * nothing is taken in before somebody says so.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { ask } from "./parts/asking.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { longDay } from "./report/names.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** The office takes no larger file, in bytes. */
const MOST_BYTES = 5 * 1024 * 1024;

/**
 * @param {HTMLElement} root
 * @param {Say} say
 * @param {any} facts
 */
function begin(root, say, facts) {
  const frame = new Frame(root, say, { ...facts, title: say("skm-import-title") });
  document.body.dataset.connection = "live";
  const input = /** @type {HTMLInputElement} */ (
    h("input", { id: "file", type: "file", accept: ".csv,text/csv", "aria-describedby": "help" })
  );
  const result = h("section", { id: "result", "aria-live": "polite" });
  let asked = 0;

  /** @param {File} file */
  async function check(file) {
    asked += 1;
    const mine = asked;
    frame.warn("");
    result.dataset.state = "checking";
    result.replaceChildren(h("p", { class: "empty" }, say("skm-import-checking")));
    const answer = file.size > MOST_BYTES ? tooLarge(say) : await send("/api/skm/import/check", file, facts.lang);
    // Another file was chosen meanwhile.
    if (mine !== asked) return;
    result.dataset.state = answer.ok ? "checked" : "refused";
    if (answer.ok) result.replaceChildren(...checked(say, answer.body, facts.lang, (only) => void take(file, answer.body, only)));
    else result.replaceChildren(h("p", { class: "wrong", role: "alert" }, answer.body.message ?? say("staff-no-answer")));
  }

  /** @param {File} file @param {any} found @param {boolean} only */
  async function take(file, found, only) {
    if (only) {
      const sure = { title: say("skm-import-sure", { count: found.good, wrong: found.wrong }), help: say("skm-import-sure-help") };
      if (!(await ask(say, { ...sure, yes: say("skm-import-sure-yes"), grave: true }))) return;
    }
    for (const button of result.querySelectorAll("button")) button.disabled = true;
    result.dataset.state = "taking";
    result.prepend(h("p", { class: "empty" }, say("skm-import-taking")));
    const query = new URLSearchParams({ label: file.name.slice(0, 100), only_good: String(only) });
    const answer = await send(`/api/skm/import?${query}`, file, facts.lang);
    result.dataset.state = answer.ok ? "done" : "refused";
    if (answer.ok) {
      input.value = "";
      result.replaceChildren(
        h("p", { class: "done" }, say("skm-import-done", { count: answer.body.imported })),
        h("p", {}, h("a", { class: "button primary", href: "/laporan/skm" }, say("skm-report-back"))),
      );
      return;
    }
    const refused = answer.status >= 400 && answer.status < 500;
    const words = refused ? answer.body.message : say("skm-import-failed");
    result.replaceChildren(h("p", { class: "wrong", role: "alert" }, words));
  }

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void check(file);
  });
  frame.body.append(
    h(
      "div",
      { class: "sheet" },
      h("p", {}, h("a", { href: "/laporan/skm" }, `← ${say("skm-report-back")}`)),
      h("label", { class: "field", for: "file" }, h("span", {}, say("skm-import-choose"))),
      input,
      h("p", { id: "help", class: "empty" }, say("skm-import-help")),
      result,
    ),
  );
}

/** @param {Say} say */
const tooLarge = (say) => ({ ok: false, status: 413, body: { message: say("skm-import-too-large") } });

/**
 * What was found, and the one key that fits it.
 * @param {Say} say
 * @param {any} found
 * @param {string} lang
 * @param {(only: boolean) => void} take
 */
function checked(say, found, lang, take) {
  const { rows, good, wrong, faults, more, known, imported } = found;
  const days = () => say("skm-import-days", { from: longDay(found.from, lang), until: longDay(found.until, lang) });
  /** @type {(HTMLElement | false)[]} */
  const nodes = [
    h("p", { class: "count", id: "count" }, say("skm-import-rows", { rows, good, wrong })),
    good > 0 && h("p", {}, days()),
  ];
  if (imported) return present([...nodes, h("p", { class: "wrong", id: "before" }, say("skm-import-before"))]);
  if (known > 0) nodes.push(h("p", { class: "warning", id: "known" }, say("skm-import-known", { count: known })));
  if (wrong === 0) {
    nodes.push(
      h("p", { class: "well" }, say("skm-import-well")),
      h("button", { type: "button", id: "take-all", class: "primary", onclick: () => take(false) }, say("skm-import-all", { count: good })),
    );
    return present(nodes);
  }
  nodes.push(
    h("h2", {}, say("skm-import-wrong")),
    faultTable(say, faults),
    more > 0 && h("p", {}, say("skm-import-more", { count: more })),
    h("p", {}, say("skm-import-wrong-help")),
    good > 0 && h("button", { type: "button", id: "take-good", onclick: () => take(true) }, say("skm-import-good", { count: good })),
  );
  return present(nodes);
}

/** @param {(HTMLElement | false)[]} nodes */
const present = (nodes) => nodes.filter((node) => node instanceof Node);

/** @param {Say} say @param {any[]} faults */
function faultTable(say, faults) {
  const heads = ["skm-import-line", "skm-import-column", "skm-import-what"].map((name) => h("th", { scope: "col" }, say(name)));
  const rows = faults.map(({ line, column, code, message }) =>
    h("tr", { "data-line": line, "data-code": code }, h("td", {}, line), h("td", {}, h("code", {}, column)), h("td", {}, message)),
  );
  return h("table", { id: "faults" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows));
}

/**
 * Sends the file as it is. Never rejects.
 * @param {string} path
 * @param {File} file
 * @param {string} lang
 * @returns {Promise<{ ok: boolean, status: number, body: any }>}
 */
async function send(path, file, lang) {
  try {
    const headers = { "content-type": "text/csv", "x-lang": lang };
    const answer = await fetch(path, { method: "POST", headers, body: await file.arrayBuffer(), cache: "no-store" });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

void start("skm", begin);
