// @ts-check
/**
 * "Cek syarat dulu": which papers a permit needs, which of them somebody has, and what is left to bring.
 *
 * Pure, like walk.js, whose walk it goes on with. Nobody is asked who they are; the ticks are in the walk and end with
 * it.
 *
 * @module
 */

import { TIMES, go, meant, troubled } from "./walk.js";

/**
 * @typedef {import("./walk.js").Walk} Walk
 *
 * @typedef {object} Permit see `GET /api/kiosk/permits`
 * @property {string} code
 * @property {string} name
 * @property {string[]} requirements asked of everybody
 * @property {string[]} conditional asked of some; the condition stands in brackets
 *
 * @typedef {{ place: number, words: string }} Item a requirement, by its place in the permit's whole list
 *
 * @typedef {object} Page
 * @property {boolean} conditional
 * @property {Item[]} items
 */

/** How many stand on one page: as many as are large enough to be hit and read. @param {Walk} walk */
export const perPage = ({ large, low }) => (large || low ? 3 : 6);

/**
 * @template T
 * @param {T[]} all
 * @param {number} most
 * @returns {T[][]} at most `most` each, and as even as can be
 */
export function chunks(all, most) {
  const pages = Math.ceil(all.length / most);
  return Array.from({ length: pages }, (_, page) =>
    all.slice(Math.round((page * all.length) / pages), Math.round(((page + 1) * all.length) / pages)),
  );
}

/**
 * The pages of a permit's list: first what everybody needs, then what only some do.
 * @param {Permit} permit
 * @param {number} most
 * @returns {Page[]}
 */
export function pagesOf({ requirements, conditional }, most) {
  const needed = requirements.map((words, place) => ({ words, place }));
  const maybe = conditional.map((words, place) => ({ words, place: requirements.length + place }));
  return [
    ...chunks(needed, most).map((items) => ({ conditional: false, items })),
    ...chunks(maybe, most).map((items) => ({ conditional: true, items })),
  ];
}

/**
 * Which page is up. A walk keeps what stands first on it, since pages change with the size of the letters.
 * @param {number[]} firsts what stands first on each page
 * @param {number} from
 */
export const pageAt = (firsts, from) => Math.max(0, firsts.filter((first) => first <= from).length - 1);

/**
 * How far somebody is.
 * @param {Permit} permit
 * @param {number[]} have places of what they have
 * @returns {{ needed: number, there: number, complete: boolean, lacks: string[], missing: string[] }} `lacks` what
 *   everybody needs and they have not; `missing` as it is printed: also what only some need, unless they have it
 */
export function account({ requirements, conditional }, have) {
  const lacks = requirements.filter((_, place) => !have.includes(place));
  const there = requirements.length - lacks.length;
  const missing = [...requirements, ...conditional].filter((_, place) => !have.includes(place));
  return { needed: requirements.length, there, complete: lacks.length === 0, lacks, missing };
}

/** From a service to the permits. The heart stays chosen. @param {Walk} walk @param {number} now @returns {Walk} */
export function check(walk, now) {
  if (!meant(walk, "service", now) || !walk.letter) return walk;
  return go(walk, "permits", now, { letter: walk.letter, priority: walk.priority });
}

/** The office has said which permits there are. @param {Walk} walk @param {Permit[]} permits @returns {Walk} */
export function offer(walk, permits) {
  return walk.view === "permits" && walk.permits === null ? { ...walk, permits } : walk;
}

/** @param {Walk} walk @param {string} code @param {number} now @returns {Walk} */
export function pick(walk, code, now) {
  const permit = walk.permits?.find((known) => known.code === code);
  if (!meant(walk, "permits", now) || !permit) return walk;
  const { letter, priority, permits } = walk;
  return go(walk, "checklist", now, { letter, priority, permits, permit });
}

/** A requirement is there, or is not after all. @param {Walk} walk @param {number} place @returns {Walk} */
export function tick(walk, place) {
  if (walk.view !== "checklist" || walk.warned) return walk;
  const have = walk.have.includes(place) ? walk.have.filter((one) => one !== place) : [...walk.have, place];
  return { ...walk, have };
}

/** Another page. @param {Walk} walk @param {number} from what stands first on it @returns {Walk} */
export function turn(walk, from) {
  const leafs = walk.view === "permits" || walk.view === "checklist";
  return leafs && !walk.warned ? { ...walk, from } : walk;
}

/**
 * One step back: from the list to the permits, from there to the service.
 * @param {Walk} walk
 * @param {number} now
 * @returns {Walk}
 */
export function stepBack(walk, now) {
  const { letter, priority, permits } = walk;
  if (meant(walk, "checklist", now)) return go(walk, "permits", now, { letter, priority, permits });
  return meant(walk, "permits", now) ? go(walk, "service", now, { letter, priority }) : walk;
}

/**
 * What is asked to be printed, or undefined when nothing may be.
 * @param {Walk} walk
 * @param {number} now
 * @returns {{ permit: string, missing: string[], lang: "id" | "en" } | undefined}
 */
export function list(walk, now) {
  if (!meant(walk, "checklist", now) || !walk.permit) return undefined;
  const { complete, missing } = account(walk.permit, walk.have);
  return complete ? undefined : { permit: walk.permit.code, missing, lang: walk.lang };
}

/** The list is on its way. @param {Walk} walk @param {number} now @returns {Walk} */
export function print(walk, now) {
  const { letter, priority, permit, have } = walk;
  return go(walk, "slip", now, { letter, priority, permit, have, slip: "asked" });
}

/**
 * The office has ordered the list, or not. Without paper it stays on the screen for a photo.
 * @param {Walk} walk
 * @param {boolean} ordered
 * @param {string} printer what it said last
 * @param {number} now
 * @returns {Walk}
 */
export function ordered(walk, ordered, printer, now) {
  if (walk.view !== "slip" || walk.slip !== "asked") return walk;
  const photo = !ordered || troubled(printer);
  const leaves = now + (photo ? TIMES.photo : TIMES.slip);
  return { ...walk, slip: photo ? "photo" : "printed", since: now, touched: now, leaves };
}
