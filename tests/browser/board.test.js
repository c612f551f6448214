// @ts-check
/**
 * How a board is arranged: the administrator chooses, open boards follow, and what the office says of the far seat is
 * measured on the screen. The running text and the films give way to a call.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { chapters, openOffice, picture, SIZES } from "./office.js";

/** @typedef {import("playwright-core").Page} Page */

const LINES = ["Biaya perizinan Rp0. Laporkan pungutan liar ke Loket 5.", "Hari Jumat istirahat pukul 11.30 sampai 13.30 WITA."];
/** A capital letter of the typeface, and 0.7 degrees and 20 minutes of arc, as src/domain/arrangement.rs has them. */
const CAPITAL = 0.672;
const NUMBER = Math.tan((0.7 * Math.PI) / 180);
const PLACE = Math.tan((20 / 60) * (Math.PI / 180));
/** The short side of a screen of 16:9 with a diagonal of an inch, in centimetres. */
const SHORT = 2.54 * 0.49026;

/** A picture of sky above sea. @param {number} width @param {number} height */
function png(width, height) {
  const colour = (/** @type {number} */ y) => (y < height * 0.6 ? [150 + 100 * (y / height), 190 + 60 * (y / height), 235] : [24, 150 - 70 * (y / height), 165]);
  const line = (/** @type {number} */ y) => Buffer.from([0, ...Array(width).fill(colour(y)).flat()]);
  const lines = Array.from({ length: height }, (_, y) => line(y));
  const part = (/** @type {string} */ name, /** @type {Buffer} */ content) => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const [long, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    long.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([long, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const content = part("IDAT", deflateSync(Buffer.concat(lines)));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa]), part("IHDR", head), content, part("IEND", Buffer.alloc(0))]);
}

