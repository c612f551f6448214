// @ts-check
/**
 * The document of the JSON interface, to be read: every route, what it takes and what it gives.
 *
 * @module
 */

import { read, requestId } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

class Interface {
  #say;
  #list = h("div", { id: "routes" });
  #none = h("p", { class: "empty", hidden: true });
  /** @type {any} */
  #document = {};

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#none.textContent = say("api-page-none");
    const look = /** @type {HTMLInputElement} */ (
      h("input", { id: "look", type: "search", placeholder: say("api-page-search"), "aria-label": say("api-page-search") })
    );
    look.addEventListener("input", () => this.#pick(look.value));
    const other = facts.lang === "en" ? "id" : "en";
    root.replaceChildren(
      h(
        "header",
        { class: "top" },
        h("h1", {}, "API"),
        h("a", { href: "/api/openapi.json", id: "document" }, say("api-page-document")),
        h("a", { href: `/api?lang=${other}`, lang: other }, say("staff-other-language")),
      ),
      h("section", { id: "about" }),
      this.#begin(),
      h("h2", {}, say("api-page-routes")),
      look,
      this.#list,
      this.#none,
    );
    void this.#load(facts.lang);
  }

  /** How to begin: a token, and two commands that can be pasted as they are. */
  #begin() {
    const say = this.#say;
    const curl = (/** @type {string[]} */ ...parts) => ['curl -H "Authorization: Bearer $TOKEN"', ...parts].join(" \\\n  ");
    const body = JSON.stringify({ service: "A", request: requestId() });
    const step = (/** @type {string} */ text, /** @type {string} */ command) =>
      h("li", {}, h("div", {}, ...prose(text)), h("pre", {}, h("code", {}, command)));
    return h(
      "section",
      { id: "begin" },
      h("h2", {}, say("api-begin-title")),
      h(
        "ol",
        {},
        step(say("api-begin-token"), "export TOKEN=loket_..."),
        step(say("api-begin-read"), curl(`${location.origin}/api/permits`)),
        step(say("api-begin-act"), curl("-H 'Content-Type: application/json'", `-d '${body}'`, `${location.origin}/api/kiosk/tickets`)),
      ),
      h("p", {}, ...prose(say("api-begin-ca"))),
      h("p", {}, ...prose(say("api-begin-cookie"))),
    );
  }

  /** @param {string} lang */
  async #load(lang) {
    const answer = await read(`/api/openapi.json?lang=${lang}`, lang);
    document.body.dataset.connection = answer.ok ? "live" : "lost";
    if (!answer.ok) return;
    this.#document = answer.body;
    const { info, components, paths } = answer.body;
    const paragraphs = (/** @type {string} */ text) => text.split("\n\n").map(block);
    document
      .getElementById("about")
      ?.replaceChildren(
        ...paragraphs(info.description),
        h("h2", {}, this.#say("api-page-tokens")),
        ...paragraphs(components.securitySchemes.token.description),
      );
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => this.#route(path, method, operation)),
    );
    this.#list.replaceChildren(...routes, this.#faults());
    document.body.dataset.routes = String(routes.length);
  }

  /** @param {string} path @param {string} method @param {any} operation */
  #route(path, method, operation) {
    const say = this.#say;
    const scope = operation.security.flatMap((/** @type {any} */ one) => one.token ?? [])[0];
    const facts = [say("api-page-who"), operation["x-who"]];
    if (scope) facts.push(say("api-page-scope"), scope);
    const pairs = [];
    for (let at = 0; at < facts.length; at += 2) pairs.push(h("dt", {}, facts[at]), h("dd", {}, facts[at + 1]));
    const body = operation.requestBody?.content ?? {};
    const detail = h("details", { id: operation.operationId });
    const summary = h(
      "summary",
      {},
      h("code", { class: "method", "data-method": method }, method.toUpperCase()),
      h("code", { class: "path" }, path),
      h("span", {}, operation.summary),
    );
    detail.append(summary);
    // A hundred routes are drawn only as far as somebody opens them.
    detail.addEventListener("toggle", () => {
      if (detail.childElementCount > 1) return;
      detail.append(h("dl", {}, ...pairs));
      if (operation.parameters) detail.append(h("h3", {}, say("api-page-parameters")), this.#parameters(operation.parameters));
      for (const [kind, { schema }] of Object.entries(body)) {
        detail.append(h("h3", {}, say("api-page-takes"), " ", h("code", {}, kind)), this.#shape(schema));
      }
      const failing = [];
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (answer.$ref) failing.push(status);
        else detail.append(...this.#answer(status, answer));
      }
      const links = failing.flatMap((status) => [h("a", { href: "#faults" }, status), " "]);
      detail.append(h("p", {}, say("api-page-faults"), ": ", ...links));
    });
    detail.dataset.words = `${method} ${path} ${operation.summary} ${scope ?? ""}`.toLowerCase();
    return detail;
  }

  /** @param {string} status @param {any} answer */
  #answer(status, answer) {
    const kinds = Object.entries(answer.content ?? {});
    if (kinds.length === 0) return [h("h3", {}, `${status}`), h("p", {}, answer.description)];
    return kinds.flatMap(([kind, { schema }]) => [
      h("h3", {}, this.#say("api-page-gives"), ` ${status} `, h("code", {}, kind)),
      this.#shape(schema),
    ]);
  }

  /** @param {any[]} parameters */
  #parameters(parameters) {
    const line = (/** @type {any} */ { name, in: where, required, schema }) =>
      h("li", {}, h("code", {}, name), ` ${where}${required ? "" : "?"} `, named(schema), " ", schema.description ?? "");
    return h("ul", {}, ...parameters.map(line));
  }

  /** A schema as far as one level; what it names is opened by whoever wants to. @param {any} schema */
  #shape(schema, depth = 0) {
    const known = this.#known(schema ?? {});
    const element = known.items ? this.#known(known.items) : known;
    const fields = Object.entries(element.properties ?? {});
    const about = known.description ? h("p", {}, known.description) : "";
    if (fields.length === 0) return h("div", {}, about, h("p", {}, named(schema ?? {})));
    const required = new Set(element.required ?? []);
    const line = ([/** @type {string} */ name, /** @type {any} */ field]) => {
      const head = [h("code", {}, required.has(name) ? name : `${name}?`), " ", named(field), " ", field.description ?? ""];
      const inner = this.#inner(field);
      if (!inner || depth > 4) return h("li", {}, ...head);
      const more = h("details", { class: "inner" }, h("summary", {}, ...head));
      more.addEventListener("toggle", () => more.childElementCount > 1 || more.append(this.#shape(inner, depth + 1)));
      return h("li", {}, more);
    };
    return h("div", {}, about, h("ul", {}, ...fields.map((field) => line(/** @type {any} */ (field)))));
  }

  /** What a field holds that has fields of its own. @param {any} field @returns {any} */
  #inner(field) {
    const candidates = [field, field.items, field.additionalProperties, ...(field.anyOf ?? [])];
    return candidates.find((one) => one && this.#known(one.items ?? one).properties);
  }

  /** @param {any} schema @returns {any} */
  #known(schema) {
    const name = schema.$ref?.split("/").pop();
    return name ? { ...this.#document.components.schemas[name], ...(schema.description ? { description: schema.description } : {}) } : schema;
  }

  #faults() {
    const { schemas, responses } = this.#document.components;
    const lines = Object.entries(responses).map(([status, answer]) => [h("dt", {}, status), h("dd", {}, answer.description)]);
    return h(
      "section",
      { id: "faults" },
      h("h2", {}, this.#say("api-page-faults")),
      h("p", {}, schemas.Error.description),
      h("dl", {}, ...lines.flat()),
      this.#shape({ ...schemas.Error, description: "" }),
    );
  }

  /** @param {string} words */
  #pick(words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const route of /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll(":scope > details"))) {
      route.hidden = !wanted.every((word) => route.dataset.words?.includes(word));
      shown += route.hidden ? 0 : 1;
    }
    this.#none.hidden = shown > 0;
  }
}

/** A paragraph, or the list it is. @param {string} text */
function block(text) {
  const lines = text.split("\n");
  if (lines.every((line) => line.startsWith("- "))) return h("ul", {}, ...lines.map((line) => h("li", {}, ...prose(line.slice(2)))));
  return h("p", {}, ...prose(text));
}

/** Words, and between backticks what is typed. @param {string} text */
function prose(text) {
  return text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));
}

/** A type in a word. @param {any} schema @returns {string} */
function named(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.map((/** @type {any} */ one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map(named).join(" | ");
  if (schema.type === "array") return `[${named(schema.items ?? {})}]`;
  return [schema.type ?? "*"].flat().join(" | ");
}

void start("api", (root, say, facts) => new Interface(root, say, facts));
