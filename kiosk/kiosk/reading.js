// @ts-check
/**
 * What the kiosk says when it reads the view that is up aloud: sentences as names of clips, each with what it is about.
 *
 * Pure. The clips are made by display/voice/make-kiosk-clips.sh; a test holds the names here and the clips there to each
 * other. Services and permits that the office has renamed have none: then a letter and a shape, or a code, are read.
 *
 * @module
 */

import { shapeOf } from "../../display/board/shapes.js";
import { cardinal } from "../../display/voice/grammar.js";
import { account, chunks, pageAt, perPage } from "./checking.js";
import { storyOf } from "./standing.js";
import { troubled } from "./walk.js";

/**
 * @typedef {import("./walk.js").Walk} Walk
 * @typedef {import("./parts.js").Office} Office
 * @typedef {import("./parts.js").Service} Service
 *
 * @typedef {object} Sentence
 * @property {string[]} clips
 * @property {string} [about] where on the view it stands, as a selector
 */

/** Names that have a clip, as the default office words them in Indonesian. @type {Record<string, string>} */
const NAMES = {
  "Pendaftaran izin": "nama-pendaftaran-izin",
  "Pengambilan SK": "nama-pengambilan-sk",
  Legalisasi: "nama-legalisasi",
  Pengaduan: "nama-pengaduan",
  Informasi: "nama-informasi",
};
/** Their English names: both must be as they were when the clip was made. @type {Record<string, string>} */
const ENGLISH = {
  "nama-pendaftaran-izin": "Apply for a permit",
  "nama-pengambilan-sk": "Collect a permit",
  "nama-legalisasi": "Certified copies",
  "nama-pengaduan": "Complaints",
  "nama-informasi": "Information",
};
/** Permits that have a clip, by their code. */
const PERMITS = "SIPD SIPB SIPP SIPA SIPTTK SIPTGM SIPTS REKLAME SKP-PENELITIAN PAUD TRAYEK SKTR".split(" ");

/** What the printer's trouble is called. @type {Record<string, string>} */
const TROUBLES = { "paper-out": "out", "cover-open": "cover", "off-line": "faulty", faulty: "faulty", unreachable: "faulty", "no-queue": "faulty" };

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** @param {number} n @returns {string[]} */
function english(n) {
  if (n < 20) return [SMALL[n]];
  if (n < 100) return [TENS[Math.floor(n / 10) - 2], ...(n % 10 ? english(n % 10) : [])];
  const [unit, word] = n < 1000 ? [100, "hundred"] : [1000, "thousand"];
  return [...english(Math.floor(n / unit)), word, ...(n % unit ? english(n % unit) : [])];
}

/**
 * The words of a number; what cannot be one is left out.
 * @param {"id" | "en"} lang
 * @param {number} n
 */
export function number(lang, n) {
  if (!Number.isInteger(n) || n < 0 || n > 9999) return [];
  return lang === "en" ? english(n) : cardinal(n);
}

/**
 * Letters by name, digits one by one, everything else silent: `A-001`, `SIPB`.
 * @param {"id" | "en"} lang
 * @param {string} text
 */
export const spelled = (lang, text) =>
  [...text.toLowerCase()].flatMap((sign) => {
    if (/[a-z]/.test(sign)) return [`huruf-${sign}`];
    return /[0-9]/.test(sign) ? number(lang, Number(sign)) : [];
  });

/** @param {Service} service @param {"id" | "en"} lang */
function nameOf({ letter, name }, lang) {
  const clip = NAMES[name.id];
  if (clip && (lang === "id" || ENGLISH[clip] === name.en)) return [clip];
  return ["layanan", ...spelled(lang, letter), "tanda", `bentuk-${shapeOf(letter)}`];
}

/**
 * What is said of the view that is up. Never empty, but for views that pass in a moment.
 * @param {string} view its name, "away" too
 * @param {Walk} walk
 * @param {Office | undefined} office
 * @returns {Sentence[]}
 */
