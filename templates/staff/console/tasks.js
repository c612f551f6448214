// @ts-check
/**
 * The middle of the console while somebody stands at the counter: one panel per task.
 *
 * A panel lives as long as its task: what an officer has typed is never drawn over.
 *
 * @module
 */

import { ask as question } from "../../../display/shared/act.js";
import { h } from "../../../display/shared/page.js";
import { facts, standing } from "../parts/berkas.js";
import { kbd } from "../parts/keys.js";
import { Checklist } from "./checklist.js";
import { complaining } from "./complaining.js";
import { legalising } from "./legalising.js";
import { Registration, permits } from "./register.js";

/** @typedef {import("../parts/berkas.js").Tongue} Tongue */
/** @typedef {(act: string, body: object) => Promise<any>} Do */
/** @typedef {(act: string) => void} Ask asks for a reason first */
/**
 * `submit` is what F6 does; `update` shows what became of it while the task goes on.
 * @typedef {{ element: HTMLElement, submit?: () => unknown, update?: (view: any) => void }} Panel
 */

/**
 * @param {import("./acts.js").Task} task
 * @param {any} view
 * @param {Tongue} tongue
 * @param {Do} run
 * @param {Ask} reason
 * @returns {Panel}
 */
export function panel(task, view, tongue, run, reason) {
  switch (task) {
    case "register":
      return registration(tongue, run);
    case "resubmit":
      return resubmission(view, tongue, run);
    case "attach":
      return attachment(tongue, run);
    case "survey":
      return survey(view, tongue, run, reason);
    case "hand-over":
      return handOver(view, tongue, run);
    case "complain":
      return complaining(view, tongue, run);
    case "legalise":
      return legalising(view, tongue, run);
    default:
      return { element: h("p", { class: "empty" }, tongue.say(`console-task-${task}`)) };
  }
}

/** A new berkas, or one that came back. @param {Tongue} tongue @param {Do} run @returns {Panel} */
function registration(tongue, run) {
  const { say } = tongue;
  const form = new Registration(say, run, (berkas) => run("attach", { berkas: berkas.number }));
  const search = attachment(tongue, run);
  search.element.hidden = true;
  /** @param {boolean} fresh */
  const show = (fresh) => {
    form.element.hidden = !fresh;
    search.element.hidden = fresh;
    for (const [tab, on] of /** @type {const} */ ([
      [tabs[0], fresh],
      [tabs[1], !fresh],
    ])) {
      tab.setAttribute("aria-pressed", String(on));
    }
  };
  const tabs = [
    h("button", { type: "button", "aria-pressed": "true", onclick: () => show(true) }, say("console-new-berkas")),
    h(
      "button",
      { type: "button", id: "old-berkas", "aria-pressed": "false", onclick: () => show(false) },
      say("console-old-berkas"),
    ),
  ];
  const element = h("div", { class: "task" }, h("div", { class: "tabs" }, ...tabs), form.element, search.element);
  return { element, submit: () => (form.element.hidden ? search.submit?.() : form.submit()) };
}

/** Looking for the berkas that a person comes for. @param {Tongue} tongue @param {Do} run @returns {Panel} */
function attachment(tongue, run) {
  const { say } = tongue;
  const code = /** @type {HTMLInputElement} */ (
    h("input", { id: "code", maxlength: 200, autocomplete: "off", spellcheck: "false", placeholder: "2026/00042" })
  );
  const found = h("div", { class: "found", role: "status" });
  let number = "";
  const attach = () => (number ? run("attach", { berkas: number }) : look());
  async function look() {
    if (!code.value.trim()) return code.focus();
    const answer = await question("/api/berkas/find", { berkas: code.value });
    number = answer.ok ? answer.body.number : "";
    if (!answer.ok) {
      found.replaceChildren(h("p", { class: "warning" }, answer.body.message ?? say("staff-no-answer")));
      return;
    }
    const join = h(
      "button",
      { type: "button", class: "primary", id: "attach", onclick: attach },
      say("console-attach"),
      kbd("F6"),
    );
    const head = h("p", {}, h("strong", {}, answer.body.number), " ", standing(say, answer.body));
    found.replaceChildren(head, facts(tongue, answer.body), join);
  }
  code.addEventListener("input", () => (number = ""));
  const form = h(
    "form",
    { id: "attachment", class: "attachment" },
    h("p", {}, say("console-attach-help")),
    h("label", { class: "field" }, h("span", {}, say("console-code")), code),
    h("button", {}, say("console-find")),
    found,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void look();
  });
  return { element: form, submit: attach };
}

