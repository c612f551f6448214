// @ts-check
/**
 * "Cek syarat dulu": the permits, the papers of one, and the list of what is left to bring.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { account, chunks, pageAt, pagesOf, perPage } from "./checking.js";
import { icon } from "./icons.js";
import { broken, fill, heading, key, paperTrouble } from "./parts.js";
import { troubled } from "./walk.js";

/**
 * @typedef {import("./parts.js").Tools} Tools
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./checking.js").Permit} Permit
 */

/** Missing papers that are shown for a photo; more would have to be scrolled. */
const MOST_SHOWN = 10;

/** @param {Tools} tools */
const stepKey = ({ say, hands }) => key("back", say("kiosk-back"), hands.step, { id: "back", class: "quiet-key" });

/**
 * The keys that leaf, and which page is up.
 * @param {Tools} tools
 */
function pager({ say, hands }) {
  let firsts = [0];
  let page = 0;
  const leaf = (/** @type {number} */ by) => hands.turn(firsts[page + by] ?? firsts[page]);
  const previous = h("button", { id: "previous", type: "button", onclick: () => leaf(-1) }, icon("previous"));
  const next = h("button", { id: "next", type: "button", onclick: () => leaf(1) }, icon("next"));
  previous.setAttribute("aria-label", say("kiosk-previous-page"));
  next.setAttribute("aria-label", say("kiosk-next-page"));
  const which = h("span", { class: "page", role: "status" });
  const element = h("div", { class: "pager" }, previous, which, next);
  return {
    element,
    /** @param {number[]} starts what stands first on each page @param {number} now the page that is up */
    update(starts, now) {
      [firsts, page] = [starts, now];
      element.hidden = firsts.length < 2;
      previous.toggleAttribute("disabled", page === 0);
      next.toggleAttribute("disabled", page >= firsts.length - 1);
      fill(which, [page, firsts.length], () => [say("kiosk-page", { page: page + 1, pages: firsts.length })]);
    },
  };
}

/**
 * Which permit?
 * @param {Tools} tools
 * @returns {View}
 */
export function permits(tools) {
  const { say, hands } = tools;
  const list = h("div", { class: "rows", role: "group", "aria-label": say("kiosk-permits") });
  const leaves = pager(tools);
  const about = h("div", { class: "words" }, heading(say("kiosk-permits")), h("p", { class: "hint" }, say("kiosk-permits-help")));
  const does = h("div", { class: "does" }, stepKey(tools), leaves.element);
  return {
    element: h("section", { class: "check permits" }, about, list, does),
    update: (walk) => {
      const pages = chunks(walk.permits ?? [], perPage(walk));
      let place = 0;
      const firsts = pages.map((page) => (place += page.length) - page.length);
      const up = pageAt(firsts, walk.from);
      list.dataset.most = String(perPage(walk));
      fill(list, [walk.permits === null, up, pages.length], () => {
        if (walk.permits === null) return [h("div", { class: "busy shown", "aria-hidden": "true" })];
        return (pages[up] ?? []).map((permit) => permitRow(permit, hands));
      });
      leaves.update(firsts.length ? firsts : [0], up);
    },
  };
}

/** @param {Permit} permit @param {import("./parts.js").Hands} hands */
function permitRow({ code, name }, hands) {
  const facts = { type: "button", class: "row", "data-permit": code, onclick: () => hands.pick(code) };
  return h("button", facts, icon("file"), h("span", {}, h("b", {}, name), h("small", {}, code)));
}

/**
 * The papers of one permit.
 * @param {Tools} tools
 * @param {Permit} permit
 * @returns {View}
 */
