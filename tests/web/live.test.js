/**
 * Following a topic: the connection is lost and found, a gap is asked about, and a new version of the office loads the
 * screen anew. Time, sockets and chance are the test's.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { follow, PAUSE, SILENCE } from '../../display/shared/live.js';

/** What a screen lives in: timers that run when they are told to, and sockets that say what they are told to. */
class Surroundings {
  time = 1_000_000;
  chance = 0.5;
  /** @type {{ at: number, run: () => void }[]} */
  timers = [];
  /** @type {FakeSocket[]} */
  sockets = [];
  reloads = 0;
  /** Whether the page would still be given to us, or "away" when nobody answers. */
  admission = true;
  admissions = 0;

  clock = () => this.time;
  random = () => this.chance;
  later = (run, after) => {
    const timer = { at: this.time + after, run };
    this.timers.push(timer);
    return timer;
  };
  cancel = (timer) => {
    this.timers = this.timers.filter((one) => one !== timer);
  };
  reload = () => void (this.reloads += 1);
  admitted = async () => {
    this.admissions += 1;
    if (this.admission === 'away') throw new TypeError('nobody answers');
    return this.admission;
  };
  open = (path) => {
    const socket = new FakeSocket(path);
    this.sockets.push(socket);
    return socket;
  };

  /** Lets time pass, with everything that falls due in it, in order. */
  pass(milliseconds) {
    const until = this.time + milliseconds;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.cancel(due);
      this.time = due.at;
      due.run();
    }
    this.time = until;
  }
}

class FakeSocket {
  readyState = 0;
  said = [];
  /** What it says of itself as it connects. */
  pages = [];

  constructor(path) {
    this.path = path;
  }

  opens() {
    this.readyState = 1;
    this.onopen?.();
  }

