/**
 * The office as a board knows it, for tests: calls, one queue for the voice, acknowledgements, giving up, a clock.
 *
 * It keeps the rules of src/domain/decide/board.rs. Boards are connected to it with real modules of display/board and a
 * voice that takes time on its clock; every connection can be cut, and every answer lost.
 */
import { Hero } from '../../display/board/hero.js';
import { picture, stageOf, todays } from '../../display/board/picture.js';
import { Speaker } from '../../display/board/speaker.js';
import { Witness } from '../../display/board/witness.js';

/** Lets every promise that can go on do so. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

const START_WITHIN = 20_000;
const END_WITHIN = 15_000;
/** Length of an announcement. */
export const SPEAKS = 6_000;
const MORNING = Date.parse('2026-11-24T08:00:00+08:00');

export class FakeOffice {
  now = MORNING;
  /** @type {{at: number, run: () => void}[]} */
  timers = [];
  /** Pages that live. @type {FakeBoard[]} */
  boards = [];
  /** Every page there ever was. @type {FakeBoard[]} */
  pages = [];
  calls = [];
  lokets = [1, 2, 4, 5].map((id) => ({ id, name: `Nama ${id}`, desk: 'open', reason: null, number: null, stage: null }));
  /** Acts that arrived, in order: `speak 1`. */
  acts = [];
  refused = 0;
  /** Whether calls are read in English too. */
  english = false;
  #settledAt = 0;

  /** A loket calls a number. */
  call(number, loket) {
    const nth = this.calls.filter((call) => call.number === number && call.loket === loket).length + 1;
    for (const old of this.calls) if (old.number === number && old.voice === 'waiting') old.voice = 'silent';
    const call = { id: this.calls.length + 1, number, loket, nth, at: this.now, voice: 'waiting', page: null, shown: false };
    this.calls.push(call);
    Object.assign(this.#loket(loket), { number, stage: 'called' });
    this.tell();
    return call;
  }

  /** The person stands at the loket. */
  present(loket) {
    const desk = this.#loket(loket);
    desk.stage = 'serving';
    for (const call of this.calls) if (call.number === desk.number && call.voice === 'waiting') call.voice = 'silent';
    this.tell();
  }

  #loket(id) {
    return this.lokets.find((loket) => loket.id === id);
  }

  inTurn() {
    const pending = this.calls.filter((call) => call.voice === 'waiting' || call.voice === 'speaking');
    const speaking = pending.find((call) => call.voice === 'speaking');
    return speaking ?? pending.sort((a, b) => (a.nth > 1) - (b.nth > 1) || a.id - b.id)[0];
  }

  view() {
    const pending = this.calls.filter((call) => ['waiting', 'speaking'].includes(call.voice));
    const turn = this.inTurn();
    const newest = [...this.calls].reverse();
    const listed = newest.slice(0, 8);
    if (turn && !listed.includes(turn)) listed.push(turn);
    return structuredClone({
      office: { name: 'Kantor', short: 'K', government: 'P', zone: 'WITA', offset: 28_800 },
      standing: { code: 'open', holiday: null, until: MORNING + 8 * 3_600_000 },
      lokets: this.lokets, calls: listed, turn: turn?.id ?? null, unspoken: pending.length,
      waiting: [], missed: [], english: this.english, recordings: '', well: true,
      paused: null,
      arrangement: { layout: 'full', lines: [], film_sound: false },
    });
  }

  /** @param {number} id @param {string} what @param {string} page */
  act(id, what, page) {
    this.acts.push(`${what} ${id}`);
    const call = this.calls.find((one) => one.id === id);
    const no = () => {
      this.refused += 1;
      return { ok: false, status: 409 };
    };
    if (what === 'shown') call.shown = true;
    if (what === 'speak') {
      if (call.voice !== 'waiting' || this.inTurn() !== call) return no();
      Object.assign(call, { voice: 'speaking', page, since: this.now });
    }
    if (what === 'spoken') {
      if (call.voice !== 'speaking' || call.page !== page) return no();
      call.voice = 'spoken';
      this.#settledAt = this.now;
    }
    this.tell();
    return { ok: true, status: 200 };
  }

