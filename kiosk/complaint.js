// @ts-check
/**
 * The page behind the QR code of a complaint's paper: where it stands and until when it is answered. What was said, and
 * what was answered, is told at the counter and not here.
 *
 * @module
 */

import { byId, h, settings } from "../display/shared/page.js";
import { date, hour, loadWords } from "../display/shared/words.js";

const { complaint, build, lang, office } = settings();

/** How the page looks at each stage. @type {Record<string, string>} */
const MOODS = { open: "wait", "in-work": "wait", answered: "good", closed: "over" };

/** @param {import("../display/shared/words.js").Say} say */
function show(say) {
  const other = lang === "en" ? "id" : "en";
  const change = h("a", { id: "lang", href: `?lang=${other}`, lang: other, hreflang: other }, say("phone-other-language"));
  const when = (/** @type {number} */ at) => `${date(at, office.offset, lang)}, ${hour(at, office.offset)} ${office.zone}`;
  const fact = (/** @type {string} */ name, /** @type {number | null} */ at) =>
    at ? [h("dt", {}, say(`complaint-page-${name}`)), h("dd", {}, when(at))] : [];
  const owed = ["open", "in-work"].includes(complaint.stage);
  document.body.dataset.mood = MOODS[complaint.stage];
  document.title = `${complaint.number} · ${office.short}`;
  byId("screen").append(
    h("header", {}, h("p", { class: "office" }, office.short), change),
    h(
      "section",
      { id: "visit", "data-stage": complaint.stage },
      h("p", { class: "service" }, say("complaint-page-title")),
      h("h1", { id: "number", class: "long" }, complaint.number),
      h("p", { class: "head", id: "head" }, say(`complaint-page-${complaint.stage}`)),
      h("p", {}, say(`complaint-page-${complaint.stage}-help`, { loket: complaint.loket })),
    ),
    h(
      "section",
      { id: "berkas" },
      h("dl", {}, ...fact("filed", complaint.filed), ...(owed ? fact("due", complaint.due) : []), ...fact("answered-at", complaint.answered)),
    ),
    h("footer", {}, h("p", {}, say("complaint-page-reload")), h("p", {}, office.name)),
  );
}

loadWords(build, lang, ["screens", "phone", "complaints"]).then(show, () => {
  // Without words there is nothing to show; the next load may find them.
  setTimeout(() => location.reload(), 5000);
});
