// @ts-check
/**
 * What stands beside a thermal paper that did not simply come out.
 *
 * @module
 */

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * Why it did not; what an older program wrote in words of its own is shown as it is.
 * @param {Say} say
 * @param {{ code: string, reason: string | null } | null} why
 */
export const paperWhy = (say, why) => (why ? say(`console-paper-why-${why.code}`, { reason: why.reason ?? "" }) : "");
