use super::*;
use crate::domain::annex::{ScanKind, hex, parse_hex};
use proptest::prelude::*;

/// A PNG of that size with one grey pixel per row to spare, and more chunks in front of its end.
fn png(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], body: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(body);
        file.extend((body.len() as u32).to_be_bytes());
        file.extend(name);
        file.extend(body);
        file.extend(crc.sum().to_be_bytes());
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 0, 0, 0, 0]].concat();
    chunk(b"IHDR", &head);
    chunk(b"IDAT", b"pixels");
    for (name, body) in more {
        chunk(name, body);
    }
    chunk(b"IEND", b"");
    file
}

/// The smallest thing with the segments of a photograph.
fn jpeg(width: u16, height: u16, more: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        file.extend([0xff, marker]);
        file.extend((body.len() as u16 + 2).to_be_bytes());
        file.extend(body);
    };
    segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (marker, body) in more {
        segment(*marker, body);
    }
    segment(0xdb, &[7; 65]);
    segment(0xc0, &[&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat());
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    file.extend([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9]);
    file
}

/// EXIF with a place and a turn, in either order of bytes.
fn exif(big: bool) -> Vec<u8> {
    let mut body = b"Exif\0\0".to_vec();
    if big {
        body.extend(b"MM\0*\0\0\0\x08\0\x02\x88\x25\0\x04\0\0\0\x01\0\0\0\x40");
        body.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-PLACE");
    } else {
        body.extend(b"II*\0\x08\0\0\0\x02\0\x25\x88\x04\0\x01\0\0\0\x40\0\0\0");
        body.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS-PLACE");
    }
    body
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

#[test]
fn what_a_file_is_is_found_by_its_content() {
    assert_eq!(clean(&png(1, 1, &[])).map(|(kind, _)| kind), Ok(ScanKind::Png));
    assert_eq!(clean(&jpeg(1, 1, &[])).map(|(kind, _)| kind), Ok(ScanKind::Jpeg));
    let pdf = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n";
    assert_eq!(clean(pdf), Ok((ScanKind::Pdf, pdf.to_vec())));
    assert_eq!(clean(b""), Err(Refused::Empty));
    assert_eq!(clean(b"<!doctype html><script>alert(1)</script>"), Err(Refused::OtherKind));
    assert_eq!(clean(b"GIF89a"), Err(Refused::OtherKind));
    assert_eq!(clean(&vec![0; MOST_BYTES + 1]), Err(Refused::TooLarge));
}

#[test]
fn a_file_that_only_begins_as_a_picture_is_refused() {
    let html = b"<html><script>alert(1)</script></html>";
    assert_eq!(clean(&[b"\x89PNG\r\n\x1a\n", &html[..]].concat()), Err(Refused::Damaged));
    assert_eq!(clean(&[b"\xff\xd8\xff\xe0", &html[..]].concat()), Err(Refused::Damaged));
    assert_eq!(clean(b"%PDF-1.4\n<html></html>"), Err(Refused::Damaged));
    let mut touched = png(1, 1, &[]);
    touched[20] ^= 1;
    assert_eq!(clean(&touched), Err(Refused::Damaged), "a wrong sum");
    for whole in [png(1, 1, &[]), jpeg(1, 1, &[])] {
        assert_eq!(clean(&whole[..whole.len() - 1]), Err(Refused::Damaged), "cut off");
    }
}

#[test]
fn sides_have_a_limit() {
    assert!(clean(&png(10_000, 10_000, &[])).is_ok() && clean(&jpeg(10_000, 1, &[])).is_ok());
    assert_eq!(clean(&png(10_001, 1, &[])), Err(Refused::TooWide));
    assert_eq!(clean(&jpeg(1, 10_001, &[])), Err(Refused::TooWide));
    assert_eq!(clean(&png(0, 1, &[])), Err(Refused::Damaged));
}

#[test]
fn only_the_picture_is_kept() {
    let secret: &[u8] = b"GPS-PLACE";
    let html: &[u8] = b"<script>";
    let sent = png(2, 2, &[(b"eXIf", secret), (b"tEXt", html), (b"sRGB", b"\0")]);
    let (_, kept) = clean(&[&sent[..], html].concat()).expect("a picture");
    assert!(!holds(&kept, secret) && !holds(&kept, html) && holds(&kept, b"sRGB"));
    assert_eq!(clean(&kept), Ok((ScanKind::Png, kept.clone())), "clean stays as it is");

    let profile = b"ICC_PROFILE\0\x01\x01colours";
    for big in [true, false] {
        let exif = exif(big);
        let sent = jpeg(2, 2, &[(0xe1, &exif), (0xe2, profile), (0xe2, b"MPF\0more"), (0xfe, html)]);
        let (_, kept) = clean(&[&sent[..], html].concat()).expect("a picture");
        assert!(!holds(&kept, secret) && !holds(&kept, html) && !holds(&kept, b"MPF"));
        assert!(holds(&kept, profile) && holds(&kept, &[3, 0xff, 0xd0, 4]), "colours and pixels");
        assert!(holds(&kept, b"\x01\x12\0\x03\0\0\0\x01\0\x06"), "which way is up");
        assert_eq!(clean(&kept), Ok((ScanKind::Jpeg, kept.clone())), "clean stays as it is");
    }
}

#[test]
fn a_kept_file_is_found_by_its_hash_and_missed_when_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let scans = Scans::of(folder.path(), Keys::of(1, [7; 32]));
    let sent = png(3, 3, &[(b"tEXt", b"x")]);
    let kept = scans.keep(sent.clone()).expect("kept");
    assert_eq!(scans.keep(sent.clone()).expect("kept again"), kept);
    let content = scans.content(&kept.digest).expect("readable").expect("there");
    assert_eq!(content.len() as u64, kept.bytes);
    assert_eq!(scans.fault(&kept.digest, kept.bytes), None);
    assert!(scans.fault(&kept.digest, kept.bytes + 1).is_some());
    assert!(scans.fault(&[0; 32], 1).is_some_and(|fault| fault.ends_with("is not there")));
    let name = hex(&kept.digest);
    let path = folder.path().join(FOLDER).join(&name[..2]).join(&name);
    assert_eq!(
        std::fs::read_dir(path.parent().expect("a folder")).expect("readable").count(),
        1,
        "no part is left"
    );
    let on_disk = std::fs::read(&path).expect("readable");
    assert!(seal::is_sealed(&on_disk) && !on_disk.windows(4).any(|four| four == b"IHDR"), "nobody reads it");
    assert_ne!(<[u8; 32]>::from(Sha256::digest(&content)), kept.digest, "nor asks for it by its content");
    // What an older program kept lies there as it is.
    let plain: [u8; 32] = Sha256::digest(&content).into();
    let old = folder.path().join(FOLDER).join(&hex(&plain)[..2]);
    std::fs::create_dir_all(&old)
        .and_then(|()| std::fs::write(old.join(hex(&plain)), &content))
        .expect("written");
    assert_eq!(scans.content(&plain).expect("readable"), Some(content));
    assert_eq!(scans.fault(&plain, kept.bytes), None);
    let stranger = Scans::of(folder.path(), Keys::of(1, [8; 32]));
    assert!(matches!(stranger.content(&kept.digest), Err(Trouble::Unreadable(Unreadable::Broken))));
    std::fs::write(&path, b"another").expect("written");
    assert!(scans.content(&kept.digest).expect("readable").is_none(), "never given out");
    assert!(scans.fault(&kept.digest, kept.bytes).is_some_and(|fault| fault.contains("another content")));
    assert_eq!(scans.keep(sent.clone()).expect("mended"), kept);
    assert_eq!(scans.fault(&kept.digest, kept.bytes), None);
}

#[test]
fn a_digest_is_digits_and_nothing_else() {
    let digest = [0xa5; 32];
    assert_eq!(parse_hex(&hex(&digest)), Some(digest));
    for text in
        ["", "a5", "../../../../etc/passwd", &hex(&digest).to_uppercase(), &format!("{}0", hex(&digest))]
    {
        assert_eq!(parse_hex(text), None, "{text}");
    }
    assert_eq!(parse_hex(&"é".repeat(32)), None);
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(kind in 0..3_usize, bytes: Vec<u8>) {
        let starts: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"];
        let _ = clean(&[starts[kind], &bytes].concat());
    }

    #[test]
    fn no_change_of_a_photograph_makes_the_reader_panic(at in 0..200_usize, byte: u8) {
        let mut file = jpeg(2, 2, &[(0xe1, &exif(true))]);
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
        let _ = clean(&file);
    }
}
