// @ts-check
/**
 * Webhooks: addresses that are told what happens, and how each of them fares.
 *
 * @module
 */

import { act, ask } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { moment } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { boxes, checked, showOnce } from "./parts/given.js";
import { draw } from "./parts/paint.js";
import { polled } from "./parts/polled.js";
import { start } from "./parts/start.js";
import { sure } from "./parts/sure.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** How often the list is asked for anew, in milliseconds. */
const EVERY = 2_000;

class Hooks {
  #say;
  #facts;
  #frame;
  /** @type {() => Promise<void>} */
  #load;
  #list = h("section", { id: "hooks" });
  /** Hooks whose deliveries are looked at. @type {Set<number>} */
  #opened = new Set();
  #fresh = h("div", { id: "fresh", hidden: true });
  #url = /** @type {HTMLInputElement} */ (h("input", { id: "url", type: "url", required: true, maxlength: 300 }));
  #topics = h("fieldset", { id: "topics" });

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("api-hooks-title") });
    const form = h(
      "form",
      { id: "new" },
      h("h2", {}, say("api-hooks-new")),
      h("p", { class: "quiet" }, say("api-hooks-how")),
      h("label", { class: "field" }, h("span", {}, say("api-hooks-url")), this.#url),
      this.#topics,
      h("button", { type: "submit", class: "primary", id: "add" }, say("api-hooks-add")),
      this.#fresh,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#add();
    });
    this.#frame.body.append(form, this.#list);
    this.#load = polled("/api/hooks", this.#frame, facts, EVERY, (body) => this.#show(body));
  }

  /** @param {any} body */
  #show({ hooks, topics }) {
    const words = (/** @type {string} */ topic) => this.#say(`api-topic-${topic.replace(".", "-")}`);
    draw(this.#topics, [topics], () => boxes("topic", this.#say("api-hooks-topics"), topics, words));
    draw(this.#list, [hooks], () => this.#lines(hooks));
  }

  async #add() {
    const answer = await act("/api/hooks", { url: this.#url.value, topics: checked(this.#topics) }, { lang: this.#facts.lang });
    this.#frame.warn(answer.ok ? "" : (answer.body?.message ?? this.#say("staff-no-answer")));
    if (!answer.ok) return;
    this.#url.value = "";
    showOnce(this.#fresh, this.#say, { secret: answer.body.secret, label: this.#say("api-hooks-secret"), words: this.#say("api-hooks-once") });
    await this.#load();
  }

  /** @param {any[]} hooks */
  #lines(hooks) {
    const say = this.#say;
    const title = h("h2", {}, say("api-hooks-list"));
    if (hooks.length === 0) return [title, h("p", { class: "empty" }, say("api-hooks-empty"))];
    const line = (/** @type {any} */ hook) => {
      const act = (/** @type {string} */ what) => () => void this.#do(hook.id, what);
      const keys = [
        h("button", { type: "button", class: "test", onclick: act("test") }, say("api-hooks-test")),
        hook.paused
          ? h("button", { type: "button", class: "resume", onclick: act("resume") }, say("api-hooks-resume"))
          : h("button", { type: "button", class: "pause", onclick: act("pause") }, say("api-hooks-pause")),
      ];
      const remove = sure("delete", say("api-hooks-delete"), say("api-hooks-delete-sure"), () => void this.#do(hook.id, "delete"));
      const state = hook.paused
        ? say(`api-hooks-paused-${hook.paused}`)
        : hook.failing
          ? say("api-hooks-failing", { when: moment(hook.failing, this.#facts) })
          : say("api-hooks-well");
      const good = !hook.paused && !hook.failing;
      return h(
        "li",
        { "data-hook": hook.id, "data-good": String(good) },
        h("div", {}, h("strong", {}, hook.url)),
        h("div", { class: "codes" }, ...hook.topics.map((/** @type {string} */ topic) => h("code", {}, topic))),
        h("p", { class: "standing", "data-state": good ? "good" : "bad" }, state),
        h("div", { class: "keys" }, ...keys, remove),
        this.#latest(hook),
      );
    };
    return [title, h("ul", {}, ...hooks.map(line))];
  }

  /** @param {any} hook */
  #latest({ id, latest }) {
    const rows = latest.map((/** @type {any} */ one) =>
      h(
        "tr",
        { "data-arrived": String(one.arrived) },
        h("td", {}, moment(one.at, this.#facts)),
        h("td", {}, h("code", {}, one.topic)),
        h("td", { title: one.detail ?? "" }, one.trouble ? this.#say(`api-hooks-trouble-${one.trouble}`) : String(one.status)),
        h("td", {}, `${one.took} ms`),
      ),
    );
    const summary = h("summary", {}, this.#say("api-hooks-latest"));
    const details = /** @type {HTMLDetailsElement} */ (h("details", {}, summary, h("table", {}, h("tbody", {}, ...rows))));
    // The list is drawn anew with each delivery; what was open stays so.
    details.open = this.#opened.has(id);
    details.addEventListener("toggle", () => (details.open ? this.#opened.add(id) : this.#opened.delete(id)));
    return details;
  }

  /** @param {number} id @param {string} what */
  async #do(id, what) {
    const [path, lang] = [`/api/hooks/${id}/${what}`, this.#facts.lang];
    const answer = what === "test" ? await ask(path, {}, lang) : await act(path, {}, { lang });
    this.#frame.warn(answer.ok ? "" : (answer.body?.message ?? this.#say("staff-no-answer")));
    await this.#load();
  }
}

void start("api", (root, say, facts) => new Hooks(root, say, facts));
