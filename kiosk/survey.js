// @ts-check
/**
 * The survey tablet of a loket: sleeps until the office wants a survey answered, walks one person through it, sends
 * the answers once, and forgets them.
 *
 * This file only joins the parts: `survey/walk.js` knows what comes next, `survey/views.js` and `survey/steps.js`
 * draw it, `survey/sending.js` delivers.
 */

import { follow } from "../display/shared/live.js";
import { byId, h, settings } from "../display/shared/page.js";
import { hour, loadWords } from "../display/shared/words.js";
import { diagonal, keepMeasure } from "./survey/measure.js";
import { STEPS, submission } from "./survey/questions.js";
import { deliver, finish, unanswered } from "./survey/sending.js";
import { asking } from "./survey/steps.js";
import * as views from "./survey/views.js";
import * as walks from "./survey/walk.js";

/** Pause before the words are asked for again, in milliseconds. */
const WORDS_PAUSE = 3_000;

const facts = settings();
const screen = byId("screen");
const stage = h("div", { class: "stage" });
const banner = h("p", { id: "connection", class: "banner", role: "status", hidden: true });
screen.append(stage, banner);

/** @type {Record<"id" | "en", import("../display/shared/words.js").Say>} */
const words = { id: String, en: String };
/** What the office said last of itself. */
let office = facts.office;
let well = true;
/** @type {import("../display/shared/live.js").Connection} */
let connection = "connecting";
let lostSince = 0;

let walk = walks.asleep(Date.now());
/** @type {views.View} */
let view = { element: h("div") };
/** What the view that is up was drawn from. */
let drawn = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const file = (/** @type {string} */ path) => new URL(path, import.meta.url).href;
const picture = (/** @type {string} */ name) => file(`./survey/faces/${name}`);

/** @type {views.Hands} */
const hands = {
  begin: () => become(walks.begin(walk, Date.now())),
  choose: (value) => become(walks.choose(walk, value, Date.now())),
  type: (digit) => become(walks.type(walk, digit, Date.now())),
  write: (text) => become(walks.write(walk, text, Date.now())),
  next: () => become(walks.next(walk, Date.now())),
  back: () => become(walks.back(walk, Date.now())),
  stay: () => become(walks.stay(walk, Date.now())),
  speak: () => become(walks.speak(walk, walk.lang === "id" ? "en" : "id", Date.now())),
  send: () => {
    if (!walks.finished(walk, Date.now()) || !walk.survey) return;
    const body = submission(walk.survey.key, walk.given);
    if (!body) return;
    const finished = finish(body);
    become(walks.send(walk, walk.survey.key, Date.now()));
    void see(finished);
  },
};

/**
 * Delivers finished answers and tells what came of it.
 * @param {import("./survey/sending.js").Finished} finished
 */
async function see(finished) {
  const outcome = await deliver(finished, () => become(walks.delay(walk)));
  const now = Date.now();
  become(outcome.taken ? walks.thank(walk, now) : walks.refuse(walk, outcome.reason, outcome.over, now));
}

/**
 * Takes the next walk, shows it, and wakes up again when something is due.
 * @param {walks.Walk} next
 */
function become(next) {
  walk = next;
  show();
  clearTimeout(timer);
  const now = Date.now();
  const at = walks.due(walk, now);
  if (at !== undefined) timer = setTimeout(() => become(walks.pass(walk, Date.now())), Math.max(0, at - now));
}

/** Draws the view anew when it is another one, else only what changed in it. */
function show() {
  const { stage: where, place, lang, warned, late, survey, reason } = walk;
  const wanted = JSON.stringify([where, place, lang, warned, late, reason, survey?.number, office]);
  if (wanted !== drawn) {
    const held = document.activeElement?.id === "language" && stage.contains(document.activeElement);
    drawn = wanted;
    document.documentElement.lang = lang;
    view = draw();
    stage.replaceChildren(view.element);
    screen.dataset.stage = warned ? "still-there" : where;
    screen.dataset.step = walks.step(walk)?.name ?? "";
    const target = held ? stage.querySelector("#language") : stage.querySelector("#stay, h1");
    if (where !== "asleep" && target instanceof HTMLElement) target.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  view.update?.(walk, Date.now());
  showConnection();
}

/** @returns {views.View} */
function draw() {
  const tools = { say: words[walk.lang], hands, picture, icon: file("../office/logo"), office };
  if (walk.warned) return views.stillThere(tools);
  if (walk.stage === "asking") return asking(tools, walk);
  if (walk.stage === "welcome") return views.welcome(tools, walk);
  if (walk.stage === "sending") return views.sending(tools, walk);
  if (walk.stage === "thanks") return views.thanks(tools);
  if (walk.stage === "refused") return views.refused(tools, walk);
  if (walk.stage === "closed") return views.closed(tools);
  return views.sleeping(tools, { ...tools, say: words.en });
}

/** What is wrong with the line or the office, if anything. Nobody's answers are lost by it, and that is said too. */
function showConnection() {
  const say = words[walk.lang];
  const trouble = { connecting: "connecting", lost: "lost", live: well ? "" : "storage-failed" }[connection];
  const text = trouble && say(trouble, { hour: `${hour(lostSince, office.offset)} ${office.zone}` });
  const comfort = walk.stage === "asking" && trouble ? ` ${say("survey-go-on")}` : "";
  const line = text && `${text}${/[.…]$/.test(text) ? "" : "."}${comfort}`;
  if (banner.textContent !== line) banner.textContent = line;
  banner.hidden = !line;
  screen.dataset.connection = connection === "live" && !well ? "storage" : connection;
}

/** Loads the words of both languages, so that the language can change without the office. */
async function loadAllWords() {
  for (;;) {
    try {
      const names = ["screens", "survey"];
      [words.id, words.en] = await Promise.all(
        ["id", "en"].map((lang) => loadWords(facts.build, lang, names)),
      );
      return;
    } catch (error) {
      console.warn(error);
      await new Promise((resume) => setTimeout(resume, WORDS_PAUSE));
    }
  }
}

/** The drawings are fetched while there is a connection, so that none is missing when it breaks off. */
function fetchPictures() {
  const names = STEPS.flatMap((step) => step.options.map((option) => option.picture ?? ""));
  for (const name of new Set([...names, "waiting.svg", "thanks.svg", "refused.svg"])) {
    if (name) new Image().src = picture(name);
  }
}

function listen() {
  const touched = () => become(walks.touch(walk, Date.now()));
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(sign, touched, { passive: true, capture: true });
  }
  document.addEventListener("keydown", (event) => {
    if (walks.step(walk)?.kind !== "age" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) hands.type(event.key);
    if (event.key === "Backspace") hands.type("");
  });
  // A tablet that slept has missed its timers.
  document.addEventListener("visibilitychange", () => become(walks.pass(walk, Date.now())));
  for (const sign of ["contextmenu", "dragstart"]) {
    document.addEventListener(sign, (event) => event.preventDefault());
  }
}

async function start() {
  keepMeasure(diagonal(location.search, localStorage));
  await loadAllWords();
  fetchPictures();
  listen();
  const finished = unanswered();
  if (finished) {
    walk = walks.send(walk, finished.body.key, Date.now());
    void see(finished);
  }
  become(walk);
  follow(`/live/skm/${facts.loket}`, {
    build: facts.build,
    onView: (seen) => {
      office = seen.office;
      well = seen.well;
      become(walks.look(walk, seen.survey, Date.now()));
    },
    onConnection: (next, since) => {
      connection = next;
      lostSince = since;
      show();
    },
  });
}

void start();
