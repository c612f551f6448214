/**
 * What a board shows when.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isQuiet, picture, recent, shiftAt, stageOf } from '../../display/board/picture.js';
import { shapeOf } from '../../display/board/shapes.js';

const at = (time) => Date.parse(`2026-11-24T${time}+08:00`);
const loket = (id, more = {}) => ({ id, name: `Nama ${id}`, desk: 'closed', reason: null, number: null, stage: null, ...more });
const call = (id, number, on, more = {}) => ({ id, number, loket: on, nth: 1, at: at('10:00'), voice: 'spoken', page: null, shown: true, ...more });

function view(more = {}) {
  return {
    office: { name: 'Kantor', short: 'K', government: 'P', zone: 'WITA', offset: 28_800 },
    standing: { code: 'open', holiday: null, until: at('16:00') },
    lokets: [loket(2), loket(4)], calls: [], turn: null, unspoken: 0, waiting: [], missed: [], paused: null, arrangement: { layout: 'full', lines: [], film_sound: false }, well: true, ...more,
  };
}

const standing = (code, until, holiday = null) => ({ standing: { code, holiday, until } });

describe('the quiet screen', () => {
  for (const [name, more, now, quiet] of [
    ['in the evening', standing('over', at('08:00') + 86_400_000), at('19:00'), true],
    ['on a holiday', standing('holiday', null, 'Natal'), at('10:00'), true],
    ['in the small hours, though the day is a service day', standing('early', at('08:00')), at('02:00'), true],
    ['not in the hour before opening', standing('early', at('08:00')), at('07:10'), false],
    ['not in the break', standing('break', at('13:00')), at('12:10'), false],
    ['not while open, even before a loket is', standing('open', at('16:00')), at('08:01'), false],
    ['not while a loket still works', { ...standing('over', null), lokets: [loket(2, { desk: 'open' })] }, at('16:20'), false],
    ['not while a loket is paused', { ...standing('over', null), lokets: [loket(2, { desk: 'paused' })] }, at('16:20'), false],
  ]) {
    test(name, () => assert.equal(isQuiet(view(more), now), quiet));
  }
});

describe('a pause of the voice', () => {
  test('reaches the picture with its end, and goes from it', () => {
    assert.equal(picture(view({ paused: at('12:20') }), undefined, at('12:05')).paused, at('12:20'));
    assert.equal(picture(view(), undefined, at('12:25')).paused, null);
  });
});

describe('calls', () => {
  test('yesterday\'s are not shown, by the office\'s own midnight', () => {
    const old = call(1, 'A-099', 2, { at: Date.parse('2026-11-23T23:59:00+08:00') });
    const today = call(2, 'A-001', 2, { at: Date.parse('2026-11-24T00:01:00+08:00') });
    const facts = picture(view({ calls: [today, old] }), undefined, at('08:00'));
    assert.deepEqual(facts.recent, [{ number: 'A-001', loket: 2 }]);
  });

  test('a number is listed once, where it was called last, and at most five without the hero', () => {
    const calls = [call(9, 'A-001', 5), call(8, 'B-001', 4), call(7, 'A-001', 2), ...[6, 5, 4, 3, 2].map((id) => call(id, `C-00${id}`, 4))];
    const list = (hero) => recent(calls, hero).map((one) => `${one.number} ${one.loket}`);
    assert.deepEqual(list(undefined), ['A-001 5', 'B-001 4', 'C-006 4', 'C-005 4', 'C-004 4']);
    assert.deepEqual(list(calls[0]), ['B-001 4', 'C-006 4', 'C-005 4', 'C-004 4', 'C-003 4']);
  });

  test('those that wait for the hero are not listed as earlier ones', () => {
    const calls = [call(3, 'C-001', 4), call(2, 'B-001', 5), call(1, 'A-001', 2)];
    assert.deepEqual(recent(calls, calls[1]), [{ number: 'A-001', loket: 2 }]);
  });

  test('where a person is comes from the cell of the loket', () => {
    const one = call(1, 'A-001', 2);
    assert.equal(stageOf(one, [loket(2, { number: 'A-001', stage: 'called' })]), 'called');
    assert.equal(stageOf(one, [loket(2, { number: 'A-001', stage: 'serving' })]), 'serving');
    assert.equal(stageOf(one, [loket(2, { number: 'A-002', stage: 'called' })]), 'over');
    assert.equal(stageOf(one, []), 'over');
  });
});

describe('the hero', () => {
  const shown = { call: call(1, 'A-001', 2), pulse: 1 };

  test('says what the hour is while nobody was called', () => {
    const { hero } = picture(view(standing('early', at('08:00'))), undefined, at('07:40'));
    assert.deepEqual([hero.call, hero.say], [null, 'early']);
  });

  test('keeps the last call while open', () => {
    const { hero } = picture(view(), shown, at('10:05'));
    assert.deepEqual([hero.call.number, hero.call.stage], ['A-001', 'over']);
  });

  test('forgets it overnight, though nothing was heard of the office since', () => {
    assert.equal(picture(view(), shown, at('10:05') + 86_400_000).hero.call, null);
  });

  test('lets go of it in the break, unless the person is still there or a loket works on', () => {
    const rest = standing('break', at('13:00'));
    const now = at('12:05');
    assert.equal(picture(view({ ...rest, lokets: [loket(2, { desk: 'paused' })] }), shown, now).hero.call, null);
    assert.equal(picture(view({ ...rest, lokets: [loket(2, { desk: 'open' })] }), shown, now).hero.call?.stage, 'over');
    const there = loket(2, { desk: 'paused', number: 'A-001', stage: 'serving' });
    assert.equal(picture(view({ ...rest, lokets: [there] }), shown, now).hero.call?.stage, 'serving');
  });
});

describe('cells', () => {
  test('one per loket, in the office\'s order, with what is there', () => {
    const lokets = [
      loket(1), loket(2, { desk: 'open' }), loket(4, { desk: 'paused', reason: 'Salat' }),
      loket(5, { desk: 'open', number: 'D-001', stage: 'called' }), loket(6, { desk: 'open', number: 'A-001', stage: 'serving' }),
    ];
    const cells = picture(view({ lokets }), undefined, at('10:00')).lokets;
    assert.deepEqual(cells.map((cell) => [cell.id, cell.state, cell.number, cell.reason]), [
      [1, 'closed', null, null], [2, 'open', null, null], [4, 'paused', null, 'Salat'], [5, 'called', 'D-001', null], [6, 'serving', 'A-001', null],
    ]);
  });
});

test('the picture moves by two pixels every ten minutes and comes back', () => {
  const day = Array.from({ length: 144 }, (_, i) => shiftAt(i * 600_000));
  assert.ok(day.every(([x, y]) => Math.abs(x) <= 2 && Math.abs(y) <= 2));
  assert.notDeepEqual(shiftAt(0), shiftAt(600_000));
  assert.deepEqual(shiftAt(0), shiftAt(599_999));
  const sum = day.reduce(([x, y], shift) => [x + shift[0], y + shift[1]], [0, 0]);
  assert.ok(Math.abs(sum[0]) <= 18 && Math.abs(sum[1]) <= 18, sum.join());
});

test('each service has its shape', () => {
  assert.deepEqual([...'ABCDE'].map(shapeOf), ['circle', 'square', 'triangle', 'diamond', 'hexagon']);
  assert.equal(shapeOf('F'), 'plain');
});
