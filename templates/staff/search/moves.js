// @ts-check
/**
 * What a key does in a list of results, and what is said beside them. Nothing here touches the page.
 *
 * @module
 */

/**
 * The place after a key.
 * @param {number} count results
 * @param {number} at the marked one, -1 for none
 * @param {string} key
 * @returns {number | undefined} nothing when the key is for something else
 */
export function move(count, at, key) {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "ArrowUp") return Math.max(0, at - 1);
  return undefined;
}

/**
 * What is said beside the results.
 * @param {string} text what was typed
 * @param {any} body what was answered
 * @returns {[string, Record<string, any>]} a message and its facts
 */
export function note(text, body) {
  const count = body.berkas.length;
  if (count > 0 && body.cut) return ["casework-search-cut", {}];
  if (count > 0 && body.more) return ["casework-search-more", { most: body.most }];
  if (count > 0) return ["casework-search-found", { count }];
  if (body.ticket) return ["casework-search-ticket", { number: body.ticket }];
  const plain = text.replace(/[\s.]/g, "");
  if (/^\d{8,15}$/.test(plain)) return ["casework-search-half-nik", {}];
  if ([...plain].length < 2 && !/^\d$/.test(plain)) return ["casework-search-short", {}];
  return [body.cut ? "casework-search-cut" : "casework-search-none", {}];
}
