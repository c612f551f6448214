// @ts-check
/**
 * Lists that are asked for again and again, because they change seldom and few look at them.
 *
 * @module
 */

import { read } from "../../../display/shared/act.js";

/**
 * Reads now, and then every so often, and says while there is no answer since when. Whoever is not signed in any more
 * comes back here after signing in.
 * @param {string} path
 * @param {import("./frame.js").Frame} frame
 * @param {{ lang: string, office: { offset: number } }} facts
 * @param {number} every in milliseconds
 * @param {(body: any) => void} show
 * @returns {() => Promise<void>} reads at once
 */
export function polled(path, frame, { lang, office }, every, show) {
  let answered = Date.now();
  const load = async () => {
    const answer = await read(path, lang);
    if (answer.status === 401) return location.assign(`/masuk?next=${location.pathname}`);
    // The office's own hour where it tells one.
    if (answer.ok) answered = answer.body.now ?? Date.now();
    frame.connection(answer.ok ? "live" : "lost", answered, office.offset);
    if (answer.ok) show(answer.body);
  };
  const follow = async () => {
    await load();
    setTimeout(() => void follow(), every);
  };
  void follow();
  return load;
}
