// @ts-check
/**
 * The kiosk: a number in two taps, and where a berkas stands.
 *
 * This file only joins the parts: `kiosk/walk.js` knows which view is up and when it ends, `kiosk/keeping.js` keeps
 * the wish for a number until it is answered, `kiosk/wedge.js` hears the scanner, the other modules draw.
 */

import { act, ask, read } from "../display/shared/act.js";
import { follow } from "../display/shared/live.js";
import { createVoice } from "../display/voice/player.js";
import { byId, h, settings } from "../display/shared/page.js";
import { loadWords } from "../display/shared/words.js";
import * as checks from "./kiosk/checking.js";
import { checklist, permits, slip } from "./kiosk/checklist.js";
import { typing } from "./kiosk/code.js";
import { frame, lockDown } from "./kiosk/frame.js";
import * as wishes from "./kiosk/keeping.js";
import { diagonal, keepMeasure } from "./kiosk/measure.js";
import { away, refused, stillThere } from "./kiosk/messages.js";
import { Reader } from "./kiosk/reader.js";
import { sentences } from "./kiosk/reading.js";
import { resting } from "./kiosk/rest.js";
import { serving } from "./kiosk/service.js";
import { searching, status } from "./kiosk/status.js";
import { issuing, ticket } from "./kiosk/ticket.js";
import * as walks from "./kiosk/walk.js";
import { LULL, Wedge } from "./kiosk/wedge.js";

/** Pause before the words are asked for again, in milliseconds. */
const WORDS_PAUSE = 3_000;
/** A line that is back within this time was hardly away: nobody is told, in milliseconds. */
const GRACE = 3_000;
/** How often the hour is looked at, in milliseconds. */
const TICK = 500;
/** Views that go on without the office, because all they show is there already. */
const ALONE = ["issuing", "ticket", "status", "refused", "slip"];

const { build, office: known } = settings();
const screen = byId("screen");
const stage = h("div", { class: "stage" });
const logo = new URL("../office/logo", import.meta.url).href;
const around = frame(logo, (taste) => become(walks.like(walk, taste)), aloud);
const reader = new Reader(
  (lang) => createVoice({ manifestUrl: new URL(`voice/${lang}/manifest.json`, import.meta.url).href }),
  showReading,
);
const wedge = new Wedge();
const clock = () => performance.now();

/** @type {Record<"id" | "en", import("../display/shared/words.js").Say>} */
const words = { id: String, en: String };
/** @type {import("../display/shared/live.js").Live | undefined} */
let live;
/** @type {import("./kiosk/parts.js").Office | undefined} */
let office;
/** Since when the office cannot be heard: by this page's clock, and in server time. @type {[number, number] | undefined} */
let lost;
/** Since when the office can record nothing, in server time. @type {number | undefined} */
let unwell;

let walk = walks.rest(clock());
/** @type {import("./kiosk/parts.js").View} */
let view = { element: h("div") };
/** What the view that is up was drawn from. */
let drawn = "";
/** @type {ReturnType<typeof stillThere> | undefined} */
let question;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let guard;

const now = () => live?.now() ?? Date.now();

/** @type {import("./kiosk/parts.js").Hands} */
const hands = {
  choose: (letter) => become(walks.choose(walk, letter, clock())),
  open: () => become(walks.open(walk, clock())),
  back: () => become(walks.back(walk, clock())),
  heart: () => become(walks.heart(walk, office?.priorities.map((plan) => plan.class) ?? [], clock())),
  prefer: (name) => become(walks.prefer(walk, name, clock())),
  type: (letter) => become(walks.type(walk, letter)),
  search: () => {
    if (walks.complete(walk)) void search(walk.typed, true);
  },
  report: () => void report(walk.code ?? ""),
  take: () => {
    const body = walks.wanted(walk, clock());
    if (!body) return;
    // The id is there before anything is sent, and the view is locked before anything else can be tapped.
    const wish = wishes.keep(body, Date.now(), sessionStorage);
    become(walks.issue(walk, clock()));
    void deliver(wish);
  },
  check: () => {
    become(checks.check(walk, clock()));
    if (walk.view === "permits") void offer();
  },
  pick: (code) => become(checks.pick(walk, code, clock())),
  tick: (place) => become(checks.tick(walk, place)),
  turn: (from) => become(checks.turn(walk, from)),
  step: () => become(checks.stepBack(walk, clock())),
  print: () => {
    const body = checks.list(walk, clock());
    if (!body) return;
    become(checks.print(walk, clock()));
    void print(body);
  },
};

/** Asks which permits there are. They may have changed since somebody asked last. */
async function offer() {
  const { ok, body } = await read("/api/kiosk/permits", walk.lang);
  if (walk.view !== "permits") return;
  if (ok && Array.isArray(body.permits)) return become(checks.offer(walk, body.permits));
  become(walks.go(walk, "refused", clock(), { message: { title: "kiosk-permits-failed" } }));
}

