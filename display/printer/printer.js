// @ts-check
/**
 * The page of the virtual printer: its condition, and paper coming out of it.
 *
 * Two questions are always open at the office, one for the condition and one for new sheets; each is answered when
 * something happens, at the latest after 25 seconds. When one fails, the page says so and asks again, after a
 * random pause, so that many pages do not come back at once. Texts of sheets are only ever set as text.
 *
 * @module
 */

import { h, settings } from "../shared/page.js";
import { hour, loadWords, second } from "../shared/words.js";

/**
 * @typedef {object} Condition
 * @property {number} revision changes with every field but `newest` and `millimetres`
 * @property {number} started when the printer was started, in microseconds
 * @property {boolean} online
 * @property {"closed" | "open"} cover
 * @property {"ample" | "near_end" | "out"} roll
 * @property {"free" | "stuck"} knife
 * @property {"stall" | "reset" | "garbage" | "slow" | null} fault what is wrong with its line
 * @property {boolean} connected whether a host is connected
 * @property {number} waiting bytes received but not printed
 * @property {number} newest the newest sheet's number, 0 before the first
 * @property {number} millimetres paper used so far
 * @property {number} width dots of the printed line
 */

/**
 * @typedef {object} Note
 * @property {string} kind
 * @property {number[]} bytes
 */

/**
 * @typedef {object} Sheet
 * @property {number} number
 * @property {number} time microseconds
 * @property {number} millimetres
 * @property {string} text
 * @property {string[]} qr
 * @property {Note[]} notes
 * @property {number} unkept_notes
 */

/** Sheets shown at most; the printer keeps more. */
const SHOWN = 24;
/** CSS pixels a dot takes: the newest sheet, and those on the shelf. */
const SCALE = { newest: 0.625, shelf: 0.375 };
/** A question without an answer for this long counts as lost, in milliseconds. */
const DEADLINE = 35_000;
/** The shortest and longest pause before asking again, in milliseconds. */
const PAUSE = { least: 500, most: 15_000 };

/** The conditions that its keys put it in. */
const CONDITIONS = ["ready", "paper-low", "paper-out", "cover-open", "cutter-stuck", "off-line", "stall", "reset", "garbage", "slow"];
/** The figures of its case, by element and words. */
const FIGURES = ["sheets", "used", "width", "host", "waiting"];

/** The address of the printer shown. */
const base = location.pathname.replace(/\/+$/, "");
/** What the server wrote into the page: the build, the language, the office. */
const facts = settings();
const say = await loadWords(facts.build, facts.lang, ["emulator"]);

const decimal = new Intl.NumberFormat(facts.lang === "en" ? "en" : "id-ID", { maximumFractionDigits: 2 });
/** Seconds east of Greenwich of the office; its hour is shown wherever the browser is. */
const { offset } = facts.office;

/**
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {HTMLElement}
 */
function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @type {Condition | undefined} */
let known;
/** The newest sheet on the page. */
let seen = 0;
/** Whether the page shows what the printer had kept when it was asked first. */
let isPrimed = false;
/** Ends the open question for sheets, to ask it anew. */
let interrupt = new AbortController();
/** What is lost at the moment, and since when. */
const lost = { questions: new Set(), since: Date.now() };

/**
 * @param {string} path
 * @param {AbortSignal[]} signals
 * @returns {Promise<any>}
 */
