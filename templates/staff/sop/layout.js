// @ts-check
/**
 * Where everything of the SOP's picture stands: a row per step, a lane per actor, the symbols of PermenPANRB 35/2012 and
 * an arrow for each way on. Pure: it knows no step by name and draws nothing.
 *
 * How arrows keep clear of symbols: a row holds one symbol in the middle of a lane (and an end beside it, when the way
 * ends there). The usual way to the next row leaves at the bottom, crosses in the gutter between the rows and comes in
 * from above. Every other way leaves at a side, runs along the middle of its own row to the edge of the lane it wants,
 * up or down along that edge, and in. Ways with one goal share the last stretch. A way to another page ends at a
 * pentagon that names the step, and begins again at one.
 *
 * @module
 */

/** @typedef {{ id: string, label: string, act: string, to: string | null, end: string | null }} Way */
/** @typedef {{ id: string, no: number | null, title: string, role: string, actor: string, minutes: number, needs: string, output: string, choices: Way[] }} Step */
/** @typedef {[number, number]} Point */
/** @typedef {"start" | "end" | "box" | "decision" | "page"} Kind capsule, capsule, box, diamond, pentagon */
/** @typedef {{ kind: Kind, x: number, y: number, w: number, h: number, step: string, text: string, down?: boolean, way?: Side }} Shape `x`, `y` of its middle */
/** @typedef {{ from: string, choice: string, to: string, word: string, points: Point[], at: Point, side: Side }} Arrow `at` is where its word stands */
/** @typedef {"left" | "right" | "bottom" | "top"} Side */
/** @typedef {{ step: Step, place: number, mark: string, y: number, h: number, middle: number }} Row */
/** @typedef {{ rows: Row[], shapes: Shape[], arrows: Arrow[], height: number }} Page */
/** @typedef {{ role: string, title: string, x: number, w: number }} Lane */

/** Widths of the columns. */
export const WIDE = { no: 38, title: 206, lane: 88, needs: 126, minutes: 50, output: 126, now: 78 };
export const ROW = 84;
/** Room for the start above the first row, and for pentagons above and below a page. */
const ROOM = 34;
/** How far from the edge of a lane the ways run. */
const EDGE = 5;
/** Ways in and ways out of one side keep this far apart from the middle. */
const APART = 8;

/** Where else beside a symbol a pentagon may stand, from its middle. */
const ASIDE = [-14, 14, -28, 28];

/** @type {Record<Kind, { w: number, h: number }>} */
const SIZES = {
  start: { w: 58, h: 22 },
  end: { w: 58, h: 22 },
  box: { w: 54, h: 34 },
  decision: { w: 60, h: 46 },
  page: { w: 26, h: 18 },
};

/** The actors in the order in which the SOP meets them. @param {Step[]} plan @returns {Lane[]} */
export function lanes(plan) {
  const titles = new Map(plan.map((step) => [step.role, step.actor]));
  return [...titles].map(([role, title], place) => ({
    role,
    title,
    x: WIDE.no + WIDE.title + place * WIDE.lane,
    w: WIDE.lane,
  }));
}

/** @param {Step[]} plan */
export const width = (plan) =>
  WIDE.no + WIDE.title + lanes(plan).length * WIDE.lane + WIDE.needs + WIDE.minutes + WIDE.output + WIDE.now;

/** What stands in the first column: the office's number, or a letter for a step of our own. @param {Step[]} plan */
export function marks(plan) {
  let own = 0;
  return plan.map((step) => (step.no === null ? String.fromCharCode(97 + own++) : String(step.no)));
}

/**
 * @param {Step[]} plan
 * @param {number} [perPage] rows of a page; without it all rows stand on one
 * @returns {Page[]}
 */
export function layout(plan, perPage = plan.length) {
  const pages = Math.max(1, Math.ceil(plan.length / Math.max(1, perPage)));
  // Pages of like length, not a full one and a rest.
  const length = Math.ceil(plan.length / pages);
  const places = new Map(plan.map((step, place) => [step.id, place]));
  const sheet = new Sheet(plan, length);
  for (const [place, step] of plan.entries()) sheet.stand(place, step);
  plan.forEach((step, place) => step.choices.forEach((way, nth) => sheet.lead(place, way, nth, places)));
  sheet.join();
  return sheet.pages;
}

