/**
 * A sound device, a server and a clock for tests of the voice: stateful, without sound and without waiting.
 *
 * The device plays what was placed on it while its clock runs, and remembers what could be heard and when. It can stand still
 * (`stalled`: accepts sound, plays none), be suspended, and refuse to run without a tap, as Chromium does.
 */

/** Lets every promise that can go on do so. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export class FakeWorld {
  now = 0;
  /** @type {{at: number, run: () => void}[]} */
  timers = [];
  /** @type {FakeContext[]} */
  devices = [];
  /** @type {string[]} */
  warnings = [];
  /** Addresses fetched, in order. @type {string[]} */
  fetched = [];
  /** Names of files the server cannot give now. @type {Set<string>} */
  gone = new Set();
  /** Names of files that never answer. @type {Set<string>} */
  hanging = new Set();

  /** The office's own recordings as the server lists them: hash by clip. @type {Record<string, string>} */
  own = {};
  /** Manifests of other languages, by address. @type {Record<string, object>} */
  more = {};

  /** @param {object} manifest */
  constructor(manifest) {
    this.manifest = manifest;
  }

  /** What createVoice takes as its surroundings. */
  surroundings() {
    return {
      fetch: (url, init) => this.#serve(url, init),
      setTimeout: (run, ms) => {
        const timer = { at: this.now + ms / 1000, run };
        this.timers.push(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
      warn: (message) => this.warnings.push(message),
    };
  }

  async #serve(url, { signal }) {
    const name = url.split('/').pop();
    this.fetched.push(name);
    if (this.hanging.has(name)) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    }
    if (this.gone.has(name)) return { ok: false, status: 503 };
    if (url.endsWith('/api/voice')) return { ok: true, status: 200, json: async () => this.#listed() };
    const hash = /\/voice\/(h[0-9]+)\//.exec(url)?.[1];
    if (hash && this.own[name] !== hash) return { ok: false, status: 404 };
    const bytes = { file: name, hash };
    return { ok: true, status: 200, json: async () => structuredClone(this.more[url] ?? this.manifest), arrayBuffer: async () => bytes };
  }

  #listed() {
    const clips = Object.keys(this.manifest.clips).map((name) => {
      const hash = this.own[name];
      return [name, { own: hash ? { file: `/voice/${hash}/${name}` } : null }];
    });
    return { revision: 'any', clips: Object.fromEntries(clips) };
  }

  /**
   * A device whose bytes decode by the manifest.
   * @param {'running' | 'suspended'} state
   */
  device(state = 'running') {
    const device = new FakeContext(this, state);
    this.devices.push(device);
    return device;
  }

  /** Moves time; timers fire and sounds end in their order. */
  async advance(seconds) {
    const end = this.now + seconds;
    await settle();
    for (;;) {
      const timer = this.timers.reduce((first, next) => (!first || next.at < first.at ? next : first), null);
      const sound = this.devices.map((device) => device.nextEnd()).reduce((a, b) => (a && (!b || a.at <= b.at) ? a : b), null);
      const next = [timer, sound].filter((event) => event && event.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#moveTo(Math.max(next.at, this.now));
      if (next === timer) this.timers = this.timers.filter((other) => other !== timer);
      next.run();
      await settle();
    }
    this.#moveTo(end);
    await settle();
  }

  #moveTo(when) {
    for (const device of this.devices) device.pass(when - this.now);
    this.now = when;
  }
}

export class FakeContext extends EventTarget {
  currentTime = 0;
  sampleRate = 48000;
  destination = { name: 'destination' };
  /** Accepts sound and never plays it. */
  stalled = false;
  /** Set by a tap: without it resume() stays unanswered. */
  mayResume = true;
  resumes = 0;
  /** @type {FakeSource[]} every source ever placed */
  sources = [];

  constructor(world, state) {
    super();
    this.world = world;
    this.state = state;
  }

  enter(state) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  resume() {
    this.resumes += 1;
    if (!this.mayResume) return new Promise(() => {});
    this.world.timers.push({ at: this.world.now + 0.02, run: () => this.state === 'suspended' && this.enter('running') });
    return Promise.resolve();
  }

  async close() {
    this.enter('closed');
  }

  async decodeAudioData(bytes) {
    if (bytes.hash === 'h666') throw new Error('unable to decode audio data');
    if (bytes.hash) return { name: `${bytes.file} ${bytes.hash}`, duration: 0.5 };
    const manifests = [this.world.manifest, ...Object.values(this.world.more)];
    const [name, clip] = manifests.flatMap(({ clips }) => Object.entries(clips)).find(([, entry]) => entry.file === bytes.file);
    if (clip.broken) throw new Error('unable to decode audio data');
    return { name, duration: clip.seconds };
  }

  createBuffer(channels, length, rate) {
    return { name: '', duration: length / rate };
  }

  createGain() {
    return {
      connectedTo: null,
      gain: { setTargetAtTime() {} },
      connect(to) {
        this.connectedTo = to;
      },
      disconnect() {
        this.connectedTo = null;
      },
    };
  }

  createBufferSource() {
    const source = new FakeSource(this);
    this.sources.push(source);
    return source;
  }

  pass(seconds) {
    if (this.state === 'running' && !this.stalled) this.currentTime += seconds;
  }

  /** The next sound to end, as an event of the world's clock. */
  nextEnd() {
    if (this.state !== 'running' || this.stalled) return null;
    const open = this.sources.filter((source) => source.begin !== null && !source.done);
    const first = open.reduce((a, b) => (!a || b.end < a.end ? b : a), null);
    return first && { at: this.world.now + Math.max(0, first.end - this.currentTime), run: () => first.finish() };
  }

  /** What could be heard, in order, markers left out: name, from, to in seconds of this device. */
  heard() {
    return this.sources
      .filter((source) => source.buffer.name && source.begin !== null && source.begin < Math.min(source.end, this.currentTime))
      .map((source) => ({ name: source.buffer.name, from: source.begin, to: Math.min(source.end, this.currentTime) }));
  }
}

class FakeSource {
  buffer = null;
  onended = null;
  begin = null;
  end = Infinity;
  done = false;

  constructor(device) {
    this.device = device;
  }

  connect() {}

  start(when) {
    if (this.begin !== null) throw new Error('a source starts once');
    if (when < this.device.currentTime) throw new Error(`start(${when}) lies in the past`);
    this.begin = when;
    this.end = when + this.buffer.duration;
  }

  stop(when) {
    if (this.begin === null) throw new Error('stop before start');
    if (!this.done) this.end = Math.min(this.end, Math.max(when, this.device.currentTime));
  }

  finish() {
    this.done = true;
    if (this.onended) this.onended(new Event('ended'));
  }
}
