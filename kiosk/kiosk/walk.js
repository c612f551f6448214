// @ts-check
/**
 * One person at the kiosk: which view is up, what they chose, and when silence ends it.
 *
 * Pure: every function takes a walk and gives the next one, and time comes in as a number of a clock that never jumps.
 * All that a person leaves behind is in the walk, and every end begins with a fresh one, so nothing of one person can
 * reach the next.
 *
 * @module
 */

/** All times in milliseconds. */
export const TIMES = {
  /** A tap this soon after a new view was still meant for the view before. */
  guard: 250,
  /** Silence after which the kiosk asks whether somebody is there. */
  silence: 20_000,
  /** Further silence after which it begins again. */
  answer: 20_000,
  /** How long a ticket stays when paper comes out, and when its number must be photographed. */
  ticket: 8_000,
  photo: 60_000,
  /** How long a list of what to bring is announced. */
  slip: 15_000,
  /** A ticket does not go away by a tap before it could be seen. */
  seen: 1_200,
  /** Issuing that takes longer shows that it goes on, and then says so. */
  slow: 1_000,
  late: 10_000,
};

/** Letters of a code that is typed, and which ones there are: see src/domain/token.rs. */
export const CODE = { length: 10, letters: "BCDFGHJKLMNPQRSTVWXZ" };

/** What the printer may say while tickets still come out. */
const PRINTS = ["ready", "paper-low"];

/**
 * @typedef {"rest" | "service" | "issuing" | "ticket" | "code" | "status" | "refused"} Main
 * @typedef {Main | "permits" | "checklist" | "slip"} ViewName the last three: see checking.js
 *
 * @typedef {object} Message why something is not done
 * @property {string} title name of a message
 * @property {string} [help] name of a message
 * @property {string} [words] of the office, instead of the help
 * @property {boolean} [again] whether typing a code once more may help
 *
 * @typedef {object} Walk
 * @property {ViewName} view
 * @property {"id" | "en"} lang
 * @property {boolean} large
 * @property {boolean} contrast
 * @property {boolean} low whether every key stands low, for who sits or is small
 * @property {string | null} letter the service that was chosen
 * @property {boolean} choosing whether the classes of priority are shown
 * @property {string | null} priority the class that was chosen
 * @property {import("./checking.js").Permit[] | null} permits that can be checked, once the office has said so
 * @property {import("./checking.js").Permit | null} permit that is checked
 * @property {number} from what stands first on the page that is up
 * @property {number[]} have places of the requirements that are there
 * @property {"asked" | "printed" | "photo" | null} slip where the list of what to bring is
 * @property {string} typed letters of a code
 * @property {string | null} code that is looked up
 * @property {any} found what the office says of the code
 * @property {any} ticket what the office has given
 * @property {boolean} photo whether its number must be photographed
 * @property {Message | null} message
 * @property {0 | 1 | 2} late how long issuing takes: as usual, slow, late
 * @property {number} since when this view came up
 * @property {number} touched when somebody was last seen here
 * @property {boolean} warned whether "are you still there" is up
 * @property {number | null} leaves when this view goes by itself
 *
 * @typedef {Pick<Walk, "lang" | "large" | "contrast" | "low">} Taste how somebody likes to see
 */

/**
 * Nobody is here.
 * @param {number} now
 * @returns {Walk}
 */
export function rest(now) {
  return {
    view: "rest",
    lang: "id",
    large: false,
    contrast: false,
    low: false,
    letter: null,
    choosing: false,
    priority: null,
    permits: null,
    permit: null,
    from: 0,
    have: [],
    slip: null,
    typed: "",
    code: null,
    found: null,
    ticket: null,
    photo: false,
    message: null,
    late: 0,
    since: now,
    touched: now,
    warned: false,
    leaves: null,
  };
}

/**
 * Another view for the same person, who keeps only how they see.
 * @param {Walk} walk
 * @param {ViewName} view
 * @param {number} now
 * @param {Partial<Walk>} [more]
 * @returns {Walk}
 */
export function go(walk, view, now, more = {}) {
  return { ...rest(now), ...tasteOf(walk), view, ...more };
}

/** How somebody likes to see. @param {Walk} walk @returns {Taste} */
export const tasteOf = ({ lang, large, contrast, low }) => ({ lang, large, contrast, low });

/**
 * Whether a tap was meant for the view that is up.
 * @param {Walk} walk
 * @param {ViewName} view
 * @param {number} now
 */
