/**
 * The voice on a fake sound device.
 *
 * Contents: loading; speaking (order, pauses, one voice at a time); the tap; devices that fail; stop and close.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { announcementClips, callClips } from '../../display/voice/grammar.js';
import { createVoice } from '../../display/voice/player.js';
import { FakeWorld, settle } from './fake-audio.js';

const BUNDLED = JSON.parse(readFileSync(new URL('../../display/voice/clips/manifest.json', import.meta.url), 'utf8'));
const CALL = { ticket: 'A-012', loket: 2 };
const manifestUrl = 'http://kantor.example/voice/manifest.json';

/**
 * A voice whose clips are loaded, unless told otherwise.
 * @param {(world: FakeWorld) => void} [before]  changes the world before the voice opens
 */
async function voiceOn(before = () => {}) {
  const world = new FakeWorld(structuredClone(BUNDLED));
  const device = world.device('running');
  before(world);
  const states = [];
  const voice = createVoice({
    manifestUrl, context: device, onStateChange: (state) => states.push(state), surroundings: world.surroundings(),
  });
  const first = voice.state();
  await world.advance(0);
  return { world, device, voice, states, first };
}

/** Follows a promise without awaiting it. */
function follow(promise) {
  const seen = { result: undefined };
  promise.then((result) => {
    seen.result = result;
  });
  return seen;
}

/** Every two sounds of the device, checked: never two at once. */
function assertOneVoice(device) {
  const heard = device.heard().sort((a, b) => a.from - b.from);
  heard.slice(1).forEach((sound, i) => {
    assert.ok(sound.from >= heard[i].to, `${sound.name} at ${sound.from} begins before ${heard[i].name} ends at ${heard[i].to}`);
  });
}

describe('loading', () => {
  test('every clip is fetched once, and the state goes from loading to running', async () => {
    const { world, voice, states, first } = await voiceOn();
    assert.equal(first, 'loading');
    assert.equal(voice.state(), 'running');
    assert.deepEqual(states, ['running']);
    const expected = ['manifest.json', ...Object.values(BUNDLED.clips).map((clip) => clip.file)];
    assert.deepEqual(world.fetched.slice().sort(), expected.sort());
    await world.advance(600);
    assert.equal(world.fetched.length, expected.length);
  });

  test('a server that is away makes it broken, then it loads by itself', async () => {
    const { world, voice, states } = await voiceOn((w) => w.gone.add('manifest.json'));
    assert.equal(voice.state(), 'broken');
    assert.deepEqual(await voice.say(['nol']), { spoken: false, reason: 'broken', seconds: 0, missing: [] });
    await world.advance(30);
    assert.equal(voice.state(), 'broken');
    assert.equal(world.warnings.length, 1, 'one warning, not one a try');
    world.gone.clear();
    await world.advance(60);
    assert.deepEqual(states, ['broken', 'running']);
  });

  test('a file that hangs is given up and fetched again', async () => {
    const { world, voice } = await voiceOn((w) => w.hanging.add('nol.opus'));
    assert.equal(voice.state(), 'loading');
    await world.advance(15);
    assert.equal(voice.state(), 'running');
    world.hanging.clear();
    world.fetched.length = 0;
    await world.advance(2);
    assert.deepEqual(world.fetched, ['manifest.json', 'nol.opus'], 'only what is lacking');
    const said = follow(voice.say(['nol']));
    await world.advance(2);
    assert.deepEqual(said.result.missing, []);
  });

  test('a manifest that is none does not throw', async () => {
    for (const manifest of [null, {}, { clips: null }, { clips: { nol: null } }]) {
      const { voice } = await voiceOn((w) => {
        w.manifest = manifest;
      });
      assert.equal(voice.state(), 'broken');
    }
  });

  test('a manifest without end is cut at 200 clips', async () => {
    const { world } = await voiceOn((w) => {
      for (let i = 0; i < 1000; i += 1) w.manifest.clips[`x${i}`] = { file: `x${i}.opus`, seconds: 1, kind: 'phrase', text: 'x' };
    });
    assert.equal(world.fetched.length, 201);
  });

  test('a clip of minutes is not kept', async () => {
    const { world, voice } = await voiceOn((w) => {
      w.manifest.clips.nol.seconds = 300;
    });
    assert.equal((await voice.say(['nol'])).reason, 'empty');
    assert.match(world.warnings[0], /nol.*300 s/);
  });
});

