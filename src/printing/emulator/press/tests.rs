//! Given these bytes, this paper comes out.

use super::super::paper::Strip;
use super::super::parser::parse;
use super::*;

/// The receipts that `bytes` print on a 58 mm roll: 384 dots, 32 characters of font A.
fn papers(bytes: &[u8]) -> Vec<Paper> {
    let mut press = Press::new(Profile::MM58);
    let mut output = Output::default();
    for command in parse(bytes) {
        press.execute(command, &mut output);
    }
    output.papers
}

/// The one receipt that `bytes` print before the cut added here.
fn paper(bytes: &[u8]) -> Paper {
    let mut all = papers(&[bytes, b"\x1dVA\x00"].concat());
    assert_eq!(all.len(), 1, "one receipt expected");
    all.remove(0)
}

fn lines(paper: &Paper) -> Vec<&Line> {
    let mut lines = Vec::new();
    for strip in &paper.strips {
        if let Strip::Line(line) = strip {
            lines.push(line);
        }
    }
    lines
}

/// Where the pieces of each line begin.
fn starts(paper: &Paper) -> Vec<Vec<u32>> {
    lines(paper).iter().map(|line| line.pieces.iter().map(|piece| piece.x).collect()).collect()
}

fn kinds(paper: &Paper) -> Vec<NoteKind> {
    paper.notes.iter().map(|note| note.kind).collect()
}

#[test]
fn a_line_wraps_where_the_next_character_does_not_fit() {
    let full = "x".repeat(32);
    assert_eq!(paper(format!("{full}\n").as_bytes()).text(), full);
    assert_eq!(paper(format!("{full}y\n").as_bytes()).text(), format!("{full}\ny"));
    // Sixteen characters of double width, forty-two of font B.
    assert_eq!(
        paper(&[b"\x1d!\x10", &[b'x'; 17][..], b"\n"].concat()).text(),
        format!("{}\nx", "x".repeat(16))
    );
    assert_eq!(
        paper(&[b"\x1bM\x01", &[b'x'; 43][..], b"\n"].concat()).text(),
        format!("{}\nx", "x".repeat(42))
    );
}

#[test]
fn a_character_wider_than_the_area_still_moves_on() {
    let printed = paper(b"\x1dW\x08\x00abc\n");
    assert_eq!(printed.text(), "a\nb\nc");
}

#[test]
fn alignment_moves_whole_lines_within_the_area() {
    assert_eq!(starts(&paper(b"\x1ba\x01ab\n\x1ba\x02ab\n\x1ba\x00ab\n")), [[180], [360], [0]]);
    // A margin of 84 leaves 300; the area is set to 200.
    assert_eq!(starts(&paper(b"\x1dL\x54\x00\x1dW\xc8\x00\x1ba\x02ab\n")), [[84 + 200 - 24]]);
}

#[test]
fn alignment_in_the_middle_of_a_line_is_ignored_and_noted() {
    let printed = paper(b"a\x1ba\x01b\n");
    assert_eq!(starts(&printed), [[0]]);
    assert_eq!(kinds(&printed), [NoteKind::Misplaced]);
}

#[test]
fn feeds_are_as_long_as_the_reference_says() {
    let length = |bytes: &[u8]| paper(bytes).dots() - Profile::MM58.cutter_gap();
    assert_eq!(length(b"a\n"), 30);
    assert_eq!(length(b"\n"), 30);
    assert_eq!(length(b"a\x1bd\x03"), 90);
    assert_eq!(length(b"a\x1bd\x00"), 24);
    assert_eq!(length(b"a\x1bJ\x50"), 80);
    assert_eq!(length(b"a\x1bJ\x05"), 24);
    assert_eq!(length(b"\x1b3\x00a\n\n"), 24);
    assert_eq!(length(b"\x1d!\x07a\n"), 192);
    assert_eq!(length(b"\x1b3\xff\x1bd\xff"), 8128);
}

#[test]
fn blank_lines_are_part_of_the_text() {
    assert_eq!(paper(b"a\n\nb\x1bd\x03c\n\n\n").text(), "a\n\nb\n\n\nc");
}

#[test]
fn tabs_and_positions_place_characters() {
    let printed = paper(b"\tx\n\x1bD\x04\x06\x00a\tb\tc\td\n\x1b$\x64\x00e\x1b\\\x0a\x00f\n");
    assert_eq!(starts(&printed), [vec![96], vec![0, 48, 72], vec![100, 122]]);
    assert_eq!(printed.text(), "x\na   b cd\ne f");
    assert_eq!(kinds(&paper(b"\x1b$\xff\xff")), [NoteKind::OutOfRange]);
    assert_eq!(kinds(&paper(b"\x1b\\\xff\xff")), [NoteKind::OutOfRange]);
}

#[test]
fn styles_follow_their_commands_and_initialising_resets_them() {
    let style = |bytes: &[u8]| match lines(&paper(bytes))[0].pieces.last().map(|piece| piece.mark.clone()) {
        Some(Mark::Text { style, .. }) => style,
        other => panic!("{other:?} is no text"),
    };
    let plain = Style::default();
    assert_eq!(style(b"\x1bE1x\n"), Style { bold: true, ..plain });
    assert_eq!(style(b"\x1bE1\x1bG1\x1bE0x\n"), Style { bold: true, ..plain });
    assert_eq!(style(b"\x1b-2\x1b-0\x1b!\x80x\n"), Style { underline: 1, ..plain });
    assert_eq!(style(b"\x1b!\x31x\n"), Style { font: Font::B, extra_wide: 1, extra_high: 1, ..plain });
    assert_eq!(style(b"\x1d!\x71\x1dB1\x1b{1x\n"), {
        Style { extra_wide: 7, extra_high: 1, reverse: true, upside_down: true, ..plain }
    });
    assert_eq!(style(b"\x1bE1\x1d!\x77\x1dB1\x1ba1\x1b 9\x1b@x\n"), plain);
}

