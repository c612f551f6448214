// @ts-check
/**
 * The report of the survey as a document: in the ministry's outline, to be read here, completed and printed on A4.
 *
 * @module
 */

import { act, read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";
import { composed } from "./report/document.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** The office keeps no longer chapter. */
const MOST = 4_000;

/**
 * @param {HTMLElement} root
 * @param {Say} say
 * @param {any} facts
 */
async function begin(root, say, facts) {
  const frame = new Frame(root, say, { ...facts, title: say("skm-doc-title") });
  document.body.dataset.connection = "live";
  const asked = new URLSearchParams(location.search);
  const query = new URLSearchParams({ from: asked.get("from") ?? "", until: asked.get("until") ?? "" });
  const paper = h("article", { id: "paper" }, h("p", { class: "empty" }, say("skm-doc-loading")));
  const keys = h(
    "div",
    { class: "keys" },
    h("a", { class: "button", href: "/laporan/skm" }, `← ${say("skm-report-back")}`),
    h("button", { type: "button", id: "print", class: "primary", onclick: () => window.print() }, say("report-print")),
    h("a", { class: "button", href: `/api/skm.xlsx?${query}`, download: true }, say("skm-xlsx")),
  );
  frame.body.append(keys, paper);
  const answer = await read(`/api/skm/document?${query}`, facts.lang);
  if (!answer.ok) {
    frame.warn(answer.body.message ?? say("report-failed"));
    return;
  }
  const { report, texts, annex } = answer.body;
  if (report.n === 0) {
    paper.replaceChildren(h("p", { class: "empty" }, say("report-none")));
    return;
  }
  /** @param {string} chapter @param {string} usual */
  const text = (chapter, usual) => chapterText({ say, frame, facts, report }, chapter, usual, texts[chapter] ?? "");
  paper.dataset.n = String(report.n);
  paper.replaceChildren(...composed({ say, facts, report, annex, text }));
}

/**
 * A text of the office: its own words, or the usual ones while it has written none; and a key to change it.
 * @param {{ say: Say, frame: Frame, facts: any, report: any }} about
 * @param {string} chapter
 * @param {string} usual
 * @param {string} own
 */
function chapterText({ say, frame, facts, report }, chapter, usual, own) {
  let words = own;
  const place = h("div", { class: "own", "data-chapter": chapter });

  /** @param {string} text */
  async function keep(text) {
    const body = { from: report.from, until: report.until, chapter, text };
    const answer = await act("/api/skm/text", body, { lang: facts.lang });
    if (!answer.ok) {
      frame.warn(answer.body.message ?? say("staff-no-answer"));
      return;
    }
    words = text.trim();
    frame.tell(say("skm-doc-saved"));
    show(true);
  }

  function edit() {
    const field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { rows: 8, maxlength: MOST, "aria-label": say("skm-doc-edit") })
    );
    field.value = words || usual;
    const save = h("button", { class: "primary" }, say("skm-doc-save"));
    const back = h("button", { type: "button", onclick: () => void keep("") }, say("skm-doc-usual"));
    const no = h("button", { type: "button", onclick: () => show(true) }, say("cancel"));
    const form = h("form", {}, field, h("div", { class: "answers" }, no, words && back, save));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The usual words, unchanged, stay the usual ones: they follow the figures.
      void keep(field.value.trim() === usual ? "" : field.value);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") show(true);
    });
    place.replaceChildren(form);
    field.focus();
  }

  /** @param {boolean} focus */
  function show(focus) {
    const change = h("button", { type: "button", class: "small edit", onclick: edit }, say("skm-doc-edit"));
    const lines = (words || usual).split(/\n+/).map((line) => h("p", {}, line));
    place.replaceChildren(...lines, change);
    if (focus) change.focus();
  }

  show(false);
  return place;
}

void start("report,skm,survey", (root, say, facts) => void begin(root, say, facts));
