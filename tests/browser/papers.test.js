// @ts-check
/**
 * Official papers: the form is entered at its desk, and each paper is printed to PDF on A4 and F4, measured in points,
 * and looked at. The QR code of the SK opens the page that says it is genuine.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe } from "node:test";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PICTURES = process.env.LOKET_PICTURES ?? new URL("../../target/pictures", import.meta.url).pathname;
/** Width and height in points, 1/72 inch. @type {Record<string, [number, number]>} */
const POINTS = { a4: [595.3, 841.9], f4: [609.4, 935.4] };
const NIK = "7110015507900003";
/** What the analyst enters, by field. @type {Record<string, string>} */
const ENTERED = {
  "gelar belakang": "S.Tr.Keb",
  "tempat lahir": "Tutuyan",
  "tanggal lahir": "15-07-1990",
  "alamat rumah": "Desa Togid, Kecamatan Tutuyan, Kabupaten Bolaang Mongondow Timur",
  "nomor STR": "71 02 5 2 1 26-1234567",
  "masa berlaku STR (tanggal atau Seumur Hidup)": "Seumur Hidup",
  "nama tempat praktik": "Praktik Mandiri Bidan Sitti",
  "alamat tempat praktik": "Jl. Trans Sulawesi, Desa Tutuyan II, Kecamatan Tutuyan",
  "SIP ke- (1/2/3)": "1",
  "hari dan jam praktik (WITA)": "Senin s.d. Sabtu, 16.00-20.00",
  "nomor dan tanggal rekomendasi Dinas Kesehatan": "440/Dinkes/812/XI/2026, 20 November 2026",
  "berlaku sampai": "15-07-2031",
};