describe('speaking', () => {
  test('the clips come in order, with pauses of 60 to 120 ms', async () => {
    const { world, device, voice } = await voiceOn();
    const said = follow(voice.say(announcementClips(CALL)));
    await world.advance(10);
    assert.equal(said.result.spoken, true);
    const heard = device.heard();
    assert.deepEqual(heard.map((sound) => sound.name), announcementClips(CALL));
    heard.slice(1).forEach((sound, i) => {
      const gap = sound.from - heard[i].to;
      assert.ok(gap > 0.0599 && gap < 0.1201, `${gap} s before ${sound.name}`);
    });
  });

  test('digits stand closer together than phrases', async () => {
    const { world, device, voice } = await voiceOn();
    voice.say(callClips(CALL));
    await world.advance(10);
    const gap = {};
    device.heard().forEach((sound, i, all) => {
      if (i > 0) gap[`${all[i - 1].name} ${sound.name}`] = Math.round((sound.from - all[i - 1].to) * 1000);
    });
    assert.equal(gap['nol satu'], 80);
    assert.equal(gap['huruf-a nol'], 120);
    assert.equal(gap['dua silakan-menuju'], 120);
    assert.equal(gap['silakan-menuju loket'], 120);
  });

  test('the long form lasts five to six seconds, the short one under three and a half', async () => {
    const { world, voice } = await voiceOn();
    const long = follow(voice.say(callClips(CALL)));
    const short = follow(voice.say(callClips(CALL, 'short')));
    await world.advance(20);
    assert.ok(long.result.seconds > 5 && long.result.seconds < 6, `${long.result.seconds} s`);
    assert.ok(short.result.seconds < 3.5, `${short.result.seconds} s`);
  });

  test('onStart comes with the sound, onEnd and the promise with its end', async () => {
    const { world, voice } = await voiceOn();
    const log = [];
    voice.say(['chime'], { onStart: () => log.push(['start', world.now]), onEnd: (result) => log.push(['end', world.now, result.spoken]) });
    await world.advance(0.05);
    assert.deepEqual(log, [], 'nothing plays yet');
    await world.advance(1.5);
    assert.equal(log.length, 2);
    assert.ok(log[0][1] >= 0.1 && log[0][1] < 0.15, `began at ${log[0][1]}`);
    assert.ok(log[1][1] >= 1.3 && log[1][1] < 1.35 && log[1][2], `ended at ${log[1][1]}`);
    assert.equal(world.timers.length, 0, 'no watch is left behind');
  });

  test('never two voices at once: a second waits, a fourth is refused', async () => {
    const { world, device, voice } = await voiceOn();
    const said = [1, 2, 3, 4].map((loket) => follow(voice.say(callClips({ ticket: 'A-001', loket }, 'short'))));
    await settle();
    assert.equal(said[3].result.reason, 'busy');
    await world.advance(30);
    assert.deepEqual(said.slice(0, 3).map((one) => one.result.spoken), [true, true, true]);
    assertOneVoice(device);
    const lokets = device.heard().map((sound) => sound.name).filter((_, i, all) => all[i - 1] === 'loket');
    assert.deepEqual(lokets, ['satu', 'dua', 'tiga']);
    const after = follow(voice.say(['nol']));
    await world.advance(2);
    assert.equal(after.result.spoken, true, 'there is room again');
  });

  test('a clip there is none of is skipped, with one warning', async () => {
    const { world, device, voice } = await voiceOn();
    const first = follow(voice.say(['nol', 'kosong', 'dua']));
    const second = follow(voice.say(['kosong', 'tiga', 'kosong']));
    await world.advance(10);
    assert.deepEqual(device.heard().map((sound) => sound.name), ['nol', 'dua', 'tiga']);
    assert.deepEqual([first.result.spoken, first.result.missing], [true, ['kosong']]);
    assert.deepEqual(second.result.missing, ['kosong']);
    assert.equal(world.warnings.filter((warning) => warning.includes('kosong')).length, 1);
  });

  test('nothing to say is said at once', async () => {
    const { voice } = await voiceOn();
    assert.deepEqual(await voice.say([]), { spoken: false, reason: 'empty', seconds: 0, missing: [] });
    assert.equal((await voice.say(['kosong'])).reason, 'empty');
    assert.equal((await voice.say(Array(41).fill('nol'))).reason, 'long');
  });

  test('a fault in a callback does not take the voice away', async () => {
    const { world, voice } = await voiceOn();
    const fault = () => {
      throw new Error('no such element');
    };
    const said = follow(voice.say(['nol'], { onStart: fault, onEnd: fault }));
    await world.advance(5);
    assert.equal(said.result.spoken, true);
    assert.equal(world.warnings.length, 2);
  });
});

