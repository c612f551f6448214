// @ts-check
/**
 * Sending finished answers: once, however long the office cannot be reached.
 *
 * From the moment they are finished until the office has answered, the answers and the id of the request lie in this
 * tab's session storage, so that a page that loads itself anew goes on with the same request. The office counts a
 * request at most once. Whatever it answers, they are gone from here afterwards.
 */

import { act, isUndecided, requestId } from "../../display/shared/act.js";

/** Where finished answers lie until the office has answered. */
export const PLACE = "survey-finished";
/** Pause before asking again what the office could not answer, in milliseconds. */
const PAUSE = 5_000;
/** A fault of the server is asked about this often; after that a person must hear of it. */
const MOST_FAULTS = 5;

/**
 * @typedef {{ request: string, body: { key: string } }} Finished answers on their way
 *
 * @typedef {{ taken: true } | { taken: false, reason: string, over: boolean }} Outcome `over` when answering
 *   the same survey again would not help
 *
 * @typedef {object} Way
 * @property {(finished: Finished, onSlow: () => void) => Promise<import("../../display/shared/act.js").Answer>} post
 * @property {(after: number) => Promise<unknown>} pause
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem">} store
 */

/** @returns {Way} */
function browser() {
  return {
    post: ({ request, body }, onSlow) => act("/api/survey", body, { request, onSlow, patience: Infinity }),
    pause: (after) => new Promise((resume) => setTimeout(resume, after)),
    store: sessionStorage,
  };
}

/**
 * Answers of an earlier life of this page that the office has not answered yet.
 * @param {Way["store"]} [store]
 * @returns {Finished | undefined}
 */
export function unanswered(store = sessionStorage) {
  try {
    const kept = JSON.parse(store.getItem(PLACE) ?? "null");
    return typeof kept?.request === "string" && typeof kept.body?.key === "string" ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps finished answers under a new request id.
 * @param {any} body
 * @param {Way["store"]} [store]
 * @returns {Finished}
 */
export function finish(body, store = sessionStorage) {
  const finished = { request: requestId(), body };
  // Without storage the answers live as long as the page does, which is the usual case anyway.
  attempt(() => store.setItem(PLACE, JSON.stringify(finished)));
  return finished;
}

/**
 * Sends finished answers until the office has taken or refused them. Never rejects.
 * @param {Finished} finished
 * @param {() => void} onSlow called when a try has failed
 * @param {Way} [way]
 * @returns {Promise<Outcome>}
 */
export async function deliver(finished, onSlow, way = browser()) {
  for (let faults = 0; ; ) {
    const answer = await way.post(finished, onSlow);
    const outcome = verdict(answer, faults);
    if (outcome) {
      attempt(() => way.store.removeItem(PLACE));
      return outcome;
    }
    if (isFault(answer.status)) faults += 1;
    onSlow();
    await way.pause(PAUSE);
  }
}

/**
 * @param {number} status
 */
function isFault(status) {
  return status >= 500 && !isUndecided(status);
}

/**
 * What an answer of the office means, or undefined when it means nothing yet.
 * @param {import("../../display/shared/act.js").Answer} answer
 * @param {number} faults
 * @returns {Outcome | undefined}
 */
function verdict({ ok, status, body }, faults) {
  if (ok) return { taken: true };
  const fault = isFault(status);
  // 401 and 403: somebody has to sign this tablet in again; 408 and 429: later.
  const later = isUndecided(status) || [401, 403, 408, 429].includes(status);
  if (later || (fault && faults + 1 < MOST_FAULTS)) return undefined;
  return { taken: false, reason: String(body?.message ?? ""), over: !fault };
}

/** @param {() => void} run */
function attempt(run) {
  try {
    run();
  } catch {
    // Storage that is switched off or full.
  }
}
