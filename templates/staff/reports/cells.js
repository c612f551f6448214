// @ts-check
/**
 * How the office's figures are written, and how long their bars are. Pure.
 *
 * @module
 */

/** @typedef {null | string | number | { seconds: number } | { decimal: number, places: number }} Cell */
/** @typedef {{ id: string, name: string, columns: { id: string, name: string }[], rows: Cell[][], keys: string[], total: boolean }} Table */
/** @typedef {{ name: string, value: number, text: string, beyond?: number, more?: string }} Point */

/** `1:02:30`, and `2:30` below an hour. @param {number} seconds */
export function lasting(seconds) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** What a cell says. @param {Cell} cell @param {string} lang */
export function written(cell, lang) {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  const locale = lang === "en" ? "en-GB" : "id-ID";
  if (typeof cell === "number") return new Intl.NumberFormat(locale).format(cell);
  if ("seconds" in cell) return lasting(cell.seconds);
  const digits = { minimumFractionDigits: cell.places, maximumFractionDigits: cell.places };
  return new Intl.NumberFormat(locale, digits).format(cell.decimal / 10 ** cell.places);
}

/** How much a cell is; nothing for words and empty bases. @param {Cell} cell @returns {number | undefined} */
export function amount(cell) {
  if (cell === null || typeof cell === "string") return undefined;
  if (typeof cell === "number") return cell;
  return "seconds" in cell ? cell.seconds : cell.decimal / 10 ** cell.places;
}

/**
 * The points of a chart: a row each, without the sum and without rows that have no figure.
 * @param {Table} table
 * @param {{ name: string, value: string, beyond?: string, unit?: string }} wanted ids of columns
 * @param {string} lang
 * @returns {Point[]}
 */
export function points(table, { name, value, beyond, unit = "" }, lang) {
  const at = (/** @type {string} */ id) => table.columns.findIndex((column) => column.id === id);
  const rows = table.total ? table.rows.slice(0, -1) : table.rows;
  return rows.flatMap((row) => {
    const figure = amount(row[at(value)]);
    if (figure === undefined) return [];
    const point = { name: written(row[at(name)], lang), value: figure, text: written(row[at(value)], lang) + unit };
    if (!beyond) return [point];
    const further = row[at(beyond)];
    return [{ ...point, beyond: amount(further), more: written(further, lang) + unit }];
  });
}

/** The figure in the row of that name, in a table of two columns. @param {Table} table @param {string} key @param {string} lang */
export const figure = (table, key, lang) => written(table.rows[table.keys.indexOf(key)]?.[1] ?? "-", lang);

/**
 * A round length for an axis that holds `most`, and where its marks stand.
 * @param {number} most
 * @param {"count" | "time" | "percent"} kind
 */
export function axis(most, kind) {
  if (kind === "percent") return { end: 100, marks: [0, 25, 50, 75, 100] };
  const steps = kind === "time" ? [60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000];
  const step = steps.find((size) => most <= size * 5) ?? Math.ceil(most / 5);
  const count = Math.max(1, Math.ceil(most / step));
  return { end: step * count, marks: Array.from({ length: count + 1 }, (_, place) => place * step) };
}
