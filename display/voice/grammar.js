/**
 * The grammar of a call: which clips are spoken, in which order, and the same sentence as text.
 *
 * Why it exists: the spoken number is the one thing that must never be wrong, so it is pure, has no state and no audio, and is
 * tested over every number. It knows Indonesian only; another language is another grammar with its own clips.
 * It must never decide *whether* something is spoken, or its form: the office's voice queue does that.
 *
 * @module
 */

/**
 * A call as the board receives it.
 * @typedef {object} Call
 * @property {string} ticket  letters, dash, digits: `A-001`
 * @property {number} loket   number of the loket, 1..1999
 */

/**
 * How much is said. `long`: "Nomor antrean, A, nol satu dua, silakan menuju loket dua"; `short`: "A nol satu dua, loket dua",
 * for when others already wait to be called.
 * @typedef {'long' | 'short'} Form
 */

/**
 * Which call of this ticket it is. A `recall` is said so, since who heard the first one should know it is not a new number.
 * @typedef {'first' | 'recall'} Reading
 */

/** Digits by value. A ticket's zero is "nol", never "kosong". */
const DIGITS = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];

/** One to three letters and three to six digits: longer is a fault, and would speak for minutes. */
const TICKET = /^([A-Z]{1,3})-([0-9]{3,6})$/;

const LAST_LOKET = 1999;

/**
 * The words of a number, each also the name of its clip.
 * @param {number} n  whole, 0..9999
 * @returns {string[]} `cardinal(212)` is `['dua', 'ratus', 'dua', 'belas']`
 * @throws {RangeError} when `n` is not a whole number within 0..9999
 */
export function cardinal(n) {
  if (!Number.isInteger(n) || n < 0 || n > 9999) {
    throw new RangeError(`cardinal ${n} is not a whole number within 0..9999`);
  }
  return n === 0 ? [DIGITS[0]] : positive(n);
}

/**
 * @param {number} n  0 has no words here, so that `dua puluh` does not end in "nol"
 * @returns {string[]}
 */
function positive(n) {
  if (n === 0) return [];
  if (n < 10) return [DIGITS[n]];
  if (n < 20) return n === 10 ? ['sepuluh'] : n === 11 ? ['sebelas'] : [DIGITS[n - 10], 'belas'];
  if (n < 100) return [...counted(Math.floor(n / 10), 'sepuluh', 'puluh'), ...positive(n % 10)];
  if (n < 1000) return [...counted(Math.floor(n / 100), 'seratus', 'ratus'), ...positive(n % 100)];
  return [...counted(Math.floor(n / 1000), 'seribu', 'ribu'), ...positive(n % 1000)];
}

/**
 * "One hundred" is one word, seratus; every other count is two.
 * @param {number} count  1..9
 * @param {string} one
 * @param {string} many
 * @returns {string[]}
 */
function counted(count, one, many) {
  return count === 1 ? [one] : [DIGITS[count], many];
}

/**
 * The clips of a call, without the chime.
 * @param {Call} call
 * @param {Form} [form]
 * @param {Reading} [reading]
 * @returns {string[]} names of clips, in order
 * @throws {RangeError} when the ticket or the loket is not one that can be spoken
 */
export function callClips(call, form = 'long', reading = 'first') {
  const { letters, digits, loket } = parts(call);
  return [
    ...(reading === 'recall' ? ['panggilan-ulang'] : []),
    ...(form === 'long' ? ['nomor-antrean'] : []),
    ...letters.map((letter) => `huruf-${letter.toLowerCase()}`),
    ...digits,
    ...(form === 'long' ? ['silakan-menuju'] : []),
    'loket',
    ...loket,
  ];
}

/**
 * What a board plays for a call: the chime, then the call.
 * @param {Call} call
 * @param {Form} [form]
 * @param {Reading} [reading]
 * @returns {string[]} names of clips, in order
 * @throws {RangeError} as `callClips`
 */
export function announcementClips(call, form = 'long', reading = 'first') {
  return ['chime', ...callClips(call, form, reading)];
}

/**
 * The spoken sentence as text, for subtitles, logs and tests.
 * @param {Call} call
 * @param {Form} [form]
 * @param {Reading} [reading]
 * @returns {string} "Nomor antrean, A, nol satu dua, silakan menuju loket dua."
 * @throws {RangeError} as `callClips`
 */
export function callSentence(call, form = 'long', reading = 'first') {
  const { letters, digits, loket } = parts(call);
  const name = letters.join(' ');
  const number = digits.join(' ');
  const place = `loket ${loket.join(' ')}`;
  const again = reading === 'recall' ? 'panggilan ulang, ' : '';
  const sentence =
    form === 'long'
      ? `${again}nomor antrean, ${name}, ${number}, silakan menuju ${place}.`
      : `${again}${name} ${number}, ${place}.`;
  return sentence[0].toUpperCase() + sentence.slice(1);
}

/**
 * @param {Call} call
 * @returns {{letters: string[], digits: string[], loket: string[]}} letters as written, digits and loket as words
 */
function parts({ ticket, loket }) {
  const match = TICKET.exec(ticket);
  if (!match) {
    throw new RangeError(`ticket ${JSON.stringify(ticket)} is not one to three capitals, a dash and three to six digits`);
  }
  if (!Number.isInteger(loket) || loket < 1 || loket > LAST_LOKET) {
    throw new RangeError(`loket ${loket} is not a whole number within 1..${LAST_LOKET}`);
  }
  return {
    letters: [...match[1]],
    digits: [...match[2]].map((digit) => DIGITS[Number(digit)]),
    loket: cardinal(loket),
  };
}