/**
 * Asks for the list of what to bring.
 * @param {{ permit: string, missing: string[], lang: "id" | "en" }} body
 */
async function print(body) {
  const { ok } = await act("/api/kiosk/lists", body, { lang: body.lang });
  become(checks.ordered(walk, ok, office?.printer ?? "ready", clock()));
}

/**
 * Asks for a number until it is answered.
 * @param {wishes.Wish} wish
 */
async function deliver(wish) {
  const patience = wish.at + wishes.PATIENCE - Date.now();
  const answer = await act("/api/kiosk/tickets", wish.body, { request: wish.request, lang: wish.body.lang, patience });
  wishes.forget(sessionStorage);
  const verdict = wishes.verdict(answer);
  if (verdict === "issued") return become(walks.hand(walk, answer.body, office?.printer ?? "ready", clock()));
  /** @type {walks.Message} */
  const message =
    verdict === "refused"
      ? { title: "kiosk-sorry", words: String(answer.body?.message ?? "") }
      : { title: "kiosk-uncertain", help: "kiosk-uncertain-help" };
  become(walks.refuse(walk, message, clock()));
}

/**
 * Looks a code up.
 * @param {string} code
 * @param {boolean} again whether it was typed, so that it may have been mistyped
 */
async function search(code, again) {
  if (walk.view === "issuing" || awaySince()) return;
  become(walks.search(walk, code, clock()));
  const answer = await ask("/api/kiosk/scan", { code }, walk.lang);
  if (answer.ok) return become(walks.find(walk, code, answer.body, clock()));
  const unknown = answer.status === 404;
  const title = unknown ? "kiosk-not-found" : "kiosk-search-failed";
  become(walks.miss(walk, code, { title, help: `${title}-help`, again: again || unknown }, clock()));
}

/**
 * Somebody whose number was missed is here now. Whatever came of it is what the office says next.
 * @param {string} code
 */
async function report(code) {
  const { lang } = walk;
  become(walks.search(walk, code, clock()));
  await act("/api/kiosk/report", { code }, { lang });
  await search(code, false);
}

/** Reads the view that is up aloud; a second press stops. */
function aloud() {
  if (reader.reads) return reader.stop();
  const view = awaySince() === undefined ? walk.view : "away";
  void reader.start(walk.lang, sentences(view, walk, office));
}

/**
 * Shows what is being read. Whoever listens is there.
 * @param {import("./kiosk/reader.js").Reading} _state
 * @param {import("./kiosk/reading.js").Sentence | undefined} sentence
 */
function showReading(_state, sentence) {
  for (const read of stage.querySelectorAll("[data-read]")) read.removeAttribute("data-read");
  if (sentence?.about) stage.querySelector(sentence.about)?.setAttribute("data-read", "");
  if (sentence) become(walks.attend(walk, clock()));
  else show();
}

/** Since when no numbers can be given, in server time; null while it connects at first; undefined when they can. */
function awaySince() {
  if (ALONE.includes(walk.view)) return undefined;
  if (lost && clock() - lost[0] >= GRACE) return lost[1];
  if (!office) return lost ? lost[1] : null;
  return unwell;
}

/**
 * Takes the next walk, shows it, and wakes up again when something is due.
 * @param {walks.Walk} next
 */
function become(next) {
  walk = next;
  show();
  clearTimeout(timer);
  const at = walks.due(walk, clock());
  if (at !== undefined) timer = setTimeout(() => become(walks.pass(walk, clock())), Math.max(0, at - clock()));
}

function show() {
  const since = awaySince();
  // Whoever was choosing begins anew when numbers can be given again.
  if (since !== undefined && walk.view !== "rest") {
    walk = { ...walks.rest(clock()), ...walks.tasteOf(walk) };
  }
  const name = since === undefined ? walk.view : "away";
  const { lang, letter, code, found, ticket: given, message, permit, slip: list } = walk;
  const parts = [name, lang, letter, code, found !== null, given?.id, message, permit?.code, list, since];
  const wanted = JSON.stringify(parts);
  if (wanted !== drawn) {
    drawn = wanted;
    draw(name, since ?? null);
  }
  const { body } = document;
  body.dataset.view = name;
  body.classList.toggle("large", walk.large);
  body.classList.toggle("contrast", walk.contrast);
  body.classList.toggle("low", walk.low);
  screen.toggleAttribute("inert", name === "issuing");
  body.dataset.reading = reader.state;
  around.update(walk, words[lang], office?.office ?? known, now(), reader.state);
  if (office) view.update?.(walk, office, now());
  showQuestion();
}

/**
 * Another view.
 * @param {string} name
 * @param {number | null} since
 */
