/**
 * The second reading, in English: behind every call and in nobody's way.
 *
 * Contents: the grammar; one board; calls that come meanwhile; two boards.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { englishCardinal, englishClips } from '../../display/voice/english.js';
import { FakeBoard, FakeOffice, SPEAKS } from './fake-office.js';

const MANIFEST = JSON.parse(readFileSync(new URL('../../display/voice/clips-en/manifest.json', import.meta.url), 'utf8'));
const A1 = ['en-ticket-number', 'en-a', 'en-zero', 'en-zero', 'en-one', 'en-please-go-to', 'en-counter', 'en-two'];

const isEnglish = ({ clips }) => clips[0].startsWith('en-');
const english = (office) => office.heard().filter(isEnglish);

/** An office that wants English, with so many boards. */
function anOffice(boards = 1) {
  const office = new FakeOffice();
  office.english = true;
  return { office, boards: Array.from({ length: boards }, () => new FakeBoard(office)) };
}

describe('the grammar', () => {
  test('numbers are counted as in English', () => {
    const said = {
      1: 'one', 10: 'ten', 13: 'thirteen', 20: 'twenty', 42: 'forty two', 100: 'one hundred', 212: 'two hundred twelve',
      1000: 'one thousand', 1999: 'one thousand nine hundred ninety nine',
    };
    for (const [n, words] of Object.entries(said)) assert.equal(englishCardinal(Number(n)).join(' '), words);
    const all = new Set(Array.from({ length: 1999 }, (_, i) => englishCardinal(i + 1).join(' ')));
    assert.equal(all.size, 1999, 'no two numbers read alike');
  });

  test('every clip it may ask for is bundled, and none more', () => {
    const asked = new Set();
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      for (const name of englishClips({ ticket: `${letter}-012`, loket: 2 }, 'recall')) asked.add(name);
    }
    for (let loket = 1; loket < 2000; loket += 1) {
      for (const name of englishClips({ ticket: 'A-3456', loket })) asked.add(name);
    }
    assert.deepEqual([...asked].sort(), Object.keys(MANIFEST.clips).sort());
  });

  test('what cannot be spoken is refused whole', () => {
    for (const [ticket, loket] of [['a-1', 2], ['A-001', 0], ['A-001', 2000], ['A-001', 1.5]]) {
      assert.throws(() => englishClips({ ticket, loket }), RangeError);
    }
  });
});

describe('one board', () => {
  test('reads it in English after it has been spoken, and the office hears nothing of that', async () => {
    const { office } = anOffice();
    office.call('A-001', 2);
    await office.advance(SPEAKS + 100);
    assert.deepEqual(english(office).map(({ clips }) => clips), [A1]);
    await office.advance(30_000);
    assert.equal(english(office).length, 1, 'once');
    assert.deepEqual(office.acts, ['speak 1', 'shown 1', 'spoken 1']);
  });

  test('says so when it calls again', async () => {
    const { office } = anOffice();
    office.call('A-001', 2);
    await office.advance(3 * SPEAKS);
    office.call('A-001', 2);
    await office.advance(3 * SPEAKS);
    assert.equal(english(office)[1].clips[0], 'en-calling-again');
  });

  test('does not where the office does not want it, or a clip is lacking', async () => {
    const unwanted = anOffice();
    unwanted.office.english = false;
    const lacking = anOffice();
    lacking.boards[0].english = false;
    for (const { office } of [unwanted, lacking]) {
      office.call('A-001', 2);
      await office.advance(30_000);
      assert.deepEqual([office.heard().length, english(office).length], [1, 0]);
    }
  });
});

describe('calls that come meanwhile', () => {
  test('cut it off at once', async () => {
    const { office } = anOffice();
    office.call('A-001', 2);
    await office.advance(SPEAKS + 2000);
    office.call('C-001', 4);
    await office.advance(100);
    const [, second, third] = office.heard();
    assert.ok(isEnglish(second) && second.cut);
    assert.ok(third.clips.includes('huruf-c') && third.from - second.to <= 100, `${third.from - second.to} ms`);
    await office.advance(30_000);
    assert.deepEqual(english(office).map(({ clips }) => clips[1]), ['en-a', 'en-c'], 'what was cut off is not read again');
  });

  test('that wait already leave it out', async () => {
    const { office } = anOffice();
    office.call('A-001', 2);
    await office.advance(1000);
    office.call('C-001', 4);
    await office.advance(60_000);
    assert.deepEqual(office.heard().map(isEnglish), [false, false, true]);
    assert.equal(english(office)[0].clips[1], 'en-c');
  });
});

test('two boards never read at once, nor over a call', async () => {
  const { office } = anOffice(2);
  for (const [at, number, loket] of [[0, 'A-001', 2], [2000, 'C-001', 4], [9000, 'D-001', 5], [12_500, 'A-002', 2]]) {
    await office.advance(Math.max(0, at - 1000));
    office.call(number, loket);
  }
  await office.advance(90_000);
  const heard = office.heard();
  heard.slice(1).forEach((sound, i) => assert.ok(sound.from >= heard[i].to, `${sound.clips} begins over ${heard[i].clips}`));
  assert.equal(heard.filter((sound) => !isEnglish(sound)).length, 4);
  assert.ok(english(office).length >= 1);
});
