/**
 * The walk through a survey, minute by minute, without a clock.
 *
 * Contents: waking and sleeping; choosing and going on; going back; the number pad; silence; taking it back; sending and thanks;
 * nothing of one person reaches the next.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { STEPS, UNSUR, submission } from '../../kiosk/survey/questions.js';
import * as walks from '../../kiosk/survey/walk.js';

const { TIMES } = walks;
const ONE = { key: 'one', number: 'A-012' };
const TWO = { key: 'two', number: 'A-013' };

/** Somebody in front of the tablet: a walk and the time, with what a person does. */
class Visit {
  now = 1_000_000;
  walk = walks.asleep(this.now);

  does(name, ...given) {
    this.walk = walks[name](this.walk, ...given, this.now);
    return this;
  }

  /** Time goes by, and everything due happens when it is due, as the screen does it. */
  waits(time) {
    const end = this.now + time;
    for (let steps = 0; steps < 10_000; steps += 1) {
      const due = walks.due(this.walk, this.now);
      if (due === undefined || due > end) break;
      this.now = Math.max(this.now, due);
      this.walk = walks.pass(this.walk, this.now);
    }
    this.now = end;
    return this;
  }

  wakes(survey = ONE) {
    return this.does('look', survey).waits(TIMES.guard);
  }

  begins() {
    return this.wakes().does('begin').waits(TIMES.guard);
  }

  /** Chooses, sees it chosen, and waits until the next view takes taps. */
  chooses(value) {
    return this.does('choose', value).waits(TIMES.choice + TIMES.guard);
  }

  fillsIn() {
    this.begins();
    for (const _ of UNSUR) this.chooses(3);
    this.chooses('L').does('type', '4').does('type', '5').does('next').waits(TIMES.guard);
    return this.chooses('SMA').chooses('swasta');
  }

  sends() {
    assert.ok(walks.finished(this.walk, this.now));
    const body = submission(this.walk.survey.key, this.walk.given);
    this.does('send', this.walk.survey.key);
    return body;
  }
}

const name = (visit) => walks.step(visit.walk)?.name;
const bare = ({ survey, since, touched, sent, ...rest }) => rest;

describe('waking and sleeping', () => {
  test('sleeps without a survey, greets with one, sleeps when it is taken back', () => {
    const visit = new Visit().does('look', null);
    assert.equal(visit.walk.stage, 'asleep');
    assert.equal(visit.does('look', ONE).walk.stage, 'welcome');
    assert.equal(visit.does('look', null).walk.stage, 'asleep');
  });

  test('another survey greets another number', () => {
    const visit = new Visit().wakes().does('look', TWO);
    assert.deepEqual([visit.walk.stage, visit.walk.survey], ['welcome', TWO]);
  });

  test('the welcome speaks Indonesian again after silence', () => {
    const visit = new Visit().wakes().does('speak', 'en').waits(TIMES.silence - 1);
    assert.deepEqual([visit.walk.stage, visit.walk.lang], ['welcome', 'en']);
    visit.waits(1);
    assert.deepEqual([visit.walk.stage, visit.walk.lang, visit.walk.survey], ['welcome', 'id', ONE]);
  });

  test('nothing happens by itself while asleep or at the welcome', () => {
    const visit = new Visit();
    assert.equal(walks.due(visit.walk, visit.now), undefined);
    visit.wakes();
    assert.equal(walks.due(visit.walk, visit.now), undefined);
  });
});

describe('answering', () => {
  test('no view begins with an answer', () => {
    const visit = new Visit().begins();
    for (const step of STEPS) {
      assert.equal(name(visit), step.name);
      assert.equal(visit.walk.given[step.name], undefined, step.name);
      assert.equal(visit.walk.settles, null);
      if (step.kind === 'age') visit.does('type', '3').does('type', '0').does('next').waits(TIMES.guard);
      else if (step.options.length) visit.chooses(step.options[0].value);
    }
    assert.equal(name(visit), 'suggestion');
  });

  test('a choice is seen before the next question comes, and may be changed meanwhile', () => {
    const visit = new Visit().begins().does('choose', 4);
    assert.deepEqual([name(visit), visit.walk.given.persyaratan], ['persyaratan', 4]);
    visit.waits(TIMES.choice - 1).does('choose', 1);
    visit.waits(TIMES.choice - 1);
    assert.deepEqual([name(visit), visit.walk.given.persyaratan], ['persyaratan', 1]);
    visit.waits(1);
    assert.deepEqual([name(visit), visit.walk.given.persyaratan], ['prosedur', 1]);
  });

  test('the second tap of a double tap does not answer the next question', () => {
    const visit = new Visit().wakes().does('begin').does('choose', 2);
    assert.deepEqual(visit.walk.given, {});
    visit.waits(TIMES.guard).does('choose', 2).waits(TIMES.choice).does('choose', 2);
    assert.deepEqual([name(visit), visit.walk.given], ['prosedur', { persyaratan: 2 }]);
  });

  test('only an answer of the question that is up counts', () => {
    const visit = new Visit().begins().does('choose', 5).does('choose', 'L').does('choose', 0);
    assert.deepEqual(visit.walk.given, {});
    visit.does('write', 'saran').does('type', '4');
    assert.deepEqual([visit.walk.given, visit.walk.digits], [{}, '']);
  });

  test('an unanswered question is not passed by', () => {
    const visit = new Visit().begins().does('next');
    assert.equal(name(visit), 'persyaratan');
  });
});

