/**
 * The grammar of calls, over every number it can meet.
 *
 * Contents: cardinals against an independent counter; letters; ticket digits; the two forms and the recall; what is refused;
 * every clip named exists in the bundled manifest, and says what the sentence says.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { announcementClips, callClips, callSentence, cardinal } from '../../display/voice/grammar.js';

const FOLDER = new URL('../../display/voice/clips/', import.meta.url);
const MANIFEST = JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8'));
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * 0..9999 counted the way a child counts, by writing tables next to each other: no arithmetic shared with the grammar.
 * @returns {string[]}
 */
function countedAloud() {
  const ones = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
  const teens = (
    'sepuluh,sebelas,dua belas,tiga belas,empat belas,lima belas,enam belas,tujuh belas,delapan belas,sembilan belas'
  ).split(',');
  const tens = 'dua puluh,tiga puluh,empat puluh,lima puluh,enam puluh,tujuh puluh,delapan puluh,sembilan puluh'.split(',');
  const hundreds = [
    '', 'seratus', 'dua ratus', 'tiga ratus', 'empat ratus', 'lima ratus', 'enam ratus', 'tujuh ratus', 'delapan ratus',
    'sembilan ratus',
  ];
  const thousands = [
    '', 'seribu', 'dua ribu', 'tiga ribu', 'empat ribu', 'lima ribu', 'enam ribu', 'tujuh ribu', 'delapan ribu', 'sembilan ribu',
  ];
  const upTo99 = [...ones, ...teens];
  for (const ten of tens) for (const one of ones) upTo99.push(`${ten} ${one}`.trim());
  const all = [];
  for (const thousand of thousands) {
    for (const hundred of hundreds) for (const rest of upTo99) all.push(`${thousand} ${hundred} ${rest}`.trim().replace(/ +/g, ' '));
  }
  all[0] = 'nol';
  return all;
}

describe('cardinals', () => {
  test('every number 0..9999 reads as counted aloud', () => {
    const aloud = countedAloud();
    assert.equal(aloud.length, 10000);
    aloud.forEach((words, n) => assert.equal(cardinal(n).join(' '), words, `cardinal ${n}`));
  });

  test('the ones people get wrong', () => {
    const said = {
      0: 'nol', 10: 'sepuluh', 11: 'sebelas', 12: 'dua belas', 19: 'sembilan belas', 20: 'dua puluh', 21: 'dua puluh satu',
      99: 'sembilan puluh sembilan', 100: 'seratus', 101: 'seratus satu', 110: 'seratus sepuluh', 111: 'seratus sebelas',
      200: 'dua ratus', 999: 'sembilan ratus sembilan puluh sembilan', 1000: 'seribu', 1001: 'seribu satu',
      1011: 'seribu sebelas', 1100: 'seribu seratus', 1999: 'seribu sembilan ratus sembilan puluh sembilan', 2000: 'dua ribu',
    };
    for (const [n, words] of Object.entries(said)) assert.equal(cardinal(Number(n)).join(' '), words);
  });

  test('no two numbers read alike', () => {
    const read = new Set();
    for (let n = 0; n <= 9999; n += 1) read.add(cardinal(n).join(' '));
    assert.equal(read.size, 10000);
  });

  test('what is no whole number within 0..9999 is refused', () => {
    for (const n of [-1, 10000, 1.5, NaN, Infinity, '7', null, undefined]) {
      assert.throws(() => cardinal(/** @type {number} */ (n)), RangeError);
    }
  });
});

describe('tickets', () => {
  test('every letter is spoken by its own clip', () => {
    for (const letter of LETTERS) {
      assert.deepEqual(callClips({ ticket: `${letter}-012`, loket: 2 }, 'short'), [
        `huruf-${letter.toLowerCase()}`, 'nol', 'satu', 'dua', 'loket', 'dua',
      ]);
    }
  });

  test('two letters are two clips', () => {
    assert.deepEqual(callClips({ ticket: 'AB-300', loket: 1 }, 'short'), [
      'huruf-a', 'huruf-b', 'tiga', 'nol', 'nol', 'loket', 'satu',
    ]);
  });

  test('every number 000..999 is read digit by digit', () => {
    const digit = { 0: 'nol', 1: 'satu', 2: 'dua', 3: 'tiga', 4: 'empat', 5: 'lima', 6: 'enam', 7: 'tujuh', 8: 'delapan', 9: 'sembilan' };
    for (let n = 0; n < 1000; n += 1) {
      const written = String(n).padStart(3, '0');
      const clips = callClips({ ticket: `C-${written}`, loket: 3 });
      assert.deepEqual(clips.slice(2, 5), written.split('').map((d) => digit[d]), written);
      assert.equal(clips[5], 'silakan-menuju');
    }
  });

  test('a fourth digit is read too', () => {
    assert.equal(callSentence({ ticket: 'A-1000', loket: 4 }, 'short'), 'A satu nol nol nol, loket empat.');
  });
});

