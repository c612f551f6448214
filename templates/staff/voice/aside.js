// @ts-check
/**
 * The right side: whole sentences to listen to, and which boards can be heard.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";
import { hour } from "../../../display/shared/words.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */
/** @typedef {{ page: string, account: string | null, zone: string, sound: string, since: number }} Board */

/** States that have words of their own. */
const KNOWN = ["running", "blocked", "broken", "loading"];

/**
 * @param {Say} say
 * @param {{ clips: string[], text: string }[]} sentences
 * @param {string[]} own
 * @param {number} playing place of the one that is heard, or -1
 * @param {(place: number) => void} play
 */
export function checks(say, sentences, own, playing, play) {
  const rows = sentences.map(({ clips, text }, place) => {
    const mine = clips.filter((name) => own.includes(name)).length;
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-key": `check-${place}`,
          "data-check": place,
          "data-own": mine,
          "aria-pressed": String(place === playing),
          onclick: () => play(place),
        },
        h("span", { class: "sign", "aria-hidden": "true" }, place === playing ? "■" : "▶"),
        h("span", { class: "text" }, h("span", { lang: "id" }, text), h("small", {}, say("voice-mix", { own: mine, all: clips.length }))),
      ),
    );
  });
  return [h("h2", {}, say("voice-checks")), h("p", { class: "more" }, say("voice-checks-help")), h("ul", { class: "checks" }, ...rows)];
}

/**
 * @param {Say} say
 * @param {{ boards: Board[], zones: { zone: string, sound: string }[] } | undefined} heard
 * @param {number} offset
 */
export function boards(say, heard, offset) {
  const title = h("h2", {}, say("voice-boards"));
  if (!heard) return [title, h("p", { class: "empty" }, say("connecting"))];
  const silent = heard.zones.filter(({ sound }) => sound !== "heard");
  const rows = heard.boards.map((board) => row(say, board, offset));
  return [
    title,
    ...silent.map(({ zone, sound }) => h("p", { class: "wrong", "data-silent": zone }, say(`voice-zone-${sound}`, { zone }))),
    rows.length > 0 && h("ul", { class: "boards" }, ...rows),
    h("p", { class: "more" }, say("voice-boards-test")),
  ];
}

/** @param {Say} say @param {Board} board @param {number} offset */
function row(say, { page, account, zone, sound, since }, offset) {
  const state = KNOWN.includes(sound) ? sound : "broken";
  return h(
    "li",
    { "data-page": page, "data-sound": sound },
    h("span", { class: "first" }, h("strong", {}, account ?? "?"), h("span", { class: "pill", "data-sound": state }, say(`voice-sound-${state}`))),
    h("span", { class: "more" }, `${say("voice-zone", { zone })} · ${say("staff-since", { hour: hour(since, offset) })}`),
    state !== "running" && h("span", { class: "hint" }, say(`voice-sound-${state}-help`)),
  );
}
