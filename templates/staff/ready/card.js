// @ts-check
/**
 * What the rows of a round come to. Pure.
 *
 * @module
 */

/** @typedef {{ kind: string, name: string, state: "running" | "good" | "bad" | "absent", code: string, detail: string }} Row */

/** What has to be mended stands first, then what is only to be looked at, what is under way, and what is good. */
const ORDER = ["bad", "absent", "running", "good"];

/** @param {Row[]} rows */
export function sorted(rows) {
  return rows
    .map((row, place) => ({ row, place }))
    .sort((a, b) => ORDER.indexOf(a.row.state) - ORDER.indexOf(b.row.state) || a.place - b.place)
    .map(({ row }) => row);
}

/**
 * The colour of the card. It is green only when the office itself said so, and red as soon as one thing is known to be bad.
 * @param {{ running: boolean, ready: boolean | null, rows: Row[] } | null | undefined} round
 * @returns {"none" | "running" | "good" | "bad"}
 */
export function verdict(round) {
  if (!round) return "none";
  if (round.rows.some((row) => row.state === "bad")) return "bad";
  if (round.running || round.ready === null) return "running";
  return round.ready ? "good" : "bad";
}
