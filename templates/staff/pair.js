// @ts-check
/**
 * A device that nobody knows yet shows a code, waits until the administrator has typed it, and goes to its screen.
 *
 * @module
 */

import { ask } from "../../display/shared/act.js";
import { byId, h, settings } from "../../display/shared/page.js";
import { loadWords } from "../../display/shared/words.js";

/** How often it is asked whether the device is in, in milliseconds. */
const ASK_EVERY = 2_000;
/** Before a new code is asked for when the office cannot be reached, in milliseconds. */
const AGAIN = 5_000;

/** @param {number} after */
const rest = (after) => new Promise((resolve) => setTimeout(resolve, after));

async function begin() {
  const facts = settings();
  const say = await loadWords(facts.build, facts.lang, ["screens", "pages", "pair"]);
  const code = h("p", { id: "code", "aria-live": "polite" });
  const state = h("p", { id: "state", role: "status" });
  const byHand = h("a", { href: `/masuk${facts.next ? `?next=${facts.next}` : ""}` }, say("pair-by-hand"));
  byId("screen").replaceChildren(
    h("img", { src: `/a/${facts.build}/office/logo`, alt: "", width: 96, height: 96 }),
    h("h1", {}, say("pair-title")),
    h("p", {}, say("pair-how", { address: `${location.host}/perangkat` })),
    code,
    state,
    h("p", { class: "by-hand" }, byHand),
  );
  for (;;) await wait(facts, say, code, state);
}

/**
 * From one code to the next, or to the device's own screen.
 * @param {any} facts
 * @param {import("../../display/shared/words.js").Say} say
 * @param {HTMLElement} code
 * @param {HTMLElement} state
 */
async function wait(facts, say, code, state) {
  const asked = await ask("/api/pairing/ask", { screen: facts.next });
  if (!asked.ok) {
    state.textContent = asked.body.message ?? say("pair-away");
    return rest(AGAIN);
  }
  code.textContent = `${asked.body.code.slice(0, 3)} ${asked.body.code.slice(3)}`;
  code.dataset.code = asked.body.code;
  state.textContent = say("pair-waiting");
  for (;;) {
    await rest(ASK_EVERY);
    const answer = await ask("/api/pairing/poll", { key: asked.body.key });
    if (!answer.ok) {
      // The office may be starting anew; what it knew of this code is gone then, and it will say so.
      state.textContent = answer.body.message ?? say("pair-away");
      continue;
    }
    if (answer.body.state === "granted") return location.replace(answer.body.screen);
    if (answer.body.state === "gone") return;
    state.textContent = say("pair-waiting");
  }
}

/** Its words may be away too when the machines of the office start together. */
function start() {
  begin().catch((error) => {
    console.warn(error);
    setTimeout(start, AGAIN);
  });
}

start();
