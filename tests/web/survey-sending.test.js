/**
 * Finished answers on their way: one request id, kept until the office has answered, and gone afterwards.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diagonal, pixelsPerMillimetre } from '../../kiosk/survey/measure.js';
import { PLACE, deliver, finish, unanswered } from '../../kiosk/survey/sending.js';

const BODY = { key: 'one', answers: { biaya: 2 } };
const DONE = { ok: true, status: 200, body: { seq: 7 } };
const answer = (status, body = {}) => ({ ok: false, status, body });

/** A session storage. */
class Store {
  kept = new Map();
  getItem = (name) => this.kept.get(name) ?? null;
  setItem = (name, value) => void this.kept.set(name, value);
  removeItem = (name) => void this.kept.delete(name);
}

/** An office that answers as told, one answer per try. */
function office(store, ...told) {
  const way = {
    store,
    asked: [],
    pauses: 0,
    post: async (finished) => {
      way.asked.push(structuredClone(finished));
      assert.notEqual(store.getItem(PLACE), null, 'kept while nobody has answered');
      return told[Math.min(way.asked.length, told.length) - 1];
    },
    pause: async () => void (way.pauses += 1),
  };
  return way;
}

async function sends(...told) {
  const store = new Store();
  const finished = finish(BODY, store);
  const way = office(store, ...told);
  let late = 0;
  const outcome = await deliver(finished, () => void (late += 1), way);
  const ids = new Set(way.asked.map((asked) => asked.request));
  assert.deepEqual([...ids], [finished.request], 'one request id');
  assert.equal(store.kept.size, 0, 'nothing remains');
  return { outcome, tries: way.asked.length, late };
}

describe('delivering', () => {
  test('taken at once', async () => {
    assert.deepEqual(await sends(DONE), { outcome: { taken: true }, tries: 1, late: 0 });
  });

  test('what nobody answered, or nobody could answer yet, is asked again with the same id', async () => {
    const { outcome, tries, late } = await sends(answer(0), answer(503), answer(507), answer(429), answer(401), answer(403), DONE);
    assert.deepEqual([outcome, tries], [{ taken: true }, 7]);
    assert.ok(late > 0);
  });

  test('a refusal ends it, with the words of the office', async () => {
    const { outcome, tries } = await sends(answer(409, { error: 'no-survey', message: 'Tidak ada survei.' }));
    assert.deepEqual([outcome, tries], [{ taken: false, reason: 'Tidak ada survei.', over: true }, 1]);
  });

  test('a fault of the server is asked about a few times, then told; the survey may be tried anew', async () => {
    const { outcome, tries } = await sends(answer(500, { message: 'Kesalahan.' }));
    assert.deepEqual([outcome, tries], [{ taken: false, reason: 'Kesalahan.', over: false }, 5]);
    assert.deepEqual((await sends(answer(500), answer(500), DONE)).outcome, { taken: true });
  });
});

describe('a page that loads itself anew', () => {
  test('goes on with the same request', () => {
    const store = new Store();
    const finished = finish(BODY, store);
    assert.deepEqual(unanswered(store), finished);
    assert.match(finished.request, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test('takes nothing for answers that is none', () => {
    const store = new Store();
    assert.equal(unanswered(store), undefined);
    for (const text of ['', 'null', '{', '{}', '[]', '{"request":7,"body":{}}', '{"request":"x","body":null}']) {
      store.setItem(PLACE, text);
      assert.equal(unanswered(store), undefined, text);
    }
  });

  test('two surveys have two ids', () => {
    assert.notEqual(finish(BODY, new Store()).request, finish(BODY, new Store()).request);
  });

  test('storage that is switched off loses nothing that is on its way', () => {
    const broken = { getItem: () => { throw new Error('denied'); }, setItem: () => { throw new Error('full'); } };
    assert.deepEqual(finish(BODY, broken).body, BODY);
    assert.equal(unanswered(broken), undefined);
  });
});

describe('real sizes', () => {
  test('a 10.1-inch tablet of 1280 x 800 has 5.9 pixels to a millimetre, either way up', () => {
    assert.ok(Math.abs(pixelsPerMillimetre(1280, 800, 10.1) - 5.9) < 0.05);
    assert.equal(pixelsPerMillimetre(800, 1280, 10.1), pixelsPerMillimetre(1280, 800, 10.1));
  });

  test('the diagonal is taken from the address, remembered, and never nonsense', () => {
    const store = new Store();
    assert.equal(diagonal('', store), 10.1);
    assert.equal(diagonal('?diagonal=12.4', store), 12.4);
    assert.equal(diagonal('', store), 12.4);
    for (const text of ['0', '-3', 'x', '', '1e9', 'NaN']) assert.equal(diagonal(`?diagonal=${text}`, store), 12.4, text);
    assert.equal(diagonal('?lang=en', { getItem: () => { throw new Error('denied'); }, setItem: () => {} }), 10.1);
  });
});
