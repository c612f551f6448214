//! What each profile of a printer brings to paper: its knife, its width, its code page, whoever draws the QR code, the
//! logo, and the ticket as a whole, dot for dot.

use crate::house::{House, Plans, receipt_after};
use image::GrayImage;
use loket::domain::account::Actor;
use loket::domain::command::{Ask, Command, Issue, Wanted};
use loket::domain::ids::Series;
use loket::domain::profile::{Cutter, Profile, QrMaker};
use loket::domain::ticket::Lang;
use loket::domain::token::Token;
use loket::printing::emulator::{Edge, Fault, Receipt};
use serde_json::json;
use std::path::PathBuf;

/// A change of the default office.
type Change = fn(&mut Profile);

async fn house(profile: Change) -> House {
    House::build(Plans { profile: Some(profile), ..Plans::default() }).await
}

fn picture(paper: &Receipt) -> GrayImage {
    image::load_from_memory(&paper.png()).expect("a picture").to_luma8()
}

/// Decodes the one QR code of a paper, as a phone would.
fn qr_in(paper: &Receipt) -> String {
    let mut prepared = rqrr::PreparedImage::prepare(picture(paper));
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one QR code");
    grids[0].decode().expect("readable").1
}

/// A full cut parts the paper, a partial one leaves a thread, and without a knife it is fed to the edge where somebody
/// tears it off: there it hangs together with what comes next, and every line of it is to be seen.
#[tokio::test(flavor = "multi_thread")]
async fn each_knife_cuts_as_its_profile_says() {
    let full: Change = |profile| profile.printers[0].cutter = Cutter::Full;
    let partial: Change = |profile| profile.printers[0].cutter = Cutter::Partial;
    for (knife, edge) in [(full, Edge::Full), (partial, Edge::Partial)] {
        let house = house(knife).await;
        house.who("kiosk").await.takes("A").await;
        assert_eq!(receipt_after(house.printer("kiosk"), 0).await.edge(), edge);
    }
    let house = house(|profile| profile.printers[0].cutter = Cutter::None).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    kiosk.takes("A").await;
    house.rests().await;
    let printer = house.printer("kiosk");
    assert!(printer.receipts(0).is_empty(), "nothing was cut");
    // The strip that hangs out falls when the power goes.
    printer.set_fault(Fault::Reset { after: 0 });
    let strip = receipt_after(printer, 0).await;
    assert_eq!(strip.edge(), Edge::Torn);
    assert!(strip.text().contains("A-001") && strip.text().contains("A-002"), "{}", strip.text());
    assert!(strip.notes().is_empty(), "{:?}", strip.notes());
    // Both were fed past the head, so that tearing takes no line away.
    let rows = picture(&strip);
    let last_ink = rows.enumerate_pixels().filter(|(.., dot)| dot.0[0] == 0).map(|(_, y, _)| y);
    let printed = last_ink.filter(|y| y + 40 < rows.height()).max().expect("ink");
    assert!(rows.height() - printed > 112, "fed on after the last line: {} of {}", printed, rows.height());
}

/// The same ticket from a printer that draws QR codes and from one that cannot, on both widths.
#[tokio::test(flavor = "multi_thread")]
async fn a_qr_code_is_read_whoever_draws_it() {
    let profiles: [(Change, bool); 4] = [
        (|profile| profile.printers[0].qr = QrMaker::Printer, true),
        (|profile| profile.printers[0].qr = QrMaker::Picture, false),
        (|profile| (profile.printers[0].qr, profile.printers[0].dots) = (QrMaker::Printer, 384), true),
        (|profile| (profile.printers[0].qr, profile.printers[0].dots) = (QrMaker::Picture, 384), false),
    ];
    for (profile, native) in profiles {
        let house = house(profile).await;
        let ticket = house.who("kiosk").await.takes("A").await;
        let url = ticket["url"].as_str().expect("an address");
        let slip = receipt_after(house.printer("kiosk"), 0).await;
        assert_eq!(qr_in(&slip), url, "what a phone reads");
        let drawn: &[&str] = if native { &[url] } else { &[] };
        assert_eq!(slip.qr_payloads(), drawn, "what the printer drew by itself");
        assert!(slip.notes().is_empty(), "{:?}", slip.notes());
    }
}

/// A printer that begins in another code page prints the same: papers use letters that are alike in all of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_page_changes_no_letter() {
    let mut papers = Vec::new();
    for profile in
        [(|profile| profile.office.name = "DPMPTSP Boltim – José".to_string()) as Change, |profile| {
            profile.office.name = "DPMPTSP Boltim – José".to_string();
            profile.printers[0].code_page = 16;
        }]
    {
        let house = house(profile).await;
        tries(&house).await;
        let slip = receipt_after(house.printer("kiosk"), 0).await;
        assert!(slip.notes().is_empty(), "{:?}", slip.notes());
        assert!(slip.text().contains("DPMPTSP Boltim - Jose"), "{}", slip.text());
        papers.push(picture(&slip));
    }
    assert!(papers[0] == papers[1], "the same paper, dot for dot");
}