export function sentences(view, walk, office) {
  if (view === "away") return [{ clips: ["belum-dapat"], about: "h1" }];
  if (!office) return [];
  switch (view) {
    case "rest":
      return atRest(walk, office);
    case "service":
      return ofService(walk, office);
    case "permits":
      return ofPermits(walk);
    case "checklist":
      return ofChecklist(walk, office);
    case "slip":
      return [{ clips: [walk.slip === "photo" ? "foto-daftar" : "ambil-daftar"], about: "h1" }];
    case "ticket":
      return ofTicket(walk);
    case "code": {
      const typed = spelled(walk.lang, walk.typed);
      return [{ clips: ["ketik-kode"], about: "h1" }, ...(typed.length ? [{ clips: ["kode", ...typed], about: ".typed" }] : [])];
    }
    case "status":
      return walk.found ? ofStatus(walk) : [];
    case "refused":
      return ofRefusal(walk);
    default:
      return [];
  }
}

/** @param {string} printer */
const paper = (printer) => ({ clips: [`kertas-${TROUBLES[printer] ?? "unknown"}`, "nomor-di-layar"], about: "#paper" });

/** @param {Walk} walk @param {Office} office @returns {Sentence[]} */
function atRest({ lang }, { services, standing, printer }) {
  const open = services.some(({ door }) => door.open);
  /** @type {Record<string, string>} */
  const nights = { early: "kantor-belum-buka", holiday: "kantor-libur" };
  const awake = open || standing.code === "open" || standing.code === "break";
  const greeting = awake ? "pilih-layanan" : (nights[standing.code] ?? "kantor-tutup");
  return [
    { clips: [greeting], about: ".greeting" },
    ...(standing.code === "break" ? [{ clips: ["istirahat"], about: ".notices" }] : []),
    ...(awake && troubled(printer) ? [paper(printer)] : []),
    ...services.map((service) => {
      const waiting = service.waiting === 0 ? ["tidak-ada-antrean"] : [...number(lang, service.waiting), "menunggu"];
      const clips = [...nameOf(service, lang), ...(service.door.open ? waiting : ["tutup"])];
      return { clips, about: `[data-service="${service.letter}"]` };
    }),
    { clips: ["cek-berkas"], about: "#scan" },
  ];
}

/** @param {"id" | "en"} lang @param {{ low: number, high: number } | null} estimate */
function time(lang, estimate) {
  if (!estimate) return [];
  const { low, high } = estimate;
  const until = [...number(lang, high), "menit"];
  return low === 0 ? ["perkiraan-hingga", ...until] : ["perkiraan", ...number(lang, low), "sampai", ...until];
}

/** @param {Walk} walk @param {Office} office @returns {Sentence[]} */
function ofService({ lang, letter, priority }, { services, priorities, printer }) {
  const service = services.find((known) => known.letter === letter);
  if (!service) return [];
  const { door, waiting, lokets, check, estimate } = service;
  const name = { clips: nameOf(service, lang), about: ".words" };
  const papers = check ? [{ clips: ["sentuh-cek"], about: "#check" }] : [];
  if (!door.open) {
    const why = door.why === "unstaffed" || door.why === "over" ? [`tutup-${door.why}`] : [];
    return [name, { clips: ["layanan-tutup", ...why], about: ".facts" }, ...papers];
  }
  const people = waiting === 0 ? ["tidak-ada-orang"] : [...number(lang, waiting), "orang-menunggu"];
  const counters = lokets === 0 ? ["loket-belum-buka"] : [...number(lang, lokets), "loket-buka"];
  return [
    name,
    { clips: [...people, ...time(lang, estimate), ...counters], about: ".facts" },
    ...(troubled(printer) ? [paper(printer)] : []),
    ...(priorities.length ? [{ clips: [priority ? "prioritas" : "sentuh-hati"], about: "#priority" }] : []),
    { clips: ["sentuh-ambil"], about: "#take" },
    ...papers,
  ];
}

