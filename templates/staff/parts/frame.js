// @ts-check
/**
 * The frame of the staff screens: who and where, the connection, and what the office just answered.
 *
 * @module
 */

import { ask } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { hour } from "../../../display/shared/words.js";
import { menu } from "./menu.js";
import { searchLink } from "./to-search.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/** A good answer stays this long, in milliseconds; a refusal stays until the next act. */
const GOOD_NEWS = 7_000;
/** How long the choice of a language lasts, in seconds. */
const YEAR = 365 * 24 * 3600;

export class Frame {
  /** Where the screen draws itself. */
  body = h("div", { class: "body" });
  /** Beside the name of the screen: what state it is in. */
  state = h("div", { class: "state" });
  #say;
  #clock = h("span", { class: "clock" });
  #lost = h("p", { class: "lost", role: "alert", hidden: true });
  #sick = h("p", { class: "lost", role: "alert", hidden: true });
  #good = h("p", { class: "news good", role: "status" });
  #bad = h("p", { class: "news bad", role: "alert", hidden: true });
  /** @type {any} */
  #timer;

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {{ title: string, name: string, lang: string, build: string, ways?: import("./menu.js").Ways[] }} facts `name` of
   *   whoever is signed in, `ways` that they may go
   */
  constructor(root, say, { title, name, lang, build, ways }) {
    this.#say = say;
    const icon = h("img", { src: `/a/${build}/office/logo`, alt: "", width: 36, height: 36 });
    const other = lang === "en" ? "id" : "en";
    const language = h(
      "button",
      { type: "button", id: "lang", lang: other, onclick: () => speak(other) },
      say("staff-other-language"),
    );
    const leave = h("button", { type: "button", id: "sign-out", onclick: () => this.#leave() }, say("sign-out"));
    const head = h(
      "header",
      { class: "head" },
      icon,
      menu(say, ways),
      h("h1", {}, title),
      this.state,
      h("div", { class: "me" }, this.#clock, searchLink(say), h("a", { class: "who", href: "/saya" }, name), language, leave),
    );
    const news = h("div", { class: "newsroom" }, this.#good, this.#bad);
    root.replaceChildren(head, this.#lost, this.#sick, this.body, news);
  }

  /**
   * @param {import("../../../display/shared/live.js").Connection} connection
   * @param {number} since
   * @param {number} offset
   */
  connection(connection, since, offset) {
    document.body.dataset.connection = connection;
    this.#lost.hidden = connection !== "lost";
    if (connection === "lost") {
      const when = h("strong", {}, this.#say("lost", { hour: hour(since, offset) }));
      this.#lost.replaceChildren(when, " ", this.#say("lost-help"));
    }
  }

  /** @param {boolean} well whether the office can write */
  well(well) {
    this.#sick.hidden = well;
    this.#sick.textContent = well ? "" : this.#say("storage-failed");
  }

  /** @param {number} now @param {number} offset */
  tick(now, offset) {
    const text = hour(now, offset);
    if (this.#clock.textContent !== text) this.#clock.textContent = text;
  }

  /** What was done, for a moment. @param {string} text */
  tell(text) {
    clearTimeout(this.#timer);
    this.#bad.hidden = true;
    this.#good.textContent = text;
    if (text) this.#timer = setTimeout(() => (this.#good.textContent = ""), GOOD_NEWS);
  }

  /** What was refused, until the next act. @param {string} text */
  warn(text) {
    this.tell("");
    this.#bad.hidden = text === "";
    const shut = h("button", { type: "button", onclick: () => this.warn("") }, this.#say("close"));
    this.#bad.replaceChildren(h("span", {}, text), shut);
  }

  async #leave() {
    await ask("/api/sign-out", {});
    location.assign("/masuk");
  }
}

/** @param {string} lang */
function speak(lang) {
  document.cookie = `bahasa=${lang}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  location.replace(address.href);
}
