// @ts-check
/**
 * Two lokets call at once and without a pause, while the board's connection is cut three times: each call is shown,
 * each is spoken at most once and in order, and none is lost without a reason.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Office, openOffice, SIZES } from "./office.js";

/** Calls of each loket. */
const CALLS = 25;
/** Cuts come after this many calls of the first loket. */
const CUTS = [5, 12, 19];

/** @param {number} count */
const frames = (count) =>
  new Promise((resume) => {
    const next = () => (count-- > 0 ? requestAnimationFrame(next) : resume(undefined));
    next();
  });

describe("a storm of calls", () => {
  /** @type {Office} */
  let office;
  const folder = mkdtempSync(join(tmpdir(), "loket-"));
  before(async () => {
    office = await openOffice(["--data", folder]);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is shown whole, and spoken in order, each call once", async () => {
    const page = await office.person("tv-1", "/health", { size: SIZES.tv });
    /** @type {import("playwright-core").WebSocketRoute[]} */
    const sockets = [];
    await page.routeWebSocket(/\/live\/papan\//, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(`${office.program.address}/papan/utama`);
    await page.locator('body[data-connection="live"]').waitFor();

    const kiosk = await office.hands("kiosk");
    const lokets = [
      { id: 1, service: "E", hands: await office.hands("loket-1") },
      { id: 4, service: "C", hands: await office.hands("loket-4") },
    ];
    for (const { id, service, hands } of lokets) {
      await hands.act(`/api/loket/${id}/open`, { take_over: false });
      for (let ticket = 0; ticket < CALLS; ticket += 1) {
        await kiosk.act("/api/kiosk/tickets", { service, priority: null, lang: "id" });
      }
    }

    /** One officer, who sends everybody but the last one on as soon as the board shows them. @param {typeof lokets[0]} loket */
    async function work({ id, hands }) {
      for (let call = 1; call <= CALLS; call += 1) {
        const { ticket } = await hands.act(`/api/loket/${id}/next`);
        if (id === 1 && CUTS.includes(call)) await sockets[sockets.length - 1].close();
        await page.locator(`#lokets [data-loket="${id}"][data-number="${ticket.number}"]`).waitFor();
        // Seen means painted: nobody reacts within the very frame.
        await page.evaluate(frames, 4);
        if (call === CALLS) return;
        await hands.act(`/api/loket/${id}/present`);
        // Whoever came for certified copies does not leave before they are noted.
        if (id === 4) await hands.act("/api/loket/4/legalise", { document: "Ijazah", copies: 1, signer: "Sari Wulandari" });
        await hands.act(`/api/loket/${id}/finish`);
      }
    }
    await Promise.all(lokets.map(work));
    assert.ok(sockets.length > CUTS.length, `${sockets.length} connections`);

    // The last two wait for the voice; when the officers know that they were heard, the storm is over.
    for (const { id } of lokets) {
      const console = await office.person(`loket-${id}`, `/loket/${id}`);
      await console.locator('.heard[data-voice="spoken"]').waitFor({ timeout: 60_000 });
    }
    await office.close();

    const events = Office.journal(folder);
    const calls = (/** @type {string} */ name) => events.filter((event) => event.name === name).map(({ facts }) => facts.call);
    const queued = calls("CallQueued");
    const spoken = calls("CallSpoken");
    const silenced = events.filter(({ name }) => name === "CallSilenced").map(({ facts }) => facts);
    assert.equal(queued.length, 2 * CALLS);
    assert.deepEqual([...calls("CallShown")].sort((a, b) => a - b), queued, "each was shown, and reported once");
    assert.deepEqual(spoken, [...new Set(spoken)].sort((a, b) => a - b), "in order, each once");
    // Whoever is at the counter already need not be called; nobody else goes unheard.
    assert.deepEqual(silenced.filter(({ why }) => !("NotNeeded" in why)), []);
    const settled = [...spoken, ...silenced.map(({ call }) => call)].sort((a, b) => a - b);
    assert.deepEqual(settled, queued, "every call was spoken, or not needed any more");
    assert.ok(spoken.length >= 2);
  });
});