#[test]
fn bytes_above_ascii_follow_the_code_page() {
    assert_eq!(paper(b"\x82\x1bt\x13\xd5\x1bt\x10\x80\n").text(), "é€€");
    assert_eq!(kinds(&paper(b"\x1bt\x63\x1bR\x63")), [NoteKind::Unsupported, NoteKind::Unsupported]);
}

#[test]
fn a_qr_symbol_takes_its_own_lines_where_the_alignment_puts_it() {
    let printed = paper(b"\x1ba\x01\x1d(k\x03\x001C\x06\x1d(k\x07\x001P0A012\x1d(k\x03\x001Q0\x1b@\n");
    assert_eq!(starts(&printed), [[(384 - 126) / 2]]);
    assert_eq!(lines(&printed)[0].advance, 126);
    assert_eq!(printed.qr_payloads(), ["A012"]);
    assert_eq!(printed.text(), "");
}

#[test]
fn a_symbol_that_cannot_be_printed_is_noted() {
    let wide =
        paper(&[&b"\x1d(k\x03\x001C\x10\x1d(k\x3f\x001P0"[..], &[b'a'; 60], b"\x1d(k\x03\x001Q0"].concat());
    assert_eq!((wide.qr_payloads().len(), kinds(&wide)), (0, vec![NoteKind::BadSymbol]));
    assert_eq!(kinds(&paper(b"\x1d(k\x03\x001Q0")), [NoteKind::BadSymbol]);
    let late = paper(b"text\x1d(k\x04\x001P0A\x1d(k\x03\x001Q0\n");
    assert_eq!((late.qr_payloads().len(), kinds(&late)), (1, vec![NoteKind::Misplaced]));
}

#[test]
fn stored_graphics_print_once() {
    let stored = b"\x1d(L\x0c\x000p0\x01\x021\x08\x00\x02\x00\x81\xff";
    let printed = paper(&[&stored[..], b"\x1d(L\x02\x0002\x1d(L\x02\x0002"].concat());
    assert_eq!(lines(&printed)[0].height, 4);
    assert_eq!((lines(&printed).len(), kinds(&printed)), (1, vec![NoteKind::BadSymbol]));
}

#[test]
fn a_barcode_is_a_frame_with_its_name_and_its_label() {
    let printed = paper(b"\x1dh\x50\x1dw\x02\x1dH2\x1dkI\x05A-012");
    assert_eq!((lines(&printed)[0].height, printed.text().as_str()), (80 + 24, "A-012"));
    assert_eq!(lines(&printed)[0].pieces[0].mark.width(), (11 * 5 + 35) * 2);
}

#[test]
fn each_cut_ends_a_receipt_but_only_when_paper_has_moved() {
    let all = papers(b"\x1dV\x00one\n\x1dV\x00\x1dV\x00two\n\x1dVB\x08\x1dVA\x00");
    let ends: Vec<(String, Edge, u32)> =
        all.iter().map(|paper| (paper.text(), paper.edge, paper.dots())).collect();
    assert_eq!(
        ends,
        [
            ("one".to_owned(), Edge::Full, 96 + 30),
            ("two".to_owned(), Edge::Partial, 96 + 30 + 8),
            // A cut with feed pushes blank paper out.
            (String::new(), Edge::Full, 96),
        ]
    );
    assert_eq!(kinds(&all[0]), [NoteKind::CutThroughPrint]);
    assert_eq!(kinds(&all[1]), []);
}

#[test]
fn what_is_set_is_printed_before_a_cut_and_lost_by_initialising() {
    let printed = paper(b"lost\x1b@kept");
    assert_eq!((printed.text(), kinds(&printed)), ("kept".to_owned(), vec![NoteKind::Misplaced]));
}

#[test]
fn a_receipt_without_end_is_torn_off() {
    let all = papers(&b"line\n".repeat(3000));
    assert_eq!(all.iter().map(|paper| paper.edge).collect::<Vec<_>>(), [Edge::Torn, Edge::Torn]);
    assert!(all.iter().all(|paper| paper.millimetres() <= 5005));
}

#[test]
fn overprinting_for_ever_stays_bounded() {
    let all = papers(&b"x\x1b$\x00\x00".repeat(10_000));
    assert!(all.is_empty(), "the line is printed now and then, but no receipt ends");
    let printed = paper(&b"x\x1b$\x00\x00".repeat(10_000));
    assert_eq!(lines(&printed).iter().map(|line| line.pieces.len()).collect::<Vec<_>>(), [4096, 4096, 1808]);
}

#[test]
fn pulses_and_unknown_bytes_are_noted() {
    let printed = paper(b"\x1bp\x00\x19\xfa\x07\x1bL\x1b\x7f");
    assert_eq!(
        kinds(&printed),
        [NoteKind::DrawerPulse, NoteKind::Unknown, NoteKind::Unsupported, NoteKind::Unknown]
    );
    assert_eq!(printed.notes[3].bytes, b"\x1b\x7f");
}
