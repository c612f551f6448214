// @ts-check
/**
 * Certified copies at the counter: which document, how many copies, who signed. The visit does not end before
 * something was noted; whoever has a reason ends it with that.
 *
 * @module
 */

import { ask } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { kbd } from "../parts/keys.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/** Whoever signed last signs most likely again. */
let lastSigner = "";

/**
 * @param {any} view
 * @param {Tongue} tongue
 * @param {(act: string, body: object) => Promise<any>} run
 * @returns {{ element: HTMLElement, submit: () => unknown, update: (view: any) => void }}
 */
export function legalising(view, tongue, run) {
  const { say } = tongue;
  const field = (/** @type {string} */ id, /** @type {Record<string, any>} */ more) =>
    /** @type {HTMLInputElement} */ (h("input", { id, autocomplete: "off", ...more }));
  const paper = field("legal-document", { maxlength: 200, placeholder: "503/12/SIPB/DPMPTSP/XI/2026" });
  const copies = field("legal-copies", { type: "number", min: 1, max: view.legalising, inputmode: "numeric", value: "1" });
  const signer = field("legal-signer", { maxlength: 100, value: lastSigner });
  const known = h("p", { class: "found", role: "status" });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const list = h("ul", { class: "legalised" });
  let noted = view.current.legalised;
  const tell = (/** @type {string} */ text) => {
    wrong.textContent = text;
    wrong.hidden = text === "";
  };
  const heads = () => say(noted.length > 0 ? "console-legal-finish" : "console-legal-note");
  const label = h("span", {}, heads());
  const key = h("button", { class: "primary", id: "legal-go" }, label, kbd("F6"));

  /** The SK of ours that was typed, if it is one. @returns {Promise<string | undefined>} */
  async function ours() {
    if (!paper.value.includes("/")) return undefined;
    const { ok, body } = await ask("/api/search", { text: paper.value }, tongue.lang);
    const plain = (/** @type {string} */ text) => text.replace(/\s/g, "").toLowerCase();
    const hits = ok ? body.berkas : [];
    return hits.find((/** @type {any} */ hit) => hit.sk && plain(hit.sk) === plain(paper.value))?.sk;
  }

  async function look() {
    const typed = paper.value;
    const sk = typed.trim() ? await ours() : undefined;
    if (typed !== paper.value) return;
    known.textContent = typed.trim() ? say(sk ? "console-legal-ours" : "console-legal-other") : "";
  }

  async function note() {
    /** @type {[boolean, string, HTMLElement][]} */
    const needs = [
      [paper.value.trim() !== "", "console-legal-need-document", paper],
      [Number(copies.value) >= 1, "console-legal-need-copies", copies],
      [signer.value.trim() !== "", "console-legal-need-signer", signer],
    ];
    const lacking = needs.find(([met]) => !met);
    tell(lacking ? say(lacking[1]) : "");
    if (lacking) return lacking[2].focus();
    const sk = await ours();
    const what = sk ? { sk } : { document: paper.value };
    const body = { ...what, copies: Math.trunc(Number(copies.value)), signer: signer.value };
    if (!(await run("legalise", body))) return;
    lastSigner = signer.value;
    paper.value = "";
    copies.value = "1";
    known.textContent = "";
    label.textContent = heads();
    paper.focus();
  }

  /** F6 notes what is typed; with nothing typed and something noted it ends the visit. */
  const submit = () => (paper.value.trim() === "" && noted.length > 0 ? run("finish", {}) : note());
  const labelled = (/** @type {string} */ name, /** @type {Node} */ input) =>
    h("label", { class: "field" }, h("span", {}, say(`console-legal-${name}`)), input);
  const element = h(
    "form",
    { id: "legalising", class: "legalising", novalidate: true },
    h("p", {}, say("console-legal-help", { most: view.legalising })),
    list,
    h("div", { class: "person" }, labelled("document", paper), labelled("copies", copies), labelled("signer", signer)),
    known,
    wrong,
    key,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  paper.addEventListener("change", () => void look());
  paper.addEventListener("input", () => (label.textContent = paper.value.trim() ? say("console-legal-note") : heads()));

  /** What is noted by now, each with a key that takes it back. @param {any} now */
  function update(now) {
    noted = now.current?.legalised ?? [];
    label.textContent = paper.value.trim() ? say("console-legal-note") : heads();
    const line = (/** @type {any} */ one, /** @type {number} */ place) =>
      h(
        "li",
        { "data-place": place },
        h("strong", {}, one.document),
        h("span", {}, say("console-legal-line", { copies: one.copies, signer: one.signer })),
        h(
          "button",
          {
            type: "button",
            class: "small",
            "aria-label": say("console-legal-remove-of", { document: one.document }),
            onclick: () => void run("withdraw-legalisation", { place }),
          },
          say("console-legal-remove"),
        ),
      );
    list.replaceChildren(...noted.map(line));
  }
  update(view);
  return { element, submit, update };
}