/// Orders a test slip at the kiosk's printer: a paper of which nothing is random.
async fn tries(house: &House) {
    let warden = house.who("pengawas").await.client;
    let asked = warden.act("/api/printers/kiosk/try", json!({})).await.expect("an answer");
    asked.done().expect("ordered");
}

/// A black frame, 200 x 100, so that its edges can be found on paper.
fn logo() -> Option<Vec<u8>> {
    let picture = GrayImage::from_fn(200, 100, |x, y| {
        let frame = !((10..190).contains(&x) && (10..90).contains(&y));
        image::Luma([if frame { 0 } else { 255 }])
    });
    let mut png = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a picture");
    Some(png)
}

fn narrow(profile: &mut Profile) {
    profile.printers[0].dots = 384;
}

/// The logo stands once at the head of every paper, drawn for the width of that paper; below it the paper is the very
/// one that an office without a logo prints.
#[tokio::test(flavor = "multi_thread")]
async fn the_logo_is_on_paper_once_for_each_width() {
    let widths: [(u32, Change, Change, [u32; 2]); 2] = [
        (
            576,
            |profile| profile.office.logo_thermal = None,
            |profile| profile.office.logo_thermal = logo(),
            [240, 120],
        ),
        (
            384,
            |profile| {
                narrow(profile);
                profile.office.logo_thermal = None;
            },
            |profile| {
                narrow(profile);
                profile.office.logo_thermal = logo();
            },
            [192, 96],
        ),
    ];
    for (dots, without, with, [wide, high]) in widths {
        let (bare, adorned) = (house(without).await, house(with).await);
        tries(&bare).await;
        let bare = picture(&*receipt_after(bare.printer("kiosk"), 0).await);
        let mut adorned_papers = Vec::new();
        for nth in 0..2 {
            tries(&adorned).await;
            let slip = receipt_after(adorned.printer("kiosk"), nth).await;
            assert!(slip.notes().is_empty(), "{:?}", slip.notes());
            adorned_papers.push(picture(&slip));
        }
        assert!(adorned_papers[0] == adorned_papers[1], "every paper has it");
        let adorned = &adorned_papers[0];
        assert_eq!((bare.width(), adorned.width()), (dots, dots));
        assert_eq!(adorned.height(), bare.height() + high, "{dots}: as high as the logo, and no more");
        // The blank head of a paper lies beyond the knife.
        let top = (0..bare.height()).find(|y| (0..dots).any(|x| bare.get_pixel(x, *y).0[0] == 0));
        let head = (0..adorned.height()).find(|y| (0..dots).any(|x| adorned.get_pixel(x, *y).0[0] == 0));
        let (top, head) = (top.expect("ink"), head.expect("ink"));
        let inked: Vec<u32> = (0..dots).filter(|x| adorned.get_pixel(*x, head).0[0] == 0).collect();
        let (left, right) = (inked[0], inked[inked.len() - 1] + 1);
        assert_eq!(right - left, wide, "{dots}: scaled to the paper");
        assert!(left.abs_diff(dots - right) <= 1, "{dots}: in the middle, {left} to {right}");
        let below = image::imageops::crop_imm(adorned, 0, top + high, dots, bare.height() - top).to_image();
        let paper = image::imageops::crop_imm(&bare, 0, top, dots, bare.height() - top).to_image();
        assert!(below == paper, "{dots}: below the logo the paper is as ever");
    }
}

/// Where the picture of the ticket is kept.
fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots/ticket.png")
}

/// The ticket as a whole, dot for dot, beside the picture that was looked at and kept. Where it is meant to look
/// different, `INSTA_UPDATE=always` writes the picture anew, as it does the texts, to be looked at in the change.
#[tokio::test(flavor = "multi_thread")]
async fn the_ticket_is_the_one_that_was_approved() {
    let house = house(|profile| {
        profile.office.public_url = "http://loket.lan".to_string();
        profile.office.logo_thermal = logo();
    })
    .await;
    let kiosk = house.office().committed().state.account_by_login("kiosk").expect("its account").id;
    let what = Wanted::Service(Series('A'));
    let issue = Issue { what, priority: None, lang: Lang::Id, token: Token([0x5a; 16]) };
    let ask = Ask { actor: Actor::Account(kiosk), request: None, command: Command::Issue(issue) };
    house.office().ask(ask).await.expect("a number");
    let slip = receipt_after(house.printer("kiosk"), 0).await;
    assert_eq!(qr_in(&slip), format!("HTTP://LOKET.LAN/T/{}", Token([0x5a; 16])));
    let made = picture(&slip);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(golden(), slip.png()).expect("written");
    }
    let kept = image::open(golden()).expect("the picture that was kept").to_luma8();
    assert_eq!(made.dimensions(), kept.dimensions(), "as wide and as long");
    let rows: Vec<u32> = (0..made.height())
        .filter(|y| (0..made.width()).any(|x| made.get_pixel(x, *y) != kept.get_pixel(x, *y)))
        .collect();
    assert!(rows.is_empty(), "{} rows differ, from {:?} on", rows.len(), rows.first());
}
