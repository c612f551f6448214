// @ts-check
/**
 * The page of the virtual printer: its condition, and paper coming out of it.
 *
 * Two questions are always open at the office, one for the condition and one for new sheets; each is answered when
 * something happens, at the latest after 25 seconds. When one fails, the page says so and asks again, after a
 * random pause, so that many pages do not come back at once. Texts of sheets are only ever set as text.
 */

/**
 * @typedef {object} Condition
 * @property {number} revision changes with every field but `newest` and `millimetres`
 * @property {number} started when the printer was started, in microseconds
 * @property {boolean} online
 * @property {"closed" | "open"} cover
 * @property {"ample" | "near_end" | "out"} roll
 * @property {"free" | "stuck"} knife
 * @property {"stall" | "reset" | "garbage" | "slow" | null} fault what is wrong with its line
 * @property {boolean} connected whether a host is connected
 * @property {number} waiting bytes received but not printed
 * @property {number} newest the newest sheet's number, 0 before the first
 * @property {number} millimetres paper used so far
 * @property {number} width dots of the printed line
 */

/**
 * @typedef {object} Note
 * @property {string} kind
 * @property {number[]} bytes
 */

/**
 * @typedef {object} Sheet
 * @property {number} number
 * @property {number} time microseconds
 * @property {number} millimetres
 * @property {string} text
 * @property {string[]} qr
 * @property {Note[]} notes
 * @property {number} unkept_notes
 */

/** Sheets shown at most; the printer keeps more. */
const SHOWN = 24;
/** CSS pixels a dot takes: the newest sheet, and those on the shelf. */
const SCALE = { newest: 0.625, shelf: 0.375 };
/** A question without an answer for this long counts as lost, in milliseconds. */
const DEADLINE = 35_000;
/** The shortest and longest pause before asking again, in milliseconds. */
const PAUSE = { least: 500, most: 15_000 };

/** What the notes of the printer mean. @type {Record<string, string>} */
const NOTES = {
  unknown: "Perintah tidak dikenal",
  unsupported: "Perintah tidak didukung printer ini",
  oversized: "Perintah terlalu panjang, dilewati",
  misplaced: "Perintah yang hanya berlaku di awal baris muncul di tengah baris",
  out_of_range: "Posisi atau margin di luar lebar cetak, diabaikan",
  bad_symbol: "Simbol tidak dapat dicetak: kosong, terlalu lebar, atau terlalu banyak isinya",
  cut_through_print: "Kertas dipotong tanpa dimajukan; cetakan terakhir masih berada di dalam printer",
  drawer_pulse: "Perintah membuka laci uang",
};

/** What a fault of the line does. @type {Record<string, string>} */
const FAULTS = {
  stall: "Macet: berhenti menerima data di tengah cetakan.",
  reset: "Mati listrik di tengah setiap cetakan.",
  garbage: "Jawaban printer kacau.",
  slow: "Lambat menerima data.",
};

/** The address of the printer shown. */
const base = location.pathname.replace(/\/+$/, "");

const decimal = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 2 });
/** Seconds east of Greenwich of the office; its hour is shown wherever the browser is. */
let offset = 0;
const clock = new Intl.DateTimeFormat("id-ID", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});
const minute = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });

/**
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {HTMLElement}
 */
function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @type {Condition | undefined} */
let known;
/** The newest sheet on the page. */
let seen = 0;
/** Whether the page shows what the printer had kept when it was asked first. */
let isPrimed = false;
/** Ends the open question for sheets, to ask it anew. */
let interrupt = new AbortController();
/** What is lost at the moment, and since when. */
const lost = { questions: new Set(), since: new Date() };

/**
 * @param {string} path
 * @param {AbortSignal[]} signals
 * @returns {Promise<any>}
 */