describe('the tap', () => {
  /** A device as Chromium opens it without the autoplay flag. */
  const untapped = (world) => {
    world.devices[0].state = 'suspended';
    world.devices[0].mayResume = false;
  };

  test('blocked until a tap, and a call meanwhile is answered within 2 s', async () => {
    const { world, device, voice, states } = await voiceOn(untapped);
    assert.equal(voice.state(), 'blocked');
    const early = follow(voice.say(callClips(CALL)));
    await world.advance(1.9);
    assert.equal(early.result, undefined);
    await world.advance(0.2);
    assert.deepEqual([early.result.spoken, early.result.reason], [false, 'blocked']);

    device.mayResume = true;
    const resumes = device.resumes;
    const unlocked = follow(voice.unlock());
    assert.equal(device.resumes, resumes + 1, 'the browser is asked within the tap itself');
    await world.advance(0.1);
    assert.equal(unlocked.result, 'running');
    assert.deepEqual(states, ['blocked', 'running']);
    const said = follow(voice.say(callClips(CALL)));
    await world.advance(8);
    assert.equal(said.result.spoken, true);
    assert.deepEqual(device.heard().map((sound) => sound.name), callClips(CALL), 'the early call is not spoken late');
  });

  test('a tap the browser does not accept is answered too', async () => {
    const { world, voice } = await voiceOn(untapped);
    const unlocked = follow(voice.unlock());
    await world.advance(2);
    assert.equal(unlocked.result, 'blocked');
  });

  test('a call that comes while the device wakes up is spoken', async () => {
    const { world, device, voice } = await voiceOn(untapped);
    const said = follow(voice.say(['nol']));
    await world.advance(1);
    device.enter('running');
    await world.advance(3);
    assert.equal(said.result.spoken, true);
  });
});

