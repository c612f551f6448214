// @ts-check
/**
 * One question per view: its words, its answers, where it stands among the others, and the keys to go on and back.
 */

import { h } from "../../display/shared/page.js";
import { AGES, MOST_SUGGESTION, STEPS } from "./questions.js";
import { heading, languageKey } from "./views.js";
import { standing } from "./walk.js";

/**
 * @typedef {import("./views.js").Tools} Tools
 * @typedef {import("./views.js").View} View
 * @typedef {import("./walk.js").Walk} Walk
 * @typedef {import("./questions.js").Step} Step
 */

/**
 * The view of the step that the walk stands at.
 * @param {Tools} tools
 * @param {Walk} walk
 * @returns {View}
 */
export function asking(tools, walk) {
  const { say } = tools;
  const step = STEPS[walk.place];
  const question = heading(say(step.question));
  question.id = "question";
  const body = bodyOf(tools, step, walk);
  const keys = footer(tools, step, walk);
  return {
    element: h(
      "section",
      { class: `asking ${step.kind}`, "data-step": step.name },
      h("header", { class: "bar" }, track(tools, walk), languageKey(tools)),
      question,
      body.element,
      keys.element,
    ),
    update: (next, now) => {
      body.update?.(next, now);
      keys.update?.(next, now);
    },
  };
}

/**
 * @param {Tools} tools
 * @param {Step} step
 * @param {Walk} walk
 * @returns {View}
 */
function bodyOf(tools, step, walk) {
  if (step.kind === "age") return age(tools);
  if (step.kind === "suggestion") return suggestion(tools, walk);
  return choices(tools, step);
}

/**
 * How far one has come: in words, and as a bar.
 * @param {Tools} tools
 * @param {Walk} walk
 */
function track({ say }, walk) {
  const { part, number, of } = standing(walk);
  const words = say(`survey-progress-${part}`, { number, of });
  const parts = STEPS.map((step, place) => {
    const state = place < walk.place ? "done" : place === walk.place ? "now" : "ahead";
    return h("span", { class: `${state} ${step.kind === "unsur" ? "" : "extra"}` });
  });
  const bar = {
    class: "track",
    role: "progressbar",
    "aria-labelledby": "progress",
    "aria-valuemin": "1",
    "aria-valuemax": STEPS.length,
    "aria-valuenow": walk.place + 1,
    "aria-valuetext": words,
  };
  return h("div", { class: "progress" }, h("p", { id: "progress" }, words), h("div", bar, ...parts));
}

/**
 * Big answers, none of them chosen beforehand.
 * @param {Tools} tools
 * @param {Step} step
 * @returns {View}
 */
function choices({ say, picture, hands }, step) {
  const keys = step.options.map(({ value, label, detail, picture: drawing }) =>
    h(
      "button",
      { type: "button", class: "choice", "data-value": value, "aria-pressed": "false", onclick: () => hands.choose(value) },
      drawing && h("img", { src: picture(drawing), alt: "", draggable: "false" }),
      h("span", { class: "label" }, say(label)),
      detail && h("span", { class: "detail" }, say(detail)),
    ),
  );
  const group = { class: "choices", role: "group", "aria-labelledby": "question", "data-count": keys.length };
  return {
    element: h("div", group, ...keys),
    update: (walk) => {
      step.options.forEach(({ value }, at) => {
        keys[at].setAttribute("aria-pressed", String(walk.given[step.name] === value));
      });
    },
  };
}

/**
 * A number pad.
 * @param {Tools} tools
 * @returns {View}
 */
function age({ say, hands }) {
  const typed = h("output", { id: "age", "aria-live": "polite" });
  const years = h("span", { class: "years" }, say("survey-age-years"));
  const hint = h("p", { class: "hint", role: "status" });
  /** @type {(text: string, facts: Record<string, any>) => HTMLElement} */
  const key = (text, facts) => h("button", { type: "button", ...facts }, text);
  const digit = (/** @type {string} */ text) => key(text, { "data-digit": text, onclick: () => hands.type(text) });
  const erase = key(say("survey-age-erase"), { id: "erase", onclick: () => hands.type("") });
  const next = key(say("survey-next"), { id: "next", class: "primary", onclick: hands.next });
  const pad = h("div", { class: "pad" }, ...[..."123456789"].map(digit), erase, digit("0"), next);
  return {
    element: h("div", { class: "number" }, h("div", { class: "typed" }, h("p", {}, typed, " ", years), hint), pad),
    update: (walk) => {
      typed.textContent = walk.digits;
      typed.classList.toggle("empty", walk.digits === "");
      hint.classList.toggle("wrong", walk.wrong);
      const words = walk.wrong ? say("survey-age-wrong", AGES) : walk.digits === "" ? say("survey-age-empty") : "";
      // Only a change is spoken.
      if (hint.textContent !== words) hint.textContent = words;
    },
  };
}

/**
 * Free words, by the tablet's own keyboard.
 * @param {Tools} tools
 * @param {Walk} walk
 * @returns {View}
 */
function suggestion({ say, hands }, walk) {
  const left = h("p", { class: "left", id: "left" });
  const box = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      id: "suggestion",
      rows: 4,
      maxlength: MOST_SUGGESTION,
      autocomplete: "off",
      "aria-labelledby": "question",
      "aria-describedby": "suggestion-help left",
    })
  );
  box.value = String(walk.given.suggestion ?? "");
  const count = () => {
    left.textContent = say("survey-suggestion-left", { count: MOST_SUGGESTION - box.value.length });
  };
  box.addEventListener("input", () => {
    hands.write(box.value);
    count();
  });
  count();
  const help = h("p", { id: "suggestion-help", class: "help" }, say("survey-suggestion-help"));
  return { element: h("div", { class: "words" }, help, box, left) };
}

/**
 * Back at the left, on at the right. Going on by hand is only offered where an answer is there already.
 * @param {Tools} tools
 * @param {Step} step
 * @param {Walk} walk
 * @returns {View}
 */
function footer({ say, hands }, step, walk) {
  const back = h("button", { id: "back", type: "button", class: "back", onclick: hands.back }, say("survey-back"));
  back.hidden = walk.place === 0;
  if (step.kind === "age") return { element: h("footer", { class: "keys" }, back) };
  if (step.kind === "suggestion") {
    const send = h("button", { id: "send", type: "button", class: "primary", onclick: hands.send }, say("survey-send"));
    return { element: h("footer", { class: "keys" }, back, send) };
  }
  const next = h("button", { id: "next", type: "button", class: "primary next", onclick: hands.next }, say("survey-next"));
  return {
    element: h("footer", { class: "keys" }, back, next),
    update: (now) => {
      next.hidden = now.given[step.name] === undefined || now.settles !== null;
    },
  };
}
