/**
 * The questionnaire against the regulation's own words, and what is sent of it.
 *
 * Contents: the nine, their order and wording; the profile; every word exists in both languages; progress; what counts as an
 * answer; the body that goes to the office.
 */
import assert from 'node:assert/strict';
import { readFileSync, existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sayer } from '../../display/shared/words.js';
import { AGES, STEPS, UNSUR, answers, progress, submission } from '../../kiosk/survey/questions.js';

const ROOT = new URL('../../', import.meta.url);
const source = (lang) => readFileSync(new URL(`templates/texts/${lang}/survey.ftl`, ROOT), 'utf8');
const names = (lang) => new Set([...source(lang).matchAll(/^([a-z0-9-]+) =/gm)].map(([, name]) => name));
const step = (name) => STEPS.find((known) => known.name === name);

/** The printed form of PermenPANRB 14/2017, annex: question, then answers worth 1 to 4. */
const FORM = [
  ['persyaratan', 'Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?',
    'Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  ['prosedur', 'Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?',
    'Tidak mudah', 'Kurang mudah', 'Mudah', 'Sangat mudah'],
  ['waktu', 'Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?',
    'Tidak cepat', 'Kurang cepat', 'Cepat', 'Sangat cepat'],
  ['biaya', 'Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?',
    'Sangat mahal', 'Cukup mahal', 'Murah', 'Gratis'],
  ['produk', 'Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar '
    + 'pelayanan dengan hasil yang diberikan?', 'Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  ['kompetensi', 'Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?',
    'Tidak kompeten', 'Kurang kompeten', 'Kompeten', 'Sangat kompeten'],
  ['perilaku', 'Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?',
    'Tidak sopan dan ramah', 'Kurang sopan dan ramah', 'Sopan dan ramah', 'Sangat sopan dan ramah'],
  ['sarana', 'Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?', 'Buruk', 'Cukup', 'Baik', 'Sangat baik'],
  ['pengaduan', 'Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?',
    'Tidak ada', 'Ada tetapi tidak berfungsi', 'Berfungsi kurang maksimal', 'Dikelola dengan baik'],
];

describe('the questionnaire', () => {
  test('asks the nine in the printed order, word for word, with four answers from 1 to 4', () => {
    const say = sayer('id', source('id'));
    const asked = STEPS.filter((known) => known.kind === 'unsur').map((known) => {
      assert.deepEqual(known.options.map((option) => option.value), [1, 2, 3, 4], known.name);
      return [known.name, say(known.question), ...known.options.map((option) => say(option.label))];
    });
    assert.deepEqual(asked, FORM);
    assert.deepEqual(UNSUR, FORM.map(([name]) => name));
  });

  test('the profile and the suggestion come after the nine', () => {
    assert.deepEqual(STEPS.slice(9).map((known) => known.name), ['sex', 'age', 'education', 'occupation', 'suggestion']);
    assert.deepEqual(step('sex').options.map((option) => option.value), ['L', 'P']);
    assert.deepEqual(step('education').options.map((option) => option.value), ['SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3']);
    assert.deepEqual(
      step('occupation').options.map((option) => option.value),
      ['pns', 'tni', 'polri', 'swasta', 'wirausaha', 'lainnya'],
    );
  });

  test('every word exists in both languages, and every drawing is there', () => {
    const [id, en] = [names('id'), names('en')];
    assert.deepEqual([...id].filter((name) => !en.has(name)), []);
    assert.deepEqual([...en].filter((name) => !id.has(name)), []);
    for (const known of STEPS) {
      const messages = [known.question, ...known.options.flatMap((option) => [option.label, option.detail ?? option.label])];
      assert.deepEqual(messages.filter((name) => !id.has(name)), [], known.name);
      for (const { picture } of known.options.filter((option) => option.picture)) {
        assert.ok(existsSync(new URL(`kiosk/survey/faces/${picture}`, ROOT)), picture);
      }
    }
  });

  test('progress counts the nine, then the profile, then the suggestion', () => {
    assert.deepEqual(progress(0), { part: 'questions', number: 1, of: 9 });
    assert.deepEqual(progress(8), { part: 'questions', number: 9, of: 9 });
    assert.deepEqual(progress(9), { part: 'profile', number: 1, of: 4 });
    assert.deepEqual(progress(12), { part: 'profile', number: 4, of: 4 });
    assert.equal(progress(13).part, 'suggestion');
    assert.equal(STEPS.length, 14);
  });
});

describe('what counts as an answer', () => {
  test('only what was given: nothing, a near miss or a text is none', () => {
    for (const value of [undefined, null, 0, 5, 2.5, '4', NaN, true]) assert.equal(answers(step('biaya'), value), false, String(value));
    for (const value of [1, 2, 3, 4]) assert.equal(answers(step('biaya'), value), true);
    for (const value of ['l', 'p', '', undefined]) assert.equal(answers(step('sex'), value), false);
  });

  test('an age is a whole number from 10 to 120', () => {
    assert.deepEqual(AGES, { least: 10, most: 120 });
    for (const value of [10, 11, 64, 120]) assert.equal(answers(step('age'), value), true, String(value));
    for (const value of [9, 121, 0, 10.5, '34', undefined, NaN]) assert.equal(answers(step('age'), value), false, String(value));
  });

  test('a suggestion may be missing or empty, and has at most 500 characters', () => {
    for (const value of [undefined, '', 'x'.repeat(500), '😀'.repeat(500)]) assert.equal(answers(step('suggestion'), value), true);
    assert.equal(answers(step('suggestion'), 'x'.repeat(501)), false);
  });
});

describe('what is sent', () => {
  const full = () => ({
    ...Object.fromEntries(UNSUR.map((name, place) => [name, (place % 4) + 1])),
    sex: 'P', age: 34, education: 'D1-D3', occupation: 'wirausaha', suggestion: '  Kursi ditambah. ',
  });

  test('answers by name, and nothing else', () => {
    assert.deepEqual(submission('KEY', full()), {
      key: 'KEY',
      answers: { persyaratan: 1, prosedur: 2, waktu: 3, biaya: 4, produk: 1, kompetensi: 2, perilaku: 3, sarana: 4, pengaduan: 1 },
      sex: 'P', age: 34, education: 'D1-D3', occupation: 'wirausaha', suggestion: 'Kursi ditambah.',
    });
    assert.equal(submission('KEY', { ...full(), suggestion: '  ' }).suggestion, null);
    const { suggestion, ...without } = full();
    assert.equal(submission('KEY', without).suggestion, null);
  });

  test('nothing goes while one answer is missing', () => {
    for (const name of Object.keys(full()).filter((known) => known !== 'suggestion')) {
      const { [name]: _, ...rest } = full();
      assert.equal(submission('KEY', rest), undefined, name);
    }
  });
});
