// @ts-check
/**
 * The parts of the wall.
 *
 * @module
 */

import { shape } from "../../../display/board/shapes.js";
import { h } from "../../../display/shared/page.js";
import { date, hour, second } from "../../../display/shared/words.js";
import { minutes } from "../parts/berkas.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** Longer than this a wait is marked, in minutes. */
const LONG_WAIT = 30;

/**
 * The machine's clock when it is not believed: what it shows, what the office counts, and the key for whoever knows.
 * @param {Say} say
 * @param {{ trust: string, ahead: number } | null} clock
 * @param {(ahead: number) => void} confirm how far it is ahead of the office's count, in milliseconds
 */
export function clock(say, clock, confirm) {
  if (!clock) return [];
  const ahead = clock.ahead * 1000;
  const face = (/** @type {string} */ name, /** @type {number} */ ahead) =>
    h("div", { class: "face" }, h("span", {}, say(`wall-clock-${name}`)), h("strong", { "data-ahead": ahead }));
  return [
    h("h2", { role: "alert" }, say("wall-clock")),
    h("p", {}, say(`wall-clock-${clock.trust}`)),
    face("shown", ahead),
    face("counted", 0),
    h("p", {}, say("wall-clock-help")),
    h("button", { type: "button", id: "clock-right", "data-key": "clock-right", onclick: () => confirm(ahead) }, say("wall-clock-confirm")),
  ];
}

/** Moves both clocks. @param {HTMLElement} part @param {number} now @param {number} offset @param {"id" | "en"} lang */
export function clocks(part, now, offset, lang) {
  for (const face of part.querySelectorAll("[data-ahead]")) {
    const at = now + Number(face.getAttribute("data-ahead"));
    face.textContent = `${date(at, offset, lang)} ${second(at, offset)}`;
  }
}

/** @param {Say} say @param {any} today @param {{ promised: number, kept: number } | null} promises of the last service day */
export function today(say, today, promises) {
  const figure = (/** @type {string} */ name, /** @type {any} */ value, note = "") =>
    h(
      "div",
      { class: "figure", "data-figure": name },
      h("strong", {}, value),
      h("span", {}, say(`wall-${name}`)),
      note && h("small", {}, note),
    );
  return [
    figure("present", today.present),
    figure("issued", today.issued),
    figure("served", today.served),
    figure("missed", today.missed),
    figure("sent-away", today.sent_away),
    figure("complaints", today.complaints),
    figure("copies", today.copies),
    figure("sent-back", today.sent_back),
    figure("ikm", today.ikm ?? "–", say("wall-ikm-of", { n: today.responses })),
    promises && promises.promised > 0 && figure("promise", `${Math.round((100 * promises.kept) / promises.promised)} %`, say("wall-promise-of", { n: promises.promised })),
  ];
}

/** @param {Say} say @param {any[]} services @param {"id" | "en"} lang */
export function services(say, services, lang) {
  const rows = services.map((service) =>
    h(
      "li",
      { "data-service": service.letter },
      shape(service.letter, "lettered"),
      h(
        "div",
        { class: "who" },
        h("strong", {}, service.name[lang]),
        h("span", {}, say("wall-lokets", { count: service.lokets })),
      ),
      h("b", { class: "count" }, service.waiting),
      service.since
        ? h(
            "span",
            { class: "wait" },
            say("wall-longest", { number: service.longest }),
            " ",
            h("span", { class: "watch", "data-since": service.since, "data-norm": LONG_WAIT }),
          )
        : h("span", { class: "wait quiet" }, say("wall-nobody")),
    ),
  );
  return [h("h2", {}, say("wall-waiting")), h("ul", {}, ...rows)];
}

/** @param {Say} say @param {any[]} lokets */
export function lokets(say, lokets) {
  const cells = lokets.map((loket) => {
    const state = loket.number ? loket.stage : loket.idle ? "idle" : loket.desk;
    return h(
      "li",
      { "data-loket": loket.id, "data-state": state },
      h("div", { class: "sign" }, h("b", {}, loket.id), h("span", {}, loket.name)),
      loket.number && h("strong", { class: "number" }, loket.number),
      h("span", { class: "state" }, say(`wall-${state}`, { reason: loket.reason ?? "", count: loket.waiting })),
      h("span", { class: "officer" }, [loket.officer].filter(Boolean).join("")),
      loket.since && h("span", { class: "watch", "data-since": loket.since }),
    );
  });
  return [h("h2", {}, say("wall-desks")), h("ul", {}, ...cells)];
}

