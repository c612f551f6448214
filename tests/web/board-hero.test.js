/**
 * The hero's queue, and which calls a board reports as shown.
 *
 * Contents: one call after another; several at once; loading and coming back; bearing witness.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOLD } from '../../display/board/hero.js';
import { Witness } from '../../display/board/witness.js';
import { FakeBoard, FakeOffice, settle } from './fake-office.js';

const shown = (board) => board.heroes.map((hero) => hero.number);

function assertHeld(board) {
  board.heroes.slice(1).forEach((hero, i) => {
    const last = board.heroes[i];
    if (hero.number !== last.number) assert.ok(hero.at - last.at >= HOLD, `${last.number} stood for ${hero.at - last.at} ms`);
  });
}

describe('one call after another', () => {
  test('a call is in the hero at once, and replaces one that stood long enough', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    assert.deepEqual(shown(board), ['A-001']);
    await office.advance(HOLD);
    office.call('C-001', 4);
    assert.deepEqual(shown(board), ['A-001', 'C-001']);
  });

  test('a recall of the number that stands there pulses again at once', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(2000);
    office.call('A-001', 2);
    assert.deepEqual(shown(board), ['A-001', 'A-001']);
    assert.equal(board.picture.hero.call.nth, 2);
  });

  test('the same picture twice does not pulse', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    office.present(2);
    await office.advance(20_000);
    assert.deepEqual(shown(board), ['A-001']);
    assert.equal(board.picture.hero.call.stage, 'serving');
  });
});

describe('several at once', () => {
  test('each stands for its time, in their order, while the grid shows all at once', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    for (const [number, loket] of [['A-001', 2], ['C-001', 4], ['D-001', 5]]) office.call(number, loket);
    assert.deepEqual(shown(board), ['A-001']);
    assert.deepEqual(board.picture.lokets.map((cell) => cell.number), [null, 'A-001', 'C-001', 'D-001']);
    await office.advance(3 * HOLD);
    assert.deepEqual(shown(board), ['A-001', 'C-001', 'D-001']);
    assertHeld(board);
  });

  test('who came before being shown is left out, except as the last call', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    for (const [number, loket] of [['A-001', 2], ['C-001', 4], ['D-001', 5]]) office.call(number, loket);
    office.present(4);
    office.present(5);
    await office.advance(3 * HOLD);
    assert.deepEqual(shown(board), ['A-001', 'D-001']);
    assert.equal(board.picture.hero.call.stage, 'serving');
  });

  test('a recall takes no place from those who wait', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    office.call('C-001', 4);
    await office.advance(4000);
    office.call('A-001', 2);
    await office.advance(2 * HOLD);
    assert.deepEqual(shown(board), ['A-001', 'C-001', 'A-001']);
    assertHeld(board);
  });

  test('a number called twice while it waits is shown once, as the recall', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    office.call('C-001', 4);
    office.call('C-001', 4);
    await office.advance(3 * HOLD);
    assert.deepEqual(shown(board), ['A-001', 'C-001']);
    assert.equal(board.picture.hero.call.nth, 2);
  });

  test('a storm of calls ends with the last one and holds no more than a few', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    for (let i = 1; i <= 100; i += 1) office.call(`A-${String(i).padStart(3, '0')}`, [1, 2, 4, 5][i % 4]);
    await office.advance(20 * HOLD);
    assert.equal(shown(board).at(-1), 'A-100');
    // The ones whose loket called on are not shown any more.
    assert.ok(board.heroes.length <= 5, shown(board).join());
    assertHeld(board);
  });
});

describe('loading and coming back', () => {
  test('a page that is loaded shows the last call without a pulse, and a fresh one with it', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(60_000);
    const late = board.reload();
    assert.equal(late.hero.shown().call.number, 'A-001');
    assert.equal(late.hero.shown().pulse, 0);
    office.call('C-001', 4);
    await office.advance(HOLD);
    const soon = late.reload();
    assert.deepEqual([soon.hero.shown().call.number, soon.hero.shown().pulse], ['C-001', 1]);
  });

  test('after a lost connection those who are still awaited are shown', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    board.connected = false;
    await office.advance(60_000);
    office.call('A-002', 2);
    office.call('C-001', 4);
    office.present(2);
    office.call('D-001', 5);
    board.reconnect();
    await office.advance(3 * HOLD);
    assert.deepEqual(shown(board), ['A-001', 'C-001', 'D-001']);
  });

  test('another office under the same address begins anew', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    for (let i = 1; i <= 5; i += 1) office.call(`A-00${i}`, 2);
    await office.advance(HOLD);
    office.calls = [];
    office.call('C-001', 4);
    assert.equal(board.hero.shown().call.number, 'C-001');
  });

  test('a new day empties it', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(1000);
    office.now += 86_400_000;
    office.tell();
    assert.equal(board.hero.shown(), undefined);
  });
});

describe('bearing witness', () => {
  const call = (id, more = {}) => ({ id, number: 'A-001', loket: 2, nth: 1, at: id, voice: 'waiting', page: null, shown: false, ...more });

  /** @param {boolean[]} painted @param {number[]} statuses */
  function witnessOf(painted, statuses = []) {
    const told = [];
    const post = async (id) => {
      told.push(id);
      const status = statuses.shift() ?? 200;
      return { ok: status === 200, status };
    };
    return { told, witness: new Witness({ post, painted: async () => painted.shift() ?? true }) };
  }

  test('a call is reported once, however often it is seen', async () => {
    const { told, witness } = witnessOf([]);
    for (let i = 0; i < 5; i += 1) {
      witness.see([call(1)]);
      await settle();
    }
    assert.deepEqual(told, [1]);
  });

  test('what another board has shown is not reported', async () => {
    const { told, witness } = witnessOf([]);
    witness.see([call(1, { shown: true })]);
    await settle();
    assert.deepEqual(told, []);
  });

  test('what was not painted is reported when it is', async () => {
    const { told, witness } = witnessOf([false, false, true]);
    for (let i = 0; i < 5; i += 1) {
      witness.see([call(1)]);
      await settle();
    }
    assert.deepEqual(told, [1]);
  });

  test('a report that did not arrive is made again; one that was refused is not', async () => {
    const { told, witness } = witnessOf([], [0, 503, 507, 404]);
    for (let i = 0; i < 5; i += 1) {
      witness.see([call(1)]);
      await settle();
    }
    assert.deepEqual(told, [1, 1, 1, 1]);
  });

  test('two boards report each call at least once and at most once each', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    new FakeBoard(office);
    office.call('A-001', 2);
    office.call('C-001', 4);
    await office.advance(30_000);
    for (const id of [1, 2]) {
      const times = office.acts.filter((act) => act === `shown ${id}`).length;
      assert.ok(times >= 1 && times <= 2, `shown ${id}: ${times}`);
    }
  });
});
