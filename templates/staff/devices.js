// @ts-check
/**
 * The devices of the office: a code lets a new one in, and each can be renamed, hung elsewhere, or shut out at once.
 *
 * @module
 */

import { ask as question } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { date, hour } from "../../display/shared/words.js";
import { ask } from "./parts/asking.js";
import { Doing } from "./parts/doing.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { polled } from "./parts/polled.js";
import { start } from "./parts/start.js";

/** @typedef {import("../../display/shared/words.js").Say} Say */

/** How often the list is asked for anew, in milliseconds. */
const EVERY = 5_000;
/** What a loudspeaker may say of itself. */
const SOUNDS = ["running", "blocked", "broken", "loading"];

class Devices {
  #say;
  #facts;
  #frame;
  #doing;
  /** @type {any} */
  #all = { devices: [], places: [], now: 0 };
  /** @type {() => Promise<void>} */
  #load;
  #list = h("section", { id: "devices" });
  #code = /** @type {HTMLInputElement} */ (
    h("input", { id: "code", name: "code", maxlength: 9, required: true, autocomplete: "off", spellcheck: "false", autocapitalize: "characters" })
  );

  /**
   * @param {HTMLElement} root
   * @param {Say} say
   * @param {any} facts
   */
  constructor(root, say, facts) {
    this.#say = say;
    this.#facts = facts;
    this.#frame = new Frame(root, say, { ...facts, title: say("devices-title") });
    this.#doing = new Doing(this.#frame, say, facts.lang);
    // This page follows nothing, so there is nothing to wait for after an act.
    this.#doing.seen(Number.MAX_SAFE_INTEGER);
    document.body.dataset.connection = "live";
    const form = h(
      "form",
      { id: "pair" },
      h("h2", {}, say("devices-pair")),
      h("p", { class: "hint" }, say("devices-pair-how")),
      h("label", { class: "field", for: "code" }, h("span", {}, say("devices-code"))),
      this.#code,
      h("button", { class: "primary" }, say("devices-look")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#look();
    });
    this.#frame.body.append(form, this.#list);
    const asked = new URLSearchParams(location.search).get("kode");
    if (asked) this.#code.value = asked;
    this.#load = polled("/api/devices", this.#frame, facts, EVERY, (body) => this.#show(body));
  }

  /** @param {any} body */
  #show(body) {
    this.#all = body;
    // The list is drawn anew when something in it changes; the minute is as fine as it needs to be.
    const minute = Math.floor(this.#all.now / 60_000);
    draw(this.#list, [this.#all.devices, this.#all.places, minute], () => this.#lines());
  }

  #lines() {
    const say = this.#say;
    const { devices } = this.#all;
    if (devices.length === 0) return [h("p", { class: "empty" }, say("devices-none"))];
    const head = ["name", "place", "seen", "acts"].map((name) => h("th", { scope: "col" }, say(`devices-${name}`)));
    const rows = devices.map((/** @type {any} */ device) => this.#row(device));
    return [h("h2", {}, say("devices-list")), h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows))];
  }

  /** @param {any} device */
  #row(device) {
    const say = this.#say;
    const place = this.#all.places.find((/** @type {any} */ { path }) => path === device.screen);
    const state = !device.active ? "out" : device.here ? "here" : "away";
    const key = (/** @type {string} */ act, /** @type {() => void} */ run) =>
      h("button", { type: "button", class: "small", "data-act": act, "data-key": `${act}-${device.id}`, onclick: run }, say(`devices-${act}`));
    return h(
      "tr",
      { "data-device": device.id, "data-state": state },
      h("td", {}, h("strong", {}, device.name)),
      h("td", {}, place?.name ?? (device.screen ? device.screen : say("devices-anywhere"))),
      h(
        "td",
        {},
        h("span", { class: "pill", "data-state": state }, say(`devices-is-${state}`)),
        " ",
        device.seen && !device.here ? h("span", { class: "when" }, say("devices-last", { when: this.#when(device.seen) })) : "",
        h("ul", { class: "told" }, ...this.#told(device)),
      ),
      h(
        "td",
        { class: "acts" },
        key("rename", () => void this.#rename(device)),
        key("move", () => void this.#move(device)),
        // Whoever was shut out comes back by a new code, as any other device.
        device.active && key("shut-out", () => void this.#shutOut(device)),
      ),
    );
  }

  /**
   * What a device tells of itself: its loudspeaker, its printer, what runs there.
   * @param {any} device
   */
  #told({ sound, printer, version, current, twice }) {
    const say = this.#say;
    const line = (/** @type {string} */ what, /** @type {boolean} */ well, /** @type {string} */ words) => h("li", { "data-told": what, "data-well": well ? "yes" : "no" }, words);
    return [
      twice && line("twice", false, say("devices-twice", { one: twice.from[0], other: twice.from[1], when: this.#when(twice.at) })),
      sound && line("sound", sound === "running", say(`devices-sound-${SOUNDS.includes(sound) ? sound : "broken"}`)),
      printer && line("printer", printer.condition === "ready", `${printer.name}: ${say(`staff-printer-${printer.condition}`)}`),
      version && line("version", current, say(current ? "devices-version" : "devices-version-other", { version })),
    ];
  }

  /** @param {number} at */
  #when(at) {
    const { offset } = this.#facts.office;
    const today = date(at, offset, this.#facts.lang) === date(this.#all.now, offset, this.#facts.lang);
    return today ? hour(at, offset) : `${date(at, offset, this.#facts.lang)} ${hour(at, offset)}`;
  }

  /** @param {string | undefined} role */
  #options(role) {
    const fitting = this.#all.places.filter((/** @type {any} */ place) => !role || place.role === role);
    return fitting.map((/** @type {any} */ { path, name }) => ({ value: path, name }));
  }

  async #look() {
    const say = this.#say;
    const found = await question("/api/devices/look", { code: this.#code.value }, this.#facts.lang);
    if (!found.ok) return this.#frame.warn(found.body.message ?? say("staff-no-answer"));
    this.#frame.warn("");
    const { code, screen, from } = found.body;
    const options = this.#options(undefined);
    // What the device was opened for comes first.
    options.sort((/** @type {any} */ a, /** @type {any} */ b) => Number(b.value === screen) - Number(a.value === screen));
    const answer = await ask(say, {
      title: say("devices-pair-title", { code }),
      help: say("devices-pair-help", { from: from ?? "?" }),
      yes: say("devices-pair-yes"),
      choice: { label: say("devices-place"), options },
      reason: { label: say("devices-name") },
    });
    if (!answer) return;
    const done = await this.#doing.do("/api/devices/pair", { code, name: answer.reason, screen: answer.choice });
    if (!done) return;
    this.#code.value = "";
    this.#frame.tell(say("devices-paired", { name: answer.reason }));
    await this.#load();
  }

  /** @param {any} device */
  async #rename(device) {
    const say = this.#say;
    const answer = await ask(say, { title: say("devices-rename-title", { name: device.name }), yes: say("devices-rename"), reason: { label: say("devices-name"), presets: [device.name] } });
    if (answer && (await this.#doing.do(`/api/devices/${device.id}/rename`, { name: answer.reason }))) await this.#load();
  }

  /** @param {any} device */
  async #move(device) {
    const say = this.#say;
    const choice = { label: say("devices-place"), options: this.#options(device.role) };
    const help = say(device.role === "agen" ? "devices-move-help-agent" : "devices-move-help");
    const answer = await ask(say, { title: say("devices-move-title", { name: device.name }), help, yes: say("devices-move"), choice });
    if (answer && (await this.#doing.do(`/api/devices/${device.id}/move`, { screen: answer.choice }))) await this.#load();
  }

  /** @param {any} device */
  async #shutOut(device) {
    const say = this.#say;
    const title = say("devices-shut-out-title", { name: device.name });
    const sure = await ask(say, { title, help: say("devices-shut-out-help"), yes: say("devices-shut-out"), grave: true });
    if (sure && (await this.#doing.do(`/api/accounts/${device.id}/active`, { active: false }))) await this.#load();
  }
}

void start("devices,printers", (root, say, facts) => new Devices(root, say, facts));