/** A film of half a second, made by the browser itself. @param {Page} page @returns {Promise<Buffer>} */
async function film(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    /** @type {Blob[]} */
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const over = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let frame = 0; frame < 30; frame += 1) {
      paint.fillStyle = `hsl(${frame * 12} 60% 50%)`;
      paint.fillRect(0, 0, 320, 180);
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await over;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

describe("the boards of a room", { concurrency: false }, () => {
  /** @type {import("./office.js").Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  const media = join(folder, "data", "media", "utama");
  /** @type {Page} */
  let admin;
  /** @type {Page} */
  let board;
  /** @type {Awaited<ReturnType<typeof office.hands>>} */
  let two;

  before(async () => {
    office = await openOffice(["--data", join(folder, "data")]);
    const kiosk = await office.hands("kiosk");
    for (const service of ["A", "A", "B"]) await kiosk.act("/api/kiosk/tickets", { service, lang: "id" });
    two = await office.hands("loket-2");
    await two.act("/api/loket/2/open");
    await two.act("/api/loket/2/next");
    board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    await board.locator('#hero[data-number="A-001"]').waitFor();
    admin = await office.person("admin", "/tata-papan");
    await admin.locator(".room").waitFor();
    await picture(admin, "arrange");
  });
  const chapter = chapters();
  after(async () => {
    await office.close();
    rmSync(folder, { recursive: true });
  });

  /** @param {string} layout */
  async function choose(layout) {
    await admin.locator(`.layout[data-layout="${layout}"]`).click();
    await admin.click("#save-utama");
    await board.locator(`#frame[data-layout="${layout}"]`).waitFor();
  }

  chapter("run a text at once, no faster than can be read", async () => {
    await admin.fill("[name=lines]", LINES.join("\n"));
    await admin.click("#save-utama");
    await board.locator("#ticker p", { hasText: LINES[0] }).waitFor();
    await two.act("/api/loket/2/present");
    await board.locator('#ticker[data-paused="false"]').waitFor();
    const speed = await board.evaluate(() => {
      const run = /** @type {HTMLElement} */ (document.querySelector("#ticker p")).getAnimations()[0];
      const effect = /** @type {KeyframeEffect} */ (run.effect);
      const [from, to] = effect.getKeyframes().map(({ transform }) => parseFloat(String(transform).slice(11)));
      return (from - to) / (Number(effect.getTiming().duration) / 1000);
    });
    assert.ok(speed > 40 && speed <= 90, `${speed} pixels a second`);
  });

  chapter("stand still while somebody is called", async () => {
    await two.act("/api/loket/2/dismiss", { reason: "salah loket" });
    await two.act("/api/loket/2/next");
    await board.locator('#ticker[data-paused="true"]').waitFor();
    const state = () => board.evaluate(() => document.querySelector("#ticker p")?.getAnimations()[0].playState);
    assert.equal(await state(), "paused");
    await two.act("/api/loket/2/present");
    await board.locator('#ticker[data-paused="false"]').waitFor();
    assert.equal(await state(), "running");
  });

  chapter("change line by line where no motion is wanted", async () => {
    const calm = await office.person("tv-1", "/papan/utama", { size: SIZES.tv, inspected: true });
    await calm.locator("#ticker p").filter({ hasText: LINES[0] }).or(calm.locator("#ticker p").filter({ hasText: LINES[1] })).waitFor();
    assert.equal(await calm.evaluate(() => document.querySelector("#ticker p")?.getAnimations().length), 0);
    await calm.context().close();
  });

  chapter("are as large as the office says, in every layout and both ways up", async () => {
    const { zones } = await office.hands("admin").then((hands) => hands.read("/api/arrangements"));
    for (const { layout, reach } of zones[0].layouts) {
      await choose(layout);
      for (const [hanging, size] of Object.entries({ across: SIZES.tv, upright: SIZES.kiosk })) {
        await board.setViewportSize(size);
        const sizes = await board.evaluate(() => {
          const of = (/** @type {string} */ where) =>
            parseFloat(getComputedStyle(/** @type {Element} */ (document.querySelector(where))).fontSize);
          return { number: of("#hero .plate"), place: of("#hero .to"), cell: of('#lokets [data-loket="2"] .main') };
        });
        const short = Math.min(size.width, size.height);
        const capital = (/** @type {number} */ px) => (px / short) * SHORT * CAPITAL;
        const measured = Math.min(capital(sizes.number) / NUMBER, capital(Math.min(sizes.place, sizes.cell)) / PLACE);
        assert.ok(Math.abs(measured / reach[hanging] - 1) < 0.01, `${layout} ${hanging}: ${measured} measured, ${reach[hanging]} said`);
        assert.deepEqual(await outside(board), [], `${layout} ${hanging}`);
      }
    }
    await board.setViewportSize(SIZES.tv);
  });

  chapter("are refused when they could not be read from the far seat, in words", async () => {
    await admin.fill("[name=far_seat]", "20");
    await admin.locator('.layout[data-layout="full"] .reach[data-enough="false"]').waitFor();
    await admin.click("#save-utama");
    await admin.locator(".news.bad", { hasText: /hanya terbaca sampai \d+,\d meter/ }).waitFor();
    await admin.fill("[name=far_seat]", "6.5");
  });

  chapter("show the office's emblem until there are pictures", async () => {
    await choose("media");
    await board.locator("#media .emblem img").waitFor();
  });

  chapter("show pictures and films from the folder, mute, and nothing else", async () => {
    mkdirSync(media, { recursive: true });
    writeFileSync(join(media, "a-pantai.png"), png(640, 360));
    writeFileSync(join(media, "b-film #1.webm"), await film(board));
    writeFileSync(join(media, "c-bukan.png"), "<html>");
    writeFileSync(join(folder, "data", "rahasia.png"), png(2, 2));
    symlinkSync(join(folder, "data", "rahasia.png"), join(media, "d-tautan.png"));
    await board.reload();
    await board.locator('#media img[data-name="a-pantai.png"]').waitFor();
    await picture(board, "board-media");
    // The film is short, so it is caught while it plays; one that is heard would never be found so.
    await board.waitForFunction(() => {
      const video = /** @type {HTMLVideoElement | null} */ (document.querySelector('#media video[data-name="b-film #1.webm"]'));
      return video !== null && video.muted && !video.paused;
    });
    assert.ok(await board.evaluate(() => {
      const { width, height } = /** @type {Element} */ (document.querySelector("#media")).getBoundingClientRect();
      return (width * height) / (innerWidth * innerHeight) <= 0.45;
    }));
    // The film ends, and the first picture comes again.
    await board.locator('#media img[data-name="a-pantai.png"]').waitFor();
    await admin.reload();
    await admin.locator('[data-file="c-bukan.png"][data-trouble="unknown"]').waitFor();
    assert.equal(await admin.locator('[data-file="d-tautan.png"]').count(), 0);
  });

  chapter("get files in ranges, and only those of their folder", async () => {
    const tried = await board.evaluate(async () => {
      const { files } = await fetch("/api/media/utama").then((answer) => answer.json());
      const part = await fetch(files[1].address, { headers: { range: "bytes=4-11" } });
      const status = async (/** @type {string} */ path) => (await fetch(path)).status;
      return {
        names: files.map((/** @type {any} */ file) => file.name),
        part: [part.status, (await part.arrayBuffer()).byteLength, part.headers.get("content-type")],
        outside: await Promise.all(["/media/utama/1/..%2F..%2Frahasia.png", "/media/utama/1/d-tautan.png", "/media/..%2F..%2F/1/rahasia.png", "/media/utama/1/c-bukan.png"].map(status)),
      };
    });
    assert.deepEqual(tried.names, ["a-pantai.png", "b-film #1.webm"]);
    assert.deepEqual(tried.part, [206, 8, "video/webm"]);
    assert.deepEqual(tried.outside, [404, 404, 404, 404]);
  });

  chapter("get what the administrator sends on the page, and lose what is deleted", async () => {
    await admin.setInputFiles("#files-utama", [
      { name: "e-pengumuman.png", mimeType: "image/png", buffer: png(640, 360) },
      { name: "f-film.webm", mimeType: "video/webm", buffer: await film(board) },
      { name: "g-bukan.png", mimeType: "image/png", buffer: Buffer.from("<html>no picture</html>") },
      { name: "h-surat.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-") },
    ]);
    const told = admin.locator('.sending[data-bad="true"]');
    await told.waitFor();
    const words = String(await told.textContent()).split("\n");
    assert.deepEqual(words.map((line) => line.split(":")[0]), ["g-bukan.png", "h-surat.pdf"]);
    const seen = await admin.locator('[data-file="e-pengumuman.png"] img').evaluate(async (image) => {
      await /** @type {HTMLImageElement} */ (image).decode();
      return /** @type {HTMLImageElement} */ (image).naturalWidth;
    });
    assert.equal(seen, 640, "the administrator sees what the boards will show");
    assert.deepEqual(readdirSync(media).sort(), ["a-pantai.png", "b-film #1.webm", "c-bukan.png", "d-tautan.png", "e-pengumuman.png", "f-film.webm"]);
    await board.locator('#media img[data-name="e-pengumuman.png"]').waitFor();
    await admin.locator(".files").scrollIntoViewIfNeeded();
    await admin.locator(".files h3").evaluate((heading) => heading.scrollIntoView());
    await picture(admin, "arrange-files");

    const gone = admin.locator('[data-file="f-film.webm"] .delete');
    await gone.click();
    assert.equal(await admin.locator('[data-file="f-film.webm"]').count(), 1, "one press asks");
    await gone.click();
    await admin.locator('[data-file="f-film.webm"]').waitFor({ state: "detached" });
    assert.equal(existsSync(join(media, "f-film.webm")), false);
  });

  chapter("are spoken for by the loket's own computer while none can be heard", async () => {
    const console = await office.person("loket-2", "/loket/2");
    await console.locator('#acts button').first().waitFor();
    assert.equal(await console.locator("#sound").count(), 0, "the board is heard");
    await board.context().close();
    await console.locator("#sound").waitFor();
    // Any key lets a browser be heard.
    await console.keyboard.press("Shift");
    await console.locator('#sound[data-sound="own"]').waitFor();
    await two.act("/api/loket/2/dismiss", { reason: "salah loket" });
    const kiosk = await office.hands("kiosk");
    await kiosk.act("/api/kiosk/tickets", { service: "A", lang: "id" });
    await two.act("/api/loket/2/next");
    await console.locator('.heard[data-voice="spoken"]').waitFor();
    await console.context().close();
    board = await office.person("tv-1", "/papan/utama", { size: SIZES.tv });
    await board.locator("#frame[data-layout]").waitFor();
  });

  chapter("are arranged the same after a restart", async () => {
    await office.kill();
    await office.revive(["--data", join(folder, "data")]);
    await board.locator('#frame[data-layout="media"]').waitFor();
    await admin.reload();
    await admin.locator('.layout[data-layout="media"] :checked').waitFor({ state: "attached" });
    assert.equal(await admin.inputValue("[name=lines]"), LINES.join("\n"));
  });
});

/**
 * What of a board is cut off or lies beyond its edge.
 * @param {Page} board
 */
function outside(board) {
  return board.evaluate(() => {
    const edge = /** @type {Element} */ (document.querySelector("#frame")).getBoundingClientRect();
    const found = [];
    for (const one of document.querySelectorAll("#hero *, #lokets .badge *, #lokets .main *, #recent *, #missed *, #waiting *")) {
      const { width, right, bottom } = one.getBoundingClientRect();
      if (width > 0 && !one.closest(".visually-hidden") && (right > edge.right + 2 || bottom > edge.bottom + 2)) {
        found.push(`${one.className}: ${one.textContent}`);
      }
    }
    for (const cell of document.querySelectorAll("#lokets .main .number")) {
      const inside = /** @type {Element} */ (cell.closest(".cell")).getBoundingClientRect();
      if (cell.getBoundingClientRect().right > inside.right) found.push(`cut: ${cell.textContent}`);
    }
    return found;
  });
}
