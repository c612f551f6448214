// @ts-check
/**
 * The words of a screen: the same Fluent files that the server uses, and the office's way to write hours and dates.
 */

import { FluentBundle, FluentResource } from "./vendor/fluent/index.js";

/**
 * @typedef {(message: string, facts?: Record<string, string | number>) => string} Say
 */

/**
 * Loads messages.
 * @param {string} build
 * @param {string} lang `id` or `en`
 * @param {string[]} names of message files
 * @returns {Promise<Say>}
 */
export async function loadWords(build, lang, names) {
  const answer = await fetch(`/texts/${build}/${lang}?of=${names.join(",")}`);
  if (!answer.ok) throw new Error(`the words could not be loaded: ${answer.status}`);
  return sayer(lang, await answer.text());
}

/**
 * Makes sentences from Fluent source.
 * @param {string} lang
 * @param {string} source
 * @returns {Say}
 */
export function sayer(lang, source) {
  const bundle = new FluentBundle(lang, { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(source));
  for (const error of errors) console.warn(error);
  return (message, facts) => {
    const known = bundle.getMessage(message);
    if (!known?.value) {
      console.warn(`there is no message "${message}"`);
      return message;
    }
    return bundle.formatPattern(known.value, /** @type {any} */ (facts));
  };
}

const DAYS = {
  id: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const MONTHS = {
  id: "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/**
 * The office's wall clock, wherever the browser stands.
 * @param {number} at milliseconds since 1970
 * @param {number} offset seconds east of Greenwich
 */
const local = (at, offset) => new Date(at + offset * 1000);

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * `08.14`
 * @param {number} at
 * @param {number} offset
 */
export function hour(at, offset) {
  const time = local(at, offset);
  return `${two(time.getUTCHours())}.${two(time.getUTCMinutes())}`;
}

/**
 * `08.14.07`
 * @param {number} at
 * @param {number} offset
 */
export function second(at, offset) {
  return `${hour(at, offset)}.${two(local(at, offset).getUTCSeconds())}`;
}

/**
 * `Senin, 23 November 2026`
 * @param {number} at
 * @param {number} offset
 * @param {string} lang
 */
export function date(at, offset, lang) {
  const time = local(at, offset);
  const tongue = lang === "en" ? "en" : "id";
  const day = DAYS[tongue][time.getUTCDay()];
  return `${day}, ${time.getUTCDate()} ${MONTHS[tongue][time.getUTCMonth()]} ${time.getUTCFullYear()}`;
}

/**
 * Date and hour: `Senin, 23 November 2026 09.41`.
 *
 * @param {number} at
 * @param {{ office: { offset: number }, lang: string }} facts of the screen
 * @returns {string}
 */
export function moment(at, { office, lang }) {
  return `${date(at, office.offset, lang)} ${hour(at, office.offset)}`;
}

/**
 * When something opens, seen from now: `08.00`, or with the day when it is another one.
 * @param {number} at
 * @param {number} now
 * @param {number} offset
 * @param {string} lang
 */
export function opening(at, now, offset, lang) {
  // The day is the office's: the browser's own offset must not be added once more.
  const day = (/** @type {number} */ time) => local(time, offset).toISOString().slice(0, 10);
  const sameDay = day(at) === day(now);
  return sameDay ? hour(at, offset) : `${date(at, offset, lang)} ${hour(at, offset)}`;
}

/**
 * Minutes and seconds: `4.05`
 * @param {number} seconds
 */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}.${two(whole % 60)}`;
}
