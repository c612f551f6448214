/**
 * The office's own recordings in the voice of a board: they come and go under it, and never leave a gap in a call.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createVoice } from '../../display/voice/player.js';
import { FakeWorld } from './fake-audio.js';

const BUNDLED = JSON.parse(readFileSync(new URL('../../display/voice/clips/manifest.json', import.meta.url), 'utf8'));
const manifestUrl = 'http://kantor.example/voice/manifest.json';

describe("the office's own recordings", () => {
  const ownUrl = 'http://kantor.example/api/voice';

  /** A voice with a list of own recordings, loaded with the bundled clips. */
  async function ownVoice(own) {
    const world = new FakeWorld(structuredClone(BUNDLED));
    world.own = own;
    const device = world.device('running');
    const voice = createVoice({ manifestUrl, ownUrl, context: device, surroundings: world.surroundings() });
    await world.advance(0);
    world.fetched.length = 0;
    return { world, device, voice };
  }

  /** What is heard of "nol satu" from now on. */
  async function heard({ world, device, voice }) {
    const before = device.heard().length;
    voice.say(['nol', 'satu']);
    await world.advance(5);
    return device.heard().slice(before).map((sound) => sound.name);
  }

  test('take the place of bundled clips at once, only those that changed, and give it back', async () => {
    const house = await ownVoice({ nol: 'h1' });
    const { world, voice } = house;
    assert.deepEqual(await heard(house), ['nol', 'satu'], 'nobody has told of any yet');
    voice.own('r1');
    await world.advance(0);
    assert.deepEqual(world.fetched, ['manifest.json', 'voice', 'nol']);
    assert.deepEqual(await heard(house), ['nol h1', 'satu']);
    world.fetched.length = 0;
    voice.own('r1');
    await world.advance(600);
    assert.deepEqual(world.fetched, [], 'the same revision is not asked for again');
    world.own = { nol: 'h1', satu: 'h2' };
    voice.own('r2');
    await world.advance(0);
    assert.deepEqual(world.fetched, ['manifest.json', 'voice', 'satu']);
    assert.deepEqual(await heard(house), ['nol h1', 'satu h2']);
    voice.own('');
    await world.advance(0);
    assert.deepEqual(await heard(house), ['nol', 'satu']);
  });

  test('that cannot be had leave the clip that was there, and come when they can', async () => {
    const house = await ownVoice({ nol: 'h1' });
    const { world, voice } = house;
    world.gone.add('voice');
    voice.own('r1');
    await world.advance(1);
    assert.deepEqual(await heard(house), ['nol', 'satu'], 'no list');
    world.gone.clear();
    world.gone.add('nol');
    await world.advance(10);
    assert.deepEqual(await heard(house), ['nol', 'satu'], 'no file');
    world.gone.clear();
    await world.advance(120);
    assert.deepEqual(await heard(house), ['nol h1', 'satu']);
  });

  test('that the browser cannot play leave the bundled clip, also for a page that has just begun', async () => {
    const world = new FakeWorld(structuredClone(BUNDLED));
    world.own = { nol: 'h666' };
    const device = world.device('running');
    const voice = createVoice({ manifestUrl, ownUrl, context: device, surroundings: world.surroundings() });
    voice.own('r1');
    await world.advance(1);
    assert.deepEqual(await heard({ world, device, voice }), ['nol', 'satu']);
  });

  test('that change while the ones before still load end up as the newest', async () => {
    const house = await ownVoice({ nol: 'h1' });
    const { world, voice } = house;
    voice.own('r1');
    world.own = { nol: 'h2' };
    voice.own('r2');
    voice.own('r3');
    await world.advance(1);
    assert.deepEqual(await heard(house), ['nol h2', 'satu']);
  });
});

test('another language is loaded beside the first, and its loss does not take the first away', async () => {
  const english = 'http://kantor.example/voice-en/manifest.json';
  const world = new FakeWorld(structuredClone(BUNDLED));
  world.more[english] = { clips: { 'en-one': { file: 'en-one.opus', seconds: 0.4, kind: 'number', text: 'one' } } };
  const device = world.device('running');
  const voice = createVoice({ manifestUrl, context: device, surroundings: world.surroundings() });
  await world.advance(0);
  assert.equal(voice.has(['nol', 'en-one']), false);
  world.gone.add('en-one.opus');
  voice.add(english);
  await world.advance(1);
  assert.deepEqual([voice.state(), voice.has(['nol']), voice.has(['nol', 'en-one'])], ['running', true, false]);
  world.gone.clear();
  await world.advance(10);
  assert.equal(voice.has(['nol', 'en-one']), true);
  world.fetched.length = 0;
  voice.add(english);
  await world.advance(600);
  assert.deepEqual(world.fetched, [], 'once is enough');
});