export const meant = (walk, view, now) => walk.view === view && !walk.warned && now - walk.since >= TIMES.guard;

/** @param {Walk} walk @param {string} letter @param {number} now @returns {Walk} */
export function choose(walk, letter, now) {
  return meant(walk, "rest", now) ? go(walk, "service", now, { letter }) : walk;
}

/** Types a code by hand. @param {Walk} walk @param {number} now @returns {Walk} */
export function open(walk, now) {
  return meant(walk, "rest", now) || meant(walk, "refused", now) ? go(walk, "code", now) : walk;
}

/** Where a number can be taken for the service that was chosen. @type {ViewName[]} */
const TAKES = ["service", "checklist", "slip"];

/** Back to where nothing is chosen. @param {Walk} walk @param {number} now @returns {Walk} */
export function back(walk, now) {
  if (walk.view === "rest" || walk.view === "issuing" || walk.slip === "asked" || !meant(walk, walk.view, now)) return walk;
  return go(walk, "rest", now);
}

/**
 * The heart: opens the classes, or chooses the only one there is, or takes the choice back.
 * @param {Walk} walk
 * @param {string[]} classes
 * @param {number} now
 * @returns {Walk}
 */
export function heart(walk, classes, now) {
  const here = meant(walk, "service", now) || meant(walk, "status", now);
  if (!here || classes.length === 0) return walk;
  if (walk.priority !== null) return { ...walk, priority: null, choosing: false };
  if (classes.length === 1) return { ...walk, priority: classes[0] };
  return { ...walk, choosing: !walk.choosing };
}

/** @param {Walk} walk @param {string} name of a class @param {number} now @returns {Walk} */
export function prefer(walk, name, now) {
  if (!walk.choosing || walk.warned || now - walk.since < TIMES.guard) return walk;
  return { ...walk, priority: walk.priority === name ? null : name };
}

/**
 * A letter of a code, or "" to take the last one away.
 * @param {Walk} walk
 * @param {string} letter
 * @returns {Walk}
 */
export function type(walk, letter) {
  if (walk.view !== "code" || walk.warned) return walk;
  if (letter === "") return { ...walk, typed: walk.typed.slice(0, -1) };
  const known = CODE.letters.includes(letter.toUpperCase());
  return known && walk.typed.length < CODE.length ? { ...walk, typed: walk.typed + letter.toUpperCase() } : walk;
}

/** Whether a code can be looked up. @param {Walk} walk */
export const complete = (walk) => walk.view === "code" && walk.typed.length === CODE.length;

/**
 * A code was scanned or typed. It may be scanned at any moment but while a number is being given, also by the next
 * person in front of the last one's view.
 * @param {Walk} walk
 * @param {string} code
 * @param {number} now
 * @returns {Walk}
 */
export function search(walk, code, now) {
  return walk.view === "issuing" ? walk : go(walk, "status", now, { code });
}

/** @param {Walk} walk @param {string} code @param {any} found @param {number} now @returns {Walk} */
export function find(walk, code, found, now) {
  if (walk.view !== "status" || walk.code !== code) return walk;
  return { ...walk, found, since: now, touched: now };
}

/**
 * The code leads nowhere.
 * @param {Walk} walk
 * @param {string} code
 * @param {Message} message
 * @param {number} now
 * @returns {Walk}
 */
export function miss(walk, code, message, now) {
  return walk.view === "status" && walk.code === code ? go(walk, "refused", now, { message }) : walk;
}

/**
 * What the office is asked for, or undefined when nothing may be asked for now.
 * @param {Walk} walk
 * @param {number} now
 * @returns {import("./keeping.js").Body | undefined}
 */
export function wanted(walk, now) {
  const priority = walk.priority === null ? {} : { priority: walk.priority };
  const takes = TAKES.includes(walk.view) && meant(walk, walk.view, now) && walk.slip !== "asked";
  if (takes && walk.letter) return { service: walk.letter, lang: walk.lang, ...priority };
  if (meant(walk, "status", now) && walk.code && walk.found?.issues)
    return { code: walk.code, lang: walk.lang, ...priority };
  return undefined;
}

/** @param {Walk} walk @param {number} now @returns {Walk} */
export function issue(walk, now) {
  return go(walk, "issuing", now, { letter: walk.letter });
}