  says(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  send(text) {
    const word = JSON.parse(text);
    (word.t === 'page' ? this.pages : this.said).push(word);
  }

  /** The screen lets it go; as in a browser, its end is told later. */
  close() {
    this.readyState = 3;
    queueMicrotask(() => this.onclose?.());
  }

  /** The line breaks. */
  breaks() {
    this.readyState = 3;
    this.onclose?.();
  }
}

/** A screen of build "one" that is connected and has its first view. */
function screen(more = {}) {
  const around = new Surroundings();
  const told = { views: [], connections: [] };
  const live = follow('/live/papan/utama', {
    build: 'one',
    onView: (view, changed) => told.views.push([structuredClone(view), [...changed].sort()]),
    onConnection: (connection, since) => told.connections.push([connection, since]),
    surroundings: around,
    ...more,
  });
  return { around, told, live };
}

const full = (rev, view, more = {}) => ({ t: 'full', rev, view, seq: 7, now: 5_000_000, build: 'one', ...more });
const patch = (was, rev, set, more = {}) => ({ t: 'patch', was, rev, set, seq: 8, now: 5_000_100, ...more });
const beat = (more = {}) => ({ t: 'beat', seq: 8, now: 5_000_200, build: 'one', ...more });

function connected(more) {
  const { around, told, live } = screen(more);
  const [socket] = around.sockets;
  socket.opens();
  socket.says(full(1, { calls: [], zone: 'utama' }));
  return { around, told, live, socket };
}

describe('a screen that is connected', () => {
  test('shows the whole view, then what changed, by the time of the office', () => {
    const { told, live, socket, around } = connected();
    assert.equal(socket.path, '/live/papan/utama');
    socket.says(patch(1, 2, { calls: ['A-001'] }));
    assert.deepEqual(told.views, [
      [{ calls: [], zone: 'utama' }, ['calls', 'zone']],
      [{ calls: ['A-001'], zone: 'utama' }, ['calls']],
    ]);
    assert.deepEqual(told.connections.map(([connection]) => connection), ['live']);
    assert.equal(live.seq(), 8);
    around.pass(250);
    assert.equal(live.now(), 5_000_350);
    assert.deepEqual(socket.said, []);
  });

  test('a patch that does not fit is not shown; the whole view is asked for and shown', () => {
    const { told, socket, live } = connected();
    socket.says(patch(2, 3, { calls: ['A-002'] }));
    assert.deepEqual(socket.said, [{ t: 'ask' }]);
    assert.equal(told.views.length, 1, 'a gap is never guessed over');
    socket.says(patch(3, 4, { calls: ['A-003'] }));
    assert.equal(told.views.length, 1);
    socket.says(full(4, { calls: ['A-003'] }));
    assert.deepEqual(told.views.at(-1), [{ calls: ['A-003'] }, ['calls', 'zone']], 'what is gone has changed as well');
    socket.says(patch(4, 5, { calls: ['A-004'] }));
    assert.deepEqual(live.view(), { calls: ['A-004'] });
  });

  test('says that it is there, also to an office that has nothing to say', () => {
    const { around, socket } = connected();
    for (let seconds = 0; seconds < 32; seconds += 4) {
      around.pass(4_000);
      socket.says(beat());
    }
    assert.deepEqual(socket.said, Array(4).fill({ t: 'beat' }));
    assert.equal(around.sockets.length, 1, 'a heartbeat keeps the connection');
  });
});

describe('a connection that is lost', () => {
  test('shows at once when it ends, keeps the last picture, and comes back after a pause', () => {
    const { around, told, live, socket } = connected();
    around.pass(3_000);
    socket.breaks();
    assert.deepEqual(told.connections.at(-1), ['lost', 5_000_000], 'since the last word, by the time of the office');
    assert.deepEqual(live.view(), { calls: [], zone: 'utama' });
    around.pass(PAUSE.least);
    const second = around.sockets[1];
    assert.ok(second, 'tried again');
    second.opens();
    assert.equal(told.connections.at(-1)[0], 'lost', 'an open line without a word is no connection yet');
    // What it had belongs to another connection: nothing fits until the whole view has come.
    second.says(patch(1, 2, { calls: ['A-009'] }));
    assert.deepEqual(second.said, [{ t: 'ask' }]);
    second.says(full(1, { calls: ['A-005'], zone: 'utama' }));
    assert.equal(told.connections.at(-1)[0], 'live');
    assert.deepEqual(told.views.at(-1)[0].calls, ['A-005']);
  });

  test('is noticed by silence, and the old socket says nothing any more', async () => {
    const { around, told, socket } = connected();
    around.pass(SILENCE - 1);
    assert.equal(told.connections.length, 1);
    around.pass(1);
    assert.deepEqual(told.connections.at(-1), ['lost', 5_000_000]);
    assert.equal(socket.readyState, 3, 'what has gone quiet is let go');
    await new Promise(setImmediate);
    around.pass(PAUSE.least);
    around.sockets[1].opens();
    around.sockets[1].says(full(9, { calls: ['B-001'] }));
    socket.says(full(99, { calls: ['of the past'] }));
    assert.deepEqual(told.views.at(-1)[0].calls, ['B-001']);
  });

  test('is tried again ever more rarely, never all screens at one moment, and at once as often after a success', () => {
    const { around, socket } = connected();
    around.chance = 1;
    around.admission = 'away';
    socket.breaks();
    const pauses = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const before = around.time;
      const sockets = around.sockets.length;
      while (around.sockets.length === sockets) around.pass(100);
      pauses.push(around.time - before);
      // It opens and ends without a word.
      around.sockets.at(-1).opens();
      around.sockets.at(-1).breaks();
    }
    assert.deepEqual(pauses, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    around.pass(PAUSE.most);
    around.sockets.at(-1).opens();
    around.sockets.at(-1).says(full(1, {}));
    const sockets = around.sockets.length;
    around.chance = 0;
    around.sockets.at(-1).breaks();
    around.pass(PAUSE.least);
    assert.equal(around.sockets.length, sockets + 1);
  });

  test('a socket that is refused asks whether this page is still ours, and reloads when it is not', async () => {
    for (const [admission, reloads] of [[true, 0], ['away', 0], [false, 1]]) {
      const { around } = screen();
      around.admission = admission;
      around.sockets[0].breaks();
      await new Promise(setImmediate);
      assert.deepEqual([around.admissions, around.reloads], [1, reloads], String(admission));
      around.pass(PAUSE.least);
      assert.equal(around.sockets.length, 2, 'it is tried again anyway');
    }
  });

  test('a screen that is closed comes back no more', () => {
    const { around, live, socket } = connected();
    live.close();
    assert.equal(socket.readyState, 3);
    around.pass(60_000);
    assert.deepEqual([around.sockets.length, around.timers.length], [1, 0]);
  });
});

describe('a new version of the office', () => {
  test('loads the screen anew, whichever message tells of it, and shows nothing of the other version', () => {
    for (const message of [full(2, { calls: ['new'] }, { build: 'two' }), beat({ build: 'two' })]) {
      const { around, told, socket } = connected();
      socket.says(message);
      assert.equal(around.reloads, 1, message.t);
      assert.equal(told.views.length, 1, 'a view of another version is not for this page');
    }
  });

  test('is met when the office comes back after it was replaced', () => {
    const { around, socket } = connected();
    socket.breaks();
    around.pass(PAUSE.least);
    around.sockets[1].opens();
    assert.equal(around.reloads, 0);
    around.sockets[1].says(full(1, { calls: [] }, { build: 'two' }));
    assert.equal(around.reloads, 1);
  });

  test('the same version, or a message that tells none, loads nothing', () => {
    const { around, socket } = connected();
    socket.says(beat());
    socket.says(patch(1, 2, { calls: ['A-001'] }));
    assert.equal(around.reloads, 0);
  });
});

describe('what a screen says', () => {
  test('its build and its greetings at each connecting, and nothing into a line that is not open', () => {
    const { around, live, socket } = connected({ greetings: () => [{ t: 'sound', state: 'running' }] });
    assert.deepEqual(socket.said, [{ t: 'sound', state: 'running' }]);
    socket.breaks();
    live.say({ t: 'beat' });
    assert.equal(socket.said.length, 1);
    around.pass(PAUSE.least);
    around.sockets[1].opens();
    assert.deepEqual(around.sockets[1].said, [{ t: 'sound', state: 'running' }]);
    for (const one of around.sockets) assert.deepEqual(one.pages, [{ t: 'page', build: 'one' }]);
  });

  test('a trial is handed on with its number', () => {
    const trials = [];
    const { socket } = connected({ onTry: (trial) => trials.push(trial) });
    socket.says({ t: 'try', id: 3, seq: 8, now: 5_000_300 });
    assert.deepEqual(trials, [3]);
  });
});
