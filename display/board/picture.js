// @ts-check
/**
 * What a board shows, as plain facts: computed from the office's view, the call in the hero and the hour.
 *
 * Why it exists: what is shown when is decided here, without a page, so that it can be tested; paint.js only draws it.
 * It must never keep anything: the same view at the same moment is always the same picture.
 *
 * @module
 */

/**
 * @typedef {object} Call
 * @property {number} id       ascending in order of calling
 * @property {string} number   `A-012`
 * @property {number} loket
 * @property {number} nth      1, or more for a recall
 * @property {number} at       when, in server time
 * @property {"waiting" | "speaking" | "spoken" | "silent"} voice
 * @property {string | null} page  the page that speaks
 * @property {boolean} shown
 *
 * @typedef {object} Loket
 * @property {number} id
 * @property {string} name
 * @property {"closed" | "open" | "paused"} desk
 * @property {string | null} reason
 * @property {string | null} number
 * @property {string | null} stage  `called` or `serving`
 *
 * @typedef {object} View  see src/views/board.rs
 * @property {{ name: string, short: string, government: string, zone: string, offset: number }} office
 * @property {{ code: string, holiday: string | null, until: number | null }} standing
 * @property {Loket[]} lokets
 * @property {Call[]} calls
 * @property {number | null} turn
 * @property {number} unspoken
 * @property {{ letter: string, name: { id: string, en: string }, count: number }[]} waiting
 * @property {string[]} missed
 * @property {boolean} english  whether calls are read in English too, when nothing waits
 * @property {string} recordings  which of the office's own recordings there are; empty for none
 * @property {{ layout: string, lines: string[], film_sound: boolean }} arrangement
 * @property {number | null} paused  until when nothing is spoken, in server time
 * @property {boolean} well
 *
 * @typedef {"called" | "serving" | "over"} Stage  where the person of a call is, as far as its loket tells
 *
 * @typedef {object} Shown  the call in the hero
 * @property {Call} call
 * @property {number} pulse  grows whenever it should catch the eye anew
 */

/** Calls and missed numbers that are listed. */
const MOST_LISTED = 5;
/** Before opening, the board wakes up this long ahead, in milliseconds: the kiosk gives numbers from then on. */
const WAKE_AHEAD = 60 * 60 * 1000;
/** A shift of the picture lasts this long, in milliseconds. */
const SHIFT_EVERY = 10 * 60 * 1000;
/** Where the picture stands in turn, in pixels, so that no edge burns into the screen. */
const SHIFTS = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];

/**
 * Tells calls apart, also those of another office under the same address.
 * @param {Call} call
 */
export const keyOf = (call) => `${call.id}:${call.at}`;

/** @param {string} number of a ticket */
export const letterOf = (number) => number.split("-")[0];

/**
 * @param {number} at
 * @param {number} offset seconds east of Greenwich
 * @returns {number} days since 1970 on the office's wall
 */
export const dayOf = (at, offset) => Math.floor((at / 1000 + offset) / 86_400);

/**
 * The calls of today, newest first: yesterday's numbers mean nothing to anybody.
 * @param {View} view
 * @param {number} now
 * @returns {Call[]}
 */
export function todays(view, now) {
  return view.calls.filter((call) => isToday(call, view, now)).sort((a, b) => b.id - a.id);
}

/** @param {Call} call @param {View} view @param {number} now */
function isToday(call, { office }, now) {
  return dayOf(call.at, office.offset) === dayOf(now, office.offset);
}

/**
 * Whether nobody can be here: the office is closed, no loket works on, and it does not open within the hour.
 * @param {View} view
 * @param {number} now
 */
export function isQuiet(view, now) {
  if (view.lokets.some((loket) => loket.desk !== "closed")) return false;
  const { code, until } = view.standing;
  if (code === "early") return until !== null && until - now > WAKE_AHEAD;
  return code !== "open" && code !== "break";
}

/**
 * Where the person of a call is.
 * @param {Call} call
 * @param {Loket[]} lokets
 * @returns {Stage}
 */
export function stageOf(call, lokets) {
  const loket = lokets.find((one) => one.id === call.loket);
  if (!loket || loket.number !== call.number) return "over";
  return loket.stage === "called" ? "called" : "serving";
}

/**
 * Pixels by which the picture is moved at a moment.
 * @param {number} now
 * @returns {number[]} x and y
 */
export function shiftAt(now) {
  return SHIFTS[Math.floor(now / SHIFT_EVERY) % SHIFTS.length];
}

/**
 * The calls before the hero's. A number stands there once, with where it was called last.
 * @param {Call[]} calls newest first
 * @param {Call | undefined} hero
 */
export function recent(calls, hero) {
  const known = new Set(hero ? [hero.number] : []);
  const listed = [];
  for (const { id, number, loket } of calls) {
    // A later one waits for the hero; until then it is in the grid.
    if (known.has(number) || (hero && id > hero.id)) continue;
    known.add(number);
    listed.push({ number, loket });
  }
  return listed.slice(0, MOST_LISTED);
}

/**
 * One cell.
 * @param {Loket} loket
 */
function cell(loket) {
  const { id, name, number, reason } = loket;
  if (number) return { id, name, number, reason: null, state: loket.stage === "called" ? "called" : "serving" };
  return { id, name, number: null, reason, state: loket.desk };
}

/**
 * What the hero shows: a call, or a sentence while there is none to show.
 * @param {View} view
 * @param {Shown | undefined} shown
 */
function hero(view, shown) {
  const { code, until, holiday } = view.standing;
  const say = { say: code, until, holiday, call: null, pulse: 0 };
  if (!shown) return say;
  const { call, pulse } = shown;
  const stage = stageOf(call, view.lokets);
  // During the break and after hours the last call is of no more use than the hour when somebody is here again.
  const idle = code !== "open" && !view.lokets.some((loket) => loket.desk === "open");
  if (stage === "over" && idle) return say;
  const name = view.lokets.find((loket) => loket.id === call.loket)?.name ?? "";
  return { ...say, call: { number: call.number, loket: call.loket, name, nth: call.nth, stage }, pulse };
}

/**
 * @param {View} view
 * @param {Shown | undefined} shown
 * @param {number} now
 */
export function picture(view, shown, now) {
  const { standing } = view;
  const calls = todays(view, now);
  const current = shown && isToday(shown.call, view, now) ? shown : undefined;
  const facts = hero(view, current);
  return {
    quiet: isQuiet(view, now),
    office: view.office,
    standing,
    paused: view.paused,
    well: view.well,
    hero: facts,
    lokets: view.lokets.map(cell),
    recent: recent(calls, facts.call ? current?.call : undefined),
    missed: view.missed.slice(0, MOST_LISTED),
    waiting: view.waiting,
    layout: view.arrangement.layout,
    lines: view.arrangement.lines,
  };
}

/** @typedef {ReturnType<typeof picture>} Picture */