class Sheet {
  /** @type {Page[]} */
  pages = [];
  /** @type {Step[]} */
  #plan;
  #length;
  #lanes;
  #marks;
  /** Ways to and from other pages; they find their place when all others have theirs. @type {(() => void)[]} */
  #later = [];
  /** Which sides of which steps are entered. @type {Set<string>} */
  #entered = new Set();

  /** @param {Step[]} plan @param {number} length rows of a page */
  constructor(plan, length) {
    this.#plan = plan;
    this.#length = length;
    this.#lanes = lanes(plan);
    this.#marks = marks(plan);
    const places = new Map(plan.map((step, place) => [step.id, place]));
    for (const [place, step] of plan.entries()) {
      for (const [nth, way] of step.choices.entries()) {
        const goal = way.to === null ? undefined : places.get(way.to);
        if (goal !== undefined && !this.#isNext(place, goal, nth)) this.#entered.add(`${goal} ${this.#sides(place, goal)[1]}`);
      }
    }
  }

  /** Puts a step into its row, with the start above the first. @param {number} place @param {Step} step */
  stand(place, step) {
    if (place % this.#length === 0) this.pages.push({ rows: [], shapes: [], arrows: [], height: ROOM });
    const page = this.#page(place);
    const y = page.height;
    page.rows.push({ step, place, mark: this.#marks[place], y, h: ROW, middle: y + ROW / 2 });
    const isLast = place % this.#length === this.#length - 1 || place === this.#plan.length - 1;
    page.height += ROW + (isLast ? ROOM : 0);
    const kind = step.choices.length > 1 ? "decision" : "box";
    const shape = this.#put(page, kind, this.#middle(place), y + ROW / 2, step.id, this.#marks[place]);
    if (place > 0) return;
    const start = this.#put(page, "start", shape.x, ROOM / 2 - 3, step.id, "");
    this.#draw(page, { from: "", choice: "", to: step.id, word: "", side: "bottom" }, [bottom(start), top(shape)]);
  }

  /**
   * Draws a way on.
   * @param {number} place @param {Way} way @param {number} nth @param {Map<string, number>} places
   */
  lead(place, way, nth, places) {
    const step = this.#plan[place];
    const word = step.choices.length > 1 ? wordOf(way.act, nth) : "";
    const fact = { from: step.id, choice: way.id, word };
    const goal = way.to === null ? undefined : places.get(way.to);
    if (goal === undefined) return this.#end(place, { ...fact, to: `end:${way.end}` });
    const told = { ...fact, to: this.#plan[goal].id };
    const here = this.#shape(place);
    const there = this.#shape(goal);
    const [out, into] = this.#isNext(place, goal, nth) ? /** @type {const} */ (["bottom", "top"]) : this.#sides(place, goal);
    const page = this.#page(place);
    if (this.#page(goal) !== page) {
      this.#later.push(() => this.#leave(page, here, out, { ...told, side: out }, this.#marks[goal], this.#exit(place, out)));
      const dy = this.#entry(goal, into);
      this.#later.push(() => this.#enter(this.#page(goal), there, into, { ...told, side: out }, this.#marks[place], dy));
    } else if (out === "bottom") {
      const gutter = here.y + ROW / 2 - 7;
      const points = here.x === there.x ? [bottom(here), top(there)] : [bottom(here), at(here.x, gutter), at(there.x, gutter), top(there)];
      this.#draw(page, { ...told, side: out }, points);
    } else {
      const from = anchor(here, out, this.#exit(place, out));
      const to = anchor(there, /** @type {"left" | "right"} */ (into), this.#entry(goal, into));
      const edge = this.#edge(goal, into);
      this.#draw(page, { ...told, side: out }, [from, at(edge, from[1]), at(edge, to[1]), to]);
    }
  }

  /** Draws what goes to other pages and comes from them. */
  join() {
    for (const way of this.#later) way();
  }

  /** The way ends: a capsule in the lane beside. @param {number} place @param {Omit<Arrow, "points" | "at" | "side">} fact */
  #end(place, fact) {
    const page = this.#page(place);
    const here = this.#shape(place);
    const last = this.#lane(place) === this.#lanes.length - 1;
    const side = last ? "left" : "right";
    const end = this.#put(page, "end", here.x + (last ? -WIDE.lane : WIDE.lane), here.y, fact.from, fact.to);
    this.#draw(page, { ...fact, side }, [anchor(here, side, 0), anchor(end, last ? "right" : "left", 0)]);
  }

  /**
   * To another page: a pentagon that names the step there.
   * @param {Page} page @param {Shape} here @param {Side} side @param {Omit<Arrow, "points" | "at">} fact
   * @param {string} mark @param {number} dy
   */
  #leave(page, here, side, fact, mark, dy) {
    if (side === "bottom") {
      const joint = this.#put(page, "page", here.x, here.y + ROW / 2 + ROOM / 2, fact.from, mark, true);
      this.#draw(page, fact, [bottom(here), top(joint)]);
      return;
    }
    const joint = this.#joint(page, here, side, dy, mark);
    const arrow = this.#draw(page, fact, elbow(met(here, side, joint), anchor(joint, opposite(side), 0)));
    // Beside the pentagon there is no room for a word.
    const x = joint.x + (side === "left" ? joint.w / 2 : -joint.w / 2);
    arrow.at = [x, joint.y > here.y ? joint.y + 19 : joint.y - 12];
  }

  /**
   * From another page. Ways that come in at one side share their pentagon.
   * @param {Page} page @param {Shape} there @param {Side} side @param {Omit<Arrow, "points" | "at">} fact
   * @param {string} mark @param {number} dy
   */
  #enter(page, there, side, fact, mark, dy) {
    const known = page.shapes.find((shape) => shape.kind === "page" && shape.step === fact.to && shape.way === side);
    if (known) {
      known.text += ` ${mark}`;
      return;
    }
    const above = side === "top";
    const joint = above
      ? this.#put(page, "page", there.x, there.y - ROW / 2 - ROOM / 2, fact.to, mark, true)
      : this.#joint(page, there, side, dy, mark);
    joint.way = side;
    const points = above ? [bottom(joint), top(there)] : elbow(anchor(joint, opposite(side), 0), met(there, side, joint));
    // Its word stands on the page that it leaves.
    this.#draw(page, { ...fact, word: "" }, points);
  }

  /**
   * A pentagon on the edge of the lane beside a symbol, where nothing else is.
   * @param {Page} page @param {Shape} shape @param {Side} side @param {number} dy @param {string} mark
   */
  #joint(page, shape, side, dy, mark) {
    const x = shape.x + (side === "left" ? -WIDE.lane / 2 : WIDE.lane / 2);
    const free = [dy, ...ASIDE].find((aside) => isFree(page, { x, y: shape.y + aside, ...SIZES.page })) ?? dy;
    return this.#put(page, "page", x, shape.y + free, shape.step, mark);
  }

  /** @param {Page} page @param {Omit<Arrow, "points" | "at">} fact @param {Point[]} points */
  #draw(page, fact, points) {
    const [x, y] = points[0];
    // What steps aside for a way in is told apart from it by standing below.
    const below = page.shapes.some((shape) => shape.step === fact.from && shape.kind === "decision" && y > shape.y);
    /** @type {Record<Side, Point>} */
    const words = { bottom: [x + 5, y + 11], left: [x - 3, y - 4], right: [x + 6, below ? y + 11 : y - 4], top: [x, y] };
    const arrow = { ...fact, points, at: words[fact.side] };
    page.arrows.push(arrow);
    return arrow;
  }

  /**
   * @param {Page} page @param {Kind} kind @param {number} x @param {number} y @param {string} step @param {string} text
   * @param {boolean} [down] whether a pentagon points down
   */
  #put(page, kind, x, y, step, text, down = false) {
    /** @type {Shape} */
    const shape = { kind, x, y, ...SIZES[kind], step, text, down };
    page.shapes.push(shape);
    return shape;
  }

  /** The usual way to the row below. @param {number} place @param {number} goal @param {number} nth */
  #isNext(place, goal, nth) {
    const first = this.#plan[place].choices.findIndex((way) => way.to === this.#plan[goal].id);
    return goal === place + 1 && nth === first;
  }

  /** Where a way leaves and where it comes in. @param {number} place @param {number} goal @returns {["left" | "right", "left" | "right"]} */
  #sides(place, goal) {
    const [from, to] = [this.#lane(place), this.#lane(goal)];
    if (from === to) return ["right", "right"];
    return to < from ? ["left", "right"] : ["right", "left"];
  }

  /** Ways out step aside for ways in. @param {number} place @param {Side} side */
  #exit(place, side) {
    return this.#entered.has(`${place} ${side}`) ? APART : 0;
  }

