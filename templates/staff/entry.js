// @ts-check
/**
 * What the pages around the screens share: the language that stays chosen, and passwords that can be looked at.
 */

import { shuts } from "./parts/menu.js";

/** How long the choice of a language lasts, in seconds. */
const YEAR = 365 * 24 * 3600;

const menu = document.querySelector("details.menu");
if (menu instanceof HTMLDetailsElement) shuts(menu);

for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const lang = link.getAttribute("data-language");
    document.cookie = `bahasa=${lang}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
    // The cookie decides from now on; a choice in the address would overrule it.
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    location.replace(address.href);
  });
}

for (const key of document.querySelectorAll("button[data-show]")) {
  const field = document.getElementById(key.getAttribute("data-show") ?? "");
  if (!(field instanceof HTMLInputElement)) continue;
  key.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    key.setAttribute("aria-pressed", String(shown));
  });
  // Whatever is sent or saved is a password again, so that browsers treat it as one.
  field.form?.addEventListener("submit", () => {
    field.type = "password";
    key.setAttribute("aria-pressed", "false");
  });
}
