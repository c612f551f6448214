// @ts-check
/**
 * The questionnaire: what is asked, in which order, and by which words.
 *
 * The nine questions come in the order of the printed form (PermenPANRB 14/2017), where sarana stands before
 * pengaduan; the rule itself lists them the other way round. That is why an answer is known by its name everywhere
 * and never by its place. The words themselves are messages, `survey-<name>` and `survey-<name>-<score>`.
 */

/** Youngest and oldest age that the office takes. */
export const AGES = { least: 10, most: 120 };

/** Longest suggestion, in characters. */
export const MOST_SUGGESTION = 500;

/** The scores of an answer, from the worst to the best: the order on paper and on the screen. */
export const SCORES = [1, 2, 3, 4];

/** The nine unsur, in the order of the printed form. */
export const UNSUR = [
  "persyaratan",
  "prosedur",
  "waktu",
  "biaya",
  "produk",
  "kompetensi",
  "perilaku",
  "sarana",
  "pengaduan",
];

/**
 * @typedef {object} Option
 * @property {string | number} value what is sent
 * @property {string} label message
 * @property {string} [detail] message of a second, smaller line
 * @property {string} [picture] drawing in `faces/`
 *
 * @typedef {object} Step one view of the questionnaire
 * @property {string} name name of the answer
 * @property {"unsur" | "options" | "age" | "suggestion"} kind
 * @property {string} question message
 * @property {Option[]} options
 */

/** @type {Step[]} */
const questions = UNSUR.map((name) => ({
  name,
  kind: "unsur",
  question: `survey-${name}`,
  options: SCORES.map((score) => ({
    value: score,
    label: `survey-${name}-${score}`,
    picture: `face-${score}.svg`,
  })),
}));

/** @type {Step[]} */
const profile = [
  {
    name: "sex",
    kind: "options",
    question: "survey-sex",
    options: [
      { value: "L", label: "survey-sex-l", picture: "man.svg" },
      { value: "P", label: "survey-sex-p", picture: "woman.svg" },
    ],
  },
  { name: "age", kind: "age", question: "survey-age", options: [] },
  {
    name: "education",
    kind: "options",
    question: "survey-education",
    options: ["SD", "SMP", "SMA", "D1-D3", "S1", "S2", "S3"].map((value) => ({
      value,
      label: `survey-education-${value.toLowerCase()}`,
      detail: `survey-education-${value.toLowerCase()}-name`,
    })),
  },
  {
    name: "occupation",
    kind: "options",
    question: "survey-occupation",
    options: ["pns", "tni", "polri", "swasta", "wirausaha", "lainnya"].map((value) => ({
      value,
      label: `survey-occupation-${value}`,
      detail: `survey-occupation-${value}-name`,
    })),
  },
];

/** @type {Step} */
const suggestion = { name: "suggestion", kind: "suggestion", question: "survey-suggestion", options: [] };

/** Everything that is asked, in order: the nine, the profile, the suggestion. */
export const STEPS = [...questions, ...profile, suggestion];

/**
 * Where a step stands, for the line above it.
 * @param {number} place
 * @returns {{ part: "questions" | "profile" | "suggestion", number: number, of: number }}
 */
export function progress(place) {
  if (place < questions.length) return { part: "questions", number: place + 1, of: questions.length };
  const number = place - questions.length + 1;
  if (number <= profile.length) return { part: "profile", number, of: profile.length };
  return { part: "suggestion", number: 1, of: 1 };
}

/**
 * Whether a value answers a step. Nothing is taken for an answer that was not given as one.
 * @param {Step} step
 * @param {unknown} value
 */
export function answers(step, value) {
  if (step.kind === "suggestion") return value === undefined || (typeof value === "string" && fits(value));
  if (step.kind === "age") {
    return typeof value === "number" && Number.isInteger(value) && value >= AGES.least && value <= AGES.most;
  }
  return step.options.some((option) => option.value === value);
}

/** @param {string} text */
const fits = (text) => [...text].length <= MOST_SUGGESTION;

/**
 * The body of `POST /api/survey`, or undefined while something is missing.
 * @param {string} key the key that the tablet was woken with
 * @param {Record<string, string | number>} given answers by name
 * @returns {object | undefined}
 */
export function submission(key, given) {
  if (!STEPS.every((step) => answers(step, given[step.name]))) return undefined;
  const text = String(given.suggestion ?? "").trim();
  return {
    key,
    answers: Object.fromEntries(UNSUR.map((name) => [name, given[name]])),
    sex: given.sex,
    age: given.age,
    education: given.education,
    occupation: given.occupation,
    suggestion: text === "" ? null : text,
  };
}