describe('calls', () => {
  const call = { ticket: 'A-012', loket: 2 };

  test('the long form', () => {
    assert.deepEqual(callClips(call), [
      'nomor-antrean', 'huruf-a', 'nol', 'satu', 'dua', 'silakan-menuju', 'loket', 'dua',
    ]);
    assert.equal(callSentence(call), 'Nomor antrean, A, nol satu dua, silakan menuju loket dua.');
  });

  test('the short form', () => {
    assert.deepEqual(callClips(call, 'short'), ['huruf-a', 'nol', 'satu', 'dua', 'loket', 'dua']);
    assert.equal(callSentence(call, 'short'), 'A nol satu dua, loket dua.');
  });

  test('a recall says so, in both forms', () => {
    assert.deepEqual(callClips(call, 'long', 'recall'), ['panggilan-ulang', ...callClips(call)]);
    assert.deepEqual(callClips(call, 'short', 'recall'), ['panggilan-ulang', ...callClips(call, 'short')]);
    assert.equal(
      callSentence(call, 'long', 'recall'),
      'Panggilan ulang, nomor antrean, A, nol satu dua, silakan menuju loket dua.',
    );
    assert.equal(callSentence(call, 'short', 'recall'), 'Panggilan ulang, A nol satu dua, loket dua.');
  });

  test('the chime comes first and once', () => {
    assert.deepEqual(announcementClips(call, 'short'), ['chime', ...callClips(call, 'short')]);
  });

  test('lokets are cardinals', () => {
    for (let loket = 1; loket <= 1999; loket += 1) {
      const clips = callClips({ ticket: 'A-012', loket });
      assert.deepEqual(clips.slice(clips.indexOf('loket') + 1), cardinal(loket));
    }
    assert.match(callSentence({ ticket: 'A-012', loket: 12 }), /menuju loket dua belas\.$/);
  });

  test('a ticket or loket that cannot be spoken is refused, not guessed', () => {
    for (const ticket of ['', 'A001', 'A-01', 'a-001', '1-001', 'A-0x1', 'A-001 ', 'A--001', 'ABCD-001', 'A-1234567', 'A-٠٠١', undefined]) {
      assert.throws(() => callClips({ ticket: /** @type {string} */ (ticket), loket: 1 }), RangeError, String(ticket));
    }
    for (const loket of [0, -1, 2000, 1.5, NaN, '2', undefined]) {
      assert.throws(() => callClips({ ticket: 'A-001', loket: /** @type {number} */ (loket) }), RangeError, String(loket));
    }
  });
});

describe('the bundled clips', () => {
  /** Every clip the grammar can name. */
  const named = new Set();
  for (const reading of ['first', 'recall']) {
    for (const letter of LETTERS) announcementClips({ ticket: `${letter}-012`, loket: 2 }, 'long', reading).forEach((clip) => named.add(clip));
  }
  for (let n = 0; n <= 9999; n += 1) cardinal(n).forEach((clip) => named.add(clip));

  test('every clip the grammar names is in the manifest', () => {
    for (const clip of named) assert.ok(Object.hasOwn(MANIFEST.clips, clip), clip);
    assert.equal(named.size, 49);
  });

  test('text of the clips, put together, is the sentence', () => {
    const plain = (text) => text.toLowerCase().replace(/[,.]/g, '');
    for (const reading of ['first', 'recall']) {
      for (const form of ['long', 'short']) {
        for (const call of [{ ticket: 'A-012', loket: 2 }, { ticket: 'QZ-9876', loket: 1811 }]) {
          const said = callClips(call, form, reading).map((clip) => MANIFEST.clips[clip].text).join(' ');
          assert.equal(plain(said), plain(callSentence(call, form, reading)));
        }
      }
    }
  });

  test('every entry has its file, a length and a kind, and no file is left over', () => {
    const files = new Set(['manifest.json']);
    for (const [name, clip] of Object.entries(MANIFEST.clips)) {
      assert.ok(existsSync(new URL(clip.file, FOLDER)), clip.file);
      assert.ok(clip.seconds > 0.2 && clip.seconds <= 1.2, `${name} lasts ${clip.seconds} s`);
      assert.ok(['chime', 'phrase', 'letter', 'number'].includes(clip.kind), `${name} is a ${clip.kind}`);
      files.add(clip.file);
    }
    assert.deepEqual(new Set(readdirSync(FOLDER)), files);
  });

  test('all together stay under 400 kB', () => {
    const bytes = readdirSync(FOLDER).reduce((sum, file) => sum + statSync(new URL(file, FOLDER)).size, 0);
    assert.ok(bytes < 400_000, `${bytes} bytes`);
  });
});
