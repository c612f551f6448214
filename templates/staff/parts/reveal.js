// @ts-check
/**
 * NIK and telephone number in plain: asked for with a reason, which the office writes down before it shows them.
 *
 * @module
 */

import { act } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { ask } from "./asking.js";

/** @typedef {import("./berkas.js").Tongue} Tongue */

/** What is shown in plain is masked again after this long, in milliseconds. */
const SHOWN = 60_000;

/** What was seen lately, so that a screen that paints itself anew goes on showing it. @type {Map<number, any>} */
const seen = new Map();

/**
 * What to show of a berkas's applicant: masked, or in plain for a minute after somebody asked.
 * @param {any} berkas
 * @returns {{ nik: string, phone: string | null | undefined, plain: boolean }}
 */
export function shown(berkas) {
  const known = seen.get(berkas.id);
  return known ? { ...known, plain: true } : { nik: berkas.nik, phone: berkas.phone, plain: false };
}

/**
 * The key that asks. It paints what it got into the facts it stands in; a screen that paints itself anew asks
 * {@link shown}.
 * @param {Tongue} tongue
 * @param {any} berkas
 * @param {(facts: HTMLElement) => void} again paints the facts anew
 */
export function revealKey({ say, lang }, berkas, again) {
  const facts = { type: "button", class: "small reveal", "data-key": `reveal-${berkas.id}` };
  const open = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`dl[data-facts="${berkas.id}"]`)]);
  const button = /** @type {HTMLButtonElement} */ (h("button", facts, say("staff-reveal")));
  button.addEventListener("click", async () => {
    const presets = ["check", "call", "mend"].map((word) => say(`staff-reveal-${word}`));
    const answer = await ask(say, {
      title: say("staff-reveal-title", { number: berkas.number }),
      help: say("staff-reveal-help"),
      yes: say("staff-reveal"),
      reason: { label: say("staff-reveal-why"), presets },
    });
    if (!answer) return;
    button.disabled = true;
    const { ok, body } = await act(`/api/berkas/${berkas.id}/reveal`, { reason: answer.reason }, { lang });
    button.disabled = false;
    if (!ok) {
      button.after(h("span", { class: "reveal-wrong", role: "alert" }, body.message ?? say("staff-no-answer")));
      return;
    }
    seen.set(berkas.id, body);
    for (const list of open()) again(list);
    setTimeout(() => {
      seen.delete(berkas.id);
      for (const list of open()) again(list);
    }, SHOWN);
    const many = body.many && say("staff-reveal-many", { count: body.many });
    if (many) open()[0]?.after(h("p", { class: "reveal-wrong", role: "alert" }, many));
  });
  return button;
}