/** A returned berkas, mended. @param {any} view @param {Tongue} tongue @param {Do} run @returns {Panel} */
function resubmission(view, { say }, run) {
  const { berkas } = view;
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const place = h("div", { class: "rest" });
  /** @type {Checklist | undefined} */
  let checklist;
  /** @param {string} text */
  const tell = (text) => {
    wrong.textContent = text;
    wrong.hidden = text === "";
  };
  const submit = () => {
    if (!checklist?.lines) {
      tell(say("console-need-checklist"));
      return checklist?.showOpen();
    }
    if (checklist.missing > 0) return run("give-back", { checklist: checklist.lines });
    return run("resubmit", { checklist: checklist.lines });
  };
  const weigh = () => {
    tell("");
    const missing = (checklist?.missing ?? 0) > 0;
    key.classList.toggle("primary", !missing);
    label.textContent = say(missing ? "console-give-back" : "console-resubmit");
  };
  void permits().then((all) => {
    const permit = all.find(({ code }) => code === berkas.permit.code);
    checklist = permit && new Checklist(say, permit, weigh, berkas.lacking);
    place.replaceChildren(checklist?.element ?? h("p", { class: "empty" }, say("console-no-permits")));
  });
  const label = h("span", {}, say("console-resubmit"));
  const key = h("button", { type: "button", class: "primary", id: "resubmit", onclick: submit }, label, kbd("F6"));
  // Whoever has nothing with them yet takes the list home.
  const home = h(
    "button",
    { type: "button", id: "give-back", onclick: () => run("give-back", { checklist: null }) },
    say("console-give-back-all"),
  );
  const { reason } = berkas.standing;
  const asked = reason && h("p", { class: "reason" }, h("strong", {}, say("console-was-asked")), " ", reason);
  return { element: h("div", { class: "task" }, asked, place, h("div", { class: "keys" }, wrong, home, key)), submit };
}

/** The tablet. @param {any} view @param {Tongue} tongue @param {Do} run @param {Ask} reason @returns {Panel} */
function survey(view, { say }, run, reason) {
  const waive = h("button", { type: "button", id: "waive", onclick: () => reason("waive") }, say("console-waive"));
  if (view.survey) {
    const since = h("span", { class: "watch", "data-since": view.survey });
    const waits = h("p", { class: "waits", id: "survey-open" }, say("console-survey-waits"), " ", since);
    return { element: h("div", { class: "task big" }, waits, h("p", {}, say("console-survey-privacy")), waive) };
  }
  // For whoever would rather write by hand, or when the tablet is broken.
  const facts = { class: "blank-form", href: "/kertas/skm", target: "_blank", rel: "noopener" };
  const sheet = h("a", facts, say("doc-blank-skm"));
  const start = () => run("survey", {});
  const key = h(
    "button",
    { type: "button", class: "primary huge", id: "survey", onclick: start },
    say("console-survey"),
    kbd("F6"),
  );
  return {
    element: h("div", { class: "task big" }, h("p", {}, say("console-survey-help")), key, waive, sheet),
    submit: start,
  };
}

/** The survey is offered to whoever was refused: their number goes there and comes back. @param {any} view @param {Tongue["say"]} say @param {Do} run */
function offer(view, say, run) {
  const purpose = view.survey_line;
  if (!purpose) return null;
  const go = () => run("transfer", { purpose, reason: say("console-offer-survey-reason") });
  return h(
    "p",
    { class: "offer" },
    say("console-offer-survey"),
    " ",
    h("button", { type: "button", class: "small", id: "offer-survey", onclick: go }, say("console-offer-survey-go")),
  );
}

/** The paper, to the applicant or to whom they sent. @param {any} view @param {Tongue} tongue @param {Do} run @returns {Panel} */
function handOver(view, { say }, run) {
  const { berkas } = view;
  const name = /** @type {HTMLInputElement} */ (h("input", { id: "proxy-name", maxlength: 100, autocomplete: "off" }));
  const relation = /** @type {HTMLInputElement} */ (
    h("input", {
      id: "proxy-relation",
      maxlength: 100,
      autocomplete: "off",
      placeholder: say("console-relation-example"),
    })
  );
  const proxy = /** @type {HTMLInputElement} */ (h("input", { id: "proxy", type: "checkbox" }));
  const fields = h(
    "div",
    { class: "proxy", hidden: true },
    h("label", { class: "field" }, h("span", {}, say("console-proxy-name")), name),
    h("label", { class: "field" }, h("span", {}, say("console-proxy-relation")), relation),
  );
  proxy.addEventListener("change", () => {
    fields.hidden = !proxy.checked;
    if (proxy.checked) name.focus();
  });
  const submit = () => {
    const body = proxy.checked ? { name: name.value, relation: relation.value } : null;
    return run("hand-over", { proxy: body });
  };
  const choice = berkas.step.choices.find((/** @type {any} */ one) => one.act === "hand-over");
  const form = h(
    "form",
    { id: "hand-over", class: "task big" },
    berkas.sk && h("p", { class: "sk" }, h("span", {}, say("staff-sk")), h("strong", {}, berkas.sk)),
    berkas.standing.reason &&
      h("p", { class: "reason" }, h("strong", {}, say("staff-reason")), " ", berkas.standing.reason),
    berkas.standing.code === "refused" && berkas.survey === "open" && offer(view, say, run),
    h("p", {}, say("console-identify", { name: berkas.applicant })),
    h("label", { class: "check" }, proxy, h("span", {}, say("console-proxy"))),
    fields,
    h(
      "button",
      { class: "primary huge", "data-act": "hand-over" },
      choice?.label ?? say("console-hand-over"),
      kbd("F6"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  return { element: form, submit };
}
