// @ts-check
/**
 * What may be sent as a scan, found out before anything is sent. The office looks again, and closer.
 *
 * @module
 */

/** Largest file, in bytes. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** So many bytes tell what a file is. */
export const HEAD = 8;

/** How files begin. @type {[string, number[]][]} */
const BEGINNINGS = [
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/**
 * The type of a file by how it begins.
 * @param {Uint8Array} head its first bytes
 * @returns {string | undefined} nothing when it can be no scan
 */
export function typeOf(head) {
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, place) => head[place] === byte))?.[0];
}

/**
 * Why a file is not sent.
 * @param {{ size: number }} file
 * @param {Uint8Array} head its first bytes
 * @returns {"empty" | "not-size" | "not-kind" | undefined} nothing when it may be sent
 */
export function refusal(file, head) {
  if (file.size === 0) return "empty";
  if (file.size > MOST_BYTES) return "not-size";
  return typeOf(head) ? undefined : "not-kind";
}

/**
 * A size for people: `312 KB`, `1,4 MB`.
 * @param {number} bytes
 * @param {string} lang
 */
export function size(bytes, lang) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  const text = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(bytes / 1024 / 1024);
  return `${text} MB`;
}
