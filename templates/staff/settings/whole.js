// @ts-check
/**
 * All settings as one file: carried away, and taken in from a file or pasted.
 *
 * @module
 */

import { h } from "../../../display/shared/page.js";

/** @typedef {import("../../../display/shared/words.js").Say} Say */

/**
 * @param {Say} say
 * @param {number} version
 * @param {(text: string) => void} look
 */
export function whole(say, version, look) {
  const area = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { id: "document", rows: 20, spellcheck: "false", autocomplete: "off", "aria-label": say("settings-document") })
  );
  const file = /** @type {HTMLInputElement} */ (h("input", { type: "file", id: "choose", accept: ".toml,text/plain" }));
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen) area.value = await chosen.text();
  });
  const fetched = async () => {
    const answer = await fetch("/api/settings/file", { cache: "no-store" });
    if (answer.ok) area.value = await answer.text();
  };
  const name = `pengaturan-${version}.toml`;
  return [
    h("p", {}, h("a", { class: "button", id: "download", href: "/api/settings/file", download: name }, say("settings-download", { name }))),
    h(
      "form",
      {
        class: "whole",
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          look(area.value);
        },
      },
      h("label", { class: "field" }, h("span", {}, say("settings-choose")), file),
      h("button", { type: "button", id: "open", onclick: () => void fetched() }, say("settings-open")),
      h("label", { class: "field" }, h("span", {}, say("settings-document")), area),
      h("div", { class: "answers" }, h("button", { class: "primary", id: "look" }, say("settings-check"))),
    ),
  ];
}
