// @ts-check
/**
 * What the kiosk says of a scanned berkas or ticket: the office's facts in, names of messages out.
 *
 * @module
 */

/**
 * @typedef {"calm" | "good" | "mend" | "over"} Mood how the view looks
 *
 * @typedef {{ message: string, facts?: Record<string, string | number> }} Sentence
 *
 * @typedef {object} Story
 * @property {string} standing for the page: the standing of the berkas, or `ticket-` and the stage
 * @property {Mood} mood
 * @property {Sentence} head where it stands
 * @property {Sentence[]} asked what the person should do
 */

/** Stages in which a visit goes on. */
const VISITS = ["waiting", "called", "serving", "held", "with-berkas", "missed"];

/** @param {{ id: number }[]} lokets */
const names = (lokets) => lokets.map(({ id }) => id).join(", ");

/**
 * The story of what was scanned.
 * @param {{ status: any, issues: boolean }} found
 * @returns {Story}
 */
export function storyOf({ status, issues }) {
  const { ticket, berkas } = status;
  return berkas ? berkasStory(berkas, here(ticket) ? ticket : null, issues) : ticketStory(ticket);
}

/** Whether a number was missed that may come back into the line. @param {any} ticket */
export const mayReport = (ticket) => Boolean(ticket?.today) && ticket.stage === "missed";

/** Whether a ticket is a visit of today that goes on. @param {any} ticket */
const here = (ticket) => Boolean(ticket?.today) && VISITS.includes(ticket.stage);

/**
 * @param {any} berkas
 * @param {any} visit today's, if there is one
 * @param {boolean} issues
 * @returns {Story}
 */
function berkasStory(berkas, visit, issues) {
  const { standing } = berkas;
  const over = standing === "granted" || standing === "refused-closed";
  const head = { message: `kiosk-berkas-${standing}` };
  /** @type {Sentence[]} */
  let asked = [{ message: "kiosk-berkas-wait" }];
  if (over) asked = [{ message: "kiosk-berkas-over" }];
  else if (issues) asked = [{ message: "kiosk-berkas-come", facts: { loket: names(berkas.lokets) } }];
  else if (visit) asked = visitOf(visit);
  /** @type {Record<string, Mood>} */
  const moods = { ready: "good", returned: "mend", refused: "mend", granted: "over", "refused-closed": "over" };
  return { standing, mood: moods[standing] ?? "calm", head, asked };
}

/**
 * A berkas whose owner is here already.
 * @param {any} visit
 * @returns {Sentence[]}
 */
function visitOf(visit) {
  const { head, asked } = ticketStory(visit);
  return [{ message: "kiosk-berkas-here", facts: { number: visit.number } }, head, ...asked];
}

/**
 * @param {any} ticket
 * @returns {Story}
 */
function ticketStory(ticket) {
  const { stage, ahead, estimate } = ticket;
  const facts = { loket: names(ticket.lokets) };
  const standing = `ticket-${stage}`;
  const again = { message: "kiosk-visit-again" };
  if (!ticket.today)
    return { standing: "ticket-old", mood: "over", head: { message: "kiosk-visit-old" }, asked: [again] };
  const told = (/** @type {Mood} */ mood, /** @type {Sentence[]} */ asked) => ({
    standing,
    mood,
    head: { message: `kiosk-visit-${stage}`, facts: { ...facts, count: ahead ?? 0 } },
    asked,
  });
  switch (stage) {
    case "waiting":
      return told("calm", [
        ...(estimate ? [{ message: "kiosk-estimate-title", facts: estimate }] : []),
        ...(facts.loket ? [{ message: "kiosk-visit-will", facts }] : []),
      ]);
    case "called":
    case "serving":
      return told("good", []);
    case "held":
    case "with-berkas":
      return told("calm", [{ message: "kiosk-visit-stay" }]);
    case "missed":
      return told("mend", [{ message: "kiosk-visit-report", facts }]);
    case "served":
      return told("over", []);
    default:
      return told("over", [again]);
  }
}
