/**
 * What the kiosk reads aloud, and that it reads one thing at a time.
 *
 * Contents: sentences of each view; every clip exists, in both languages, and is small; a reading that is stopped,
 * replaced, and that has no sound.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, test } from "node:test";
import { Reader } from "../../kiosk/kiosk/reader.js";
import { number, sentences, spelled } from "../../kiosk/kiosk/reading.js";
import * as walks from "../../kiosk/kiosk/walk.js";

const FOLDER = new URL("../../kiosk/voice/", import.meta.url);
const manifest = (lang) => JSON.parse(readFileSync(new URL(`${lang}/manifest.json`, FOLDER), "utf8")).clips;
const OPEN = { open: true, why: null, holiday: null, opens: null };
const service = (letter, id, en, more = {}) => ({
  letter,
  name: { id, en },
  hint: { id: "", en: "" },
  door: OPEN,
  waiting: 0,
  estimate: null,
  lokets: 1,
  check: letter === "A",
  ...more,
});
const OFFICE = {
  standing: { code: "open", holiday: null, until: null },
  services: [
    service("A", "Pendaftaran izin", "Apply for a permit"),
    service("B", "Pengambilan SK", "Collect a permit", { waiting: 12, estimate: { low: 10, high: 15 } }),
    service("C", "Legalisasi", "Certified copies", { waiting: 3, estimate: { low: 0, high: 5 } }),
    service("D", "Pengaduan", "Complaints", { door: { ...OPEN, open: false, why: "over" } }),
    service("E", "Informasi", "Information", { door: { ...OPEN, open: false, why: "unstaffed" } }),
    service("H", "Konsultasi", "Advice", { waiting: 1 }),
  ],
  priorities: [{ class: "lansia", name: { id: "Lansia", en: "Elderly" } }],
  printer: "ready",
};
const at = (view, more = {}) => ({ ...walks.rest(0), view, ...more });
const flat = (view, walk, office = OFFICE) => sentences(view, walk, office).map(({ clips }) => clips.join(" "));

describe("sentences", () => {
  test("numbers and numbers of tickets", () => {
    assert.deepEqual(number("id", 112), ["seratus", "dua", "belas"]);
    assert.deepEqual(number("en", 2342), ["two", "thousand", "three", "hundred", "forty", "two"]);
    assert.deepEqual(number("en", 10_000), []);
    assert.deepEqual(spelled("id", "A-001"), ["huruf-a", "nol", "nol", "satu"]);
    assert.deepEqual(spelled("en", "A-001"), ["huruf-a", "zero", "zero", "one"]);
  });

  test("the services, with who waits and what is closed", () => {
    const read = flat("rest", at("rest"));
    assert.deepEqual(read.slice(0, 3), [
      "pilih-layanan",
      "nama-pendaftaran-izin tidak-ada-antrean",
      "nama-pengambilan-sk dua belas menunggu",
    ]);
    assert.equal(read[4], "nama-pengaduan tutup");
    assert.equal(sentences("rest", at("rest"), OFFICE)[1].about, '[data-service="A"]');
  });

  test("a service that the office has renamed is its letter and shape", () => {
    assert.equal(flat("rest", at("rest"))[6], "layanan huruf-h tanda bentuk-plain satu menunggu");
    const renamed = { ...OFFICE, services: [service("A", "Pendaftaran izin", "Something else")] };
    assert.equal(flat("rest", at("rest"), renamed)[1], "nama-pendaftaran-izin tidak-ada-antrean");
    const english = at("rest", { lang: "en" });
    assert.equal(flat("rest", english, renamed)[1], "layanan huruf-a tanda bentuk-circle tidak-ada-antrean");
  });

  test("the number on the ticket, and what to do when there is no paper", () => {
    const walk = at("ticket", { ticket: { number: "B-013", ahead: 2, estimate: null } });
    assert.deepEqual(flat("ticket", walk), [
      "nomor-anda huruf-b nol satu tiga",
      "ambil-tiket",
      "dua sebelum-anda",
      "tunggu-dipanggil",
    ]);
    assert.equal(flat("ticket", { ...walk, photo: true })[1], "foto-nomor");
  });

  test("paper trouble is said before the tap", () => {
    const office = { ...OFFICE, printer: "paper-out" };
    assert.ok(flat("rest", at("rest"), office).includes("kertas-out nomor-di-layar"));
    assert.ok(flat("service", at("service", { letter: "A" }), office).includes("kertas-out nomor-di-layar"));
  });
});

/** Every view in every state that has words of its own. */
function* everything(lang) {
  for (const printer of ["ready", "paper-out", "cover-open", "faulty", "unknown"]) {
    for (const code of ["open", "break", "early", "over", "holiday"]) {
      const office = { ...OFFICE, printer, standing: { ...OFFICE.standing, code } };
      yield sentences("rest", at("rest", { lang }), office);
      const night = { ...office, services: office.services.map((known) => ({ ...known, door: { ...OPEN, open: false } })) };
      yield sentences("rest", at("rest", { lang }), night);
    }
    for (const { letter } of OFFICE.services) {
      for (const priority of [null, "lansia"]) {
        yield sentences("service", at("service", { lang, letter, priority }), { ...OFFICE, printer });
      }
    }
  }
  const renamed = OFFICE.services.map((known) => ({ ...known, name: { id: "Lain", en: "Other" }, lokets: 0 }));
  yield sentences("rest", at("rest", { lang }), { ...OFFICE, services: renamed });
  yield sentences("service", at("service", { lang, letter: "A" }), { ...OFFICE, services: renamed });
  yield sentences("away", at("rest", { lang }), undefined);
  for (const ahead of [0, 1, 9999]) {
    for (const photo of [true, false]) {
      yield sentences("ticket", at("ticket", { lang, photo, ticket: { number: "A-4567", ahead, estimate: { low: 0, high: 890 } } }), OFFICE);
    }
  }
  yield sentences("code", at("code", { lang, typed: walks.CODE.letters }), OFFICE);
  const shipped = JSON.parse(readFileSync(new URL("../../templates/office/permit_types.json", import.meta.url), "utf8"));
  const permits = shipped.permits.map(({ kode }) => ({ code: kode, name: "", requirements: ["a", "b"], conditional: [] }));
  permits.push({ code: "IZIN-2000X", name: "", requirements: [], conditional: [] });
  for (const from of permits.keys()) yield sentences("permits", at("permits", { lang, permits, from }), OFFICE);
  for (const have of [[], [0, 1]]) yield sentences("checklist", at("checklist", { lang, permit: permits[0], have }), OFFICE);
  for (const slip of ["printed", "photo"]) yield sentences("slip", at("slip", { lang, slip }), OFFICE);
  for (const title of ["kiosk-sorry", "kiosk-not-found", "kiosk-uncertain"]) {
    yield sentences("refused", at("refused", { lang, message: { title } }), OFFICE);
  }
  const stages = "waiting called serving held with-berkas missed served incomplete no-show cancelled expired".split(" ");
  for (const stage of stages) {
    for (const today of [true, false]) {
      const ticket = { number: "A-001", stage, today, ahead: 2, estimate: { low: 5, high: 10 }, lokets: [{ id: 2 }] };
      yield sentences("status", at("status", { lang, found: { status: { ticket, berkas: null }, issues: false } }), OFFICE);
      for (const standing of ["process", "ready", "returned", "refused", "granted", "refused-closed"]) {
        for (const issues of [true, false]) {
          const berkas = { standing, lokets: [{ id: 4 }] };
          yield sentences("status", at("status", { lang, found: { status: { ticket, berkas }, issues } }), OFFICE);
        }
      }
    }
  }
}