describe("official papers", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  let granted = 0;
  let refused = 0;
  let returned = 0;
  let sk = "";
  const chapter = chapters();

  before(async () => {
    office = await openOffice();
    const kiosk = await office.hands("kiosk");
    const two = await office.hands("loket-2");
    await two.act("/api/loket/2/open", { take_over: false });
    const register = async (/** @type {string} */ name) => {
      await kiosk.act("/api/kiosk/tickets", { service: "A", priority: null, lang: "id" });
      await two.serve(2);
      return two.register(NIK, name);
    };
    granted = await register("Sitti Aminah Mokoginta");
    refused = await register("Rahmat Paputungan");
    returned = await register("Siti Nurhaliza Damopolii");
  });
  after(() => office.close());

  /** Takes a berkas in hand and decides. @param {string} role @param {number} berkas @param {string} choice @param {string} [reason] */
  const decide = async (role, berkas, choice, reason) => {
    const hands = await office.hands(role);
    await hands.act(`/api/berkas/${berkas}/take`);
    return hands.act(`/api/berkas/${berkas}/choose`, { choice, reason: reason ?? null });
  };

  chapter("the analyst enters the form, and what looks unusual is said while typing", async () => {
    const page = await office.person("analis", "/berkas", { size: { width: 1500, height: 1200 } });
    await page.locator(".form-entry [data-field]").first().waitFor();
    assert.equal(await page.locator('.papers [data-paper="sk"]').count(), 0, "no SK before its step");
    const says = (/** @type {string} */ field) => page.locator(`.field:has([data-field="${field}"]) .says`);
    await page.fill('[data-field="tanggal lahir"]', "16-07-1990");
    await says("tanggal lahir").getByText("Berbeda dari tanggal lahir di NIK").waitFor();
    await page.fill('[data-field="nomor STR"]', "belum ada");
    await says("nomor STR").getByText("Tidak ada angkanya").waitFor();
    for (const [name, value] of Object.entries(ENTERED)) await page.fill(`[data-field="${name}"]`, value);
    await says("tanggal lahir").getByText("Berbeda").waitFor({ state: "detached" });
    await picture(page, "desk-form", { fullPage: true });
    await page.click("#form-save");
    await page.locator(".news.good").getByText("Isian disimpan").waitFor();
    await page.reload();
    await page.locator(".form-entry [data-field]").first().waitFor();
    assert.equal(await page.inputValue('[data-field="nomor STR"]'), ENTERED["nomor STR"]);
    await page.context().close();
  });

  chapter("blank forms and drafts are printed and not kept", async () => {
    const page = await office.person("kasi", "/kertas/formulir/SIPB");
    await print(page, "permohonan-blank", "a4", 1, 2);
    await page.goto(`${office.program.address}/kertas/formulir/SIPB?ukuran=f4`);
    await print(page, "permohonan-blank-f4", "f4", 1, 1);
    await page.goto(`${office.program.address}/kertas/skm`);
    await print(page, "skm", "a4", 1, 1);
    await decide("analis", granted, "teruskan");
    await page.goto(`${office.program.address}/kertas/berkas/${granted}/sk`);
    assert.equal(await page.locator(".mark").innerText(), "KONSEP");
    assert.equal(await page.locator(".periksa").count(), 0, "a draft is not signed");
    assert.match(await page.locator(".judul p").innerText(), /^Nomor: \.+$/);
    await print(page, "sk-draft", "f4", 1, 1);
    for (const [paper, sheet, most] of /** @type {[string, string, number][]} */ ([["permohonan", "a4", 2], ["kartu-kendali", "a4", 1], ["nota-persetujuan", "f4", 1]])) {
      await page.goto(`${office.program.address}/kertas/berkas/${granted}/${paper}`);
      await print(page, paper, sheet, 1, most);
    }
    await page.context().close();
  });

  chapter("a receipt is issued from the desk, kept, and printed again as a copy", async () => {
    const page = await office.person("loket-4", `/kertas/berkas/${granted}/tanda-terima`);
    assert.equal(await page.locator(".mark").innerText(), "PRATINJAU");
    await answered(page);
    await page.click("#issue");
    await page.waitForURL(/\/kertas\/terbit\/\d+$/);
    await page.locator('body[data-printed="yes"]').waitFor();
    assert.equal(await page.locator(".mark").count(), 0, "the first print bears no mark");
    const words = await page.locator("#paper").innerText();
    await print(page, "tanda-terima", "a4", 2, 2);
    const again = await office.person("kasi", new URL(page.url()).pathname);
    await answered(again);
    await again.click("#copy");
    await again.waitForURL((url) => url.href !== page.url() && url.pathname.startsWith("/kertas/terbit/"));
    await again.locator('body[data-printed="yes"]').waitFor();
    assert.match(await again.locator(".mark").innerText(), /^SALINAN dicetak oleh Maya Damopolii, /);
    await print(again, "tanda-terima-copy", "a4", 2, 2);
    await again.locator(".mark").evaluate((mark) => mark.remove());
    assert.equal(await again.locator("#paper").innerText(), words, "the copy says the same");
    await page.context().close();
    await again.context().close();
  });

  chapter("a returned berkas has its list, and a refused one its Nota Dinas", async () => {
    await decide("analis", returned, "kembalikan", "STR tidak terbaca; mohon dibawa salinan yang jelas.");
    for (const [role, choice] of [["analis", "teruskan"], ["kasi", "teruskan"]]) await decide(role, refused, choice);
    await decide("kabid", refused, "tolak", "Lokasi praktik tidak sesuai dengan rencana tata ruang.");
    const page = await office.person("loket-4", `/kertas/berkas/${returned}/kekurangan`);
    await print(page, "kekurangan", "a4", 1, 1);
    await page.goto(`${office.program.address}/kertas/berkas/${refused}/nota-penolakan`);
    assert.match(await page.locator(".alasan").innerText(), /rencana tata ruang/);
    await print(page, "nota-penolakan", "f4", 1, 1);
    await page.goto(`${office.program.address}/kertas/berkas/${refused}/sk`);
    await page.locator("h1").waitFor();
    assert.equal(await page.locator("#paper").count(), 0, "no SK for what was refused");
    await page.context().close();
  });

  chapter("the SK has its number, and its QR code proves it", async () => {
    for (const [role, choice] of [["kasi", "teruskan"], ["kabid", "setuju"], ["kadis", "tandatangani"]]) await decide(role, granted, choice);
    sk = (await decide("loket-4", granted, "nomori")).sk;
    const page = await office.person("loket-4", `/kertas/berkas/${granted}/sk`);
    await answered(page);
    await page.click("#issue");
    await page.waitForURL(/\/kertas\/terbit\/\d+$/);
    await page.locator('body[data-printed="yes"]').waitFor();
    assert.equal(await page.locator(".judul p").innerText(), `Nomor: ${sk}`);
    const pdf = await print(page, "sk", "f4", 1, 1);
    await page.goto(`${office.program.address}/kertas/berkas/${granted}/legalisasi`);
    await print(page, "legalisasi", "a4", 1, 1);
    await page.context().close();

    const address = decode(`${pdf}-1.png`);
    assert.match(address, /^HTTP:\/\/127\.0\.0\.1:\d+\/SK\/[A-Z2-7]+$/);
    const path = new URL(address).pathname;
    for (const [lang, word] of [["id", "Asli"], ["en", "Genuine"]]) {
      const check = await office.person(undefined, path, { size: SIZES.phone, lang, inspected: true });
      assert.equal((await check.locator("#verdict").innerText()).trim(), word);
      const told = await check.locator("main").innerText();
      assert.ok(told.includes(sk) && told.includes("Sitti A*** M***") && !told.includes("Mokoginta"), told);
      assert.deepEqual(await faults(check), []);
      await picture(check, `seal-${lang}`, { fullPage: true });
      await check.context().close();
    }
    const wrong = path.slice(0, -1) + (path.endsWith("A") ? "B" : "A");
    const other = path.replace(/.{30}$/, "A".repeat(30));
    for (const [forged, verdict] of [[other, "forged"], [wrong, "unknown"], ["/sk/ABC", "unknown"]]) {
      const check = await office.person(undefined, forged, { size: SIZES.phone });
      const found = await check.locator(".seal").getAttribute("data-verdict");
      assert.ok(found === verdict || (forged === wrong && found === "forged"), `${forged}: ${found}`);
      assert.ok(!(await check.locator("main").innerText()).includes("Sitti"));
      await check.context().close();
    }
    const keys = await office.person(undefined, "/sk/kunci", { size: SIZES.phone, inspected: true });
    const key = await keys.locator(".key").innerText();
    assert.match(key, /^[0-9a-f]{64}$/);
    assert.deepEqual(await faults(keys), []);
    await keys.context().close();
    const program = process.env.LOKET ?? new URL("../../target/release/loket", import.meta.url).pathname;
    const checked = spawnSync(program, ["check-sk", "--key", key, address], { encoding: "utf8" });
    assert.equal(checked.status, 0, checked.stderr);
    assert.ok(checked.stdout.startsWith(`genuine: ${sk} Sitti A*** M***`), checked.stdout);
    assert.equal(spawnSync(program, ["check-sk", "--key", key, other], { encoding: "utf8" }).status, 1);
  });

  chapter("the administrator looks at every paper, and everybody can use the pages", async () => {
    const page = await office.person("admin", "/kertas", { inspected: true });
    assert.equal(await page.locator("tr[data-paper]").count(), 9);
    assert.deepEqual(await faults(page), []);
    await picture(page, "papers-list", { fullPage: true });
    for (const paper of await page.locator("tr[data-paper]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-paper")))) {
      for (const sheet of ["a4", "f4"]) {
        await page.goto(`${office.program.address}/kertas/contoh/${paper}?ukuran=${sheet}`);
        await print(page, `sample-${paper}-${sheet}`, sheet, 1, 2);
      }
      assert.deepEqual(await faults(page), [], String(paper));
    }
    await page.context().close();
    const desk = await office.person("analis", "/cari", { inspected: true, size: { width: 1500, height: 1200 } });
    await desk.fill("#search", sk);
    await desk.locator('#results [role="option"]').first().waitFor();
    await desk.keyboard.press("Enter");
    await desk.locator('.papers [data-issued]').nth(1).waitFor();
    assert.deepEqual(await faults(desk), []);
    await picture(desk, "search-papers", { fullPage: true });
    await desk.context().close();
  });
});

