//! The default office is sound, and what is wrong in a file is said by name.

use super::pictures::MOST_LOGO;
use super::*;
use crate::domain::time::{Date, UtcOffset};

#[test]
fn the_default_office_is_sound_and_is_boltim() {
    let profile = default_office().expect("the shipped office");
    assert_eq!(profile.sop.steps().iter().filter(|step| step.no.is_some()).count(), 10);
    assert_eq!(profile.sop.steps().iter().filter(|s| s.no.is_some()).map(|s| s.minutes).sum::<u32>(), 65);
    assert_eq!(profile.permits.len(), 12);
    assert_eq!(profile.calendar.offset, UtcOffset(8 * 3600));
    let holiday = profile.calendar.holiday(Date::constant(2026, 8, 17));
    assert_eq!(holiday, Some("Proklamasi Kemerdekaan"));
}

/// The line of a shipped file.
fn line_of(file: &str, line: &str) -> usize {
    let content = DEFAULT_OFFICE.iter().find(|(known, _)| *known == file).expect("shipped").1;
    content.lines().position(|known| known == line).expect("the line") + 1
}

/// The shipped files with one change.
fn with(file: &str, from: &str, to: &str) -> String {
    let read = |name: &str| {
        let content = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name).expect("shipped").1;
        assert!(name != file || content.contains(from), "nothing to change");
        Ok(if name == file { content.replacen(from, to, 1) } else { content.to_string() })
    };
    build("office.toml", &read).expect_err("broken on purpose").to_string()
}

#[test]
fn what_is_wrong_is_said_with_file_and_line() {
    let message = with("office.toml", "id = 4", "id = \"empat\"");
    assert!(message.starts_with("office.toml:") && message.contains("line"), "{message}");
    let message = with("sop.toml", "to = \"verifikasi\"", "to = \"verifikas\"");
    let line = line_of("sop.toml", "id = \"analisa\"");
    let words = "step \"analisa\" leads to \"verifikas\", which does not exist";
    assert_eq!(message, format!("sop.toml: line {line}: {words}"));
    let message = with("office.toml", "08.00-12.00", "8-12");
    assert!(message.contains("\"8-12\" should look like"), "{message}");
    let message = with("office.toml", "zone = \"Asia/Makassar\"", "zone = \"Asia/Tutuyan\"");
    assert!(message.contains("Asia/Tutuyan"), "{message}");
    let message = with("office.toml", "printer = \"loket\"", "printer = \"lokt\"");
    assert!(message.contains("loket 2 prints on \"lokt\""), "{message}");
    let message = with("office.toml", "# colour = \"#0b4f6c\"", "colour = \"#6cb4d0\"");
    assert!(message.contains("too light"), "{message}");
    let message = with("office.toml", "# colour = \"#0b4f6c\"", "colour = \"biru\"");
    assert!(message.contains("should look like"), "{message}");
    let message = with("holidays_2026.json", "2026-01-01", "2026-13-01");
    assert!(message.contains("2026-13-01"), "{message}");
}

#[test]
fn what_is_wrong_with_a_printer_is_said_by_its_name() {
    for (from, to, words) in [
        (
            "address = \"192.168.1.51:9100\"",
            "address = \"192.168.1.51\"",
            "printer kiosk: \"192.168.1.51\" is no address",
        ),
        (
            "address = \"192.168.1.51:9100\"",
            "address = \"192.168.1.52:9100\"",
            "printers kiosk and loket have the same address",
        ),
        (
            "address = \"192.168.1.51:9100\"",
            "address = \"file:/tmp/kertas.prn\"",
            "printer kiosk: a file never answers",
        ),
        ("dots = 576", "dots = 5760", "printer kiosk: 5760 dots a line"),
        ("confirm = \"process-id\"", "confirm = \"proses\"", "\"proses\" is no way to confirm"),
        (
            "confirm = \"process-id\"",
            "confirm = \"process-id\"\nfallback = \"lokt\"",
            "\"lokt\" does not exist",
        ),
        (
            "confirm = \"process-id\"",
            "confirm = \"process-id\"\nstatus = \"epson\"",
            "unknown variant `epson`",
        ),
        (
            "# [printing]\n# reprint = [\"loket-2\"",
            "[printing]\nreprint = [\"loket-9\"] #",
            "\"loket-9\", a role",
        ),
    ] {
        let message = with("office.toml", from, to);
        assert!(message.contains(words), "{words} in {message}");
    }
}