for (const lang of ["id", "en"]) {
  test(`every sentence has its clips: ${lang}`, () => {
    const known = manifest(lang);
    const used = new Set();
    for (const view of everything(lang)) {
      assert.ok(view.length > 0);
      for (const { clips } of view) {
        assert.ok(clips.length > 0 && clips.length <= 40, clips.join(" "));
        for (const clip of clips) used.add(clip);
      }
    }
    assert.deepEqual([...used].filter((clip) => !known[clip]), []);
    const own = Object.entries(known).filter(([, { kind }]) => kind === "phrase");
    assert.deepEqual(own.map(([name]) => name).filter((name) => !used.has(name)), [], "clips that nothing says");
    for (const { file } of Object.values(known)) assert.ok(statSync(new URL(file, new URL(`${lang}/`, FOLDER))).size > 0, file);
    assert.ok(Object.keys(known).length <= 200, "the player keeps no more");
  });
}

test("all the clips of the kiosk together are small", () => {
  const sizes = ["id", "en"].flatMap((lang) =>
    readdirSync(new URL(lang, FOLDER)).map((file) => statSync(new URL(`${lang}/${file}`, FOLDER)).size),
  );
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 600_000);
});

describe("a reading", () => {
  /** A voice whose sentences end when the test says so. */
  function voice() {
    const said = [];
    const made = {
      said,
      closed: false,
      say: (clips, { onStart }) =>
        new Promise((resolve) => {
          said.push({ clips, onStart, end: (result = { spoken: true }) => resolve(result) });
        }),
      stop: () => said.forEach(({ end }) => end({ spoken: false, reason: "stopped" })),
      close() {
        made.stop();
        made.closed = true;
      },
    };
    return made;
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const TWO = [{ clips: ["satu"], about: "h1" }, { clips: ["dua"] }];

  test("goes through the sentences and shows which one is heard", async () => {
    const one = voice();
    const shown = [];
    const reader = new Reader(() => one, (state, sentence) => shown.push([state, sentence?.about]));
    const over = reader.start("id", TWO);
    assert.equal(reader.state, "loading");
    one.said[0].onStart();
    one.said[0].end();
    await settle();
    assert.deepEqual(one.said.map(({ clips }) => clips), [["satu"], ["dua"]]);
    one.said[1].end();
    await over;
    assert.deepEqual(shown, [["loading", undefined], ["yes", "h1"], ["no", undefined]]);
  });

  test("that is stopped says nothing more", async () => {
    const one = voice();
    const reader = new Reader(() => one, () => {});
    const over = reader.start("id", TWO);
    reader.stop();
    await over;
    assert.deepEqual([one.said.length, reader.state, reader.reads], [1, "no", false]);
  });

  test("ends when another begins, and the other language closes the voice before", async () => {
    const voices = [];
    const reader = new Reader(() => voices[voices.push(voice()) - 1], () => {});
    void reader.start("id", TWO);
    void reader.start("id", [{ clips: ["tiga"] }]);
    await settle();
    assert.deepEqual(voices[0].said.map(({ clips }) => clips[0]), ["satu", "tiga"]);
    void reader.start("en", TWO);
    await settle();
    assert.deepEqual([voices.length, voices[0].closed, voices[1].said.length], [2, true, 1]);
    assert.equal(reader.reads, true);
  });

  test("waits for clips that are still loaded, and says when there is no sound", async () => {
    const one = voice();
    const reader = new Reader(() => one, () => {});
    const over = reader.start("id", TWO);
    one.said[0].end({ spoken: false, reason: "loading" });
    await settle();
    assert.equal(one.said.length, 2, "asked again");
    one.said[1].end({ spoken: false, reason: "blocked" });
    await over;
    assert.equal(reader.state, "failed");
  });
});

test("whoever listens is there, and a ticket stays until it has been read", () => {
  const ticket = walks.look({ ...at("ticket"), ticket: { number: "A-001" }, leaves: 8_000 }, "ready");
  const heard = walks.attend(ticket, 7_000);
  assert.deepEqual([heard.touched, heard.leaves], [7_000, 7_000 + walks.TIMES.ticket]);
  assert.equal(walks.attend(at("service", { warned: true }), 7_000).touched, 0);
});
