// @ts-check
/**
 * Lists that are asked for again and again, because they change seldom and few look at them.
 *
 * @module
 */

import { read } from "../../../display/shared/act.js";

/**
 * Reads now, and then every so often. Whoever is not signed in any more comes back here after signing in.
 * @param {string} path
 * @param {string} lang
 * @param {number} every in milliseconds
 * @param {(body: any) => void} show
 * @returns {() => Promise<void>} reads at once
 */
export function polled(path, lang, every, show) {
  const load = async () => {
    const answer = await read(path, lang);
    if (answer.status === 401) return location.assign(`/masuk?next=${location.pathname}`);
    document.body.dataset.connection = answer.ok ? "live" : "lost";
    if (answer.ok) show(answer.body);
  };
  const follow = async () => {
    await load();
    setTimeout(() => void follow(), every);
  };
  void follow();
  return load;
}