function draw(name, since) {
  const { lang } = walk;
  const held = document.activeElement?.id;
  document.documentElement.lang = lang;
  view = viewOf(name, since);
  stage.replaceChildren(view.element);
  // What is still being tapped was meant for the view before: its second tap falls through.
  stage.classList.add("fresh");
  clearTimeout(guard);
  guard = setTimeout(() => stage.classList.remove("fresh"), walks.TIMES.guard + 50);
  if (office) view.update?.(walk, office, now());
  const heading = stage.querySelector("h1");
  // What was being read was of the view before.
  reader.stop();
  if (held !== "lang" && name !== "rest" && heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/**
 * @param {string} name
 * @param {number | null} since
 * @returns {import("./kiosk/parts.js").View}
 */
function viewOf(name, since) {
  const tools = { say: words[walk.lang], lang: walk.lang, hands };
  const place = office?.office ?? known;
  if (name === "away") return away(tools, { ...tools, say: words.en, lang: "en" }, { since, ...place });
  if (walk.view === "service" && walk.letter) return serving(tools, walk.letter);
  if (walk.view === "permits") return permits(tools);
  if (walk.view === "checklist" && walk.permit) return checklist(tools, walk.permit);
  if (walk.view === "slip") return slip(tools, walk);
  if (walk.view === "issuing") return issuing(tools);
  if (walk.view === "ticket") return ticket(tools, walk);
  if (walk.view === "code") return typing(tools);
  if (walk.view === "status") return walk.found ? status(tools, walk) : searching(tools);
  if (walk.view === "refused") return refused(tools, walk);
  return resting(tools);
}

/** "Are you still there", above the view that waits below. */
function showQuestion() {
  if (walk.warned && !question) {
    question = stillThere({ say: words[walk.lang], lang: walk.lang, hands }, () => become(walks.stay(walk, clock())));
    screen.append(question.element);
    question.element.querySelector("button")?.focus({ preventScroll: true });
  } else if (!walk.warned && question) {
    question.element.remove();
    question = undefined;
  }
  document.body.dataset.idle = walk.warned ? "asked" : "no";
  for (const part of [stage, around.head, around.tools]) part.toggleAttribute("inert", walk.warned);
  question?.update(walk, clock());
}

/** @param {KeyboardEvent} event */
function hearKey(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const code = wedge.press(event.key, event.timeStamp);
  if (code !== undefined) {
    // The scanner's Enter must not press the key that happens to have the focus.
    event.preventDefault();
    event.stopPropagation();
    if (code) void search(code, false);
    return;
  }
  clearTimeout(handTyping);
  if (event.key === "Backspace") hands.type("");
  else if (event.key.length === 1) handTyping = setTimeout(typeByHand, LULL);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let handTyping;

/** Letters of a keyboard are typed once it is clear that no scanner sends them. */
function typeByHand() {
  for (const letter of wedge.typed()) hands.type(letter);
}

function listen() {
  const touched = (/** @type {Event} */ event) => {
    walk = walks.touch(walk, clock());
    // The keys for seeing and hearing are for the view that is up.
    if (around.tools.contains(/** @type {Node} */ (event.target))) return;
    become(walks.dismiss(walk, clock()));
  };
  document.addEventListener("pointerdown", touched, { passive: true, capture: true });
  document.addEventListener(
    "keydown",
    (event) => {
      walk = walks.touch(walk, clock());
      hearKey(event);
    },
    { capture: true },
  );
  // A machine that slept has missed its timers.
  document.addEventListener("visibilitychange", () => become(walks.pass(walk, clock())));
  setInterval(show, TICK);
  lockDown();
}

/** Loads the words of both languages, so that the language can change without the office. */
async function loadAllWords() {
  for (;;) {
    try {
      const names = ["screens", "kiosk"];
      [words.id, words.en] = await Promise.all(["id", "en"].map((lang) => loadWords(build, lang, names)));
      return;
    } catch (error) {
      console.warn(error);
      await new Promise((resume) => setTimeout(resume, WORDS_PAUSE));
    }
  }
}

/** @param {import("../display/shared/live.js").Connection} connection @param {number} since */
function onConnection(connection, since) {
  document.body.dataset.connection = connection;
  lost = connection === "lost" ? [clock(), since] : undefined;
  show();
}

/** @param {import("./kiosk/parts.js").Office} seen */
function onView(seen) {
  office = seen;
  unwell = seen.well ? undefined : (unwell ?? now());
  become(walks.look(walk, seen.printer));
}

async function start() {
  keepMeasure(diagonal(location.search, localStorage));
  document.body.dataset.connection = "connecting";
  await loadAllWords();
  screen.replaceChildren(around.head, stage, around.tools);
  listen();
  const wish = wishes.kept(Date.now(), sessionStorage);
  if (wish) {
    walk = { ...walks.issue(walks.rest(clock()), clock()), lang: wish.body.lang, letter: wish.body.service ?? null };
    void deliver(wish);
  }
  become(walk);
  live = follow("/live/kiosk", { build, onView, onConnection });
}

void start();
