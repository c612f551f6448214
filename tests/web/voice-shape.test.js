/**
 * From a recording to a clip: what is cut off, how loud it becomes, and what is written.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bars, CEILING, cutOut, level, levelled, limited, loudness, LOUDNESS, peak, RATE, shaped, speechIn, wav,
} from '../../templates/staff/voice/shape.js';

/** Noise that is the same in every run. */
function noise(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  };
}

/**
 * A recording: parts of [seconds, amplitude, hertz]; hertz 0 is noise. A quiet room lies under all of it.
 * @param {[number, number, number][]} parts
 */
function recording(parts, { rate = RATE, room = 0.0008 } = {}) {
  const random = noise();
  const samples = parts.flatMap(([seconds, amplitude, hertz]) =>
    Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
      random() * room + amplitude * (hertz ? Math.sin((2 * Math.PI * hertz * i) / rate) : random())));
  return Float32Array.from(samples);
}

const close = (actual, expected, within, what) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} instead of ${expected}`);

describe('finding the speech', () => {
  test('silence at both ends is cut off, with a breath left on each side', () => {
    const speech = speechIn(recording([[0.5, 0, 200], [0.6, 0.2, 200], [0.7, 0, 200]]), RATE);
    close(speech.from / RATE, 0.47, 0.011, 'from');
    close(speech.until / RATE, 1.17, 0.011, 'until');
    assert.equal(speech.cut, false);
  });

  test('the click of a key is not speech, wherever it is', () => {
    const speech = speechIn(recording([[0.02, 0.4, 0], [0.5, 0, 1], [0.6, 0.2, 200], [0.5, 0, 1], [0.02, 0.4, 0]]), RATE);
    close(speech.from / RATE, 0.49, 0.011, 'from');
    close(speech.until / RATE, 1.19, 0.011, 'until');
    assert.equal(speechIn(recording([[0.5, 0, 1], [0.02, 0.5, 0], [0.5, 0, 1]]), RATE), null);
  });

  test('the "t" that ends "loket" belongs to it, after the mouth was shut', () => {
    const speech = speechIn(recording([[0.3, 0, 1], [0.4, 0.2, 200], [0.1, 0, 1], [0.02, 0.1, 0], [0.4, 0, 1]]), RATE);
    close(speech.until / RATE, 0.89, 0.011, 'until');
  });

  test('a whisper in a quiet room and a call in a loud one are both found', () => {
    for (const [amplitude, room] of [[0.01, 0.0003], [0.5, 0.02]]) {
      const speech = speechIn(recording([[0.4, 0, 1], [0.5, amplitude, 300], [0.4, 0, 1]], { room }), RATE);
      close(speech.from / RATE, 0.37, 0.02, 'from');
      close(speech.until / RATE, 0.97, 0.02, 'until');
    }
  });

  test('nobody spoke: silence, an empty recording, a room alone', () => {
    assert.equal(speechIn(new Float32Array(RATE), RATE), null);
    assert.equal(speechIn(new Float32Array(0), RATE), null);
    assert.equal(speechIn(recording([[1, 0, 1]]), RATE), null);
  });

  test('speech that was cut off by the key is noticed', () => {
    assert.equal(speechIn(recording([[0.5, 0.2, 200], [0.3, 0, 1]]), RATE).cut, true);
    assert.equal(speechIn(recording([[0.3, 0, 1], [0.5, 0.2, 200]]), RATE).cut, true);
  });
});

describe('loudness', () => {
  test('agrees with the standard: 997 Hz at full scale is -3.01 LUFS, at any rate', () => {
    for (const rate of [24000, 44100, 48000]) {
      close(loudness(recording([[2, 1, 997]], { rate, room: 0 }), rate), -3.01, 0.1, `${rate} Hz`);
    }
  });

  test('every clip comes out equally loud, soft or loud, with its peaks below the ceiling', () => {
    for (const amplitude of [0.005, 0.05, 0.3, 0.95]) {
      const clip = levelled(recording([[0.6, amplitude, 220]], { room: 0 }), RATE);
      close(loudness(clip, RATE), LOUDNESS, 0.5, `amplitude ${amplitude}`);
      assert.ok(peak(clip) <= CEILING + 1e-4, `${peak(clip)} dB`);
    }
  });

  test('a voice of short bursts keeps below the ceiling and comes close to the loudness', () => {
    const bursts = Array.from({ length: 8 }, () => [[0.01, 0.9, 0], [0.06, 0.03, 180]]).flat();
    const clip = levelled(recording(bursts, { room: 0 }), RATE);
    assert.ok(peak(clip) <= CEILING + 1e-4, `${peak(clip)} dB`);
    close(loudness(clip, RATE), LOUDNESS, 2, 'loudness');
  });

  test('silence is not blown up into noise', () => {
    assert.ok(level(levelled(recording([[0.5, 0, 1]], { room: 0.0001 }), RATE)) < -35);
  });

  test('the limiter touches only what is around a peak', () => {
    const quiet = recording([[0.5, 0.2, 200]], { room: 0 });
    assert.deepEqual(limited(quiet, RATE, CEILING), quiet);
    const peaked = quiet.slice();
    peaked[6000] = 1.6;
    const held = limited(peaked, RATE, CEILING);
    assert.ok(peak(held) <= CEILING + 1e-4);
    assert.deepEqual(held.slice(0, 5800), quiet.slice(0, 5800));
    assert.deepEqual(held.slice(6200), quiet.slice(6200));
  });
});

describe('a clip', () => {
  test('is trimmed, levelled, and says what could be better', () => {
    const good = shaped(recording([[0.4, 0, 1], [0.6, 0.1, 200], [0.4, 0, 1]]), RATE);
    assert.deepEqual([good.trouble, good.notes], [undefined, []]);
    close(good.seconds, 0.7, 0.02, 'seconds');
    close(good.samples.length / RATE, good.seconds, 0.001, 'samples');
    const clipped = recording([[0.4, 0, 1], [0.6, 3, 200], [0.4, 0, 1]]).map((sample) => Math.max(-1, Math.min(1, sample)));
    assert.deepEqual(shaped(clipped, RATE).notes, ['clipped']);
    assert.deepEqual(shaped(recording([[0.4, 0, 1], [0.6, 0.1, 200], [0.4, 0, 1]], { room: 0.02 }), RATE).notes, ['noisy']);
    assert.deepEqual(shaped(recording([[0.6, 0.1, 200], [0.4, 0, 1]]), RATE).notes, ['cut']);
  });

  test('is none when nobody spoke or somebody told a story', () => {
    assert.equal(shaped(recording([[1, 0, 1]]), RATE).trouble, 'silent');
    assert.equal(shaped(recording([[0.3, 0, 1], [5.5, 0.2, 200], [0.3, 0, 1]]), RATE).trouble, 'long');
  });

  test('begins and ends without a click', () => {
    const clip = cutOut(recording([[1, 0.5, 200]]), RATE, { from: 1000, until: 9000 });
    assert.deepEqual([clip.length, clip[0], Math.abs(clip[clip.length - 1])], [8000, 0, 0]);
    assert.ok(Math.abs(clip[4000]) > 0 && peak(clip) > -7);
  });

  test('is written as 16-bit mono WAV', () => {
    const file = new DataView(wav(Float32Array.from([0, 0.5, -1, 2]), RATE));
    const text = (at) => String.fromCharCode(...Array.from({ length: 4 }, (_, i) => file.getUint8(at + i)));
    assert.deepEqual([text(0), text(8), text(12), text(36)], ['RIFF', 'WAVE', 'fmt ', 'data']);
    assert.deepEqual([file.byteLength, file.getUint32(4, true), file.getUint32(40, true)], [52, 44, 8]);
    assert.deepEqual([file.getUint16(22, true), file.getUint32(24, true), file.getUint16(34, true)], [1, RATE, 16]);
    assert.deepEqual([44, 46, 48, 50].map((at) => file.getInt16(at, true)), [0, 16384, -32767, 32767]);
  });

  test('is drawn by its peaks', () => {
    const drawn = bars(recording([[0.5, 0, 1], [0.5, 0.5, 200]], { room: 0 }), 10);
    assert.equal(drawn.length, 10);
    assert.ok(drawn[0] < 0.01 && Math.abs(drawn[9] - 0.5) < 0.01);
    assert.equal(bars(new Float32Array(0), 4).length, 4);
  });
});
