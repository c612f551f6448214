//! Files that many send at once: all of them are kept, and memory does not grow with their number (F2).

use super::{Office, registered};
use crate::casework::upload;
use crate::faults::now;
use crate::times::Times;
use std::collections::BTreeSet;
use std::time::Duration;

/// Files at once; together they are nearly what one berkas may have.
const FILES: usize = 9;
/// The largest file that is taken, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// A PDF of the largest size that differs from any other.
fn largest(nth: usize) -> Vec<u8> {
    let mut file = vec![0; LARGEST];
    fastrand::Rng::with_seed(nth as u64).fill(&mut file);
    file[..9].copy_from_slice(b"%PDF-1.7\n");
    file[LARGEST - 6..].copy_from_slice(b"%%EOF\n");
    file
}

/// F2: nine people send the largest file that is taken, at once. All are kept, whoever finds no place is told to come
/// again, numbers are given meanwhile, and memory grows by what a few files take and not by what nine would.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f2_many_large_files_at_once_are_all_kept_in_the_memory_of_few() {
    let office = Office::open().await;
    let (two, kiosk) = (office.who("loket-2").await, office.who("kiosk").await);
    let berkas = registered(&kiosk, &two).await;
    let base = format!("http://{}", office.here());
    let usual = Times::of(&kiosk, 50).await;
    let (before, begun) = (office.counts_anew(), now());
    let sending: Vec<_> = (0..FILES)
        .map(|nth| {
            let (base, two) = (base.clone(), two.clone());
            tokio::spawn(async move {
                let (file, mut again) = (largest(nth), 0);
                loop {
                    let (status, told) =
                        upload(&base, &two, berkas, "KTP-el", "application/pdf", file.clone()).await;
                    match status.as_u16() {
                        200 => return (told["scan"].as_str().expect("a hash").to_string(), again),
                        503 => again += 1,
                        other => panic!("{other}: {told}"),
                    }
                    // As whoever is told to.
                    tokio::time::sleep(Duration::from_secs(2)).await;
                }
            })
        })
        .collect();
    let beside = Times::of(&kiosk, 100).await;
    let (mut kept, mut again) = (BTreeSet::new(), 0);
    for task in sending {
        let ended = tokio::time::timeout(Duration::from_secs(120), task).await;
        let (digest, told) = ended.expect("each is taken in the end").expect("no panic");
        kept.insert(digest);
        again += told;
    }
    let took = begun.elapsed();
    let grown = office.memory("VmHWM").saturating_sub(before);
    assert_eq!(kept.len(), FILES, "each of them is there");
    for digest in &kept {
        let there = two.get(&format!("/api/berkas/{berkas}/scan/{digest}")).await.expect("an answer");
        assert_eq!(there.status.as_u16(), 200, "{digest}");
    }
    // Two that are held, and another form of one of them while it is sealed; all nine would be 90 MiB and more.
    assert!(grown <= 40 * 1024, "{grown} KiB more");
    result!(
        "{{\"id\":\"F2 files\",\"files of 10 MiB at once\":{FILES},\"kept\":{},\"told to come again\":{again},\"all after s\":{:.1},\"most grown KiB\":{grown},{}}}",
        kept.len(),
        took.as_secs_f64(),
        beside.beside(&usual)
    );
    office.close().await;
}