/**
 * The browser's question where to print is answered by nobody here; that it was asked is noted.
 * @param {Page} page
 */
const answered = (page) =>
  page.addInitScript(() => {
    window.print = () => void (document.body.dataset.printed = "yes");
  });

/**
 * Prints a paper as a browser would, measures it, and keeps its pages as pictures.
 * @param {Page} page
 * @param {string} name
 * @param {string} sheet
 * @param {number} least pages
 * @param {number} most pages
 * @returns {Promise<string>} where its pictures are, without page and ending
 */
async function print(page, name, sheet, least, most) {
  await page.evaluate(() => document.fonts.ready);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(PICTURES, { recursive: true });
  const path = `${PICTURES}/paper-${name}`;
  writeFileSync(`${path}.pdf`, pdf);
  const info = run("pdfinfo", ["-f", "1", "-l", "99", `${path}.pdf`]);
  const sizes = [...info.matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+) pts/g)];
  assert.ok(sizes.length >= least && sizes.length <= most, `${name} has ${sizes.length} pages`);
  const [width, height] = POINTS[sheet];
  for (const [, w, h] of sizes) {
    assert.ok(Math.abs(Number(w) - width) < 1 && Math.abs(Number(h) - height) < 1, `${name}: ${w} x ${h} is not ${sheet}`);
  }
  run("pdftoppm", ["-r", "110", "-png", `${path}.pdf`, path]);
  return path;
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(status, 0, `${command}: ${stderr}`);
  return stdout;
}

/** What the QR code in a picture says, read as a phone would. @param {string} path */
function decode(path) {
  const { PNG } = createRequire(import.meta.url)("pngjs");
  const jsQR = createRequire(import.meta.url)("jsqr");
  const { data, width, height } = PNG.sync.read(readFileSync(path));
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  assert.ok(found, "the QR code can be read from the paper");
  return found.data;
}

/** @param {Page} page @returns {Promise<string[]>} */
async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(" | ")}`);
}
