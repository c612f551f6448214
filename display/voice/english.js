/**
 * The second reading of a call, in English: which clips are spoken, in which order.
 *
 * Why it exists: visitors from abroad hear their number too, where the office wants it. It is a courtesy behind the Indonesian
 * call, so it has one form, and it is dropped for anything that waits.
 * It must never decide *whether* it is spoken: the board's speaker does that.
 *
 * @module
 */

/** @typedef {import('./grammar.js').Call} Call */

const ONES = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen ' +
  'nineteen'
).split(' ');
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** As in the Indonesian grammar. */
const TICKET = /^([A-Z]{1,3})-([0-9]{3,6})$/;
const LAST_LOKET = 1999;

/**
 * The words of a number.
 * @param {number} n  whole, 0..1999
 * @returns {string[]} `englishCardinal(212)` is `['two', 'hundred', 'twelve']`
 */
export function englishCardinal(n) {
  if (n < 20) return [ONES[n]];
  if (n < 100) return [TENS[Math.floor(n / 10)], ...rest(n % 10)];
  if (n < 1000) return [ONES[Math.floor(n / 100)], 'hundred', ...rest(n % 100)];
  return [ONES[Math.floor(n / 1000)], 'thousand', ...rest(n % 1000)];
}

/** @param {number} n */
const rest = (n) => (n === 0 ? [] : englishCardinal(n));

/**
 * The clips of a call in English, without the chime.
 * @param {Call} call
 * @param {import('./grammar.js').Reading} [reading]
 * @returns {string[]} names of clips, in order: "Ticket number, A, zero one two, please go to, counter, two"
 * @throws {RangeError} when the ticket or the loket is not one that can be spoken
 */
export function englishClips({ ticket, loket }, reading = 'first') {
  const match = TICKET.exec(ticket);
  if (!match || !Number.isInteger(loket) || loket < 1 || loket > LAST_LOKET) {
    throw new RangeError(`ticket ${JSON.stringify(ticket)} at loket ${loket} cannot be spoken`);
  }
  const words = [
    ...(reading === 'recall' ? ['calling-again'] : []),
    'ticket-number',
    ...[...match[1]].map((letter) => letter.toLowerCase()),
    ...[...match[2]].map((digit) => ONES[Number(digit)]),
    'please-go-to',
    'counter',
    ...englishCardinal(loket),
  ];
  return words.map((word) => `en-${word}`);
}