describe('devices that fail', () => {
  test('one that accepts sound and plays none: silent within 2.2 s, and broken', async () => {
    const { world, device, voice, states } = await voiceOn();
    device.stalled = true;
    let started = false;
    const said = follow(voice.say(announcementClips(CALL), { onStart: () => { started = true; } }));
    await world.advance(2.2);
    assert.deepEqual([said.result.spoken, said.result.reason, started], [false, 'silent', false]);
    assert.equal(voice.state(), 'broken');
    const cut = follow(voice.say(['nol']));
    await world.advance(0.5);
    voice.stop();
    await settle();
    assert.equal(cut.result.reason, 'stopped');
    assert.equal(voice.state(), 'broken', 'being stopped proves nothing');
    device.stalled = false;
    const again = follow(voice.say(['nol']));
    await world.advance(3);
    assert.equal(again.result.spoken, true);
    assert.deepEqual(states, ['running', 'broken', 'running']);
  });

  test('one that plays, but a busy page hears of it late, is not silent', async () => {
    const { world, device, voice } = await voiceOn();
    // The mark of the beginning arrives 3 s late.
    device.createBuffer = () => ({ name: '', duration: 3 });
    const said = follow(voice.say(callClips(CALL)));
    await world.advance(8);
    assert.equal(said.result.spoken, true);
  });

  test('one that stops in the middle: silent 2 s after the end it should have had', async () => {
    const { world, device, voice } = await voiceOn();
    const said = follow(voice.say(callClips(CALL)));
    await world.advance(2);
    device.stalled = true;
    await world.advance(5);
    assert.equal(said.result, undefined);
    await world.advance(0.6);
    assert.equal(said.result.reason, 'silent');
    device.stalled = false;
    const before = device.heard().length;
    await world.advance(10);
    assert.ok(device.heard().length <= before, 'the rest is not spoken later');
  });

  test('one that is suspended in the middle: over at once, and not resumed later', async () => {
    const { world, device, voice, states } = await voiceOn();
    const said = follow(voice.say(callClips(CALL)));
    await world.advance(1);
    device.enter('suspended');
    await settle();
    assert.equal(said.result.reason, 'blocked');
    const before = device.heard().map((sound) => sound.name);
    device.enter('running');
    await world.advance(10);
    assert.deepEqual(device.heard().map((sound) => sound.name), before);
    assert.deepEqual(states, ['running', 'blocked', 'running']);
  });

  test('one that throws is reported, and what waits has its turn', async () => {
    const { world, device, voice } = await voiceOn();
    const createGain = device.createGain;
    device.createGain = () => {
      device.createGain = createGain;
      throw new Error('no more nodes');
    };
    const first = follow(voice.say(['nol']));
    const second = follow(voice.say(['satu']));
    await world.advance(3);
    assert.equal(first.result.reason, 'broken');
    assert.equal(second.result.spoken, true);
  });

  test('its own device is opened anew when it went silent', async (t) => {
    const world = new FakeWorld(structuredClone(BUNDLED));
    globalThis.AudioContext = function open() {
      return world.device('suspended');
    };
    t.after(() => delete globalThis.AudioContext);
    const voice = createVoice({ manifestUrl, surroundings: world.surroundings() });
    voice.unlock();
    await world.advance(0.1);
    assert.equal(voice.state(), 'running');
    world.devices[0].stalled = true;
    const silent = follow(voice.say(['nol']));
    await world.advance(3);
    assert.equal(silent.result.reason, 'silent');
    const said = follow(voice.say(['satu']));
    await world.advance(3);
    assert.equal(said.result.spoken, true);
    assert.deepEqual(world.devices.map((device) => device.state), ['closed', 'running']);
    assert.deepEqual(world.devices[1].heard().map((sound) => sound.name), ['satu']);
    voice.close();
    assert.equal(world.devices[1].state, 'closed');
  });

  test('a browser without audio is broken, not a fault', async () => {
    const world = new FakeWorld(structuredClone(BUNDLED));
    const voice = createVoice({ manifestUrl, surroundings: world.surroundings() });
    await world.advance(0);
    assert.equal(voice.state(), 'broken');
    assert.equal((await voice.say(['nol'])).reason, 'broken');
    assert.equal(await Promise.race([voice.unlock(), world.advance(3).then(() => voice.state())]), 'broken');
    voice.close();
  });
});

describe('stop and close', () => {
  test('stop ends the one that speaks and those that wait', async () => {
    const { world, device, voice } = await voiceOn();
    const said = [1, 2].map((loket) => follow(voice.say(callClips({ ticket: 'A-001', loket }))));
    await world.advance(1.5);
    voice.stop();
    await settle();
    assert.deepEqual(said.map((one) => one.result.reason), ['stopped', 'stopped']);
    const next = follow(voice.say(['nol']));
    await world.advance(5);
    assert.equal(next.result.spoken, true);
    assertOneVoice(device);
    assert.deepEqual(device.heard().map((sound) => sound.name), ['nomor-antrean', 'huruf-a', 'nol']);
  });

  test('stop also ends the waiting for a device', async () => {
    const { world, voice } = await voiceOn((w) => {
      w.devices[0].state = 'suspended';
      w.devices[0].mayResume = false;
    });
    const said = follow(voice.say(['nol']));
    await world.advance(0.5);
    voice.stop();
    await settle();
    assert.equal(said.result.reason, 'stopped');
    assert.equal(world.timers.length, 0);
  });

  test('close leaves a given device to its owner, and nothing behind', async () => {
    const { world, device, voice, states } = await voiceOn((w) => w.gone.add('nol.opus'));
    voice.close();
    voice.close();
    assert.equal(world.timers.length, 0);
    assert.equal(device.state, 'running');
    assert.equal((await voice.say(['satu'])).reason, 'broken');
    assert.equal(await voice.unlock(), 'broken');
    assert.deepEqual(states, ['running', 'broken']);
    await world.advance(120);
    assert.equal(world.timers.length, 0);
  });
});
