// @ts-check
/**
 * Moving through a day that has passed, and the story of one number. Pure.
 *
 * @module
 */

/** @typedef {{ kind: string, number?: string, loket?: number, line?: string, order?: number, what?: string, count?: number, words?: string }} Happening */
/** @typedef {{ seq: number, at: number, hash: string, events: Happening[] }} Entry */
/** @typedef {{ at: number, seq: number | null }} Place a moment; with `seq` the one after that entry and no other */

export const MINUTE = 60_000;

/** How many entries had happened. @param {Entry[]} entries oldest first @param {Place} place */
export function count(entries, { at, seq }) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (seq === null ? entry.at <= at : entry.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * So many entries on, or back.
 * @param {Entry[]} entries @param {Place} place @param {number} by @returns {Place}
 */
export function byEvent(entries, place, by) {
  if (entries.length === 0) return place;
  // Between two entries the one before is where one stands; one step back goes there first.
  const here = count(entries, place) - 1;
  const between = by < 0 && here >= 0 && place.seq === null && entries[here].at < place.at;
  const to = Math.max(0, Math.min(entries.length - 1, here + by + (between ? 1 : 0)));
  return { at: entries[to].at, seq: entries[to].seq };
}

/** So many minutes on, or back; whole minutes. @param {{ from: number, until: number }} day @param {Place} place @param {number} by @returns {Place} */
export function byMinute(day, { at }, by) {
  const whole = by > 0 ? Math.floor(at / MINUTE) : Math.ceil(at / MINUTE);
  return within(day, (whole + by) * MINUTE);
}

/** A moment of the day. @param {{ from: number, until: number }} day @param {number} at @returns {Place} */
export const within = ({ from, until }, at) => ({ at: Math.max(from, Math.min(until, at)), seq: null });

/**
 * The entries around a place: `before` that had happened and `after` that had not.
 * @param {Entry[]} entries @param {Place} place @param {number} before @param {number} after
 */
export function around(entries, place, before, after) {
  const here = count(entries, place);
  return { past: entries.slice(Math.max(0, here - before), here), coming: entries.slice(here, here + after) };
}

/**
 * All that happened to a number, and who was called from its line before it although they came later.
 * @param {Entry[]} entries @param {string} number
 * @returns {{ entry: Entry, event: Happening, passed: boolean }[]}
 */
export function story(entries, number) {
  const told = [];
  /** Where it waits: the line and its place there. @type {{ line: string, order: number } | null} */
  let waits = null;
  for (const entry of entries) {
    for (const event of entry.events) {
      if (event.number === number) {
        told.push({ entry, event, passed: false });
        if (event.kind === "issued" || event.kind === "queued") waits = { line: event.line ?? "", order: event.order ?? 0 };
        else if (["called", "ended", "parked", "taken-back"].includes(event.kind)) waits = null;
      } else if (waits && event.kind === "called" && event.line === waits.line && (event.order ?? 0) > waits.order) {
        told.push({ entry, event, passed: true });
      }
    }
  }
  return told;
}

/** The way numbers are written: `a 4` is `A-004`. @param {string} text */
export function asNumber(text) {
  const found = /^\s*([a-z])[\s-]*0*(\d{1,4})\s*$/i.exec(text);
  return found ? `${found[1].toUpperCase()}-${found[2].padStart(3, "0")}` : text.trim().toUpperCase();
}
