// @ts-check
/**
 * What an officer can do now: decided from the office's own picture and nothing else, so that it can be tested
 * without a page.
 *
 * @module
 */

/**
 * Whose seat it is.
 * @typedef {"closed" | "mine" | "paused" | "others"} Seat
 *
 * What the middle of the screen is for while somebody stands at the counter.
 * @typedef {"register" | "resubmit" | "attach" | "survey" | "hand-over" | "legalise" | "complain" | "elsewhere" | "finish"} Task
 *
 * @typedef {object} Deed
 * @property {string} act its name in the address
 * @property {string} [key] on the keyboard
 * @property {boolean} [likely] the one to do next
 */

/**
 * @param {any} view of the console
 * @param {number} account who is signed in
 * @returns {Seat}
 */
export function seat(view, account) {
  const { desk, officer } = view.loket;
  if (desk === "closed") return "closed";
  if (officer !== account) return "others";
  return desk === "paused" ? "paused" : "mine";
}

/**
 * The work that the ticket in hand needs at this counter.
 * @param {any} view
 * @returns {Task | undefined} nothing while nobody stands there
 */
export function task(view) {
  const { current, berkas, work } = view;
  if (current?.stage !== "serving") return undefined;
  if (view.legalising) return "legalise";
  if (view.complaining) return "complain";
  if (work.length === 0) return "finish";
  if (!berkas) return work.includes("register") ? "register" : "attach";
  if (work.includes("register")) return berkas.standing.code === "returned" ? "resubmit" : "elsewhere";
  const here = berkas.step.choices.map((/** @type {any} */ choice) => choice.act);
  for (const act of /** @type {const} */ (["survey", "hand-over"])) {
    if (work.includes(act) && here.includes(act)) return act;
  }
  // Whoever was refused may answer the survey, and need not.
  if (work.includes("survey") && berkas.standing.code === "refused" && berkas.survey === "open") return "survey";
  return "elsewhere";
}

/**
 * Everything that can be done, the likely act first, and last of all what takes the last act back.
 * @param {any} view
 * @param {number} account
 * @param {number} now server time
 * @returns {Deed[]}
 */
export function deeds(view, account, now) {
  const possible = seatDeeds(view, account);
  const undo = seat(view, account) === "mine" && view.undo && now <= view.undo.until;
  return undo ? [...possible, { act: "undo", key: "Ctrl Z" }] : possible;
}

/** @param {any} view @param {number} account @returns {Deed[]} */
function seatDeeds(view, account) {
  switch (seat(view, account)) {
    case "closed":
      return [{ act: "open", key: "F2", likely: true }];
    case "others":
      return [{ act: "take-over" }];
    case "paused":
      return [{ act: "open", key: "F2", likely: true }, { act: "close" }];
    case "mine":
      return atWork(view);
  }
}

/** @param {any} view @returns {Deed[]} */
function atWork(view) {
  const { current } = view;
  if (!current) {
    const next = { act: "next", key: "F2", likely: view.waiting > 0 };
    return [next, { act: "pause" }, { act: "close" }];
  }
  const away = [{ act: "transfer", key: "F9" }, { act: "dismiss" }];
  if (current.stage === "called") {
    return [
      { act: "present", key: "F4", likely: true },
      { act: "recall", key: "F3" },
      { act: "miss", key: "F7" },
      ...away,
    ];
  }
  const hold = { act: "hold", key: "F8" };
  const done = task(view);
  const ends = done === "elsewhere" || done === "finish";
  const may = done === "survey" && view.berkas?.standing.code === "refused";
  return [...(ends ? [{ act: "finish", key: "F6", likely: true }] : []), ...(may ? [{ act: "finish" }] : []), hold, ...away];
}

/**
 * Which key of the keyboard means which act now. The space bar only ever calls the next number: it is struck without
 * looking, 200 times a day.
 * @param {{ key: string, repeat: boolean, ctrlKey: boolean, altKey: boolean, metaKey: boolean }} event
 * @param {Deed[]} possible
 * @returns {string | undefined} an act
 */
export function actOf({ key, repeat, ctrlKey, altKey, metaKey }, possible) {
  if (repeat || altKey || metaKey) return undefined;
  if (ctrlKey) return key === "z" ? possible.find((one) => one.act === "undo")?.act : undefined;
  const wanted = key === " " ? "F2" : key;
  const deed = possible.find((one) => one.key === wanted);
  if (key === " " && deed?.act !== "next") return undefined;
  return deed?.act;
}

/** Keys that the browser would use for itself. */
export const TAKEN = ["F2", "F3", "F4", "F6", "F7", "F8", "F9"];
