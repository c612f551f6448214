/**
 * Boards speaking for a fake office: each call at most once, in order, never two at once.
 *
 * Contents: one board; refusals and losses; reloads and lost connections; two boards; anything at any time.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clipsOf } from '../../display/board/speaker.js';
import { FakeBoard, FakeOffice, SPEAKS } from './fake-office.js';

const A1 = ['huruf-a', 'nol', 'nol', 'satu'];

/** The ticket of what was said, from its clips. */
function spokenNumber({ clips }) {
  const digits = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
  const letter = clips.findIndex((clip) => clip.startsWith('huruf-'));
  const number = clips.slice(letter + 1, letter + 4).map((clip) => digits.indexOf(clip)).join('');
  return `${clips[letter].slice(-1).toUpperCase()}-${number}`;
}

const numbers = (office) => office.heard().map(spokenNumber);

function assertOneVoice(office) {
  const heard = office.heard();
  heard.slice(1).forEach((sound, i) => {
    assert.ok(sound.from >= heard[i].to, `${spokenNumber(sound)} begins while ${spokenNumber(heard[i])} is spoken`);
  });
}

describe('one board', () => {
  test('a call is shown and spoken, and the office hears of both', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    const call = office.call('A-001', 2);
    await office.advance(10_000);
    assert.deepEqual(office.heard()[0].clips, ['chime', 'nomor-antrean', ...A1, 'silakan-menuju', 'loket', 'dua']);
    assert.equal(call.voice, 'spoken');
    assert.deepEqual(office.acts, ['speak 1', 'shown 1', 'spoken 1']);
  });

  test('calls are spoken in their order, recalls behind first calls', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(SPEAKS + 1000);
    office.call('A-001', 2);
    office.call('C-001', 4);
    office.call('D-001', 5);
    await office.advance(30_000);
    // Leave for the recall was asked for, and refused since the others came first; its turn comes all the same.
    assert.equal(office.refused, 1);
    assert.deepEqual(numbers(office), ['A-001', 'C-001', 'D-001', 'A-001']);
    assert.ok(office.heard()[3].clips.includes('panggilan-ulang'));
    assertOneVoice(office);
  });

  test('from three waiting on the short form is spoken', () => {
    const call = { id: 1, number: 'A-012', loket: 2, nth: 1, at: 0, voice: 'waiting', page: null, shown: false };
    assert.ok(clipsOf(call, 2).includes('nomor-antrean'));
    assert.ok(!clipsOf(call, 3).includes('nomor-antrean'));
    assert.ok(clipsOf({ ...call, nth: 2 }, 1).includes('panggilan-ulang'));
  });

  test('a number outside the grammar stays silent, and the office goes on', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    const odd = office.call('a-1', 2);
    office.call('C-001', 4);
    await office.advance(40_000);
    assert.equal(odd.voice, 'silent');
    assert.ok(!office.acts.includes('speak 1'));
    assert.deepEqual(numbers(office), ['C-001']);
  });

  test('a person who came before the turn is not called', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    office.call('A-001', 2);
    office.call('C-001', 4);
    await office.advance(1000);
    office.present(4);
    await office.advance(20_000);
    assert.deepEqual(numbers(office), ['A-001']);
  });

  test('without sound it asks for nothing, and speaks what waits once the sound runs', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.sound = 'blocked';
    office.call('A-001', 2);
    await office.advance(5000);
    assert.deepEqual(office.acts, ['shown 1']);
    board.sound = 'running';
    board.speaker.look();
    await office.advance(10_000);
    assert.deepEqual(numbers(office), ['A-001']);
  });

  test('what failed is not tried again, and the next one is spoken', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.fails = true;
    const first = office.call('A-001', 2);
    await office.advance(1000);
    board.fails = false;
    const second = office.call('C-001', 4);
    await office.advance(40_000);
    assert.equal(first.voice, 'silent');
    assert.equal(second.voice, 'spoken');
    assert.deepEqual(numbers(office), ['C-001']);
    assert.equal(office.acts.filter((act) => act === 'speak 1').length, 1);
  });
});

