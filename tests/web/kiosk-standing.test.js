/**
 * What a scan tells: in words that exist in both languages, for everything the office may say.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { storyOf } from "../../kiosk/kiosk/standing.js";

const LOKETS = [
  { id: 4, name: "Pengambilan" },
  { id: 6, name: "Pengambilan" },
];
const STANDINGS = ["process", "ready", "returned", "refused", "granted", "refused-closed"];
const STAGES = [
  "waiting",
  "called",
  "serving",
  "held",
  "with-berkas",
  "missed",
  "served",
  "incomplete",
  "no-show",
  "cancelled",
  "expired",
];

const berkas = (more) => ({ standing: "process", reason: null, come: false, lokets: [], ...more });
const ticket = (more) => ({
  number: "B-012",
  stage: "waiting",
  today: true,
  ahead: 3,
  estimate: null,
  lokets: LOKETS,
  ...more,
});
const story = (facts, issues = false) => storyOf({ status: { berkas: null, ticket: null, ...facts }, issues });
const messages = ({ head, asked }) => [head, ...asked].map(({ message }) => message);

describe("a berkas", () => {
  test("that is worked on asks nobody to come", () => {
    const told = story({ berkas: berkas() });
    assert.deepEqual(
      [told.standing, told.mood, messages(told)],
      ["process", "calm", ["kiosk-berkas-process", "kiosk-berkas-wait"]],
    );
  });

  test("that is ready asks for a number, and names the lokets", () => {
    const told = story({ berkas: berkas({ standing: "ready", come: true, lokets: LOKETS }) }, true);
    assert.equal(told.mood, "good");
    assert.deepEqual(told.asked, [{ message: "kiosk-berkas-come", facts: { loket: "4, 6" } }]);
  });

  test("whose owner holds a number already shows that number and where it stands", () => {
    const told = story({
      berkas: berkas({ standing: "ready", come: true, lokets: LOKETS }),
      ticket: ticket({ stage: "called" }),
    });
    assert.deepEqual(messages(told), ["kiosk-berkas-ready", "kiosk-berkas-here", "kiosk-visit-called"]);
  });

  test("a visit that is over, or of another day, is no visit", () => {
    for (const old of [ticket({ stage: "served" }), ticket({ today: false })]) {
      assert.deepEqual(messages(story({ berkas: berkas(), ticket: old })), [
        "kiosk-berkas-process",
        "kiosk-berkas-wait",
      ]);
    }
  });

  test("that is closed says that nothing is left to do", () => {
    assert.deepEqual(messages(story({ berkas: berkas({ standing: "granted" }) })), [
      "kiosk-berkas-granted",
      "kiosk-berkas-over",
    ]);
  });
});

describe("a ticket", () => {
  test("tells how many are ahead, and a promise only when there is one", () => {
    assert.deepEqual(story({ ticket: ticket() }).head, {
      message: "kiosk-visit-waiting",
      facts: { loket: "4, 6", count: 3 },
    });
    assert.deepEqual(messages(story({ ticket: ticket() })), ["kiosk-visit-waiting", "kiosk-visit-will"]);
    const promised = story({ ticket: ticket({ estimate: { low: 5, high: 10 } }) });
    assert.deepEqual(promised.asked[0], { message: "kiosk-estimate-title", facts: { low: 5, high: 10 } });
  });

  test("of another day is old, whatever its stage", () => {
    assert.equal(story({ ticket: ticket({ today: false }) }).standing, "ticket-old");
  });
});

describe("words", () => {
  const texts = ["id", "en"].map((lang) =>
    ["kiosk", "screens"]
      .map((name) => readFileSync(new URL(`../../templates/texts/${lang}/${name}.ftl`, import.meta.url), "utf8"))
      .join("\n"),
  );
  const known = (message) => texts.every((text) => new RegExp(`^${message} =`, "m").test(text));

  test("every story has them in both languages", () => {
    const stories = [
      ...STANDINGS.flatMap((standing) =>
        [true, false].map((issues) => story({ berkas: berkas({ standing, lokets: LOKETS }) }, issues)),
      ),
      ...STAGES.map((stage) => story({ ticket: ticket({ stage, estimate: { low: 0, high: 5 } }) })),
      story({ ticket: ticket({ today: false }) }),
    ];
    for (const message of stories.flatMap(messages)) assert.ok(known(message), message);
  });

  test("every message that the views name is there, and none lies unused", () => {
    const folder = new URL("../../kiosk/kiosk/", import.meta.url);
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(".js"))
      .map((name) => new URL(name, folder));
    const source = [...files, new URL("../../kiosk/kiosk.js", import.meta.url)]
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const named = [...source.matchAll(/"(kiosk-[a-z-]+[a-z])"/g)].map(([, message]) => message);
    for (const message of named.filter((name) => !["kiosk-wish", "kiosk-diagonal"].includes(name)))
      assert.ok(known(message), message);
    const patterns = [...source.matchAll(/`(kiosk-[a-z-]*)\$\{/g)].map(([, start]) => start);
    const there = [...texts[0].matchAll(/^(kiosk-[a-z-]+) =/gm)].map(([, message]) => message);
    const unused = there.filter(
      (message) => !named.includes(message) && !patterns.some((start) => message.startsWith(start)),
    );
    // Composed from a title: see search() of kiosk.js.
    assert.deepEqual(
      unused.filter((message) => !/^kiosk-(not-found|search-failed)-help$/.test(message)),
      [],
    );
  });
});
