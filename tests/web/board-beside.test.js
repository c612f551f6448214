/**
 * What is beside the calls on a board: the running text, and pictures and films one after the other.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { following, Media, PICTURE } from '../../display/board/media.js';
import { journey, STAND, standing } from '../../display/board/ticker.js';
import { linesOf, metres, reach, size } from '../../templates/staff/arrange/reach.js';
import { refusal } from '../../templates/staff/arrange/shelf.js';

/** A film as far as the board knows one. */
class FakeFilm {
  muted = false;
  currentTime = 0;
  paused = false;
  removed = false;
  pause() { this.paused = true; }
  removeAttribute() { this.removed = true; }
  load() {}
  play() { return Promise.resolve(); }
}
globalThis.HTMLVideoElement = FakeFilm;

/** A board's place for media, with a folder and a clock in the hands of the test. */
function room(files) {
  const timers = [];
  const seen = [];
  const place = { folder: files, shown: undefined, bad: new Set(), looked: 0 };
  const part = { replaceChildren: (piece) => { place.shown = piece; if (piece) seen.push(piece.name ?? piece); } };
  const media = new Media(part, 'nothing', {
    list: () => { place.looked += 1; return Promise.resolve(place.folder); },
    make: (file) => Object.assign(file.kind === 'film' ? new FakeFilm() : {}, { name: file.name }),
    ready: (piece) => Promise.resolve(!place.bad.has(piece.name)),
    later: (run, after) => { const timer = { run, after }; timers.push(timer); return timer; },
    never: (timer) => { const at = timers.indexOf(timer); if (at >= 0) timers.splice(at, 1); },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { media, place, seen, timers, settle, pass: async () => { timers.shift()?.run(); await settle(); } };
}
const picture = (name) => ({ name, kind: 'picture', address: `/media/utama/1/${name}` });
const film = (name) => ({ name, kind: 'film', address: `/media/utama/1/${name}` });

describe('the running text', () => {
  it('never runs faster than can be read', () => {
    // 1080p: a rem is 10.8 pixels. Room and text together, at most 90 pixels a second.
    const ms = journey(1805, 3000, 10.8);
    assert.ok((1805 + 3000) / (ms / 1000) <= 90);
    assert.ok((1805 + 3000) / (ms / 1000) > 80);
  });

  it('stands line after line where nothing moves', () => {
    assert.deepEqual([0, STAND - 1, STAND, 2 * STAND].map((at) => standing(['a', 'b'], at)), ['a', 'a', 'b', 'a']);
  });
});

describe('pictures and films', () => {
  it('come one after the other, by name, and begin again', async () => {
    const { media, seen, timers, settle, pass } = room([picture('a'), picture('b')]);
    media.show(true, true);
    await settle();
    assert.equal(timers[0].after, PICTURE);
    await pass();
    await pass();
    await settle();
    assert.deepEqual(seen, ['a', 'b', 'a']);
  });

  it('take up what was laid into the folder meanwhile', async () => {
    const { media, place, seen, settle, pass } = room([picture('b')]);
    media.show(true, true);
    await settle();
    place.folder = [picture('a'), picture('b'), picture('c')];
    await pass();
    await settle();
    assert.deepEqual(seen, ['b', 'c']);
  });

  it('pass over what cannot be shown, and say nothing of it', async () => {
    const { media, place, seen, settle } = room([picture('a'), picture('b')]);
    place.bad.add('a');
    media.show(true, true);
    await settle();
    await settle();
    assert.deepEqual(seen, ['b']);
  });

  it('give way to the emblem when nothing can be shown, and look again', async () => {
    const { media, place, timers, settle, pass } = room([picture('a')]);
    place.bad.add('a');
    media.show(true, true);
    for (let i = 0; i < 4; i += 1) await settle();
    assert.equal(place.shown, 'nothing');
    assert.equal(timers.length, 1);
    place.bad.clear();
    await pass();
    await settle();
    assert.equal(place.shown.name, 'a');
  });

  it('are mute during a call, at once', async () => {
    const { media, place, settle } = room([film('a')]);
    media.show(true, false);
    await settle();
    assert.equal(place.shown.muted, false);
    media.show(true, true);
    assert.equal(place.shown.muted, true);
    media.show(true, false);
    assert.equal(place.shown.muted, false);
  });

  it('go on when a film is over or stands still, and let go of it', async () => {
    const { media, place, timers, settle, pass } = room([film('a'), film('b')]);
    media.show(true, true);
    await settle();
    const first = place.shown;
    first.onended();
    await settle();
    assert.equal(place.shown.name, 'b');
    assert.ok(first.paused && first.removed);
    assert.equal(timers.length, 1);
    // The watch of b finds that it has not moved.
    await pass();
    await settle();
    assert.equal(place.shown.name, 'a');
  });

  it('stop when there is no place for them', async () => {
    const { media, place, timers, settle } = room([film('a')]);
    media.show(true, true);
    await settle();
    const piece = place.shown;
    media.show(false, true);
    assert.equal(place.shown, undefined);
    assert.ok(piece.removed);
    assert.equal(timers.length, 0);
  });

  it('know what follows', () => {
    const files = [picture('a'), picture('c')];
    assert.deepEqual(['a', 'b', 'c', undefined].map((name) => following(files, name).name), ['c', 'c', 'a', 'a']);
    assert.equal(following([], 'a'), undefined);
  });
});

describe('the page of the layout', () => {
  it('scales what the office computed, and never promises more', () => {
    const layout = { layout: 'full', reach: { across: 14.68, upright: 12 } };
    assert.equal(reach(layout, false, 55), 807);
    assert.equal(reach(layout, true, 55), 660);
    assert.equal(metres(809, 'id'), '8,0');
    assert.equal(metres(1000, 'en'), '10.0');
  });

  it('counts the lines that will run', () => {
    assert.deepEqual(linesOf(' a \n\n b'), ['a', 'b']);
    assert.equal(size(2_621_440, 'id'), '2,5 MB');
  });
});

describe('a file for the boards', () => {
  const most = { picture: 20, film: 2000, files: 2 };
  const there = [{ name: 'a.png' }, { name: 'b.mp4' }];
  const file = (/** @type {string} */ name, /** @type {string} */ type, size = 10) => ({ name, type, size });

  it('is not sent when the office would not take it', () => {
    assert.equal(refusal(file('c.pdf', 'application/pdf'), most, []), 'not-kind');
    assert.equal(refusal(file('c.mov', ''), most, []), 'not-kind');
    assert.equal(refusal(file('c.png', 'image/png', 21), most, []), 'not-size');
    assert.equal(refusal(file('c.mp4', 'video/mp4', 21), most, []), undefined);
    assert.equal(refusal(file('c.mp4', 'video/mp4', 2001), most, []), 'not-size');
  });

  it('may take the place of one of its name in a full folder', () => {
    assert.equal(refusal(file('c.png', 'image/png'), most, /** @type {any} */ (there)), 'not-many');
    assert.equal(refusal(file('a.png', 'image/png'), most, /** @type {any} */ (there)), undefined);
  });
});