/** @param {Walk} walk @returns {Sentence[]} */
function ofPermits(walk) {
  const pages = chunks(walk.permits ?? [], perPage(walk));
  let place = 0;
  const firsts = pages.map((page) => (place += page.length) - page.length);
  const shown = pages[pageAt(firsts, walk.from)] ?? [];
  return [
    { clips: ["pilih-izin"], about: "h1" },
    ...shown.map(({ code }) => ({
      clips: PERMITS.includes(code) ? [`izin-${code.toLowerCase()}`] : spelled(walk.lang, code),
      about: `[data-permit="${CSS_SAFE.test(code) ? code : ""}"]`,
    })),
  ];
}

/** Codes that can stand in a selector as they are. */
const CSS_SAFE = /^[\w-]+$/;

/** @param {Walk} walk @param {Office} office @returns {Sentence[]} */
function ofChecklist({ lang, permit, have }, { printer }) {
  if (!permit) return [];
  const { there, needed, complete } = account(permit, have);
  const far = [...number(lang, there), "dari", ...number(lang, needed), "syarat-ada"];
  const prints = !complete && !troubled(printer);
  return [
    { clips: ["sentuh-syarat"], about: ".rows" },
    { clips: far, about: ".told" },
    ...(prints ? [{ clips: ["sentuh-cetak"], about: "#print" }] : []),
    { clips: ["sentuh-ambil"], about: "#take" },
  ];
}

/** @param {Walk} walk @returns {Sentence[]} */
function ofTicket({ lang, ticket, photo }) {
  const { ahead, estimate } = ticket;
  const before = ahead === 0 ? ["anda-berikutnya"] : [...number(lang, ahead), "sebelum-anda"];
  return [
    { clips: ["nomor-anda", ...spelled(lang, String(ticket.number))], about: ".slip .number" },
    { clips: [photo ? "foto-nomor" : "ambil-tiket"], about: ".todo" },
    { clips: [...before, ...time(lang, estimate)], about: ".wait" },
    { clips: ["tunggu-dipanggil"], about: ".todo" },
  ];
}

/** Sentences about a visit that say the same as another one. @type {Record<string, string>} */
const SAME = {
  "visit-with-berkas": "berkas-process",
  "visit-old": "visit-expired",
};
/** Sentences that go on with the lokets. */
const WITH_LOKET = "berkas-come visit-called visit-serving visit-held visit-will visit-report".split(" ");

/** @param {Walk} walk @returns {Sentence[]} */
function ofStatus({ lang, found }) {
  const { head, asked } = storyOf(found);
  const clips = (/** @type {import("./standing.js").Sentence} */ { message, facts = {} }) => {
    const name = SAME[message.slice("kiosk-".length)] ?? message.slice("kiosk-".length);
    if (name === "estimate-title") return time(lang, { low: Number(facts.low), high: Number(facts.high) });
    if (name === "visit-waiting") {
      const ahead = Number(facts.count);
      return ahead === 0 ? ["anda-berikutnya"] : [...number(lang, ahead), "sebelum-anda"];
    }
    if (name === "berkas-here") return [name, ...spelled(lang, String(facts.number))];
    const loket = Number.parseInt(String(facts.loket ?? ""), 10);
    return WITH_LOKET.includes(name) ? [name, ...number(lang, loket)] : [name];
  };
  return [{ clips: clips(head), about: "h1" }, ...asked.map((one) => ({ clips: clips(one), about: ".asked" }))];
}

/** @param {Walk} walk @returns {Sentence[]} */
function ofRefusal({ message }) {
  if (message?.title === "kiosk-uncertain") return [{ clips: ["belum-ada-jawaban"], about: "h1" }];
  const known = message?.title === "kiosk-not-found" ? "tidak-dikenal" : "mohon-maaf";
  return [
    { clips: [known], about: "h1" },
    { clips: ["tanya-petugas"], about: "#reason" },
  ];
}
