//! The forms of the sections: which settings each has, and of what kind they are.
//!
//! What the program has no form for (the steps of the SOP, the order of a single loket) is changed in the one file.

use serde_json::{Value, json};

/// A part of the settings that is changed together.
pub struct Section {
    /// Its name in addresses; `settings-s-<name>` is its title.
    pub name: &'static str,
    /// Its settings.
    pub fields: &'static [Field],
}

/// One setting. Its label is `settings-f-<path>` with `-` for each point and underscore.
pub struct Field {
    /// Its path, within its list if it is in one.
    pub path: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What a setting is.
pub enum Kind {
    /// One line of at most so many characters.
    Text(usize),
    /// A whole number from, to.
    Number(i64, i64),
    /// Yes or no; what it is when it is left out.
    Truth(bool),
    /// One of these words; the first is meant when it is left out.
    Choice(&'static [&'static str]),
    /// The name of one of another list: the list, and the setting that names each.
    Pick(&'static str, &'static str),
    /// Texts, one a line, each of at most so many characters.
    Lines(usize),
    /// Texts by the names of messages, each of at most so many characters; the names are not known here.
    Words(usize),
    /// Things of one shape, named by the first setting of each.
    List(&'static [Field]),
}

const fn text(path: &'static str, most: usize) -> Field {
    Field { path, kind: Kind::Text(most), optional: false }
}

const fn may(path: &'static str, most: usize) -> Field {
    Field { path, kind: Kind::Text(most), optional: true }
}

const fn number(path: &'static str, least: i64, most: i64) -> Field {
    Field { path, kind: Kind::Number(least, most), optional: false }
}

const fn count(path: &'static str, least: i64, most: i64) -> Field {
    Field { path, kind: Kind::Number(least, most), optional: true }
}

const fn truth(path: &'static str, usual: bool) -> Field {
    Field { path, kind: Kind::Truth(usual), optional: true }
}

const fn choice(path: &'static str, words: &'static [&'static str]) -> Field {
    Field { path, kind: Kind::Choice(words), optional: true }
}

const fn pick(path: &'static str, list: &'static str, key: &'static str, optional: bool) -> Field {
    Field { path, kind: Kind::Pick(list, key), optional }
}

const fn lines(path: &'static str, most: usize) -> Field {
    Field { path, kind: Kind::Lines(most), optional: true }
}

const fn words(path: &'static str) -> Field {
    Field { path, kind: Kind::Words(1_000), optional: true }
}

const fn list(path: &'static str, fields: &'static [Field]) -> Field {
    Field { path, kind: Kind::List(fields), optional: true }
}

/// Every section, in the order of the page.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "hours",
        fields: &[
            lines("time.hours.monday", 11),
            lines("time.hours.tuesday", 11),
            lines("time.hours.wednesday", 11),
            lines("time.hours.thursday", 11),
            lines("time.hours.friday", 11),
            lines("time.hours.saturday", 11),
            lines("time.hours.sunday", 11),
            number("time.issue_before_minutes", 0, 240),
            list("holiday", &[text("date", 10), text("name", 120)]),
        ],
    },
    Section {
        name: "services",
        fields: &[
            list(
                "service",
                &[
                    text("letter", 1),
                    text("name", 60),
                    text("name_en", 60),
                    text("hint", 120),
                    text("hint_en", 120),
                    may("bring", 200),
                    may("bring_en", 200),
                    text("purpose", 40),
                    truth("needs_staff", false),
                ],
            ),
            list(
                "priority",
                &[text("class", 40), text("name", 60), text("name_en", 60), truth("comes", false)],
            ),
        ],
    },
    Section {
        name: "lokets",
        fields: &[
            list(
                "loket",
                &[
                    number("id", 1, 99),
                    text("name", 60),
                    pick("role", "role", "role", false),
                    lines("purposes", 40),
                    text("zone", 40),
                    pick("printer", "printer", "id", true),
                ],
            ),
            list("role", &[text("role", 40), text("title", 80)]),
        ],
    },
    Section {
        name: "queue",
        fields: &[
            number("queue.priority", 1, 20),
            number("queue.regular", 1, 20),
            number("queue.max_wait_minutes", 1, 600),
            truth("queue.fair_last_ticket", true),
            count("queue.calls", 0, 10),
            count("queue.call_again_seconds", 5, 600),
            count("queue.back_after", 0, 50),
        ],
    },
    Section {
        name: "announcing",
        fields: &[
            lines("announcing.quiet", 11),
            truth("announcing.english", false),
            number("announcing.start_within_seconds", 2, 120),
            number("announcing.end_within_seconds", 2, 120),
            number("announcing.most_queued", 1, 500),
        ],
    },
    Section {
        name: "printers",
        fields: &[
            list(
                "printer",
                &[
                    text("id", 40),
                    text("name", 60),
                    text("address", 200),
                    number("dots", 200, 1000),
                    choice("confirm", &["process-id", "status", "none"]),
                    choice("status", &["dle-eot", "asb", "none"]),
                    choice("cutter", &["partial", "full", "none"]),
                    choice("qr", &["printer", "picture"]),
                    truth("tickets", false),
                    pick("fallback", "printer", "id", true),
                    count("fallback_after_seconds", 5, 3600),
                    count("drop_after_minutes", 1, 480),
                    count("roll_metres", 5, 200),
                    count("code_page", 0, 255),
                ],
            ),
            lines("printing.reprint", 40),
        ],
    },
    Section {
        name: "permits",
        fields: &[
            text("permits.number", 120),
            text("permits.klas", 40),
            lines("permits.regions", 6),
            list(
                "permit",
                &[
                    text("kode", 20),
                    text("nama", 160),
                    lines("persyaratan", 300),
                    lines("persyaratan_bersyarat", 300),
                    lines("kolom_formulir", 120),
                    lines("dasar_hukum", 300),
                ],
            ),
            list(
                "permits.type",
                &[text("kode", 20), may("klas", 40), may("number", 120), truth("offered", true)],
            ),
        ],
    },
    Section {
        name: "office",
        fields: &[
            text("office.name", 120),
            text("office.short", 30),
            text("office.government", 120),
            text("office.address", 160),
            may("office.contact", 160),
            text("office.seat", 60),
            may("office.public_url", 120),
            may("office.colour", 7),
        ],
    },
    Section { name: "words", fields: &[words("words.id"), words("words.en")] },
    Section {
        name: "papers",
        fields: &[
            may("papers.letterhead", 120),
            lines("papers.f4", 40),
            pick("papers.permit_by", "role", "role", true),
            pick("papers.note_from", "role", "role", true),
            pick("papers.note_to", "role", "role", true),
            pick("papers.certified_by", "role", "role", true),
            lines("papers.initials", 40),
            lines("papers.legal", 300),
            list(
                "signer",
                &[
                    pick("role", "role", "role", false),
                    may("title", 120),
                    may("name", 120),
                    may("rank", 80),
                    may("nip", 30),
                ],
            ),
        ],
    },
    Section {
        name: "rules",
        fields: &[
            count("people.idle_minutes", 5, 720),
            choice("people.two_persons", &["with-reason", "always", "never"]),
            lines("people.second_factor", 40),
            truth("network.plain_http", false),
            may("scans.clamd", 120),
            count("people.phone_days", 0, 3_650),
            count("escalation.after_norms", 1, 20),
            lines("escalation.ladder", 40),
            may("complaints.purpose", 40),
            count("complaints.days", 1, 60),
            may("legalisation.purpose", 40),
            count("legalisation.most_copies", 1, 10_000),
            choice("survey.order", &["rule", "form"]),
        ],
    },
    Section {
        name: "backup",
        fields: &[
            lines("backup.at", 5),
            may("backup.folder", 200),
            count("backup.days", 1, 366),
            count("backup.weeks", 0, 520),
            count("backup.months", 0, 600),
            lines("backup.recipients", 120),
        ],
    },
];

/// The section of that name.
pub fn section(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.name == name)
}

impl Field {
    /// The setting as the page is told of it.
    pub fn told(&self) -> Value {
        let mut told = match &self.kind {
            Kind::Text(most) => json!({ "kind": "text", "most": most }),
            Kind::Number(least, most) => json!({ "kind": "number", "least": least, "most": most }),
            Kind::Truth(usual) => json!({ "kind": "truth", "usual": usual }),
            Kind::Choice(words) => json!({ "kind": "choice", "words": words }),
            Kind::Pick(list, key) => json!({ "kind": "pick", "list": list, "key": key }),
            Kind::Lines(most) => json!({ "kind": "lines", "most": most }),
            Kind::Words(most) => json!({ "kind": "words", "most": most }),
            Kind::List(fields) => {
                json!({ "kind": "list", "fields": fields.iter().map(Field::told).collect::<Vec<_>>() })
            }
        };
        told["path"] = json!(self.path);
        told["optional"] = json!(self.optional);
        told
    }
}