describe('going back', () => {
  test('shows the answer, which may be kept or changed', () => {
    const visit = new Visit().begins().chooses(2).chooses(3).does('back').waits(TIMES.guard);
    assert.deepEqual([name(visit), visit.walk.given.prosedur], ['prosedur', 3]);
    visit.does('next').waits(TIMES.guard);
    assert.deepEqual([name(visit), visit.walk.given.prosedur], ['waktu', 3]);
    visit.does('back').waits(TIMES.guard).chooses(1);
    assert.deepEqual([name(visit), visit.walk.given.prosedur], ['waktu', 1]);
  });

  test('stops a choice that has not moved on yet', () => {
    const visit = new Visit().begins().chooses(2).does('choose', 4).does('back').waits(TIMES.choice * 2);
    assert.equal(name(visit), 'persyaratan');
  });

  test('ends at the first question', () => {
    const visit = new Visit().begins().does('back');
    assert.equal(name(visit), 'persyaratan');
  });
});

describe('the number pad', () => {
  const atAge = () => {
    const visit = new Visit().begins();
    for (const _ of UNSUR) visit.chooses(2);
    return visit.chooses('P');
  };
  const types = (visit, digits) => [...digits].forEach((digit) => visit.does('type', digit));

  test('takes at most three digits, none of them a leading nought', () => {
    const visit = atAge();
    types(visit, '0034');
    assert.equal(visit.walk.digits, '34');
    types(visit, '56');
    assert.equal(visit.walk.digits, '345');
    visit.does('type', '').does('type', '').does('type', '').does('type', '');
    assert.equal(visit.walk.digits, '');
  });

  test('points out an impossible age and stays', () => {
    for (const digits of ['', '9', '121', '999']) {
      const visit = atAge();
      types(visit, digits);
      visit.does('next');
      assert.deepEqual([name(visit), visit.walk.wrong, visit.walk.given.age], ['age', true, undefined], digits);
      visit.does('type', '');
      assert.equal(visit.walk.wrong, false);
    }
  });

  test('takes the youngest and the oldest, and shows the age again on the way back', () => {
    for (const digits of ['10', '120']) {
      const visit = atAge();
      types(visit, digits);
      visit.does('next').waits(TIMES.guard);
      assert.deepEqual([name(visit), visit.walk.given.age], ['education', Number(digits)]);
      assert.equal(visit.does('back').walk.digits, digits);
    }
  });
});

describe('silence', () => {
  test('asks after 60 s, and wipes 20 s later to the welcome of the same survey', () => {
    const visit = new Visit().begins().chooses(4).does('speak', 'en');
    visit.waits(TIMES.silence - 1);
    assert.equal(visit.walk.warned, false);
    visit.waits(1);
    assert.deepEqual([visit.walk.warned, walks.secondsLeft(visit.walk, visit.now)], [true, 20]);
    visit.waits(TIMES.answer - 1);
    assert.equal(walks.secondsLeft(visit.walk, visit.now), 1);
    visit.waits(1);
    assert.deepEqual(bare(visit.walk), bare(new Visit().wakes().walk));
    assert.deepEqual(visit.walk.survey, ONE);
  });

  test('one key goes on where it was', () => {
    const visit = new Visit().begins().chooses(4).waits(TIMES.silence + 5_000);
    visit.does('choose', 1).does('touch').does('back').does('next');
    assert.deepEqual([visit.walk.warned, name(visit)], [true, 'prosedur']);
    visit.does('stay').waits(TIMES.guard);
    assert.deepEqual([visit.walk.warned, name(visit), visit.walk.given], [false, 'prosedur', { persyaratan: 4 }]);
    visit.waits(TIMES.silence - TIMES.guard - 1);
    assert.equal(visit.walk.warned, false);
  });

  test('touching the glass or writing is no silence', () => {
    const visit = new Visit().fillsIn();
    visit.does('touch');
    for (let minute = 0; minute < 10; minute += 1) visit.waits(TIMES.silence - 1).does('write', 'a'.repeat(minute + 1));
    visit.waits(TIMES.silence - 1).does('touch').waits(TIMES.silence - 1);
    assert.deepEqual([visit.walk.warned, name(visit)], [false, 'suggestion']);
  });

  test('every second of the countdown is due, and it ends', () => {
    const visit = new Visit().begins().waits(TIMES.silence);
    const seen = [];
    while (visit.walk.stage === 'asking') {
      seen.push(walks.secondsLeft(visit.walk, visit.now));
      visit.now = walks.due(visit.walk, visit.now);
      visit.walk = walks.pass(visit.walk, visit.now);
    }
    assert.deepEqual(seen, Array.from({ length: 20 }, (_, second) => 20 - second));
  });

  test('a tablet that slept through it wipes as it wakes up', () => {
    const visit = new Visit().begins().chooses(4);
    visit.now += 3_600_000;
    visit.walk = walks.pass(visit.walk, visit.now);
    assert.deepEqual([visit.walk.stage, visit.walk.given], ['welcome', {}]);
  });
});