  /** @param {number} place @param {Side} side */
  #entry(place, side) {
    const leaves = this.#plan[place].choices.some((way, nth) => {
      const goal = this.#plan.findIndex((step) => step.id === way.to);
      if (goal < 0) return side === (this.#lane(place) === this.#lanes.length - 1 ? "left" : "right");
      return !this.#isNext(place, goal, nth) && this.#sides(place, goal)[0] === side;
    });
    return leaves ? -APART : 0;
  }

  /** @param {number} goal @param {Side} side */
  #edge(goal, side) {
    const lane = this.#lanes[this.#lane(goal)];
    return side === "left" ? lane.x + EDGE : lane.x + lane.w - EDGE;
  }

  /** @param {number} place */
  #lane(place) {
    return this.#lanes.findIndex((lane) => lane.role === this.#plan[place].role);
  }

  /** @param {number} place */
  #middle(place) {
    const lane = this.#lanes[this.#lane(place)];
    return lane.x + lane.w / 2;
  }

  /** @param {number} place */
  #page(place) {
    return this.pages[Math.floor(place / this.#length)];
  }

  /** @param {number} place @returns {Shape} */
  #shape(place) {
    const { id } = this.#plan[place];
    const found = this.#page(place).shapes.find(({ kind, step }) => step === id && (kind === "box" || kind === "decision"));
    if (!found) throw new Error(`step ${id} stands nowhere`);
    return found;
  }
}

