// @ts-check
/**
 * Who saw NIK and telephone number of which applicant, and why: one day at a time, with whoever looked most often above.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

void start("looks", async (root, say, facts) => {
  const frame = new Frame(root, say, { ...facts, title: say("looks-title") });
  const days = /** @type {HTMLSelectElement} */ (h("select", { id: "day" }));
  const list = h("section", { id: "list", tabindex: 0, "aria-label": say("looks-title") });
  const field = h("label", { class: "field" }, h("span", {}, say("looks-day")), days);
  frame.body.append(h("p", { class: "whose" }, say("looks-help")), h("div", { class: "choices" }, field, ...exporting(say, facts)), list);

  const answered = async (/** @type {string} */ path) => {
    const answer = await read(path, facts.lang);
    document.body.dataset.connection = answer.ok ? "live" : "lost";
    if (answer.status === 401) location.assign("/masuk?next=/pengawas/dilihat");
    else if (!answer.ok) frame.warn(answer.body.message ?? say("staff-no-answer"));
    return answer.ok ? answer.body : undefined;
  };
  const open = async () => {
    const told = await answered(`/api/revealed?day=${days.value}`);
    if (told) list.replaceChildren(...lines(say, told, facts));
  };
  days.addEventListener("change", () => void open());

  const known = await answered("/api/replay/days");
  if (!known) return;
  const { offset } = facts.office;
  const option = (/** @type {string} */ day) => h("option", { value: day }, date(Date.parse(`${day}T00:00:00Z`) - offset * 1000, offset, facts.lang));
  days.replaceChildren(...known.days.map(option));
  field.hidden = known.days.length === 0;
  if (known.days.length === 0) list.replaceChildren(h("p", { class: "empty" }, say("looks-none")));
  else await open();
});

/**
 * A period as a file, for the notice that an incident asks for.
 * @param {Say} say
 * @param {any} facts
 */
function exporting(say, facts) {
  const day = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (h("input", { id, type: "date", required: true }));
  const [from, until] = [day("from"), day("until")];
  const get = h("a", { class: "button", id: "csv", download: true }, say("looks-export"));
  const aim = () => {
    const query = new URLSearchParams({ from: from.value, until: until.value, lang: facts.lang }).toString();
    if (from.value && until.value && from.value <= until.value) get.setAttribute("href", `/api/revealed.csv?${query}`);
    else get.removeAttribute("href");
  };
  for (const one of [from, until]) one.addEventListener("change", aim);
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) => h("label", { class: "field" }, h("span", {}, say(label)), input);
  return [field("looks-from", from), field("looks-until", until), get];
}

/**
 * A day's looks.
 * @param {Say} say
 * @param {{ revealed: any[], people: any[], all: number, many: number }} told
 * @param {any} facts
 */
function lines(say, { revealed, people, all, many }, facts) {
  if (revealed.length === 0) return [h("p", { class: "empty" }, say("looks-none"))];
  const head = ["hour", "by", "berkas", "why"].map((name) => h("th", { scope: "col" }, say(`looks-${name}`)));
  const person = ({ by, count }) => h("li", { class: count > many ? "many" : null }, h("strong", {}, by ?? say("looks-gone")), " ", say("looks-times", { count }));
  const row = ({ at, by, number, reason }) =>
    h("tr", {}, h("td", {}, hour(at, facts.office.offset)), h("th", { scope: "row" }, by ?? say("looks-gone")), h("td", {}, number ?? ""), h("td", {}, reason));
  return [
    h("ul", { class: "people" }, ...people.map(person)),
    h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...revealed.map(row))),
    revealed.length < all ? h("p", { class: "empty" }, say("looks-more", { count: all - revealed.length })) : "",
  ];
}
