// @ts-check
/**
 * Writing down a complaint at the counter. Whoever complains need not say who they are; the paper that comes out lets
 * them look where it stands.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { kbd } from "../parts/keys.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */

/** Kinds of complaints, as the office spells them. */
export const CATEGORIES = ["delay", "conduct", "fee", "procedure", "facility", "other"];

/**
 * @param {any} view
 * @param {Tongue} tongue
 * @param {(act: string, body: object) => Promise<any>} run
 * @returns {{ element: HTMLElement, submit: () => unknown }}
 */
export function complaining(view, { say }, run) {
  const field = (/** @type {string} */ id, /** @type {Record<string, any>} */ more) =>
    /** @type {HTMLInputElement} */ (h("input", { id, autocomplete: "off", ...more }));
  const options = CATEGORIES.map((word) => h("option", { value: word }, say(`complaint-category-${word}`)));
  const category = /** @type {HTMLSelectElement} */ (
    h("select", { id: "complaint-category" }, h("option", { value: "" }, say("complaint-choose")), ...options)
  );
  const subject = field("complaint-subject", { maxlength: 120 });
  const text = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: "complaint-text", rows: 6, maxlength: 4000 }));
  const name = field("complaint-name", { maxlength: 100 });
  const phone = field("complaint-phone", { type: "tel", maxlength: 24, placeholder: "0812 …" });
  const about = field("complaint-about", { maxlength: 200, placeholder: "2026/00042" });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const done = h("p", { class: "found", role: "status" });
  const tell = (/** @type {string} */ words) => {
    wrong.textContent = words;
    wrong.hidden = words === "";
  };

  async function submit() {
    /** @type {[boolean, string, HTMLElement][]} */
    const needs = [
      [category.value !== "", "complaint-need-category", category],
      [subject.value.trim() !== "", "complaint-need-subject", subject],
      [text.value.trim() !== "", "complaint-need-text", text],
    ];
    const lacking = needs.find(([met]) => !met);
    tell(lacking ? say(lacking[1]) : "");
    if (lacking) return lacking[2].focus();
    const body = {
      category: category.value,
      subject: subject.value,
      text: text.value,
      name: name.value || null,
      phone: phone.value || null,
      about: about.value || null,
    };
    if (!(await run("complain", body))) return;
    for (const input of [category, subject, text, name, phone, about]) input.value = "";
    done.textContent = say("complaint-filed");
  }

  const label = (/** @type {string} */ what, /** @type {Node} */ input) =>
    h("label", { class: "field" }, h("span", {}, say(`complaint-${what}`)), input);
  const finish = h("button", { type: "button", id: "complaint-finish", onclick: () => run("finish", {}) }, say("complaint-finish"));
  const element = h(
    "form",
    { id: "complaining", class: "complaining", novalidate: true },
    h("p", {}, say("complaint-help", { days: view.complaining })),
    h("div", { class: "person" }, label("category", category), label("subject", subject)),
    label("text", text),
    h("div", { class: "person" }, label("name", name), label("phone", phone), label("about", about)),
    wrong,
    done,
    h("div", { class: "answers" }, finish, h("button", { class: "primary", id: "complaint-file" }, say("complaint-file"), kbd("F6"))),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  return { element, submit };
}
