// @ts-check
/**
 * What happened, in words.
 *
 * @module
 */

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {import("./reel.js").Happening} Happening */

/** Kinds that are told with one of several ways they can be, and the first part of its name. */
const WAYS = /** @type {Record<string, string>} */ ({
  called: "why",
  ended: "end",
  silenced: "silence",
  paper: "paper",
  printed: "paper",
  uncertain: "paper",
  postponed: "paper",
  failed: "paper",
});

/** @param {Say} say @param {Happening} event */
export function sentence(say, event) {
  const way = WAYS[event.kind];
  const named = way && event.what ? say(`replay-${way}-${event.what}`, { words: event.words ?? "" }) : "";
  const what = way === "paper" ? [named, event.number].filter(Boolean).join(" ") : named;
  return say(`replay-${event.kind}`, {
    number: event.number ?? "–",
    loket: event.loket === undefined ? "–" : String(event.loket),
    line: event.line ?? "",
    count: event.count ?? 0,
    words: event.words ?? "",
    what,
  });
}