async function ask(path, ...signals) {
  const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE), ...signals]);
  const answer = await fetch(path, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Asks one question for ever.
 * @param {string} name
 * @param {() => Promise<void>} question
 */
async function keepAsking(name, question) {
  for (let failures = 0; ; ) {
    try {
      await question();
      failures = 0;
      lost.questions.delete(name);
      showConnection();
    } catch (error) {
      failures += 1;
      if (lost.questions.size === 0) lost.since = new Date();
      lost.questions.add(name);
      showConnection();
      console.warn(error);
      const most = Math.min(PAUSE.most, PAUSE.least * 2 ** failures);
      const pause = PAUSE.least + Math.random() * (most - PAUSE.least);
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

async function askCondition() {
  // Right after a loss the answer is wanted at once, to take the banner away.
  const isLost = lost.questions.has("condition");
  const path = known && !isLost ? `${base}/state?after=${known.revision}&wait=1` : `${base}/state`;
  /** @type {Condition} */
  const condition = await ask(path);
  if (known && known.started !== condition.started) startAnew();
  known = condition;
  showCondition(condition);
}

async function askSheets() {
  const within = interrupt;
  try {
    const wait = isPrimed && !lost.questions.has("sheets") ? 1 : 0;
    /** @type {Sheet[]} */
    const sheets = await ask(`${base}/receipts?after=${seen}&wait=${wait}`, within.signal);
    await showSheets(sheets, within.signal);
    isPrimed = true;
    find("#empty").hidden = seen > 0;
  } catch (error) {
    if (!within.signal.aborted) throw error;
  }
}

/** The printer was started again: its numbers began anew, and the sheets shown are no longer its own. */
function startAnew() {
  seen = 0;
  isPrimed = false;
  find("#newest").replaceChildren();
  find("#earlier").replaceChildren();
  find("#earlier-title").hidden = true;
  find("#empty").hidden = true;
  interrupt.abort();
  interrupt = new AbortController();
}

function showConnection() {
  const banner = find("#lost");
  const isLost = lost.questions.size > 0;
  banner.hidden = !isLost;
  banner.textContent = isLost ? `TERPUTUS sejak ${minute.format(lost.since)} – mencoba menyambung lagi` : "";
  find("main").classList.toggle("stale", isLost);
}

/** @param {Condition} condition */
function showCondition(condition) {
  const [light, words] = lampOf(condition);
  const status = find("#condition");
  if (status.textContent !== words) status.textContent = words;
  status.dataset.light = light;
  showFigures(condition);
  find("#conditions").hidden = false;
  const name = nameOf(condition);
  for (const key of conditionKeys()) key.setAttribute("aria-pressed", String(key.dataset.condition === name));
  find("#width").textContent = `${condition.width} titik`;
  find("#host").textContent = condition.connected ? "terhubung" : "tidak ada";
  find("#waiting").textContent = condition.waiting === 0 ? "tidak ada" : `${decimal.format(condition.waiting)} bita`;
}

/** The keys that change the condition. @returns {HTMLElement[]} */
const conditionKeys = () => [...find("#conditions").children].filter((key) => key instanceof HTMLElement);

/** Which key the condition is, or "" for one that has none. @param {Condition} condition */
function nameOf({ online, cover, roll, knife, fault }) {
  const faults = [
    ...(fault ? [fault] : []),
    ...(roll === "out" ? ["paper-out"] : roll === "near_end" ? ["paper-low"] : []),
    ...(cover === "open" ? ["cover-open"] : []),
    ...(knife === "stuck" ? ["cutter-stuck"] : []),
    ...(online ? [] : ["off-line"]),
  ];
  return faults.length > 1 ? "" : (faults[0] ?? "ready");
}

/** Does to the printer what the keys say; the open question for its condition then shows it. */
function listen() {
  for (const key of conditionKeys()) {
    key.addEventListener("click", () => {
      const body = JSON.stringify({ condition: key.dataset.condition });
      const headers = { "content-type": "application/json" };
      // A press that is lost changes nothing, and the banner says that the line is.
      fetch(`${base}/state`, { method: "POST", headers, body }).catch(console.warn);
    });
  }
}

/** @param {{ newest: number, millimetres: number }} figures */
function showFigures({ newest, millimetres }) {
  find("#sheets").textContent = decimal.format(newest);
  find("#used").textContent = `${decimal.format(millimetres / 1000)} m`;
}

/**
 * @param {Condition} condition
 * @returns {["ready" | "warn" | "stop", string]}
 */
function lampOf(condition) {
  if (condition.roll === "out") return ["stop", "Kertas habis. Cetakan menunggu sampai kertas diisi."];
  if (condition.cover === "open") return ["stop", "Tutup terbuka. Cetakan menunggu sampai tutup ditutup."];
  if (condition.knife === "stuck") return ["stop", "Pisau macet. Cetakan menunggu sampai sisa kertas disingkirkan."];
  if (!condition.online) return ["stop", "Printer luring. Cetakan menunggu sampai printer diaktifkan."];
  const fault = condition.fault && FAULTS[condition.fault];
  if (fault) return ["warn", fault];
  if (condition.roll === "near_end") return ["warn", "Siap mencetak, kertas hampir habis"];
  return ["ready", "Siap mencetak"];
}

/**
 * @param {Sheet[]} sheets oldest first
 * @param {AbortSignal} outdated tells that they are another printer's by now
 */
async function showSheets(sheets, outdated) {
  const shown = sheets.slice(-SHOWN);
  for (const sheet of shown) {
    if (sheet.number <= seen) continue;
    const article = await makeSheet(sheet);
    outdated.throwIfAborted();
    const outlet = find("#newest");
    for (const earlier of [...outlet.children]) {
      scale(earlier, SCALE.shelf);
      find("#earlier").prepend(earlier);
    }
    article.classList.toggle("fresh", isPrimed);
    scale(article, SCALE.newest);
    outlet.append(article);
    seen = sheet.number;
  }
  const shelf = find("#earlier");
  while (shelf.children.length >= SHOWN) shelf.lastElementChild?.remove();
  for (const sheet of shelf.children) sheet.classList.remove("fresh");
  find("#earlier-title").hidden = shelf.children.length === 0;
  if (shown.length > 0 && isPrimed) showFigures(await ask(`${base}/state`));
}

/**
 * @param {Sheet} sheet
 * @returns {Promise<HTMLElement>} with its picture loaded, so that paper never comes out blank
 */
async function makeSheet(sheet) {
  const template = find("#sheet");
  if (!(template instanceof HTMLTemplateElement)) throw new Error("#sheet is no template");
  // Imported, not cloned: pictures do not load in a template's own document.
  const article = find("article", document.importNode(template.content, true));
  const file = `${base}/receipts/${sheet.number}`;
  const image = /** @type {HTMLImageElement} */ (find("img", article));
  image.alt = sheet.text;
  image.src = `${file}.png`;
  await image.decode().catch(() => undefined);
  const time = clock.format(new Date(sheet.time / 1000 + offset * 1000));
  find(".caption", article).textContent = `Lembar ke-${sheet.number} · ${time} · ${sheet.millimetres}\u00a0mm`;
  fillList(find(".notes", article), notesOf(sheet));
  find("pre", article).textContent = sheet.text;
  fillList(find(".codes", article), sheet.qr);
  find(".png", article).setAttribute("href", `${file}.png`);
  find(".txt", article).setAttribute("href", `${file}.txt`);
  return article;
}

/**
 * @param {Element} article
 * @param {number} factor CSS pixels a dot takes
 */
function scale(article, factor) {
  const image = /** @type {HTMLImageElement} */ (find("img", article));
  image.width = Math.round(image.naturalWidth * factor);
}

/**
 * @param {Sheet} sheet
 * @returns {string[]} each different note once
 */
function notesOf(sheet) {
  const texts = sheet.notes.map(({ kind, bytes }) => {
    const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
    const words = NOTES[kind] ?? kind;
    return hex ? `${words}: ${hex}` : words;
  });
  if (sheet.unkept_notes > 0) texts.push(`dan ${decimal.format(sheet.unkept_notes)} catatan lain`);
  return [...new Set(texts)];
}

/**
 * @param {HTMLElement} list
 * @param {string[]} texts
 */
function fillList(list, texts) {
  list.hidden = texts.length === 0;
  list.replaceChildren(
    ...texts.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
}

/** Links to all printers of the office. */
async function showPrinters() {
  /** @type {{ offset: number, printers: { id: string, name: string }[] }} */
  const list = await ask("/printer/list");
  offset = list.offset;
  find("#printers").replaceChildren(
    ...list.printers.map(({ id, name }) => {
      const link = document.createElement("a");
      link.href = `/printer/${encodeURIComponent(id)}`;
      link.textContent = name;
      if (link.pathname === base) link.setAttribute("aria-current", "page");
      return link;
    }),
  );
}

listen();
void showPrinters().catch(console.warn).then(() => {
  void keepAsking("condition", askCondition);
  void keepAsking("sheets", askSheets);
});