#[test]
fn each_permit_type_may_have_its_own_number() {
    let changed = DEFAULT_OFFICE.map(|(name, content)| {
        let own = "[[permits.type]]\nkode = \"SIPA\"\nklas = \"500.16.7.2\"\n\
                   number = \"{klas}/{urut}/{kode_izin}/{unit}/{tahun}\"\n\n# Titles change";
        (name, content.replacen("# Titles change", own, 1))
    });
    let read = |name: &str| {
        let file = changed.iter().find(|(known, _)| *known == name).expect("shipped");
        Ok(file.1.clone())
    };
    let profile = build("office.toml", &read).expect("sound");
    let written = |code: &str| {
        let permit = profile.permit(&code.into()).expect("a type");
        permit.sk_number.fill(crate::domain::number::SkFacts {
            klas: &permit.klas,
            n: 251,
            kode_izin: code,
            unit: &profile.office.short,
            month: 11,
            year: 2026,
        })
    };
    assert_eq!(written("SIPA"), "500.16.7.2/251/SIPA/DPMPTSP/2026");
    for permit in profile.permits.iter().filter(|permit| permit.code.as_str() != "SIPA") {
        let code = permit.code.as_str();
        assert_eq!(written(code), format!("503/251/{code}/DPMPTSP/XI/2026"));
    }
}

#[test]
fn papers_name_only_roles_and_papers_that_there_are() {
    let message = with("office.toml", "permit_by = \"kadis\"", "permit_by = \"bupati\"");
    assert!(message.contains("papers name \"bupati\""), "{message}");
    let message = with("office.toml", "f4 = [\"sk\"", "f4 = [\"surat\"");
    assert!(message.contains("papers.f4: \"surat\" is no paper"), "{message}");
    let message = with("sop.toml", "\"nota-persetujuan\", ", "\"nota\", ");
    let line = line_of("sop.toml", "id = \"verifikasi\"");
    assert_eq!(message, format!("sop.toml: line {line}: step \"verifikasi\": \"nota\" is no paper"));
}

#[test]
fn a_logo_is_a_picture_of_modest_size() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in DEFAULT_OFFICE {
        let content = content.replace("# logo = ", "logo = ");
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let office = folder.path().join("office.toml");
    let with_logo = |bytes: &[u8]| {
        std::fs::write(folder.path().join("logo.svg"), bytes).expect("written");
        load(&office).map(|profile| profile.office.logo).map_err(|error| error.to_string())
    };
    assert!(load(&office).expect_err("no such file").to_string().contains("logo.svg"));
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert_eq!(with_logo(svg), Ok(Some(svg.to_vec())));
    assert!(with_logo(b"GIF89a").expect_err("another kind").contains("neither SVG nor PNG"));
    let large = [svg.as_slice(), &vec![b' '; MOST_LOGO]].concat();
    assert!(with_logo(&large).expect_err("too large").contains("256 KiB"));
}

#[test]
fn a_setting_nobody_knows_is_not_passed_over() {
    let message = with("office.toml", "short = \"DPMPTSP\"", "short = \"DPMPTSP\"\nwarna = \"biru\"");
    assert!(message.contains("warna"), "{message}");
}

#[test]
fn english_is_read_where_the_office_says_so() {
    let office = |english: &str| {
        let read = |name: &str| {
            let content = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name).expect("shipped").1;
            Ok(content.replace("\nenglish = false\n", english))
        };
        build("office.toml", &read).expect("a sound office").announcing.english
    };
    assert!(office("\nenglish = true\n"));
    assert!(!office("\n"), "an older file says nothing of it");
}

/// The shipped files with one change, and the days off of two years.
fn office_with(from: &str, to: &str) -> Result<Profile, ConfigError> {
    let read = |name: &str| {
        if name == "holidays_2027.json" {
            let year = r#"{"libur_nasional": [{"tanggal": "2027-01-01", "nama": "Tahun Baru"}], "cuti_bersama": []}"#;
            return Ok(year.to_string());
        }
        let content = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name).expect("shipped").1;
        assert!(name != "office.toml" || content.contains(from), "nothing to change");
        Ok(content.replacen(from, to, 1))
    };
    build("office.toml", &read)
}

#[test]
fn days_off_come_from_as_many_files_as_there_are_years() {
    let both = "holidays = [\"holidays_2026.json\", \"holidays_2027.json\"]";
    let profile = office_with("holidays = [\"holidays_2026.json\"]", both).expect("two years");
    let december = profile.calendar.offset.moment(Date::constant(2026, 12, 1).at(9, 0, 0, 0));
    assert_eq!(profile.calendar.year_without_holidays(december), None);
    assert_eq!(profile.calendar.holiday(Date::constant(2027, 1, 1)), Some("Tahun Baru"));
    assert!(profile.calendar.holiday(Date::constant(2026, 8, 17)).is_some());
}

#[test]
fn escalation_follows_the_sop_unless_the_office_says_otherwise() {
    let ladder =
        |profile: &Profile| profile.escalation.ladder.iter().map(ToString::to_string).collect::<Vec<_>>();
    let own = default_office().expect("the shipped office");
    let without = office_with("ladder = [", "# ladder = [").expect("an older file");
    assert_eq!(ladder(&own), ladder(&without));
    assert_eq!((own.escalation.after_norms, ladder(&own).len()), (2, 4));
    let wrong = |from: &str, to: &str| office_with(from, to).expect_err("broken on purpose").to_string();
    assert!(
        wrong("ladder = [\"analis\"", "ladder = [\"analist\"")
            .contains("\"analist\", a role that is not listed")
    );
    assert!(wrong("after_norms = 2", "after_norms = 0").contains("at least 1"));
}

