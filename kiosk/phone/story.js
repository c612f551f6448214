// @ts-check
/**
 * What a phone says of a visit and its berkas: a view in, names of messages out. Nothing here touches the page.
 *
 * @module
 */

/**
 * @typedef {"wait" | "call" | "calm" | "good" | "mend" | "over"} Mood how the page looks
 *
 * @typedef {object} Line
 * @property {string} message
 * @property {Record<string, string | number>} [facts]
 *
 * @typedef {object} Story
 * @property {Mood} mood
 * @property {Line} head the one thing to know
 * @property {Line[]} lines what else helps, most important first
 */

/**
 * @param {{ id: number, name: string }[]} lokets
 * @returns {string} `2` or `2, 3`
 */
const names = (lokets) => lokets.map(({ id }) => id).join(", ");

/**
 * The story of a ticket.
 * @param {any} ticket
 * @returns {Story}
 */
export function ticketStory(ticket) {
  const loket = names(ticket.lokets);
  if (!ticket.today) return { mood: "over", head: { message: "phone-old" }, lines: [] };
  switch (ticket.stage) {
    case "waiting":
      return { mood: "wait", head: { message: "phone-ahead", facts: { count: ticket.ahead ?? 0 } }, lines: waiting(ticket, loket) };
    case "called": {
      const { calls: nth, most_calls: most } = ticket;
      const of = most > 0 && nth <= most;
      const again = { message: of ? "phone-call-of" : "phone-call-again", facts: { nth, most } };
      const lines = nth > 1 || of ? [again] : [];
      return { mood: "call", head: { message: "phone-called", facts: { loket } }, lines };
    }
    case "serving":
      return { mood: "good", head: { message: "phone-serving", facts: { loket } }, lines: [] };
    case "held":
      return { mood: "wait", head: { message: "phone-held", facts: { loket } }, lines: [{ message: "phone-stay" }] };
    case "with-berkas":
      return { mood: "wait", head: { message: "phone-with-berkas" }, lines: [{ message: "phone-stay" }] };
    case "missed":
      return { mood: "mend", head: { message: "phone-missed" }, lines: [{ message: "phone-missed-help", facts: { loket } }] };
    default:
      return { mood: "over", head: { message: `phone-${ticket.stage}` }, lines: [] };
  }
}

/**
 * @param {any} ticket
 * @param {string} loket
 * @returns {Line[]}
 */
function waiting(ticket, loket) {
  /** @type {Line[]} */
  const lines = [];
  if (ticket.estimate) lines.push({ message: "phone-estimate", facts: ticket.estimate });
  if (loket) lines.push({ message: "phone-will-be-called", facts: { loket } });
  lines.push({ message: "phone-keep-open" });
  return lines;
}

/**
 * The story of a berkas.
 * @param {any} berkas
 * @param {boolean} [visiting] whether its applicant is here with a number, and is told where to go by that
 * @returns {Story}
 */
export function berkasStory(berkas, visiting = false) {
  const loket = names(berkas.lokets);
  const come = berkas.come && loket && !visiting ? [{ message: "phone-come", facts: { loket } }] : [];
  switch (berkas.standing) {
    case "returned":
      return { mood: "mend", head: { message: "phone-returned" }, lines: come };
    case "refused":
      return { mood: "mend", head: { message: "phone-refused" }, lines: come };
    case "ready":
      return { mood: "good", head: { message: "phone-ready" }, lines: come };
    case "granted":
    case "refused-closed":
      return { mood: "over", head: { message: `phone-${berkas.revoked ? "revoked" : berkas.standing}` }, lines: [] };
    default:
      return { mood: "calm", head: { message: "phone-process" }, lines: [] };
  }
}

/**
 * Whether the phone should stir: the number has just been called, or called again.
 * @param {any} before the ticket as it was shown, if it was
 * @param {any} now
 */
export function stirs(before, now) {
  if (now?.stage !== "called" || !now.today) return false;
  return before?.stage !== "called" || before.calls < now.calls;
}

/**
 * Whether the visit still has something to say, or the berkas alone.
 * @param {any} view
 */
export function showsTicket(view) {
  const ended = ["served", "incomplete", "no-show", "cancelled", "expired"];
  return Boolean(view.ticket) && !(view.berkas && (!view.ticket.today || ended.includes(view.ticket.stage)));
}
