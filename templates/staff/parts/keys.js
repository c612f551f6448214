// @ts-check
import { h } from "../../../display/shared/page.js";

/** The key of the keyboard that stands on a button. @param {string} key */
export const kbd = (key) => h("kbd", { "aria-hidden": "true" }, key);