#[test]
fn the_report_names_the_unsur_in_the_order_the_office_chooses() {
    let office = |section: &str| {
        let read = |name: &str| {
            let content = DEFAULT_OFFICE.iter().find(|(known, _)| *known == name).expect("shipped").1;
            Ok(content.replace("\n[survey]\n", section).replace("\norder = \"rule\"\n", "\n"))
        };
        build("office.toml", &read).expect("a sound office").survey_order
    };
    assert_eq!(office("\n[survey]\norder = \"form\"\n"), Unsur::PRINTED);
    assert_eq!(office("\n[survey]\norder = \"rule\"\n"), Unsur::RULE);
    assert_eq!(office("\n"), Unsur::RULE, "an older file says nothing of it");
}

#[test]
fn one_document_is_the_same_office() {
    let document = default_document().expect("the shipped office");
    assert_eq!(read_alone(&document).expect("sound"), default_office().expect("the shipped office"));
    for comment in
        ["# Titles change with the rules of the day", "# act: proceed, register", "# Daftar bawaan"]
    {
        assert!(document.contains(comment), "{comment}");
    }
    let again = document::whole("pengaturan.toml", &|_| Ok(document.clone())).expect("a document");
    assert_eq!(again, document, "what is one document stays as it is");
}

#[test]
fn a_document_says_on_which_line_it_is_wrong() {
    let document = default_document().expect("the shipped office");
    let line = |line: &str| document.lines().position(|known| known == line).expect("the line") + 1;
    for (from, to, place, code) in [
        (
            "monday = [\"08.00-12.00\", \"13.00-16.00\"]",
            "monday = [\"13.00-16.00\", \"08.00-12.00\"]",
            0,
            "hours-order",
        ),
        (
            "purposes = [\"serah\", \"legalisasi\"]",
            "purposes = [\"serah\"]",
            line("letter = \"C\""),
            "service-purpose",
        ),
        ("idle_minutes = 30", "idle_minutes = 3", 0, "limits"),
        ("date = \"2026-08-17\"", "date = \"2026-08-32\"", 0, "date"),
        ("id = 5", "id = 4", 0, "twice"),
    ] {
        let changed = document.replacen(from, to, 1);
        assert_ne!(changed, document, "{from}");
        let faults = read_alone(&changed).expect_err(from).faults();
        let fault =
            faults.iter().find(|fault| fault.code == code).unwrap_or_else(|| panic!("{code} in {faults:?}"));
        let expected = if place == 0 { line(from) } else { place };
        assert_eq!(fault.place.map(|place| place.line), Some(expected), "{fault}");
    }
}

#[test]
fn what_is_wrong_with_words_is_said_with_its_line() {
    let file = |words: &str| {
        let text = default_document().expect("shipped") + words;
        let first = text.lines().position(|line| line.starts_with("[words.")).expect("words") + 1;
        let told = |fault: Wrong| (fault.place.expect("a place").line - first, fault.code);
        let read = read_alone(&text).map(|profile| profile.words);
        read.map_err(|error| error.faults().into_iter().map(told).collect::<Vec<_>>()).map(|words| {
            let wrong = words.left_out.iter().map(|fault| told(Wrong::of(&text, fault.clone())));
            (wrong.collect::<Vec<_>>(), words)
        })
    };
    let (wrong, words) = file(
        "\n[words.id]\nkiosk-welcom = \"Halo\"\nkiosk-welcome = \"Halo { $name }\"\nboard-nth = \"lagi\"\n\
         \"a_b\" = \"x\"\n[words.en]\nkiosk-welcome = \"\"\"Hello {\n\"\"\"\nboard-closed = \"\"\nboard-open = \"To { $hour }\"\n",
    )
    .expect("an office without the words that do not fit");
    let told = [
        (4, "words-unknown"),
        (3, "words-missing"),
        (1, "words-unknown"),
        (2, "words-strange"),
        (8, "words-empty"),
        (6, "words-malformed"),
    ];
    assert_eq!(wrong, told);
    assert!(words.id.is_empty(), "what does not fit is left out");
    assert_eq!(words.en.keys().collect::<Vec<_>>(), ["board-open"]);
    let kind = file("\n[words.id]\nkiosk-welcome = 7\n").expect_err("no text");
    assert_eq!(kind, [(1, "slip-kind")]);
    let (wrong, words) = file("\n[words.id]\nkiosk-welcome = \"Halo\"\n").expect("sound");
    assert_eq!(wrong, []);
    assert_eq!(words.id.get("kiosk-welcome").map(String::as_str), Some("Halo"));
    assert!(words.en.is_empty());
}
