// @ts-check
/**
 * The walk through a survey: which view is up, what was answered so far, and when silence ends it.
 *
 * All of it is pure: every function takes a walk and gives the next one, and time comes in as a number. The screen
 * asks `due` when something will happen by itself and calls `pass` then; nothing here sets a timer. What a person
 * has answered lives in `given` and nowhere else, and every way out of the survey begins with a fresh walk, so that
 * nothing of one person can reach the next.
 */

import { AGES, STEPS, answers, progress } from "./questions.js";

/** All times in milliseconds. */
export const TIMES = {
  /** A choice is seen for this long before the next question comes. */
  choice: 550,
  /** A tap this soon after a new view was still meant for the view before. */
  guard: 350,
  /** Silence after which the tablet asks whether somebody is there. */
  silence: 60_000,
  /** Further silence after which everything is wiped. */
  answer: 20_000,
  /** How long the thanks stay. */
  thanks: 5_000,
  /** How long it is told that the answers were not taken. */
  refusal: 12_000,
  /** How long it is told that the survey was closed under somebody's hands. */
  closed: 8_000,
};

/**
 * @typedef {{ key: string, number: string }} Survey a survey that the office wants answered
 *
 * @typedef {object} Walk
 * @property {"asleep" | "welcome" | "asking" | "sending" | "thanks" | "refused" | "closed"} stage
 * @property {Survey | null} survey the survey of the last view
 * @property {"id" | "en"} lang
 * @property {number} place index into STEPS
 * @property {Record<string, string | number>} given answers by name
 * @property {string} digits what was typed on the number pad
 * @property {boolean} wrong whether the number typed is no possible age
 * @property {number} since when this view came up
 * @property {number} touched when somebody last touched the screen
 * @property {boolean} warned whether "are you still there" is up
 * @property {number | null} settles when the choice made moves on
 * @property {number | null} leaves when the last view goes
 * @property {boolean} late whether the answers could not be sent at the first try
 * @property {string} sent key of the survey answered last; it never wakes the tablet again
 * @property {string} reason why the answers were not taken, in the office's words
 */

/**
 * A walk with nothing of anybody in it.
 * @param {"asleep" | "welcome"} stage
 * @param {Survey | null} survey
 * @param {string} sent
 * @param {number} now
 * @returns {Walk}
 */
function fresh(stage, survey, sent, now) {
  return {
    stage,
    survey,
    lang: "id",
    place: 0,
    given: {},
    digits: "",
    wrong: false,
    since: now,
    touched: now,
    warned: false,
    settles: null,
    leaves: null,
    late: false,
    sent,
    reason: "",
  };
}

/**
 * The walk of a tablet that was just switched on.
 * @param {number} now
 * @returns {Walk}
 */
export function asleep(now) {
  return fresh("asleep", null, "", now);
}

/**
 * Sleeps, or greets whoever is there.
 * @param {Survey | null} survey
 * @param {string} sent
 * @param {number} now
 */
function rest(survey, sent, now) {
  const wanted = survey !== null && survey.key !== sent;
  return fresh(wanted ? "welcome" : "asleep", survey, sent, now);
}

/**
 * The office says which survey it wants answered. Taking it back, or wanting another one, ends an unfinished walk at
 * once, and somebody who was answering is told; finished answers are still delivered, because only the office can say
 * whether they came too late.
 * @param {Walk} walk
 * @param {Survey | null} survey
 * @param {number} now
 * @returns {Walk}
 */
export function look(walk, survey, now) {
  if (walk.stage === "sending" || walk.stage === "thanks" || walk.stage === "refused") return { ...walk, survey };
  const same = survey?.key === walk.survey?.key;
  if (same) return { ...walk, survey };
  if (survey !== null || walk.stage !== "asking" || walk.warned) return rest(survey, walk.sent, now);
  const bare = fresh("asleep", null, walk.sent, now);
  return { ...bare, stage: "closed", lang: walk.lang, leaves: now + TIMES.closed };
}

/**
 * @param {Walk} walk
 * @param {"id" | "en"} lang
 * @param {number} now
 * @returns {Walk}
 */
export function speak(walk, lang, now) {
  return { ...walk, lang, touched: now };
}

/**
 * Whether a tap was meant for the view that is up.
 * @param {Walk} walk
 * @param {number} now
 */
const meant = (walk, now) => !walk.warned && now - walk.since >= TIMES.guard;

/**
 * The step that is asked, or undefined outside the questions.
 * @param {Walk} walk
 */
export function step(walk) {
  return walk.stage === "asking" ? STEPS[walk.place] : undefined;
}

/**
 * @param {Walk} walk
 * @param {number} place
 * @param {number} now
 * @returns {Walk}
 */
function moveTo(walk, place, now) {
  const digits = STEPS[place].kind === "age" ? String(walk.given.age ?? "") : "";
  return { ...walk, stage: "asking", place, digits, wrong: false, settles: null, since: now };
}

/**
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function begin(walk, now) {
  if (walk.stage !== "welcome" || !meant(walk, now)) return walk;
  return { ...moveTo(walk, 0, now), touched: now };
}

/**
 * An answer is chosen: it is shown, and after a moment the next view comes by itself.
 * @param {Walk} walk
 * @param {string | number} value
 * @param {number} now
 * @returns {Walk}
 */
export function choose(walk, value, now) {
  const asked = step(walk);
  if (!asked || !asked.options.length || !answers(asked, value) || !meant(walk, now)) return walk;
  return { ...walk, given: { ...walk.given, [asked.name]: value }, settles: now + TIMES.choice, touched: now };
}

/**
 * A key of the number pad: a digit, or "" to take the last one away.
 * @param {Walk} walk
 * @param {string} digit
 * @param {number} now
 * @returns {Walk}
 */
