// @ts-check
/**
 * The office's own voice: a person reads the clips into the browser one by one, listens, and keeps them; boards use
 * each at once. Beside it: which boards can be heard.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { h } from "../../display/shared/page.js";
import { createVoice } from "../../display/voice/player.js";
import { ask, asking } from "./parts/asking.js";
import { Frame } from "./parts/frame.js";
import { draw } from "./parts/paint.js";
import { start } from "./parts/start.js";
import { boards, checks } from "./voice/aside.js";
import { booth } from "./voice/booth.js";
import { forgotten, kept } from "./voice/keeping.js";
import { list, wordOf } from "./voice/list.js";
import { Meter } from "./voice/meter.js";
import { allowed, openMicrophone, why } from "./voice/microphone.js";
import { needed, nextOf, prompts, sentences } from "./voice/prompts.js";
import { CHIME_LOUDNESS, RATE, shaped, wav } from "./voice/shape.js";
import { hush, opened, play, playFrom, resampled } from "./voice/sounds.js";

/** @typedef {import("./voice/shape.js").Shaped} Shaped */

/** How often the office is asked which boards can be heard, in milliseconds. */
const ASK_EVERY = 3_000;
/** How often the clock is looked at, in milliseconds. */
const TICK = 1_000;

class Studio {
  #say;
  #facts;
  #frame;
  #manifest;
  #prompts;
  #sentences;
  #voice;
  #meter;
  #chosen;
  /** @type {import("./voice/booth.js").Hearing} */
  #hearing;
  /** @type {import("./voice/microphone.js").Microphone | undefined} */
  #microphone;
  /** Recorded and not kept yet, by clip: there are fifty at most. @type {Map<string, Shaped>} */
  #takes = new Map();
  /** The office's own recordings, as the office listed them. @type {any} */
  #own = { revision: "", clips: {} };
  /** @type {any} */
  #heard;
  #busy = false;
  #playing = -1;
  /** Server time less the browser's, in milliseconds. */
  #skew = 0;
  #lost = false;
  #list = h("section", { id: "list", class: "left" });
  #booth = h("section", { id: "booth", class: "middle" });
  #checks = h("section", { id: "checks" });
  #boards = h("section", { id: "boards" });