async function ask(path, ...signals) {
  const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE), ...signals]);
  const answer = await fetch(path, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Asks one question for ever.
 * @param {string} name
 * @param {() => Promise<void>} question
 */
async function keepAsking(name, question) {
  for (let failures = 0; ; ) {
    try {
      await question();
      failures = 0;
      lost.questions.delete(name);
      showConnection();
    } catch (error) {
      failures += 1;
      if (lost.questions.size === 0) lost.since = Date.now();
      lost.questions.add(name);
      showConnection();
      console.warn(error);
      const most = Math.min(PAUSE.most, PAUSE.least * 2 ** failures);
      const pause = PAUSE.least + Math.random() * (most - PAUSE.least);
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

async function askCondition() {
  // Right after a loss the answer is wanted at once, to take the banner away.
  const isLost = lost.questions.has("condition");
  const path = known && !isLost ? `${base}/state?after=${known.revision}&wait=1` : `${base}/state`;
  /** @type {Condition} */
  const condition = await ask(path);
  if (known && known.started !== condition.started) startAnew();
  known = condition;
  showCondition(condition);
}

async function askSheets() {
  const within = interrupt;
  try {
    const wait = isPrimed && !lost.questions.has("sheets") ? 1 : 0;
    /** @type {Sheet[]} */
    const sheets = await ask(`${base}/receipts?after=${seen}&wait=${wait}`, within.signal);
    await showSheets(sheets, within.signal);
    isPrimed = true;
    find("#empty").hidden = seen > 0;
  } catch (error) {
    if (!within.signal.aborted) throw error;
  }
}

/** The printer was started again: its numbers began anew, and the sheets shown are no longer its own. */
function startAnew() {
  seen = 0;
  isPrimed = false;
  find("#newest").replaceChildren();
  find("#earlier").replaceChildren();
  find("#earlier-title").hidden = true;
  find("#empty").hidden = true;
  interrupt.abort();
  interrupt = new AbortController();
}

function showConnection() {
  const banner = find("#lost");
  const isLost = lost.questions.size > 0;
  banner.hidden = !isLost;
  banner.textContent = isLost ? say("emulator-lost", { since: hour(lost.since, offset) }) : "";
  find("main").classList.toggle("stale", isLost);
}

/** @param {Condition} condition */
function showCondition(condition) {
  const [light, words] = lampOf(condition);
  const status = find("#condition");
  if (status.textContent !== words) status.textContent = words;
  status.dataset.light = light;
  showFigures(condition);
  find("#conditions").hidden = false;
  const name = nameOf(condition);
  for (const key of conditionKeys()) key.setAttribute("aria-pressed", String(key.dataset.condition === name));
  find("#width").textContent = say("emulator-dots", { many: decimal.format(condition.width) });
  find("#host").textContent = say(condition.connected ? "emulator-connected" : "emulator-none");
  const waiting = decimal.format(condition.waiting);
  find("#waiting").textContent = condition.waiting === 0 ? say("emulator-none") : say("emulator-bytes", { many: waiting });
}

/** The keys that change the condition. @returns {HTMLElement[]} */
const conditionKeys = () => [...find("#conditions").children].filter((key) => key instanceof HTMLElement);

/** Which key the condition is, or "" for one that has none. @param {Condition} condition */
function nameOf({ online, cover, roll, knife, fault }) {
  const faults = [
    ...(fault ? [fault] : []),
    ...(roll === "out" ? ["paper-out"] : roll === "near_end" ? ["paper-low"] : []),
    ...(cover === "open" ? ["cover-open"] : []),
    ...(knife === "stuck" ? ["cutter-stuck"] : []),
    ...(online ? [] : ["off-line"]),
  ];
  return faults.length > 1 ? "" : (faults[0] ?? "ready");
}

/** Does to the printer what the keys say; the open question for its condition then shows it. */
function listen() {
  for (const key of conditionKeys()) {
    key.addEventListener("click", () => {
      const body = JSON.stringify({ condition: key.dataset.condition });
      const headers = { "content-type": "application/json" };
      // A press that is lost changes nothing, and the banner says that the line is.
      fetch(`${base}/state`, { method: "POST", headers, body }).catch(console.warn);
    });
  }
}

/** @param {{ newest: number, millimetres: number }} figures */
function showFigures({ newest, millimetres }) {
  find("#sheets").textContent = decimal.format(newest);
  find("#used").textContent = `${decimal.format(millimetres / 1000)} m`;
}

/**
 * @param {Condition} condition
 * @returns {["ready" | "warn" | "stop", string]}
 */
function lampOf(condition) {
  const [light, word] = stateOf(condition);
  return [light, say(`emulator-is-${word}`)];
}

/**
 * @param {Condition} condition
 * @returns {["ready" | "warn" | "stop", string]}
 */
function stateOf({ roll, cover, knife, online, fault }) {
  if (roll === "out") return ["stop", "paper-out"];
  if (cover === "open") return ["stop", "cover-open"];
  if (knife === "stuck") return ["stop", "cutter-stuck"];
  if (!online) return ["stop", "off-line"];
  if (fault) return ["warn", fault];
  return roll === "near_end" ? ["warn", "paper-low"] : ["ready", "ready"];
}

/**
 * @param {Sheet[]} sheets oldest first
 * @param {AbortSignal} outdated tells that they are another printer's by now
 */
async function showSheets(sheets, outdated) {
  const shown = sheets.slice(-SHOWN);
  for (const sheet of shown) {
    if (sheet.number <= seen) continue;
    const article = await makeSheet(sheet);
    outdated.throwIfAborted();
    const outlet = find("#newest");
    for (const earlier of [...outlet.children]) {
      scale(earlier, SCALE.shelf);
      find("#earlier").prepend(earlier);
    }
    article.classList.toggle("fresh", isPrimed);
    scale(article, SCALE.newest);
    outlet.append(article);
    seen = sheet.number;
  }
  const shelf = find("#earlier");
  while (shelf.children.length >= SHOWN) shelf.lastElementChild?.remove();
  for (const sheet of shelf.children) sheet.classList.remove("fresh");
  find("#earlier-title").hidden = shelf.children.length === 0;
  if (shown.length > 0 && isPrimed) showFigures(await ask(`${base}/state`));
}

/**
 * @param {Sheet} sheet
 * @returns {Promise<HTMLElement>} with its picture loaded, so that paper never comes out blank
 */
async function makeSheet(sheet) {
  const file = `${base}/receipts/${sheet.number}`;
  const image = /** @type {HTMLImageElement} */ (h("img", { alt: sheet.text, src: `${file}.png` }));
  await image.decode().catch(() => undefined);
  const time = second(sheet.time / 1000, offset);
  const caption = say("emulator-sheet", { number: decimal.format(sheet.number), time, long: `${sheet.millimetres}\u00a0mm` });
  return h(
    "article",
    { class: "sheet" },
    h("div", { class: "paper" }, image),
    h(
      "footer",
      {},
      h("p", { class: "caption" }, caption),
      list("notes", notesOf(sheet)),
      h(
        "details",
        {},
        h("summary", {}, say("emulator-inside")),
        h("pre", {}, sheet.text),
        list("codes", sheet.qr),
        h("p", { class: "files" }, h("a", { href: `${file}.png`, download: true }, say("emulator-picture")), " ", h("a", { href: `${file}.txt` }, say("emulator-text"))),
      ),
    ),
  );
}

/**
 * @param {Element} article
 * @param {number} factor CSS pixels a dot takes
 */
function scale(article, factor) {
  const image = /** @type {HTMLImageElement} */ (find("img", article));
  image.width = Math.round(image.naturalWidth * factor);
}

/**
 * @param {Sheet} sheet
 * @returns {string[]} each different note once
 */
function notesOf(sheet) {
  const texts = sheet.notes.map(({ kind, bytes }) => {
    const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
    const words = say(`emulator-note-${kind.replaceAll("_", "-")}`);
    return hex ? `${words}: ${hex}` : words;
  });
  if (sheet.unkept_notes > 0) texts.push(say("emulator-more-notes", { many: decimal.format(sheet.unkept_notes) }));
  return [...new Set(texts)];
}

/**
 * @param {string} name
 * @param {string[]} texts
 */
const list = (name, texts) => h("ul", { class: name, hidden: texts.length === 0 }, ...texts.map((text) => h("li", {}, text)));

/** The page before anything is known of the printer. */
function build() {
  const figures = FIGURES.map((name) => h("div", {}, h("dt", {}, say(`emulator-${name}`)), h("dd", { id: name }, "–")));
  const keys = CONDITIONS.map((name) => h("button", { type: "button", "data-condition": name }, say(`emulator-key-${name}`)));
  const other = facts.lang === "en" ? "id" : "en";
  find("#screen").before(
    h(
      "header",
      {},
      h("nav", { id: "printers", "aria-label": say("emulator-printers") }),
      h("a", { id: "lang", href: `?lang=${other}`, lang: other, hreflang: other }, say("emulator-other-language")),
    ),
    h("p", { id: "lost", role: "alert", hidden: true }),
  );
  find("#screen").append(
    h(
      "section",
      { class: "printer", "aria-label": "Printer" },
      h(
        "div",
        { class: "case" },
        h("h1", {}, say("emulator-title")),
        h("p", { id: "condition", role: "status", "data-light": "off" }, say("emulator-connecting")),
        h("dl", {}, ...figures),
        h("div", { id: "conditions", role: "group", "aria-label": say("emulator-change"), hidden: true }, ...keys),
        h("div", { class: "slot" }),
      ),
      h("div", { id: "newest", class: "outlet", "aria-live": "polite" }),
      h("p", { id: "empty", hidden: true }, say("emulator-empty")),
    ),
    h(
      "section",
      { class: "earlier", "aria-labelledby": "earlier-title" },
      h("h2", { id: "earlier-title", hidden: true }, say("emulator-earlier")),
      h("div", { id: "earlier", class: "shelf" }),
    ),
  );
}

/** Links to all printers of the office. */
async function showPrinters() {
  /** @type {{ id: string, name: string }[]} */
  const printers = await ask("/printer/list");
  const links = printers.map(({ id, name }) => {
    const link = /** @type {HTMLAnchorElement} */ (h("a", { href: `/printer/${encodeURIComponent(id)}` }, name));
    if (link.pathname === base) link.setAttribute("aria-current", "page");
    return link;
  });
  find("#printers").replaceChildren(...links);
}

build();
listen();
void showPrinters().catch(console.warn);
void keepAsking("condition", askCondition);
void keepAsking("sheets", askSheets);
