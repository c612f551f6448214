// @ts-check
/**
 * API tokens: a new one, shown once, and all that are good.
 *
 * @module
 */

import { act, read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { moment } from "../../display/shared/words.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
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
    this.#frame.state.append(
      h("a", { href: "/akun", id: "to-accounts" }, say("accounts-title")),
      " ",
      h("a", { href: "/api", id: "to-api" }, "API"),
    );
    this.#name.placeholder = say("api-tokens-name-hint");
    const form = h(
      "form",
      { id: "new" },
      h("h2", {}, say("api-tokens-new")),
      h("label", {}, say("api-tokens-name"), this.#name),
      h("label", {}, say("api-tokens-account"), this.#account),
      this.#scopes,
      h("label", {}, say("api-tokens-days"), this.#days),
      h("button", { type: "submit", class: "primary", id: "make" }, say("api-tokens-make")),
      this.#fresh,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make();
    });
    this.#frame.body.append(form, this.#list);
    void this.#follow();
  }

  async #follow() {
    await this.#load();
    setTimeout(() => void this.#follow(), EVERY);
  }

  async #load() {
    const answer = await read("/api/tokens", this.#facts.lang);
    if (answer.status === 401) return location.assign("/masuk?next=/kunci");
    document.body.dataset.connection = answer.ok ? "live" : "lost";
    if (!answer.ok) return;
    const { tokens, accounts, scopes } = answer.body;
    draw(this.#account, [accounts], () =>
      accounts.map((/** @type {any} */ one) => h("option", { value: one.id }, `${one.name} (${one.login})`)),
    );
    draw(this.#scopes, [scopes], () => [
      h("legend", {}, this.#say("api-tokens-scopes")),
      ...scopes.map((/** @type {string} */ scope) =>
        h(
          "label",
          { class: "scope" },
          h("input", { type: "checkbox", name: "scope", value: scope }),
          h("span", {}, h("code", {}, scope), " ", this.#say(`api-scope-${scope}`)),
        ),
      ),
    ]);
    const minute = Math.floor(answer.body.now / 60_000);
    draw(this.#list, [tokens, minute], () => this.#lines(tokens, answer.body.now));
  }

  async #make() {
    const chosen = [...this.#scopes.querySelectorAll("input:checked")];
    const body = {
      name: this.#name.value,
      account: Number(this.#account.value),
      scopes: chosen.map((box) => /** @type {HTMLInputElement} */ (box).value),
      days: Number(this.#days.value),
    };
    const answer = await act("/api/tokens", body, { lang: this.#facts.lang });
    this.#frame.warn(answer.ok ? "" : (answer.body?.message ?? this.#say("staff-no-answer")));
    if (!answer.ok) return;
    this.#name.value = "";
    const copy = h("button", { type: "button" }, this.#say("api-tokens-copy"));
    const secret = /** @type {HTMLInputElement} */ (h("input", { id: "secret", readonly: true, value: answer.body.secret }));
    secret.setAttribute("aria-label", this.#say("api-tokens-title"));
    copy.addEventListener("click", () => {
      secret.select();
      // Over plain HTTP there is no clipboard for pages; the old way still copies what is selected.
      document.execCommand("copy");
      copy.textContent = this.#say("api-tokens-copied");
    });
    this.#fresh.hidden = false;
    this.#fresh.replaceChildren(h("p", { role: "status" }, this.#say("api-tokens-once")), secret, copy);
    secret.select();
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
