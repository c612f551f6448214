// @ts-check
/**
 * The official papers of a berkas: those that can be printed now, and those that were. Each opens in a tab of its own.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { date, hour } from "../../../display/shared/words.js";

/** @typedef {import("./berkas.js").Tongue} Tongue */

/**
 * @param {Tongue} tongue
 * @param {any} berkas
 * @param {boolean} [may] whether berkas are this person's work; papers show what screens mask
 */
export function papers({ say, lang, offset }, berkas, may = true) {
  if (!may) return null;
  const { ready, issued } = berkas.papers;
  const key = (/** @type {any} */ { paper, draft }) => {
    const name = draft ? `${say(`doc-paper-${paper}`)} (${say("doc-draft")})` : say(`doc-paper-${paper}`);
    const facts = { class: "button small", href: `/kertas/berkas/${berkas.id}/${paper}`, target: "_blank", rel: "noopener" };
    return h("a", { ...facts, "data-paper": paper, "data-key": `paper-${paper}` }, name);
  };
  const line = (/** @type {any} */ { id, paper, by, at, copies }) => {
    const facts = { href: `/kertas/terbit/${id}`, target: "_blank", rel: "noopener", "data-issued": id, "data-key": `issued-${id}` };
    const when = say("doc-issued-by", { name: by, date: `${date(at, offset, lang)} ${hour(at, offset)}` });
    const more = copies.length > 0 ? ` · ${say("doc-copies", { count: copies.length })}` : "";
    return h("li", {}, h("a", facts, say(`doc-paper-${paper}`)), h("span", { class: "by" }, when + more));
  };
  return h(
    "section",
    { class: "papers" },
    h("h3", {}, say("doc-papers")),
    ready.length > 0 ? h("p", { class: "ready" }, ...ready.map(key)) : h("p", { class: "empty" }, say("doc-papers-none")),
    issued.length > 0 && h("h4", {}, say("doc-papers-issued")),
    issued.length > 0 && h("ul", {}, ...issued.map(line)),
  );
}