/** The SOP in its order, with the berkas that are at each step. @param {Say} say @param {any[]} steps */
export function steps(say, steps) {
  const boxes = steps.map((step) =>
    h(
      "li",
      { "data-place": step.place, "data-count": step.berkas },
      h("span", { class: "no" }, step.no ?? "·"),
      h("div", { class: "who" }, h("strong", {}, step.title), h("span", {}, step.actor)),
      step.late > 0 && h("span", { class: "late", "data-late": true }, say("wall-late-count", { n: step.late })),
      h("b", { class: "count" }, step.berkas),
    ),
  );
  return [h("h2", {}, say("wall-steps")), h("ol", {}, ...boxes)];
}

/** @param {Say} say @param {any[]} list */
export function late(say, list) {
  const rows = list.map((line) =>
    h(
      "li",
      { "data-berkas": line.id },
      h(
        "div",
        { class: "who" },
        h("strong", {}, `${line.number} · ${line.permit.code}`),
        h("span", {}, [line.step, line.taken?.name].filter(Boolean).join(" · ")),
      ),
      h("span", { "data-late": true }, `${minutes(say, line.age)} / ${line.norm}`),
    ),
  );
  return [
    h("h2", {}, say("wall-late")),
    rows.length > 0 ? h("ul", {}, ...rows) : h("p", { class: "empty" }, say("wall-late-none")),
  ];
}

/** @param {Say} say @param {any} view @param {any} facts */
export function devices(say, { printers, boards, today, looks, copies, hooks, standbys, without_holidays: year, room }, facts) {
  const device = (/** @type {string} */ name, /** @type {string} */ words, /** @type {boolean} */ well) =>
    h(
      "li",
      { "data-well": String(well) },
      h("span", { class: "lamp", "aria-hidden": "true" }, well ? "●" : "▲"),
      h("div", { class: "who" }, h("strong", {}, name), h("span", {}, words)),
    );
  const papers = printers.map((/** @type {any} */ printer) => {
    const queued = printer.queued > 0 ? say("wall-printer-queued", { n: printer.queued }) : "";
    const left = printer.tickets === null ? "" : say("printers-tickets-left", { count: printer.tickets });
    return device(
      printer.name,
      [say(`staff-printer-${printer.condition}`), left, queued].filter(Boolean).join(" · "),
      ["ready", "unknown"].includes(printer.condition) && !printer.short,
    );
  });
  const walls = boards.map((/** @type {any} */ board) =>
    device(`${board.name} · ${board.zone}`, say(`wall-sound-${board.sound}`), board.sound === "running"),
  );
  const none = walls.length === 0 && device(say("wall-boards-none"), "", false);
  const unheard = today.unheard > 0 && device(say("wall-unheard", { n: today.unheard }), "", false);
  const holidays = year && device(say("wall-holidays", { year: String(year) }), say("wall-holidays-help"), false);
  const full = room && device(say("wall-room", { free: room }), say("wall-room-help"), false);
  const many = looks.map((/** @type {any} */ one) => device(one.name, say("wall-looks", { count: one.count }), false));
  const when = (/** @type {number} */ at) => `${date(at, facts.office.offset, facts.lang)}, ${hour(at, facts.office.offset)}`;
  const newest = copies && (copies.newest === null ? say("wall-copy-none") : say("wall-copy-newest", { when: when(copies.newest) }));
  const copy = copies && device(say("wall-copy", { when: when(copies.tried) }), newest, false);
  const silent = hooks.map((/** @type {any} */ hook) => {
    const since = hook.since === null ? "" : say("wall-hook-since", { when: when(hook.since) });
    return device(say("wall-hook", { host: hook.host }), [since, hook.paused && say("wall-hook-paused")].filter(Boolean).join(" · "), false);
  });
  const behind = standbys.map((/** @type {any} */ one) =>
    device(say("wall-standby", { name: one.name }), say("wall-hook-since", { when: when(one.since) }), false),
  );
  return [h("h2", {}, say("wall-devices")), h("ul", {}, full, copy, ...behind, ...silent, ...papers, ...walls, none, unheard, ...many, holidays)];
}
