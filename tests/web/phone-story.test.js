import assert from "node:assert/strict";
import { test } from "node:test";
import { berkasStory, showsTicket, stirs, ticketStory } from "../../kiosk/phone/story.js";

const LOKETS = [{ id: 2, name: "Pendaftaran" }];
const ticket = (more) => ({ today: true, stage: "waiting", ahead: 3, estimate: null, lokets: LOKETS, calls: 0, ...more });
const berkas = (more) => ({ standing: "process", come: false, lokets: [], ...more });

test("a waiting number tells how many are ahead, and a promise only when there is one", () => {
  assert.deepEqual(ticketStory(ticket({})).head, { message: "phone-ahead", facts: { count: 3 } });
  assert.ok(!ticketStory(ticket({})).lines.some((line) => line.message === "phone-estimate"));
  const promised = ticketStory(ticket({ estimate: { low: 10, high: 15 } }));
  assert.deepEqual(promised.lines[0], { message: "phone-estimate", facts: { low: 10, high: 15 } });
});

test("a called number says where to go, and which call it is", () => {
  const first = ticketStory(ticket({ stage: "called", calls: 1, most_calls: 0 }));
  assert.deepEqual([first.mood, first.head.facts, first.lines], ["call", { loket: "2" }, []]);
  const second = ticketStory(ticket({ stage: "called", calls: 2, most_calls: 0 }));
  assert.deepEqual(second.lines, [{ message: "phone-call-again", facts: { nth: 2, most: 0 } }]);
  const ruled = ticketStory(ticket({ stage: "called", calls: 1, most_calls: 3 }));
  assert.deepEqual(ruled.lines, [{ message: "phone-call-of", facts: { nth: 1, most: 3 } }]);
});

test("every stage has words in both languages", async () => {
  const { readFileSync } = await import("node:fs");
  const stages = ["waiting", "called", "serving", "held", "with-berkas", "missed", "served", "incomplete", "no-show", "cancelled", "expired"];
  const standings = ["process", "ready", "returned", "refused", "granted", "refused-closed"];
  const stories = [
    ...stages.map((stage) => ticketStory(ticket({ stage, calls: 2, estimate: { low: 0, high: 5 } }))),
    ticketStory(ticket({ today: false })),
    ...standings.map((standing) => berkasStory(berkas({ standing, come: true, lokets: LOKETS }))),
  ];
  for (const lang of ["id", "en"]) {
    const words = readFileSync(new URL(`../../templates/texts/${lang}/phone.ftl`, import.meta.url), "utf8");
    for (const { message } of stories.flatMap((story) => [story.head, ...story.lines])) {
      assert.match(words, new RegExp(`^${message} =`, "m"), `${message} in ${lang}`);
    }
  }
});

test("the phone stirs once per call and never for an old one", () => {
  const called = ticket({ stage: "called", calls: 1 });
  assert.ok(stirs(undefined, called));
  assert.ok(stirs(ticket({}), called));
  assert.ok(!stirs(called, called));
  assert.ok(stirs(called, { ...called, calls: 2 }));
  assert.ok(!stirs(undefined, { ...called, today: false }));
  assert.ok(!stirs(undefined, undefined));
});

test("when the visit is over the berkas leads", () => {
  assert.ok(showsTicket({ ticket: ticket({}), berkas: berkas({}) }));
  assert.ok(!showsTicket({ ticket: ticket({ stage: "served" }), berkas: berkas({}) }));
  assert.ok(!showsTicket({ ticket: ticket({ today: false }), berkas: berkas({}) }));
  assert.ok(showsTicket({ ticket: ticket({ stage: "served" }), berkas: null }));
  assert.ok(!showsTicket({ ticket: null, berkas: berkas({}) }));
});

test("a berkas tells to come only when coming makes sense", () => {
  assert.deepEqual(berkasStory(berkas({})).lines, []);
  const ready = berkasStory(berkas({ standing: "ready", come: true, lokets: [{ id: 5, name: "SKM" }] }));
  assert.deepEqual(ready.lines, [{ message: "phone-come", facts: { loket: "5" } }]);
  const here = berkasStory(berkas({ standing: "ready", come: true, lokets: [{ id: 5, name: "SKM" }] }), true);
  assert.deepEqual([here.head, here.lines], [ready.head, []], "whoever waits with a number is not sent to the kiosk for another");
});
