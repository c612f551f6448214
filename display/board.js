// @ts-check
/**
 * The board of a waiting room: who is called where, to be read from eight metres and heard.
 *
 * Sight and sound are apart. The picture changes at once with the office's view; the voice asks the office for leave
 * and speaks one call at a time (board/speaker.js). A page on a television lives for months and heals itself.
 */

import { act, read } from "./shared/act.js";
import { follow } from "./shared/live.js";
import { byId, h, settings } from "./shared/page.js";
import { loadWords } from "./shared/words.js";
import { Hero } from "./board/hero.js";
import { inBrowser, Media } from "./board/media.js";
import { Notices } from "./board/notices.js";
import { Painter } from "./board/paint.js";
import { picture, shiftAt, todays } from "./board/picture.js";
import { createSound } from "./board/sound.js";
import { Speaker } from "./board/speaker.js";
import { Ticker } from "./board/ticker.js";
import { Witness } from "./board/witness.js";

/** @typedef {import("./board/picture.js").Call} Call */
/** @typedef {import("./board/picture.js").View} View */

const FILES = ["screens", "board"];
/** How often the hour and the hero are looked at, in milliseconds. */
const TICK = 500;
/** Leave to speak that comes later than a few seconds is of no use; other reports may take a while. */
const SPEAK_PATIENCE = 2_000;
/** Before it is looked whether the page can be loaded anew, when its words could not be had, in milliseconds. */
const AGAIN = 5_000;

/** This page's number: a reloaded page is another one, so that it never speaks what its predecessor began. */
function drawPage() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return String((high & 0x1fffff) * 2 ** 32 + low);
}

/** A clock that never jumps, in milliseconds. */
const clock = () => performance.now();

/**
 * Whether a call stands on the screen once that has been painted.
 * @param {Call} call
 * @param {Painter} painter
 */
function painted(call, painter) {
  if (document.visibilityState === "hidden") return Promise.resolve(false);
  return new Promise((/** @type {(seen: boolean) => void} */ resolve) => {
    // The first frame is the one that paints it; when the second begins, the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(painter.stands(call))));
  });
}

class Board {
  #settings = settings();
  #page = drawPage();
  #root = byId("screen");
  #hero = new Hero();
  /** @type {View | undefined} */
  #view;
  /** Since when the office cannot be heard, in server time. @type {number | null} */
  #lost = null;
  #painter;
  #sound;
  #notices;
  #speaker;
  #ticker;
  #media;
  #witness;
  #live;

  /** @param {import("./board/paint.js").Words} words */
  constructor(words) {
    const { build, zone } = this.#settings;
    const page = this.#page;
    document.body.dataset.page = page;
    document.body.dataset.connection = "connecting";
    this.#painter = new Painter(this.#root, words);
    this.#ticker = new Ticker(byId("ticker"));
    this.#media = new Media(byId("media"), this.#emblem(), inBrowser(() => this.#files()));
    this.#sound = createSound(build, () => this.#onSound());
    this.#notices = new Notices(document.body, words, this.#sound);
    this.#speaker = new Speaker({ page, post: this.#post, voice: this.#sound, clock });
    this.#witness = new Witness({
      post: (call) => this.#post(call, "shown"),
      painted: (call) => painted(call, this.#painter),
    });
    this.#live = follow(`/live/papan/${encodeURIComponent(zone)}?page=${page}`, {
      build,
      greetings: () => [this.#greeting()],
      onView: (view) => this.#onView(view),
      onConnection: (connection, since) => this.#onConnection(connection, since),
      onTry: (trial) => void this.#try(trial),
    });
    this.#notices.sound(this.#sound.state());
    document.addEventListener("visibilitychange", () => this.#show());
    setInterval(() => {
      this.#hero.pass(clock());
      this.#show();
    }, TICK);
  }

  /** @param {number} call @param {"shown" | "speak" | "spoken"} what */
  #post = (call, what) => {
    const patience = what === "speak" ? { patience: SPEAK_PATIENCE } : {};
    return act(`/api/calls/${call}/${what}`, { page: this.#page }, patience);
  };

  /** What stands in the place of pictures while there are none. */
  #emblem() {
    const { build, office } = this.#settings;
    return h("div", { class: "emblem" }, h("img", { src: `/a/${build}/office/logo`, alt: "" }), h("p", {}, office.name));
  }

  async #files() {
    const { ok, body } = await read(`/api/media/${encodeURIComponent(this.#settings.zone)}`);
    return ok ? body.files : undefined;
  }

  #greeting() {
    return { t: "sound", state: this.#sound.state() };
  }

  /** @param {View} view */
  #onView(view) {
    this.#view = view;
    this.#sound.own(view.recordings);
    if (view.english) this.#sound.learnEnglish();
    const now = this.#live.now();
    this.#hero.see(todays(view, now), view.lokets, (call) => now - call.at, clock());
    this.#show();
    this.#speaker.see(view);
  }

  /** @param {import("./shared/live.js").Connection} connection @param {number} since */
  #onConnection(connection, since) {
    this.#lost = connection === "lost" ? since : null;
    document.body.dataset.connection = connection;
    this.#show();
  }

  /** Before the doors open the office asks whether this board can be heard. @param {number} trial */
  async #try(trial) {
    const { spoken } = await this.#sound.test();
    this.#live.say({ t: "tried", id: trial, heard: spoken, now: Date.now() });
  }

  #onSound() {
    this.#notices.sound(this.#sound.state());
    this.#live.say(this.#greeting());
    this.#speaker.look();
  }

  #show() {
    const now = this.#live.now();
    const view = this.#view;
    this.#notices.tell({ lost: this.#lost, offset: this.#settings.office.offset, well: view?.well ?? true });
    const [x, y] = shiftAt(now);
    this.#root.style.setProperty("--shift-x", `${x}px`);
    this.#root.style.setProperty("--shift-y", `${y}px`);
    if (!view) return;
    const shown = picture(view, this.#hero.shown(), now);
    this.#painter.paint(shown, now);
    this.#beside(view, shown.quiet);
    if (this.#lost === null) this.#witness.see(view.calls);
  }

  /** What is there beside the calls, and gives way to them. @param {View} view @param {boolean} quiet */
  #beside({ arrangement, turn }, quiet) {
    const { layout, lines, film_sound: heard } = arrangement;
    const calling = turn !== null || this.#hero.fresh(clock());
    this.#ticker.show(quiet ? [] : lines, calling, clock());
    this.#media.show(!quiet && layout === "media", calling || !heard);
  }
}

/** The words are the only thing that is needed beforehand; without them the page begins again. */
async function start() {
  document.body.classList.toggle("light", new URLSearchParams(location.search).get("tema") === "terang");
  const { build } = settings();
  byId("screen").replaceChildren(h("p", { class: "loading" }, "…"));
  try {
    const [id, en] = await Promise.all([loadWords(build, "id", FILES), loadWords(build, "en", FILES)]);
    new Board({ id, en });
  } catch (error) {
    console.warn(error);
    setTimeout(() => void beginAnew(), AGAIN);
  }
}

/** Loads the page anew, but only when the server is there: a browser's page of errors would never come back. */
async function beginAnew() {
  const there = await fetch(location.pathname, { headers: { accept: "text/html" } }).then((answer) => answer.ok, () => false);
  if (there) location.reload();
  else setTimeout(() => void beginAnew(), AGAIN);
}

void start();
