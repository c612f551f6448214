// @ts-check
/**
 * Following a topic over a WebSocket, for every live screen.
 *
 * The office sends the whole view once, and after that the sections that changed, each message with the number of
 * its revision. A message that does not fit the last one makes this ask for the whole view, so a screen never
 * guesses. It hears a heartbeat every 5 s; after 12 s of silence it says so and goes on showing the last good
 * picture. It comes back with a random pause, so that a hundred boards do not come at once, and loads itself anew
 * when the server has become another version.
 */

/** Silence after which a screen says that it is cut off, in milliseconds. */
export const SILENCE = 12_000;
/** Least and longest pause before trying again, in milliseconds. */
export const PAUSE = { least: 500, most: 15_000 };
/** A page that has just loaded itself anew does not do so again within this time, in milliseconds. */
const RELOAD_REST = 20_000;
/** How often this screen says that it is there, in milliseconds. */
const BEAT = 8_000;

/**
 * @typedef {"connecting" | "live" | "lost"} Connection
 *
 * @typedef {object} Options
 * @property {string} build this page's own build
 * @property {(view: any, changed: Set<string>) => void} onView called with the whole view and the names of the
 *   sections that changed since the last call
 * @property {(connection: Connection, since: number) => void} [onConnection] `since` in server time
 * @property {(trial: number) => void} [onTry] the office asks a board to sound
 * @property {() => object[]} [greetings] messages to send after each connecting
 * @property {Surroundings} [surroundings] what tests replace
 *
 * @typedef {object} Surroundings
 * @property {(path: string) => WebSocket} open
 * @property {() => number} clock
 * @property {(run: () => void, after: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random
 * @property {() => void} reload
 * @property {() => Promise<boolean>} admitted whether this page would still be given to us
 *
 * @typedef {object} Live
 * @property {() => any} view the last view, or undefined
 * @property {() => number} now server time in milliseconds
 * @property {() => number} seq position in the journal
 * @property {(message: object) => void} say
 * @property {() => void} close
 */

/** A reload that was put off. @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @type {Surroundings} */
const browser = {
  open: (path) => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(`${scheme}//${location.host}${path}`);
  },
  clock: () => Date.now(),
  later: (run, after) => setTimeout(run, after),
  cancel: (timer) => clearTimeout(timer),
  random: () => Math.random(),
  reload: () => {
    const rest = Number(sessionStorage.getItem("reloaded") ?? 0) + RELOAD_REST - Date.now();
    const now = () => {
      sessionStorage.setItem("reloaded", String(Date.now()));
      location.reload();
    };
    if (rest <= 0) return now();
    // Settings may change twice in a short while: it is put off and not given up. A clock that stepped back makes it no longer.
    waiting ??= setTimeout(now, Math.min(rest, RELOAD_REST));
  },
  admitted: async () => {
    const answer = await fetch(location.pathname, { redirect: "manual", headers: { accept: "text/html" } });
    return answer.ok;
  },
};

/**
 * Follows the topic at `path` for as long as the page lives.
 * @param {string} path
 * @param {Options} options
 * @returns {Live}
 */
export function follow(path, options) {
  const { open, clock, later, cancel, random, reload, admitted } = options.surroundings ?? browser;
  /** @type {WebSocket | undefined} */
  let socket;
  /** @type {any} */
  let view;
  let revision = 0;
  let seq = 0;
  let skew = 0;
  let failures = 0;
  let closed = false;
  let heard = clock();
  /** @type {Connection} */
  let connection = "connecting";
  /** @type {any} */
  let silence;
  /** @type {any} */
  let beat;
  /** @type {any} */
  let retry;

  /** @param {Connection} next */
  function become(next) {
    if (next === connection) return;
    connection = next;
    options.onConnection?.(next, heard + skew);
  }

  function expectWord() {
    cancel(silence);
    silence = later(() => {
      become("lost");
      // A socket that has gone quiet is not worth keeping, whatever the network says of it.
      socket?.close();
      again();
    }, SILENCE);
  }

  function connect() {
    if (closed) return;
    let opened = false;
    const mine = open(path);
    socket = mine;
    // A way that swallows everything neither opens nor closes a socket for minutes.
    expectWord();
    mine.onopen = () => {
      opened = true;
      revision = 0;
      say({ t: "page", build: options.build });
      for (const greeting of options.greetings?.() ?? []) say(greeting);
    };
    mine.onmessage = (event) => {
      if (socket === mine) hear(String(event.data));
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      cancel(silence);
      become("lost");
      if (opened) again();
      else void whetherAdmitted();
    };
  }

  /** A socket that is refused before it opens may mean that the sign-in has ended. */
  async function whetherAdmitted() {
    try {
      if (!(await admitted())) reload();
    } catch {
      // The server is away; it is tried again anyway.
    }
    again();
  }

  function again() {
    if (closed) return;
    socket = undefined;
    cancel(silence);
    cancel(retry);
    const most = Math.min(PAUSE.most, PAUSE.least * 2 ** failures);
    failures += 1;
    retry = later(connect, PAUSE.least + random() * (most - PAUSE.least));
  }

  /** @param {string} text */
  function hear(text) {
    const message = JSON.parse(text);
    heard = clock();
    skew = message.now - heard;
    seq = message.seq;
    expectWord();
    if (message.build && message.build !== options.build) {
      reload();
      return;
    }
    if (message.t === "full") {
      const changed = new Set([...Object.keys(view ?? {}), ...Object.keys(message.view)]);
      view = message.view;
      revision = message.rev;
      failures = 0;
      become("live");
      options.onView(view, changed);
    } else if (message.t === "patch") {
      if (message.was !== revision || !view) {
        say({ t: "ask" });
        return;
      }
      view = { ...view, ...message.set };
      revision = message.rev;
      become("live");
      options.onView(view, new Set(Object.keys(message.set)));
    } else if (message.t === "try") {
      options.onTry?.(message.id);
    } else if (revision > 0) {
      become("live");
    }
  }

  /** @param {object} message */
  function say(message) {
    if (socket?.readyState === 1) socket.send(JSON.stringify(message));
  }

  function keepBeating() {
    beat = later(() => {
      say({ t: "beat" });
      keepBeating();
    }, BEAT);
  }

  connect();
  keepBeating();
  return {
    view: () => view,
    now: () => clock() + skew,
    seq: () => seq,
    say,
    close: () => {
      closed = true;
      for (const timer of [silence, beat, retry]) cancel(timer);
      socket?.close();
    },
  };
}
