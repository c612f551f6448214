// @ts-check
/**
 * Acts: things a person does, sent once however often they have to be sent.
 *
 * The id of the act is made before anything is sent. When the answer is lost on the way, or the office does not
 * know yet whether it was done, the same act goes out again with the same id, and the office does it at most once.
 */

/** An act is tried again for this long, in milliseconds. */
const PATIENCE = 20_000;
/** Longest wait for one answer, in milliseconds. */
const ANSWER = 8_000;

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A ULID: 48 bits of time, so that ids made one after another lie side by side in the office's file, and 80 random
 * bits.
 * @param {number} [time] milliseconds since 1970
 * @returns {string} 26 characters
 */
export function requestId(time = Date.now()) {
  let text = "";
  for (let rest = time, place = 0; place < 10; place += 1) {
    text = CROCKFORD[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  for (const byte of random) text += CROCKFORD[byte % 32];
  return text;
}

/**
 * @typedef {object} Answer
 * @property {boolean} ok whether it was done
 * @property {number} status HTTP status; 0 when no answer came at all
 * @property {any} body what was answered; on a refusal `{error, message}` in the person's language
 */

/**
 * Whether the office could not say yes or no, so that the same request is asked again: there was no answer (0), it is busy
 * or its disk fails (503), or its disk has no room (507).
 * @param {number} status
 */
export function isUndecided(status) {
  return status === 0 || status === 503 || status === 507;
}

/**
 * Does something. Never rejects.
 * @param {string} path
 * @param {object} body
 * @param {{ lang?: string, request?: string, patience?: number, onSlow?: () => void }} [options] `request` to go on
 *   with an act of an earlier page; `onSlow` is called when the first try has failed
 * @returns {Promise<Answer>}
 */
export async function act(path, body, options = {}) {
  const request = options.request ?? requestId();
  const until = performance.now() + (options.patience ?? PATIENCE);
  for (let tries = 0; ; tries += 1) {
    const answer = await send(path, { ...body, request }, options.lang);
    if (!isUndecided(answer.status)) return answer;
    if (performance.now() > until) return answer;
    if (tries === 0) options.onSlow?.();
    await new Promise((resume) => setTimeout(resume, Math.min(2000, 250 * 2 ** tries)));
  }
}

/**
 * Asks something that changes nothing. Never rejects.
 * @param {string} path
 * @param {object} body
 * @param {string} [lang]
 * @returns {Promise<Answer>}
 */
export async function ask(path, body, lang) {
  return send(path, body, lang);
}

/**
 * Reads something. Never rejects.
 * @param {string} path
 * @param {string} [lang]
 * @returns {Promise<Answer>}
 */
export async function read(path, lang) {
  return send(path, undefined, lang);
}

/**
 * @param {string} path
 * @param {object | undefined} body
 * @param {string | undefined} lang
 * @returns {Promise<Answer>}
 */
async function send(path, body, lang) {
  /** @type {Record<string, string>} */
  const headers = { "x-lang": lang ?? (document.documentElement.lang || "id") };
  if (body) headers["content-type"] = "application/json";
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER);
  try {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal: giveUp.signal,
      cache: "no-store",
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { ok: false, status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}