  /**
   * @param {HTMLElement} root
   * @param {import("../../display/shared/words.js").Say} say
   * @param {any} facts
   * @param {{ clips: Record<string, any> }} manifest
   */
  constructor(root, say, facts, manifest) {
    this.#say = say;
    this.#facts = facts;
    this.#manifest = manifest;
    this.#frame = new Frame(root, say, { ...facts, title: say("voice-title") });
    this.#prompts = prompts(manifest.clips, needed(facts.letters, facts.lokets));
    this.#sentences = sentences(facts.letters, facts.lokets);
    this.#chosen = this.#all[0].name;
    this.#hearing = allowed() ? "off" : "insecure";
    this.#meter = new Meter(say, () => this.#microphone?.moment());
    this.#voice = createVoice({ manifestUrl: `${this.#clips}manifest.json`, ownUrl: "/api/voice" });
    this.#frame.body.append(this.#list, this.#booth, h("aside", { class: "right" }, this.#checks, this.#boards));
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("beforeunload", (event) => this.#takes.size > 0 && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.#letGo("off"));
    setInterval(() => this.#frame.tick(this.#now(), facts.office.offset), TICK);
    this.#draw();
    void this.#follow();
  }

  get #clips() {
    return `/a/${this.#facts.build}/display/voice/clips/`;
  }

  get #all() {
    return [...this.#prompts.needed, ...this.#prompts.others];
  }

  get #prompt() {
    return /** @type {import("./voice/prompts.js").Prompt} */ (this.#all.find(({ name }) => name === this.#chosen));
  }

  #now = () => Date.now() + this.#skew;

  /** Clips in the office's own voice. */
  #owned() {
    return Object.keys(this.#own.clips).filter((name) => this.#own.clips[name].own);
  }

  #draw() {
    const say = this.#say;
    const own = this.#owned();
    const taken = [...this.#takes].filter(([, take]) => !take.trouble).map(([name]) => name);
    const { prompts: all, chosen } = { prompts: this.#prompts, chosen: this.#chosen };
    draw(this.#list, [own, taken, chosen], () => list(say, { prompts: all, own, taken, chosen }, (name) => this.#choose(name)));
    const take = this.#takes.get(chosen);
    const facts = { prompt: this.#prompt, hearing: this.#hearing, take, own: this.#own.clips[chosen]?.own, busy: this.#busy };
    const made = take && [take.seconds, take.trouble, take.notes, this.#number(take)];
    draw(this.#booth, [{ ...facts, take: made }], () => booth(say, this.#facts.lang, facts, this.#meter.element, this.#hands));
    this.#booth.dataset.clip = chosen;
    this.#booth.dataset.hearing = this.#hearing;
    draw(this.#checks, [own, this.#playing], () =>
      checks(say, this.#sentences, own, this.#playing, (place) => void this.#check(place)),
    );
    draw(this.#boards, this.#heard && [this.#heard.boards, this.#heard.zones], () =>
      boards(say, this.#heard, this.#facts.office.offset),
    );
  }

  /** Tells takes apart that are equally long. @type {WeakMap<Shaped, number>} */
  #numbers = new WeakMap();
  #numbered = 0;

  /** @param {Shaped} take */
  #number(take) {
    if (!this.#numbers.has(take)) this.#numbers.set(take, (this.#numbered += 1));
    return this.#numbers.get(take);
  }

  /** @returns {import("./voice/booth.js").Hands} */
  get #hands() {
    return {
      record: () => void this.#record(),
      play: () => void this.#play(),
      example: () => void this.#example(),
      keep: () => void this.#keep(),
      forget: () => void this.#forget(),
      upload: (file) => void this.#upload(file),
    };
  }

  /** @param {string} name */
  #choose(name) {
    if (this.#microphone?.recording) this.#microphone.stop();
    if (this.#hearing === "recording") this.#hearing = "open";
    this.#quiet();
    this.#chosen = name;
    this.#draw();
    this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /** Nothing is heard any more. */
  #quiet() {
    hush();
    this.#voice.stop();
    this.#playing = -1;
  }

  /** Opens the microphone, begins a recording, or ends it: always what the key says. */
  async #record() {
    if (this.#hearing === "opening" || this.#hearing === "insecure") return;
    if (this.#hearing === "recording") return this.#made();
    this.#quiet();
    if (this.#hearing === "open" && this.#microphone) {
      this.#microphone.record();
      this.#hearing = "recording";
    } else {
      await this.#open();
    }
    this.#draw();
    this.#focus("record");
  }

  async #open() {
    this.#hearing = "opening";
    this.#draw();
    const means = { build: this.#facts.build, onEnd: () => this.#letGo("none"), onFull: () => void this.#made() };
    try {
      this.#microphone = await openMicrophone(means);
      this.#hearing = "open";
      this.#meter.run();
    } catch (error) {
      console.warn(error);
      this.#hearing = why(error);
    }
  }

  /** @param {import("./voice/booth.js").Hearing} hearing */
  #letGo(hearing) {
    if (!this.#microphone) return;
    this.#microphone.close();
    this.#microphone = undefined;
    this.#meter.stop();
    this.#hearing = hearing;
    this.#draw();
  }

  /** A recording has ended. */
  async #made() {
    const microphone = this.#microphone;
    if (!microphone?.recording) return;
    const clip = this.#chosen;
    this.#hearing = "open";
    await this.#take(clip, await resampled(microphone.stop(), microphone.rate));
  }

  /** @param {File} file */
  async #upload(file) {
    const clip = this.#chosen;
    this.#quiet();
    try {
      await this.#take(clip, await opened(file));
    } catch (error) {
      console.warn(error);
      this.#frame.warn(this.#say("voice-file-bad", { file: file.name }));
    }
  }

  /** Makes a clip of a recording and lets it be heard. @param {string} clip @param {Float32Array} samples */
  async #take(clip, samples) {
    const target = this.#manifest.clips[clip].kind === "chime" ? CHIME_LOUDNESS : undefined;
    const take = shaped(samples, RATE, target);
    this.#takes.set(clip, take);
    this.#frame.warn("");
    this.#draw();
    if (take.trouble) return this.#focus("record");
    this.#focus("keep");
    if (clip === this.#chosen) play(take.samples);
  }

  async #play() {
    this.#quiet();
    const take = this.#takes.get(this.#chosen);
    const own = this.#own.clips[this.#chosen]?.own;
    if (take && !take.trouble) play(take.samples);
    else if (own && !(await playFrom(own.file))) this.#frame.warn(this.#say("voice-gone"));
    this.#draw();
  }

  async #example() {
    this.#quiet();
    this.#draw();
    await playFrom(`${this.#clips}${this.#manifest.clips[this.#chosen].file}`);
  }

  async #keep() {
    const clip = this.#chosen;
    const take = this.#takes.get(clip);
    if (this.#busy || !take || take.trouble) return;
    const answer = await this.#work(() => kept(clip, wav(take.samples, RATE), this.#facts.lang));
    if (!answer.ok) return this.#draw();
    this.#takes.delete(clip);
    this.#listed(answer.body);
    const own = this.#owned();
    const all = this.#prompts.needed.every(({ name }) => own.includes(name));
    const word = wordOf(this.#say, this.#prompt);
    this.#frame.tell(this.#say(all ? "voice-all-kept" : "voice-kept", { word }));
    this.#choose(nextOf(this.#prompts.needed, clip, (name) => own.includes(name)));
    this.#focus("record");
  }

  async #forget() {
    const clip = this.#chosen;
    const word = wordOf(this.#say, this.#prompt);
    if (this.#busy || asking()) return;
    const title = this.#say("voice-ask-forget", { word });
    if (!(await ask(this.#say, { title, help: this.#say("voice-ask-forget-help"), yes: this.#say("voice-forget"), grave: true }))) return;
    const answer = await this.#work(() => forgotten(clip, this.#facts.lang));
    if (answer.ok) {
      this.#listed(answer.body);
      this.#frame.tell(this.#say("voice-forgotten", { word }));
    }
    this.#draw();
    this.#focus("record");
  }

  /**
   * One thing at a time, told as done only when the office said so.
   * @param {() => Promise<import("../../display/shared/act.js").Answer>} what
   */
  async #work(what) {
    this.#busy = true;
    document.body.toggleAttribute("data-busy", true);
    this.#frame.tell(this.#say("staff-sending"));
    this.#draw();
    const answer = await what();
    this.#busy = false;
    document.body.toggleAttribute("data-busy", false);
    this.#frame.tell("");
    this.#admitted(answer);
    if (!answer.ok) this.#frame.warn(answer.body.message ?? this.#say("staff-no-answer"));
    return answer;
  }

  /** @param {number} place */
  async #check(place) {
    const again = place === this.#playing;
    this.#quiet();
    if (again) return this.#draw();
    this.#playing = place;
    this.#draw();
    await this.#voice.unlock();
    const { reason } = await this.#voice.say(this.#sentences[place].clips);
    if (reason && reason !== "stopped") this.#frame.warn(this.#say("voice-check-failed"));
    if (this.#playing === place) this.#playing = -1;
    this.#draw();
  }

  /** Asks again and again which boards can be heard, and for the list whenever it is another one. */
  async #follow() {
    const asked = Date.now();
    const answer = document.hidden && this.#heard ? undefined : await read("/api/boards", this.#facts.lang);
    if (answer) this.#connection(answer, asked);
    if (answer?.ok) {
      this.#heard = answer.body;
      if (!this.#own.now || answer.body.voice !== this.#own.revision) await this.#reload();
    }
    this.#draw();
    setTimeout(() => void this.#follow(), ASK_EVERY);
  }

  async #reload() {
    const answer = await read("/api/voice", this.#facts.lang);
    if (answer.ok) this.#listed(answer.body);
  }

  /** @param {any} listed */
  #listed(listed) {
    this.#own = listed;
    this.#voice.own(listed.revision);
  }

  /** @param {import("../../display/shared/act.js").Answer} answer @param {number} asked */
  #connection(answer, asked) {
    this.#admitted(answer);
    const { offset } = this.#facts.office;
    if (answer.ok) {
      this.#skew = answer.body.now - Date.now();
      this.#lost = false;
      this.#frame.connection("live", 0, offset);
    } else if (!this.#lost) {
      this.#lost = true;
      this.#frame.connection("lost", asked + this.#skew, offset);
    }
  }

  /** A sign-in that has ended leads to the next one. @param {import("../../display/shared/act.js").Answer} answer */
  #admitted(answer) {
    if (answer.status === 401 && this.#takes.size === 0) location.assign("/masuk?next=/suara");
  }

  /** @param {string} id */
  #focus(id) {
    const key = this.#booth.querySelector(`#${id}`);
    if (key instanceof HTMLElement) key.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (asking() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("input, select, textarea, summary, .head")) return;
    const names = this.#all.map(({ name }) => name);
    const place = names.indexOf(this.#chosen);
    /** @type {Record<string, () => void>} */
    const keys = {
      " ": this.#hands.record,
      p: this.#hands.play,
      d: this.#hands.example,
      ArrowDown: () => this.#choose(names[Math.min(names.length - 1, place + 1)]),
      ArrowUp: () => this.#choose(names[Math.max(0, place - 1)]),
    };
    // A key that has the focus is pressed by Enter; anywhere else it keeps.
    if (!target?.closest("button, a")) keys.Enter = this.#hands.keep;
    const press = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!press) return;
    event.preventDefault();
    press();
  }
}

/** The list of clips is needed beforehand. @type {Parameters<typeof start>[1]} */
async function begin(root, say, facts) {
  const answer = await read(`/a/${facts.build}/display/voice/clips/manifest.json`);
  if (answer.ok) return void new Studio(root, say, facts, answer.body);
  root.replaceChildren(h("p", { class: "lost", role: "alert" }, say("staff-no-answer")));
  setTimeout(() => void begin(root, say, facts), ASK_EVERY);
}

void start("voice", begin);
