//! What `escpos` composes comes out as text, as a picture, and as QR symbols a phone can read.

use escpos::utils::{Font, JustifyMode, PageCode, UnderlineMode};
use loket::printing::emulator::{Edge, Profile, Receipt};

use super::{Desk, compose, qr};

/// A queue ticket as the office prints it: the office's name in lines, the number `large` times its size.
fn ticket(office: &[&str], large: u8) -> Vec<u8> {
    compose(|printer| {
        printer.init()?.justify(JustifyMode::CENTER)?.bold(true)?;
        for line in office {
            printer.writeln(line)?;
        }
        printer.bold(false)?.writeln("Pelayanan Terpadu Satu Pintu")?.feed()?;
        printer.reverse(true)?.writeln(" A - Perizinan Usaha ")?.reverse(false)?.feed()?;
        printer.writeln("Nomor antrean Anda")?.size(large, large)?.writeln("A-012")?.reset_size()?.feed()?;
        printer.writeln("Senin, 23 November 2026")?.writeln("08.14 WITA")?.feed()?;
        printer.qrcode_option("HTTPS://ANTREAN.BOLTIMKAB.GO.ID/T/7K3Q9", qr(6))?;
        printer.feed()?.writeln("Pindai untuk melihat giliran")?.underline(UnderlineMode::Single)?;
        printer.writeln("simpan tiket ini")?.underline(UnderlineMode::None)?.font(Font::B)?;
        printer.writeln("Silakan duduk. Nomor Anda akan dipanggil.")?.feed()?.cut()?;
        Ok(())
    })
}

#[tokio::test]
async fn a_ticket_made_by_escpos_comes_out_whole() {
    let wide = &["DPMPTSP Kab. Bolaang Mongondow Timur"][..];
    let narrow = &["DPMPTSP", "Kab. Bolaang Mongondow Timur"][..];
    for (profile, office, large) in [(Profile::MM80, wide, 8), (Profile::MM58, narrow, 6)] {
        let desk = Desk::open(profile).await;
        let receipt = desk.print(&ticket(office, large)).await;
        insta::assert_snapshot!(format!("ticket_{}", profile.width()), receipt.text());
        assert_eq!(receipt.qr_payloads(), ["HTTPS://ANTREAN.BOLTIMKAB.GO.ID/T/7K3Q9"]);
        assert_eq!((receipt.number(), receipt.edge(), receipt.notes()), (1, Edge::Full, &[][..]));
        assert!(receipt.millimetres() < 120, "{} mm", receipt.millimetres());
        assert_eq!(decode(&receipt), receipt.qr_payloads());
    }
}

/// What a phone reads from the picture.
fn decode(receipt: &Receipt) -> Vec<String> {
    let picture = image::load_from_memory(&receipt.png()).expect("a valid PNG").to_luma8();
    let mut seen = rqrr::PreparedImage::prepare(picture);
    seen.detect_grids().iter().map(|grid| grid.decode().expect("a readable symbol").1).collect()
}

#[tokio::test]
async fn qr_symbols_read_back_from_the_picture_at_every_size() {
    for profile in [Profile::MM80, Profile::MM58] {
        let desk = Desk::open(profile).await;
        for size in 3..=8 {
            let payload = format!("HTTPS://ANTREAN.BOLTIMKAB.GO.ID/T/{size}");
            let job = compose(|printer| {
                printer.init()?.justify(JustifyMode::CENTER)?.feed()?.qrcode_option(&payload, qr(size))?;
                printer.feeds(2)?.cut()?;
                Ok(())
            });
            let receipt = desk.print(&job).await;
            assert_eq!(decode(&receipt), [payload], "module of {size} dots, {} dots wide", profile.width());
        }
    }
}

/// `escpos` 0.20 takes the soft hyphen of its PC858 table for the hyphen, so `A-012` leaves as `A\xF0012`: harmless
/// where the printer has that page, `A≡012` where it has not. Tickets are therefore sent without a page code.
#[tokio::test]
async fn escpos_sends_a_soft_hyphen_under_pc858() {
    let desk = Desk::open(Profile::MM80).await;
    let job = compose(|printer| {
        printer.init()?.writeln("A-012")?.page_code(PageCode::PC858)?.writeln("A-012 é €")?.cut()?;
        Ok(())
    });
    assert_eq!(desk.print(&job).await.text(), "A-012\nA\u{ad}012 é €");
}
