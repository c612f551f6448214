// @ts-check
/**
 * Days off as somebody pastes them: lines of a date and a name, or the JSON of a list of the year.
 *
 * @module
 */

/** @typedef {{ date: string, name: string }} Day */

/**
 * @param {string} text
 * @returns {{ days: Day[], wrong: string[] }} each date once, and the lines that tell no day
 */
export function daysOf(text) {
  /** @type {Map<string, Day>} */
  const days = new Map();
  const wrong = [];
  const json = ofJson(text);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  for (const found of json ?? lines.map(ofLine)) {
    if (typeof found === "string") wrong.push(found);
    else if (!days.has(found.date)) days.set(found.date, found);
  }
  return { days: [...days.values()], wrong };
}

/** @param {string} line @returns {Day | string} */
function ofLine(line) {
  const [, date, name] = /^\s*(\d{4}-\d{2}-\d{2})[\s,;:–-]+(\S.*?)\s*$/.exec(line) ?? [];
  return date && isDate(date) ? { date, name: name.slice(0, 120) } : line;
}

/** @param {string} text @returns {(Day | string)[] | undefined} */
function ofJson(text) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const read = JSON.parse(text);
    const lists = Array.isArray(read) ? [read] : Object.values(read).filter(Array.isArray);
    return lists.flat().map((/** @type {any} */ day) => {
      const [date, name] = [day.tanggal ?? day.date, day.nama ?? day.name];
      return typeof date === "string" && isDate(date) && typeof name === "string" ? { date, name: name.slice(0, 120) } : JSON.stringify(day);
    });
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function isDate(text) {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
