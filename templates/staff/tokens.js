// @ts-check
/**
 * API tokens: a new one, shown once, and all that are good.
 *
 * @module
 */

import { act } from "../../display/shared/act.js";
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
const EVERY = 5_000;
/** Days for which a token is good unless somebody says otherwise. */
const DAYS = 365;

class Tokens {
  #say;
  #facts;
  #frame;
  /** @type {() => Promise<void>} */
  #load;
  #list = h("section", { id: "tokens" });
  #fresh = h("div", { id: "fresh", hidden: true });
  #name = /** @type {HTMLInputElement} */ (h("input", { id: "name", required: true, maxlength: 100 }));
  #account = /** @type {HTMLSelectElement} */ (h("select", { id: "account" }));
  #scopes = h("fieldset", { id: "scopes" });
  #days = /** @type {HTMLInputElement} */ (h("input", { id: "days", type: "number", min: 1, max: 731, value: DAYS, required: true }));

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("api-tokens-title") });
    this.#name.placeholder = say("api-tokens-name-hint");
    const form = h(
      "form",
      { id: "new" },
      h("h2", {}, say("api-tokens-new")),
      h("label", { class: "field" }, h("span", {}, say("api-tokens-name")), this.#name),
      h("label", { class: "field" }, h("span", {}, say("api-tokens-account")), this.#account),
      this.#scopes,
      h("label", { class: "field" }, h("span", {}, say("api-tokens-days")), this.#days),
      h("button", { type: "submit", class: "primary", id: "make" }, say("api-tokens-make")),
      this.#fresh,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make();
    });
    this.#frame.body.append(form, this.#list);
    this.#load = polled("/api/tokens", this.#frame, facts, EVERY, (body) => this.#show(body));
  }

  /** @param {any} body */
  #show({ tokens, accounts, scopes, now }) {
    draw(this.#account, [accounts], () =>
      accounts.map((/** @type {any} */ one) => h("option", { value: one.id }, `${one.name} (${one.login})`)),
    );
    const words = (/** @type {string} */ scope) => this.#say(`api-scope-${scope}`);
    draw(this.#scopes, [scopes], () => boxes("scope", this.#say("api-tokens-scopes"), scopes, words));
    draw(this.#list, [tokens, Math.floor(now / 60_000)], () => this.#lines(tokens, now));
  }

  async #make() {
    const body = {
      name: this.#name.value,
      account: Number(this.#account.value),
      scopes: checked(this.#scopes),
      days: Number(this.#days.value),
    };
    const answer = await act("/api/tokens", body, { lang: this.#facts.lang });
    this.#frame.warn(answer.ok ? "" : (answer.body?.message ?? this.#say("staff-no-answer")));
    if (!answer.ok) return;
    this.#name.value = "";
    showOnce(this.#fresh, this.#say, { secret: answer.body.secret, label: this.#say("api-tokens-title"), words: this.#say("api-tokens-once") });
    await this.#load();
  }

  /** @param {any[]} tokens @param {number} now */
  #lines(tokens, now) {
    const say = this.#say;
    const title = h("h2", {}, say("api-tokens-list"));
    if (tokens.length === 0) return [title, h("p", { class: "empty" }, say("api-tokens-empty"))];
    const line = (/** @type {any} */ token) => {
      const revoke = sure("revoke", say("api-tokens-revoke"), say("api-tokens-revoke-sure"), () => void this.#revoke(token.id));
      const over = token.expires <= now;
      return h(
        "li",
        { "data-token": token.id, "data-over": String(over) },
        h("div", {}, h("strong", {}, token.name), h("span", { class: "quiet" }, `${token.account.name} (${token.account.login})`)),
        h("div", { class: "codes" }, ...token.scopes.map((/** @type {string} */ scope) => h("code", {}, scope))),
        h("div", { class: "quiet" }, `${say("api-tokens-expires")} ${moment(token.expires, this.#facts)}`, over ? `, ${say("api-tokens-over")}` : ""),
        h("div", { class: "quiet" }, `${say("api-tokens-used")}: ${token.used ? moment(token.used, this.#facts) : say("api-tokens-never")}`),
        revoke,
      );
    };
    return [title, h("ul", {}, ...tokens.map(line))];
  }

  /** @param {number} id */
  async #revoke(id) {
    const answer = await act(`/api/tokens/${id}/revoke`, {}, { lang: this.#facts.lang });
    this.#frame.warn(answer.ok ? "" : (answer.body?.message ?? this.#say("staff-no-answer")));
    await this.#load();
  }
}

void start("api", (root, say, facts) => new Tokens(root, say, facts));