  /** Gives up the call in turn if nobody begins or ends it in time. */
  #giveUp() {
    const call = this.inTurn();
    if (!call) return;
    const late = call.voice === 'speaking' ? this.now - call.since >= END_WITHIN : this.now - Math.max(call.at, this.#settledAt) >= START_WITHIN;
    if (!late) return;
    call.voice = 'silent';
    this.#settledAt = this.now;
    this.tell();
  }

  tell() {
    for (const board of this.boards) if (board.connected) board.hear(this.view());
  }

  later(run, after) {
    this.timers.push({ at: this.now + after, run });
  }

  /** Moves time, in steps of the boards' own tick. */
  async advance(ms) {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const step = Math.min(end, this.now + 500);
      const due = this.timers.filter((timer) => timer.at <= step).sort((a, b) => a.at - b.at)[0];
      this.now = due ? due.at : step;
      if (due) {
        this.timers = this.timers.filter((timer) => timer !== due);
        due.run();
      } else {
        this.#giveUp();
        for (const board of this.boards) board.tick();
        if (this.now >= end) break;
      }
    }
    await settle();
  }

  /** Everything that could be heard, of all pages. */
  heard() {
    return this.pages.flatMap((board) => board.heard).sort((a, b) => a.from - b.from);
  }
}

export class FakeBoard {
  static pages = 0;
  connected = true;
  sound = 'running';
  /** Each announcement: its clips, from and to. */
  heard = [];
  /** What the hero showed: number and since when. */
  heroes = [];
  /** The next answers that are lost: `before` the office has heard, or `after`. */
  lose = [];
  /** The next announcement fails. */
  fails = false;
  hidden = false;
  /** Whether the English clips are loaded. */
  english = true;
  #stop = () => {};

  /** @param {FakeOffice} office */
  constructor(office) {
    this.office = office;
    this.page = String(9_000_000_000_000_000 + FakeBoard.pages++);
    const post = (id, what) => this.#post(id, what);
    const voice = { state: () => this.sound, say: (clips) => this.#say(clips), has: () => this.english, stop: () => this.#stop() };
    this.speaker = new Speaker({ page: this.page, post, voice, clock: () => office.now });
    this.witness = new Witness({ post: (id) => post(id, 'shown'), painted: async (call) => !this.hidden && this.#stands(call) });
    this.hero = new Hero();
    office.boards.push(this);
    office.pages.push(this);
    this.hear(office.view());
  }

  async #post(id, what) {
    await settle();
    if (!this.connected) return { ok: false, status: 0 };
    const lost = this.lose.shift();
    if (lost === 'before') return { ok: false, status: 0 };
    const answer = this.office.act(id, what, this.page);
    return lost === 'after' ? { ok: false, status: 0 } : answer;
  }

  #say(clips) {
    const sound = { clips, from: this.office.now, to: this.office.now + SPEAKS, cut: false };
    if (this.fails || !this.office.boards.includes(this)) return Promise.resolve({ spoken: false });
    this.heard.push(sound);
    return new Promise((resolve) => {
      this.#stop = () => {
        if (this.office.now >= sound.to) return;
        Object.assign(sound, { to: this.office.now, cut: true });
        resolve({ spoken: false });
      };
      this.office.later(() => resolve({ spoken: !sound.cut }), SPEAKS);
    });
  }

  /** The page is loaded anew: another number, nothing remembered, the sound ends at once. */
  reload() {
    this.close();
    return new FakeBoard(this.office);
  }

  close() {
    this.connected = false;
    this.sound = 'broken';
    this.#stop();
    this.office.boards = this.office.boards.filter((board) => board !== this);
  }

  reconnect() {
    this.connected = true;
    this.hear(this.office.view());
  }

  hear(view) {
    this.view = view;
    const { now } = this.office;
    this.hero.see(todays(view, now), view.lokets, (call) => now - call.at, now);
    this.#look();
    this.speaker.see(view);
  }

  tick() {
    this.hero.pass(this.office.now);
    this.#look();
  }

  #look() {
    const shown = this.hero.shown();
    const last = this.heroes.at(-1);
    if (shown && shown.pulse !== last?.pulse) this.heroes.push({ number: shown.call.number, pulse: shown.pulse, at: this.office.now });
    this.picture = picture(this.view, shown, this.office.now);
    this.witness.see(this.view.calls);
  }

  #stands(call) {
    return stageOf(call, this.view.lokets) !== 'over' || this.picture.hero.call?.number === call.number;
  }
}