export function checklist(tools, permit) {
  const { say, hands } = tools;
  const hint = h("p", { class: "hint" });
  const list = h("div", { class: "rows", role: "group", "aria-label": permit.name });
  const leaves = pager(tools);
  const told = h("p", { class: "told", role: "status" });
  const notices = h("div", { class: "notices", role: "status" });
  const under = h("div", { class: "under" }, hint, told);
  const print = key("paper", say("kiosk-list"), hands.print, { id: "print", class: "primary" });
  const take = h("button", { type: "button", id: "take", onclick: hands.take });
  const about = h("div", { class: "words" }, heading(...broken(permit.name)), under);
  const leads = h("div", { class: "leads" }, stepKey(tools), leaves.element);
  const does = h("div", { class: "does" }, leads, notices, h("div", { class: "ends" }, print, take));
  return {
    element: h("section", { class: "check checklist", "data-permit": permit.code }, about, list, does),
    update: (walk, office) => {
      const pages = pagesOf(permit, perPage(walk));
      const firsts = pages.map(({ items }) => items[0].place);
      const up = pageAt(firsts, walk.from);
      const { there, needed, complete } = account(permit, walk.have);
      const maybe = pages[up]?.conditional ?? false;
      under.dataset.maybe = String(maybe);
      fill(hint, maybe, () => [say(maybe ? "kiosk-check-maybe" : "kiosk-check-help")]);
      list.dataset.most = String(perPage(walk));
      fill(list, [up, pages.length], () => (pages[up]?.items ?? []).map((item) => itemRow(item, hands)));
      mark(list, walk.have);
      leaves.update(firsts.length ? firsts : [0], up);
      fill(told, [there, needed], () => [say("kiosk-check-there", { there, needed })]);
      told.classList.toggle("good", complete);
      const open = office.services.some(({ letter, door }) => letter === walk.letter && door.open);
      const paper = !complete && troubled(office.printer) ? office.printer : "";
      fill(notices, paper, () => [paper && paperTrouble(say, paper, "kiosk-list-photo")]);
      notices.hidden = !paper;
      print.hidden = complete || paper !== "";
      take.hidden = !open;
      take.className = complete ? "primary whole" : "quiet-key";
      fill(take, complete, () => [icon("ticket"), h("span", {}, say(complete ? "kiosk-take" : "kiosk-take-anyway"))]);
    },
  };
}

/** @param {import("./checking.js").Item} item @param {import("./parts.js").Hands} hands */
function itemRow({ place, words }, hands) {
  const facts = { type: "button", class: "row", role: "checkbox", "data-item": place, onclick: () => hands.tick(place) };
  return h("button", facts, h("span", { class: "box" }), h("span", {}, words));
}

/** The ticks, without touching the rows under a finger. @param {HTMLElement} list @param {number[]} have */
function mark(list, have) {
  for (const row of list.children) {
    if (!(row instanceof HTMLElement)) continue;
    const ticked = have.includes(Number(row.dataset.item));
    row.setAttribute("aria-checked", String(ticked));
    const box = row.querySelector(".box");
    if (box) fill(box, ticked, () => [icon(ticked ? "box-ticked" : "box")]);
  }
}

/**
 * The list comes out, or has to be photographed.
 * @param {Tools} tools
 * @param {import("./walk.js").Walk} walk
 * @returns {View}
 */
export function slip(tools, walk) {
  const { say, hands } = tools;
  if (walk.slip === "asked" || !walk.permit) {
    const busy = h("div", { class: "busy shown", "aria-hidden": "true" });
    return { element: h("section", { class: "message listed" }, busy, heading(say("kiosk-list-asked"))) };
  }
  const { lacks } = account(walk.permit, walk.have);
  const photo = walk.slip === "photo";
  const take = key("ticket", say("kiosk-take-anyway"), hands.take, { id: "take", class: "quiet-key" });
  const keys = h("div", { class: "keys" }, take, key("home", say("kiosk-done"), hands.back, { id: "done", class: "primary" }));
  const shown = lacks.slice(0, MOST_SHOWN).map((words) => h("li", {}, words));
  const body = photo
    ? [h("p", { class: "which" }, walk.permit.name), h("ul", { class: "missing" }, ...shown)]
    : [h("p", {}, say("kiosk-list-help"))];
  return {
    element: h(
      "section",
      { class: "message listed", "data-slip": walk.slip ?? "" },
      !photo && h("span", { class: "round" }, icon("down")),
      heading(say(photo ? "kiosk-list-photo-title" : "kiosk-list-below")),
      ...body,
      keys,
    ),
    update: ({ letter }, { services }) => {
      take.hidden = !services.some((known) => known.letter === letter && known.door.open);
    },
  };
}
