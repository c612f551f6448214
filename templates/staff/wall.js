// @ts-check
/**
 * The supervisor's wall, to be read from three metres: who waits longest, which loket stands still, which berkas is
 * late, what device is broken. It shows and decides nothing.
 *
 * @module
 */

import { read } from "../../display/shared/act.js";
import { follow } from "../../display/shared/live.js";
import { h } from "../../display/shared/page.js";
import { Doing } from "./parts/doing.js";
import { pauseKey } from "./parts/pause.js";
import { start } from "./parts/start.js";
import { overdueComplaints } from "./parts/complaint-lines.js";
import { Frame } from "./parts/frame.js";
import { draw, tick } from "./parts/paint.js";
import * as paint from "./wall/paint.js";

/** How often the stopwatches move, in milliseconds. */
const TICK = 1_000;
/** How often yesterday is asked for: whoever leaves the screen on overnight sees a new one. */
const HOUR = 3_600_000;

void start("wall,late,complaints,printers", (root, say, facts) => {
  const frame = new Frame(root, say, { ...facts, title: say("wall-title") });
  // The three that a supervisor goes to all day; the others are in the menu.
  const link = (/** @type {string} */ path, /** @type {string} */ name) => h("a", { class: "button", href: path }, say(name));
  frame.state.append(
    link("/siap", "wall-to-ready"),
    link("/pengawas/terlambat", "wall-to-late"),
    link("/laporan", "wall-report"),
  );
  const voice = h("span", { id: "voice" });
  frame.state.append(voice);
  const doing = new Doing(frame, say, facts.lang);
  const part = (/** @type {string} */ id) => h("section", { id });
  const parts = {
    clock: part("clock"),
    today: part("today"),
    services: part("services"),
    lokets: part("lokets"),
    steps: part("steps"),
    late: part("late"),
    devices: part("devices"),
  };
  // Where it is higher than the screen it is read with the keys too.
  frame.body.tabIndex = 0;
  frame.body.append(parts.clock, parts.today, parts.services, parts.lokets, parts.steps, parts.late, parts.devices);
  /** @type {any} */
  let shown;
  /** How the promises of the last service day were kept. @type {{ promised: number, kept: number } | null} */
  let promises = null;
  const ask = async () => {
    const answer = await read("/api/reports/yesterday", facts.lang);
    if (answer.ok) promises = answer.body;
  };
  void ask();
  setInterval(() => void ask(), HOUR);
  const move = () => {
    if (!shown) return;
    frame.tick(live.now(), facts.office.offset);
    paint.clocks(parts.clock, live.now(), facts.office.offset, facts.lang);
    tick(frame.body, live.now());
  };
  const live = follow("/live/pengawas", {
    build: facts.build,
    onConnection: (connection, since) => frame.connection(connection, since, facts.office.offset),
    onView: (view) => {
      shown = view;
      frame.well(view.well);
      doing.seen(live.seq());
      draw(voice, view.paused, () => pauseKey(say, view.paused, facts.office.offset, (path, body) => void doing.do(path, body)));
      parts.clock.hidden = view.clock === null;
      draw(parts.clock, view.clock, () => paint.clock(say, view.clock, (ahead) => void doing.do("/api/clock", { shown: Math.round(live.now() + ahead) })));
      draw(parts.today, [view.today, promises], () => paint.today(say, view.today, promises));
      draw(parts.services, view.services, () => paint.services(say, view.services, facts.lang));
      draw(parts.lokets, view.lokets, () => paint.lokets(say, view.lokets));
      draw(parts.steps, view.steps, () => paint.steps(say, view.steps));
      draw(parts.late, [view.late, view.complaints], () => [
        ...paint.late(say, view.late),
        ...overdueComplaints({ say, lang: facts.lang, offset: facts.office.offset }, view.complaints),
      ]);
      draw(parts.devices, [view.printers, view.boards, view.today.unheard, view.looks, view.copies, view.hooks, view.standbys, view.without_holidays, view.room], () => paint.devices(say, view, facts));
      move();
    },
  });
  setInterval(move, TICK);
});