export function type(walk, digit, now) {
  if (step(walk)?.kind !== "age" || walk.warned) return walk;
  const longest = String(AGES.most).length;
  const typed = digit === "" ? walk.digits.slice(0, -1) : `${walk.digits}${digit}`.replace(/^0+/, "");
  return { ...walk, digits: typed.length > longest ? walk.digits : typed, wrong: false, touched: now };
}

/**
 * The suggestion as far as it is written.
 * @param {Walk} walk
 * @param {string} text
 * @param {number} now
 * @returns {Walk}
 */
export function write(walk, text, now) {
  if (step(walk)?.kind !== "suggestion" || walk.warned) return walk;
  return { ...walk, given: { ...walk.given, suggestion: text }, touched: now };
}

/**
 * On to the next view. A question without an answer stays; an impossible age is pointed out.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function next(walk, now) {
  const asked = step(walk);
  if (!asked || !meant(walk, now)) return walk;
  const known = { ...walk, touched: now };
  if (asked.kind === "age") {
    const age = walk.digits === "" ? undefined : Number(walk.digits);
    if (!answers(asked, age)) return { ...known, wrong: true };
    return moveTo({ ...known, given: { ...walk.given, age: Number(age) } }, walk.place + 1, now);
  }
  if (asked.kind === "suggestion" || !answers(asked, walk.given[asked.name])) return known;
  return moveTo(known, walk.place + 1, now);
}

/**
 * Back to the view before, with its answer still chosen. There is no way back from the first question: the welcome
 * does not watch for silence, so it must never hold an answer.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function back(walk, now) {
  if (walk.stage !== "asking" || walk.place === 0 || !meant(walk, now)) return walk;
  return moveTo({ ...walk, touched: now }, walk.place - 1, now);
}

/**
 * Whether everything is answered, so that it may be sent.
 * @param {Walk} walk
 * @param {number} now
 */
export function finished(walk, now) {
  const all = STEPS.every((asked) => answers(asked, walk.given[asked.name]));
  return step(walk)?.kind === "suggestion" && all && meant(walk, now);
}

/**
 * The answers have left the walk; from here on they are only with whoever sends them.
 * @param {Walk} walk
 * @param {string} key of the survey that was answered
 * @param {number} now
 * @returns {Walk}
 */
export function send(walk, key, now) {
  return { ...fresh("asleep", walk.survey, key, now), stage: "sending", lang: walk.lang };
}

/**
 * The first try to send failed; it goes on by itself.
 * @param {Walk} walk
 * @returns {Walk}
 */
export function delay(walk) {
  return walk.stage === "sending" ? { ...walk, late: true } : walk;
}

/**
 * The office has taken the answers.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function thank(walk, now) {
  if (walk.stage !== "sending") return walk;
  return { ...walk, stage: "thanks", since: now, leaves: now + TIMES.thanks };
}

/**
 * The office has not taken the answers.
 * @param {Walk} walk
 * @param {string} reason
 * @param {boolean} over whether answering the same survey again would not help; else the tablet greets again
 * @param {number} now
 * @returns {Walk}
 */
export function refuse(walk, reason, over, now) {
  if (walk.stage !== "sending") return walk;
  const sent = over ? walk.sent : "";
  return { ...walk, stage: "refused", reason, sent, since: now, leaves: now + TIMES.refusal };
}

/**
 * Somebody is there.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function touch(walk, now) {
  // While the question is up, only its key counts as an answer: a sleeve on the glass keeps nobody's answers open.
  return walk.warned ? walk : { ...walk, touched: now };
}

/**
 * "Yes, still here."
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function stay(walk, now) {
  return { ...walk, warned: false, touched: now, since: now };
}

/**
 * Whole seconds left to answer "are you still there".
 * @param {Walk} walk
 * @param {number} now
 */
export function secondsLeft(walk, now) {
  const end = walk.touched + TIMES.silence + TIMES.answer;
  return Math.max(0, Math.ceil((end - now) / 1000));
}

/**
 * Whether the welcome speaks a language that somebody chose; after silence it speaks Indonesian again.
 * @param {Walk} walk
 */
const foreign = (walk) => walk.stage === "welcome" && walk.lang !== "id";

/**
 * Time has passed: does everything that is due.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function pass(walk, now) {
  if (walk.leaves !== null) return now >= walk.leaves ? rest(walk.survey, walk.sent, now) : walk;
  if (foreign(walk)) return now >= walk.touched + TIMES.silence ? rest(walk.survey, walk.sent, now) : walk;
  if (walk.stage !== "asking") return walk;
  const silent = now - walk.touched;
  if (silent >= TIMES.silence + TIMES.answer) return rest(walk.survey, walk.sent, now);
  const settled = walk.settles !== null && now >= walk.settles ? moveTo(walk, walk.place + 1, now) : walk;
  return silent >= TIMES.silence && !settled.warned ? { ...settled, warned: true } : settled;
}

/**
 * When `pass` has something to do, or undefined while nothing happens by itself.
 * @param {Walk} walk
 * @param {number} now
 * @returns {number | undefined}
 */
export function due(walk, now) {
  if (walk.leaves !== null) return walk.leaves;
  if (foreign(walk)) return walk.touched + TIMES.silence;
  if (walk.stage !== "asking") return undefined;
  const silence = walk.touched + TIMES.silence;
  // While it counts down, every whole second is shown.
  const quiet = walk.warned ? silence + TIMES.answer - (secondsLeft(walk, now) - 1) * 1000 : silence;
  return walk.settles === null ? quiet : Math.min(quiet, walk.settles);
}

/**
 * What the line above the question says.
 * @param {Walk} walk
 */
export function standing(walk) {
  return progress(walk.place);
}
