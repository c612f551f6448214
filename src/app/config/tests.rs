//! The default office is sound, and what is wrong in a file is said by name.

use super::*;

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
    assert_eq!(message, "sop.toml: step \"analisa\" leads to \"verifikas\", which does not exist");
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