/** What stands at a way out of a decision: `yes`, `no`, `back`, or nothing. @param {string} act @param {number} nth */
function wordOf(act, nth) {
  if (act === "send-back") return "back";
  if (act === "return" || act === "refuse") return "no";
  return nth === 0 ? "yes" : "";
}

/**
 * Whether neither a symbol nor a way is where something is to stand.
 * @param {Page} page @param {{ x: number, y: number, w: number, h: number }} place
 */
function isFree({ shapes, arrows }, { x, y, w, h }) {
  const taken = shapes.some((shape) => Math.abs(x - shape.x) < (w + shape.w) / 2 && Math.abs(y - shape.y) < (h + shape.h) / 2);
  const crossed = arrows.some(({ points }) =>
    points.slice(1).some(([u, v], nth) => {
      const [p, q] = points[nth];
      const beside = Math.max(u, p) <= x - w / 2 || Math.min(u, p) >= x + w / 2;
      return !beside && Math.max(v, q) > y - h / 2 && Math.min(v, q) < y + h / 2;
    }),
  );
  return !taken && !crossed;
}

/** @param {Side} side @returns {"left" | "right"} */
const opposite = (side) => (side === "left" ? "right" : "left");

/** Where a side of a symbol is met by what stands beside it. @param {Shape} shape @param {Side} side @param {Shape} beside */
const met = (shape, side, beside) => anchor(shape, side, Math.max(-14, Math.min(14, beside.y - shape.y)));

/** Straight, or with a step in the middle. @param {Point} from @param {Point} to @returns {Point[]} */
function elbow(from, to) {
  const middle = (from[0] + to[0]) / 2;
  return from[1] === to[1] ? [from, to] : [from, [middle, from[1]], [middle, to[1]], to];
}

/** @param {number} x @param {number} y @returns {Point} */
const at = (x, y) => [x, y];
/** @param {Shape} shape @returns {Point} */
const bottom = (shape) => [shape.x, shape.y + shape.h / 2];
/** @param {Shape} shape @returns {Point} */
const top = (shape) => [shape.x, shape.y - shape.h / 2];

/** Where a side of a symbol is met, `dy` below its middle. @param {Shape} shape @param {Side} side @param {number} dy @returns {Point} */
function anchor(shape, side, dy) {
  const slope = shape.kind === "decision" ? 1 - Math.abs(dy) / (shape.h / 2) : 1;
  const reach = (shape.w / 2) * slope;
  return [shape.x + (side === "left" ? -reach : reach), shape.y + dy];
}

/**
 * Lines of a text that fit a width, by the mean width of a letter.
 * @param {string} text @param {number} wide @param {number} size of the letters @param {number} [most] lines
 * @returns {string[]}
 */
export function wrap(text, wide, size, most = 5) {
  const fits = Math.max(4, Math.floor(wide / (size * 0.54)));
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
}
