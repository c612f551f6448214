// @ts-check
/**
 * Sending one file as it is, with the part that has gone. `fetch` cannot tell that part.
 *
 * @module
 */

import { requestId } from "../../../display/shared/act.js";

/** @typedef {import("../../../display/shared/act.js").Answer} Answer */

/**
 * @param {string} path
 * @param {Record<string, string>} about what goes beside the file
 * @param {Blob} file
 * @param {string} type
 * @param {string} lang
 * @param {(percent: number) => void} onPart
 * @returns {{ answer: Promise<Answer>, cancel: () => void }} an answer of status 0 when none came
 */
export function upload(path, about, file, type, lang, onPart) {
  const request = new XMLHttpRequest();
  const answer = new Promise((/** @type {(answer: Answer) => void} */ resolve) => {
    const none = () => resolve({ ok: false, status: 0, body: {} });
    request.open("POST", `${path}?${new URLSearchParams({ ...about, request: requestId() })}`);
    request.setRequestHeader("content-type", type);
    request.setRequestHeader("x-lang", lang);
    request.upload.addEventListener("progress", (part) => {
      if (part.lengthComputable) onPart(Math.floor((100 * part.loaded) / part.total));
    });
    request.addEventListener("load", () => {
      const { status } = request;
      resolve({ ok: status >= 200 && status < 300, status, body: parsed(request.responseText) });
    });
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, none);
    request.send(file);
  });
  return { answer, cancel: () => request.abort() };
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