describe('the office takes it back', () => {
  test('everything unfinished vanishes at once; who was answering is told for 8 s', () => {
    const visit = new Visit().fillsIn().does('speak', 'en').does('write', 'Kursi').does('look', null);
    assert.deepEqual([visit.walk.stage, visit.walk.lang, visit.walk.given], ['closed', 'en', {}]);
    visit.does('look', null).waits(TIMES.closed - 1);
    assert.equal(visit.walk.stage, 'closed');
    visit.waits(1);
    assert.deepEqual(bare(visit.walk), bare(new Visit().walk));
  });

  test('whoever comes next is greeted at once', () => {
    const visit = new Visit().begins().chooses(4).does('look', null).does('look', TWO);
    assert.deepEqual([visit.walk.stage, visit.walk.survey, visit.walk.leaves], ['welcome', TWO, null]);
  });

  test('nobody is told when nobody was there any more', () => {
    const warned = new Visit().begins().chooses(1).waits(TIMES.silence).does('look', null);
    assert.deepEqual(bare(warned.walk), bare(new Visit().walk));
  });

  test('another survey does not inherit an answer', () => {
    const visit = new Visit().begins().chooses(4).does('look', TWO);
    assert.deepEqual([visit.walk.stage, visit.walk.given, visit.walk.survey], ['welcome', {}, TWO]);
  });

  test('the same survey seen again changes nothing', () => {
    const visit = new Visit().begins().chooses(4);
    assert.deepEqual(bare(visit.does('look', { ...ONE }).walk), bare(visit.walk));
    assert.deepEqual(visit.walk.given, { persyaratan: 4 });
  });
});

describe('sending', () => {
  test('not before everything is answered', () => {
    const visit = new Visit().begins().chooses(4);
    assert.equal(walks.finished(visit.walk, visit.now), false);
    assert.equal(walks.finished(new Visit().fillsIn().walk, 9_999_999), true);
  });

  test('the answers leave the walk as they are sent', () => {
    const visit = new Visit().fillsIn().does('write', 'Kursi').does('speak', 'en');
    const body = visit.sends();
    assert.deepEqual([body.key, body.age, body.suggestion], ['one', 45, 'Kursi']);
    assert.deepEqual([visit.walk.stage, visit.walk.given, visit.walk.lang], ['sending', {}, 'en']);
    assert.equal(walks.due(visit.walk, visit.now), undefined);
  });

  test('thanks for 5 s, then sleep, in Indonesian again; the answered survey never wakes it again', () => {
    const visit = new Visit().fillsIn().does('speak', 'en');
    visit.sends();
    visit.does('thank').waits(TIMES.thanks - 1);
    assert.equal(visit.walk.stage, 'thanks');
    visit.waits(1);
    assert.deepEqual([visit.walk.stage, visit.walk.lang], ['asleep', 'id']);
    visit.does('look', ONE);
    assert.equal(visit.walk.stage, 'asleep');
    assert.equal(visit.does('look', TWO).walk.stage, 'welcome');
  });

  test('the survey that ends meanwhile does not hide the thanks, and the next one waits for them', () => {
    const visit = new Visit().fillsIn();
    visit.sends();
    visit.does('look', null);
    assert.equal(visit.walk.stage, 'sending');
    visit.does('thank').does('look', TWO).waits(TIMES.thanks - 1);
    assert.equal(visit.walk.stage, 'thanks');
    visit.waits(1);
    assert.deepEqual([visit.walk.stage, visit.walk.survey], ['welcome', TWO]);
  });

  test('a delay is said, and does not end by itself', () => {
    const visit = new Visit().fillsIn();
    visit.sends();
    visit.walk = walks.delay(visit.walk);
    visit.waits(3_600_000);
    assert.deepEqual([visit.walk.stage, visit.walk.late], ['sending', true]);
    assert.equal(walks.delay(new Visit().walk).late, false);
  });

  test('a refusal is said with its reason; only when another try may help the survey greets again', () => {
    for (const [over, stage] of [[true, 'asleep'], [false, 'welcome']]) {
      const visit = new Visit().fillsIn();
      visit.sends();
      visit.does('refuse', 'Tidak ada survei yang menunggu.', over);
      assert.deepEqual([visit.walk.stage, visit.walk.reason], ['refused', 'Tidak ada survei yang menunggu.']);
      visit.waits(TIMES.refusal);
      assert.deepEqual([visit.walk.stage, visit.walk.reason], [stage, '']);
    }
  });
});
