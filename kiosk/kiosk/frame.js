// @ts-check
/**
 * What stays around every view: whose kiosk this is, the hour, and the keys for how somebody likes to see.
 *
 * @module
 */

import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { icon } from "./icons.js";
import { fill } from "./parts.js";

/**
 * @typedef {import("./parts.js").Say} Say
 * @typedef {import("./walk.js").Walk} Walk
 */

/**
 * @param {string} logo address of the product's drawing
 * @param {(taste: Partial<import("./walk.js").Taste>) => void} like
 * @param {() => void} aloud reads the view aloud, or stops
 */
export function frame(logo, like, aloud) {
  /** @type {Walk | undefined} */
  let shown;
  const name = h("div", { class: "office" });
  const clock = h("p", { class: "clock" });
  const day = h("p", { class: "date" });
  const lang = h("button", {
    id: "lang",
    type: "button",
    onclick: () => like({ lang: shown?.lang === "en" ? "id" : "en" }),
  });
  const large = h("button", { id: "large", type: "button", onclick: () => like({ large: !shown?.large }) });
  const contrast = h(
    "button",
    { id: "contrast", type: "button", onclick: () => like({ contrast: !shown?.contrast }) },
    icon("contrast"),
  );
  const low = h("button", { id: "lower", type: "button", onclick: () => like({ low: !shown?.low }) }, icon("lower"));
  const voice = h("button", { id: "read", type: "button", onclick: aloud });
  const tools = h("nav", { class: "tools" }, voice, lang, large, contrast, low);
  large.append(h("span", { "aria-hidden": "true" }, "A", h("b", {}, "+")));
  const head = h(
    "header",
    { class: "head" },
    h("img", { src: logo, alt: "", class: "logo", draggable: "false" }),
    name,
    h("div", { class: "time" }, clock, day),
  );
  return {
    head,
    tools,
    /**
     * @param {Walk} walk
     * @param {Say} say
     * @param {{ name: string, government: string, zone: string, offset: number }} office
     * @param {number} now server time
     * @param {import("./reader.js").Reading} reading
     */
    update(walk, say, office, now, reading) {
      shown = walk;
      fill(name, [office.government, office.name], () => [
        h("p", { class: "government" }, office.government),
        h("p", { class: "name" }, office.name),
      ]);
      const time = hour(now, office.offset);
      fill(clock, [time, office.zone], () => [time, h("small", {}, office.zone)]);
      fill(day, date(now, office.offset, walk.lang), () => [date(now, office.offset, walk.lang)]);
      const other = walk.lang === "en" ? "id" : "en";
      lang.lang = other;
      lang.setAttribute("aria-label", say("kiosk-other-language-label"));
      fill(lang, other, () => [icon("globe"), h("span", {}, say("kiosk-other-language"))]);
      tools.setAttribute("aria-label", say("kiosk-tools"));
      const reads = reading === "loading" || reading === "yes";
      fill(voice, reading, () => [icon(reads ? "hush" : reading === "failed" ? "mute" : "read")]);
      for (const [button, words, on] of /** @type {[HTMLElement, string, boolean][]} */ ([
        [voice, reads ? "kiosk-hush" : reading === "failed" ? "kiosk-mute" : "kiosk-read", reads],
        [large, "kiosk-large", walk.large],
        [contrast, "kiosk-contrast", walk.contrast],
        [low, "kiosk-lower", walk.low],
      ])) {
        button.setAttribute("aria-label", say(words));
        button.setAttribute("aria-pressed", String(on));
      }
    },
  };
}

/** Nothing a passer-by may do to the browser: no menu, no selection, no drag, no zoom, no way to another page. */
export function lockDown() {
  const stop = (/** @type {Event} */ event) => event.preventDefault();
  for (const sign of ["contextmenu", "selectstart", "dragstart", "dragover", "drop", "gesturestart", "auxclick"]) {
    document.addEventListener(sign, stop);
  }
  // The side buttons of a mouse leaf through pages.
  for (const sign of ["mousedown", "mouseup"]) {
    document.addEventListener(sign, (event) => {
      if (/** @type {MouseEvent} */ (event).button > 1) stop(event);
    });
  }
  const zoom = (/** @type {WheelEvent} */ event) => event.ctrlKey && stop(event);
  document.addEventListener("wheel", zoom, { passive: false });
  const pinch = (/** @type {TouchEvent} */ event) => event.touches.length > 1 && stop(event);
  document.addEventListener("touchmove", pinch, { passive: false });
  document.addEventListener("keydown", (event) => {
    const zooms = (event.ctrlKey || event.metaKey) && ["+", "-", "=", "0"].includes(event.key);
    const leafs = event.altKey && ["ArrowLeft", "ArrowRight", "Home"].includes(event.key);
    if (zooms || leafs || /^Browser/.test(event.key)) event.preventDefault();
  });
}