describe('refusals and losses', () => {
  test('leave whose answer was lost is found in the view, and used once', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.lose = ['after'];
    office.call('A-001', 2);
    await office.advance(10_000);
    assert.deepEqual(numbers(office), ['A-001']);
    assert.equal(office.calls[0].voice, 'spoken');
  });

  test('a question that was lost is asked again with the next view', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.lose = ['before', 'before'];
    office.call('A-001', 2);
    await office.advance(3000);
    office.call('C-001', 4);
    await office.advance(20_000);
    assert.deepEqual(numbers(office), ['A-001', 'C-001']);
    assert.deepEqual(office.calls.map((call) => call.shown), [true, true]);
  });

  test('leave that comes too late is not used', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.lose = ['after'];
    // The view that tells of it is lost as well, for longer than an announcement may wait.
    const hear = board.hear.bind(board);
    office.call('A-001', 2);
    board.hear = () => {};
    await office.advance(7000);
    board.hear = hear;
    board.reconnect();
    await office.advance(20_000);
    assert.deepEqual(numbers(office), []);
    assert.equal(office.calls[0].voice, 'silent');
  });

  test('a call that is refused again and again is left alone', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    const act = office.act.bind(office);
    office.act = (id, what, page) => (what === 'speak' ? ((office.refused += 1), { ok: false, status: 409 }) : act(id, what, page));
    office.call('A-001', 2);
    for (let i = 0; i < 10; i += 1) {
      office.tell();
      await office.advance(500);
    }
    assert.equal(office.refused, 3);
    assert.deepEqual(board.heard, []);
  });

  test('it falls silent when the office has given its call up', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(2000);
    office.calls[0].voice = 'silent';
    office.tell();
    await office.advance(1000);
    assert.ok(board.heard[0].cut);
    assert.ok(!office.acts.includes('spoken 1'));
  });
});

describe('reloads and lost connections', () => {
  test('a reloaded page does not speak what another one began', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(2000);
    board.reload();
    office.call('C-001', 4);
    await office.advance(60_000);
    assert.deepEqual(numbers(office), ['A-001', 'C-001']);
    assert.deepEqual(office.calls.map((call) => call.voice), ['silent', 'spoken']);
    assertOneVoice(office);
  });

  test('a call of the time without connection is spoken afterwards, once, and shown', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    board.connected = false;
    office.call('A-001', 2);
    await office.advance(5000);
    assert.deepEqual(office.acts, []);
    board.reconnect();
    await office.advance(10_000);
    assert.deepEqual(numbers(office), ['A-001']);
    assert.equal(office.calls[0].shown, true);
  });

  test('a connection that breaks while it speaks does not make it speak again', async () => {
    const office = new FakeOffice();
    const board = new FakeBoard(office);
    office.call('A-001', 2);
    await office.advance(1000);
    board.connected = false;
    await office.advance(8000);
    board.reconnect();
    await office.advance(20_000);
    assert.deepEqual(numbers(office), ['A-001']);
    assert.equal(office.acts.filter((act) => act === 'speak 1').length, 1);
  });
});

describe('two boards', () => {
  test('each call is spoken by one of them', async () => {
    const office = new FakeOffice();
    new FakeBoard(office);
    new FakeBoard(office);
    for (const [number, loket] of [['A-001', 2], ['C-001', 4], ['D-001', 5], ['E-001', 1]]) office.call(number, loket);
    await office.advance(60_000);
    assert.deepEqual(numbers(office), ['A-001', 'C-001', 'D-001', 'E-001']);
    assert.deepEqual(office.calls.map((call) => call.voice), Array(4).fill('spoken'));
    assertOneVoice(office);
  });

  test('when one goes in the middle of a word the other speaks the next call', async () => {
    const office = new FakeOffice();
    const first = new FakeBoard(office);
    const second = new FakeBoard(office);
    office.call('A-001', 2);
    office.call('C-001', 4);
    await office.advance(1000);
    const speaker = first.heard.length > 0 ? first : second;
    speaker.close();
    await office.advance(40_000);
    assert.deepEqual((speaker === first ? second : first).heard.map(spokenNumber), ['C-001']);
    assert.deepEqual(office.calls.map((call) => call.voice), ['silent', 'spoken']);
  });
});

describe('anything at any time', () => {
  /** A small generator, so that a failure can be run again. */
  function numbersFrom(seed) {
    let state = seed;
    return (below) => {
      state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
      return Math.floor((state / 4_294_967_296) * below);
    };
  }

  for (let seed = 1; seed <= 40; seed += 1) {
    test(`story ${seed}`, async () => {
      const random = numbersFrom(seed);
      const office = new FakeOffice();
      const boards = [new FakeBoard(office), new FakeBoard(office)];
      for (let step = 0; step < 60; step += 1) {
        const at = random(boards.length);
        const board = boards[at];
        const loket = [1, 2, 4, 5][random(4)];
        const what = random(9);
        if (what <= 2) office.call(`A-${String(random(20)).padStart(3, '0')}`, loket);
        if (what === 3) office.present(loket);
        if (what === 4) board.connected ? (board.connected = false) : board.reconnect();
        if (what === 5) board.lose.push(['before', 'after', ''][random(3)]);
        if (what === 6) boards[at] = board.reload();
        if (what === 7) board.fails = !board.fails;
        await office.advance(random(9000));
      }
      assertOneVoice(office);
      const begun = office.acts.filter((act) => act.startsWith('speak'));
      assert.ok(office.heard().length <= begun.length, 'nothing is spoken without leave');
      for (const number of new Set(numbers(office))) {
        const spoken = numbers(office).filter((one) => one === number).length;
        const called = office.calls.filter((call) => call.number === number).length;
        assert.ok(spoken <= called, `${number} was called ${called} times and spoken ${spoken} times`);
      }
    });
  }
});