/**
 * The office has given a number.
 * @param {Walk} walk
 * @param {any} ticket
 * @param {string} printer what it said last
 * @param {number} now
 * @returns {Walk}
 */
export function hand(walk, ticket, printer, now) {
  if (walk.view !== "issuing") return walk;
  return look(go(walk, "ticket", now, { ticket, leaves: now + TIMES.ticket }), printer);
}

/** @param {Walk} walk @param {Message} message @param {number} now @returns {Walk} */
export function refuse(walk, message, now) {
  return walk.view === "issuing" ? go(walk, "refused", now, { message }) : walk;
}

/** Whether no paper can be hoped for. @param {string} printer */
export const troubled = (printer) => !PRINTS.includes(printer);

/**
 * What the printer says while a ticket or a list is up: paper that fails after all keeps it on the screen.
 * @param {Walk} walk
 * @param {string} printer
 * @returns {Walk}
 */
export function look(walk, printer) {
  if (!troubled(printer)) return walk;
  if (walk.slip === "printed") return { ...walk, slip: "photo", leaves: walk.since + TIMES.photo };
  if (walk.view !== "ticket" || walk.photo) return walk;
  return { ...walk, photo: true, leaves: walk.since + TIMES.photo };
}

/**
 * How somebody likes to see.
 * @param {Walk} walk
 * @param {Partial<Taste>} taste
 * @returns {Walk}
 */
export function like(walk, taste) {
  return walk.view === "issuing" || walk.warned ? walk : { ...walk, ...taste };
}

/**
 * Somebody touches the glass.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function touch(walk, now) {
  // While the question is up only its key is an answer: a sleeve on the glass keeps nobody's view open.
  return walk.warned ? walk : { ...walk, touched: now };
}

/** A touch anywhere ends a ticket that paper holds as well. @param {Walk} walk @param {number} now @returns {Walk} */
export function dismiss(walk, now) {
  const done = walk.view === "ticket" && !walk.photo && now - walk.since >= TIMES.seen;
  return done ? rest(now) : walk;
}

/**
 * Something is being read aloud to somebody: they are here, and what they listen to stays for a while after.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function attend(walk, now) {
  if (walk.warned) return walk;
  const leaves = walk.leaves === null ? null : Math.max(walk.leaves, now + TIMES.ticket);
  return { ...walk, touched: now, leaves };
}

/** "Yes, still here." @param {Walk} walk @param {number} now @returns {Walk} */
export function stay(walk, now) {
  return { ...walk, warned: false, touched: now, since: now };
}

/** Whether there is anything to forget. @param {Walk} walk */
const marked = (walk) =>
  walk.view !== "rest" || walk.lang !== "id" || walk.large || walk.contrast || walk.low;

/** Whole seconds left to say that one is there. @param {Walk} walk @param {number} now */
export function secondsLeft(walk, now) {
  return Math.max(0, Math.ceil((walk.touched + TIMES.silence + TIMES.answer - now) / 1000));
}

/**
 * Time has passed: does everything that is due.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function pass(walk, now) {
  if (walk.leaves !== null) return now >= walk.leaves ? rest(now) : walk;
  if (walk.view === "issuing") {
    const took = now - walk.since;
    const late = took >= TIMES.late ? 2 : took >= TIMES.slow ? 1 : 0;
    return late === walk.late ? walk : { ...walk, late };
  }
  if (!marked(walk)) return walk;
  const silent = now - walk.touched;
  if (silent >= TIMES.silence + TIMES.answer) return rest(now);
  // At rest there is nothing to lose but a language, so nobody is asked.
  const asks = walk.view !== "rest" && silent >= TIMES.silence;
  return asks === walk.warned ? walk : { ...walk, warned: asks };
}

/**
 * When `pass` has something to do, or undefined while nothing happens by itself.
 * @param {Walk} walk
 * @param {number} now
 * @returns {number | undefined}
 */
export function due(walk, now) {
  if (walk.leaves !== null) return walk.leaves;
  if (walk.view === "issuing") {
    return walk.late === 0 ? walk.since + TIMES.slow : walk.late === 1 ? walk.since + TIMES.late : undefined;
  }
  if (!marked(walk)) return undefined;
  const silence = walk.touched + TIMES.silence;
  if (walk.view === "rest") return silence + TIMES.answer;
  // While it counts down, every whole second is shown.
  return walk.warned ? silence + TIMES.answer - (secondsLeft(walk, now) - 1) * 1000 : silence;
}
