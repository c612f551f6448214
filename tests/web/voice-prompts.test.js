/**
 * What an office reads aloud: its own letters and numbers first, and whole sentences to listen to.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { nameOf, needed, nextOf, prompts, sentences } from '../../templates/staff/voice/prompts.js';

const { clips } = JSON.parse(readFileSync(new URL('../../display/voice/clips/manifest.json', import.meta.url), 'utf8'));
const LETTERS = ['A', 'B', 'C', 'D', 'E'];
const LOKETS = [1, 2, 4, 5];

test('an office with five services and four lokets reads nineteen clips', () => {
  const wanted = needed(LETTERS, LOKETS);
  assert.equal(wanted.size, 4 + 5 + 10);
  assert.ok(['panggilan-ulang', 'nol', 'sembilan', 'huruf-e'].every((name) => wanted.has(name)));
  assert.ok(!wanted.has('huruf-f') && !wanted.has('belas') && !wanted.has('chime'));
  assert.ok(needed(['A'], [12]).has('belas'));
});

test('the list holds every clip once, what is needed first', () => {
  const { needed: first, others } = prompts(clips, needed(LETTERS, LOKETS));
  assert.equal(first[0].name, 'nomor-antrean');
  assert.deepEqual(first.concat(others).map(({ name }) => name).sort(), Object.keys(clips).sort());
});

test('letters are called as Indonesians do', () => {
  const called = (text) => nameOf({ name: '', kind: 'letter', text });
  assert.deepEqual(['A', 'C', 'Q', 'V', 'Z'].map(called), ['a', 'ce', 'ki', 'fe', 'zet']);
  assert.equal(nameOf({ name: 'nol', kind: 'number', text: 'nol' }), '');
});

test('after a clip comes the next one that is lacking, around the end', () => {
  const list = ['a', 'b', 'c', 'd'].map((name) => ({ name, kind: 'number', text: name }));
  const done = (...names) => (name) => names.includes(name);
  assert.equal(nextOf(list, 'a', done('a', 'b')), 'c');
  assert.equal(nextOf(list, 'd', done('d', 'a')), 'b');
  assert.equal(nextOf(list, 'b', done('a', 'b', 'c', 'd')), 'c');
  assert.equal(nextOf(list, 'elsewhere', done()), 'a');
  assert.equal(nextOf([], 'a', done()), 'a');
});

test('the sentences are those of the office, and every clip of them can be read', () => {
  const all = sentences(LETTERS, LOKETS);
  assert.equal(all[0].text, 'Nomor antrean, A, nol satu dua, silakan menuju loket dua.');
  const wanted = needed(LETTERS, LOKETS);
  for (const { clips: names } of all) assert.ok(names.every((name) => wanted.has(name)), names.join(' '));
  assert.deepEqual(sentences([], LOKETS), []);
  assert.equal(sentences(['A'], [7]).length, 4);
});
