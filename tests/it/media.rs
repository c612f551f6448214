//! Pictures and films of the boards: laid into the folder by an administrator, shown, and taken out again.

use crate::house::{House, soon};
use crate::voice::send;
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use loket::app::client::Client;
use loket::domain::account::Actor;
use loket::domain::event::Event;
use loket::domain::ids::{Seq, Zone};
use loket::domain::shelf::Shelf;
use loket::media::{MOST_FILES, MOST_FILM, MOST_PICTURE};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn png(bytes: usize) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend((8..bytes).map(|at| at as u8));
    file
}

fn film(bytes: usize) -> Vec<u8> {
    let mut file = b"\0\0\0\x20ftypisom".to_vec();
    file.resize(bytes, 7);
    file
}

/// What the boards of the waiting room may show, as they are told.
async fn shown(client: &Client) -> Vec<(String, String)> {
    let list = client.get("/api/media/utama").await.expect("an answer").done().expect("a list");
    let files = list["files"].as_array().expect("files").iter();
    files
        .map(|file| {
            let text = |name: &str| file[name].as_str().expect("text").to_string();
            (text("name"), text("address"))
        })
        .collect()
}

fn names(files: &[(String, String)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

/// What the journal tells of the folder: who, and what.
fn told(house: &House) -> Vec<(Actor, Event)> {
    let entries = house.written_since(Seq(0)).into_iter();
    let events = entries.flat_map(|entry| {
        let actor = entry.actor;
        entry.events.into_iter().map(move |event| (actor, event))
    });
    events.filter(|(_, event)| matches!(event, Event::FileLaid { .. } | Event::FileTaken { .. })).collect()
}

#[tokio::test]
async fn a_picture_and_a_film_reach_the_boards_and_go_again_and_the_journal_tells_who() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let tv = house.who("tv-1").await.client;
    assert_eq!(names(&shown(&tv).await), Vec::<&str>::new());
    let (picture, film) = (png(3_000), film(3 << 20));
    for (name, kind, content) in
        [("Biaya%20Rp0.png", "image/png", &picture), ("alur.mp4", "video/mp4", &film)]
    {
        let path = format!("/api/media/utama/{name}");
        let (status, done) = send(&house, &admin, &path, kind, content.clone()).await;
        assert_eq!(status, StatusCode::OK, "{done}");
    }
    let files = shown(&tv).await;
    assert_eq!(names(&files), ["Biaya Rp0.png", "alur.mp4"]);
    for ((_, address), (kind, content)) in files.iter().zip([("image/png", &picture), ("video/mp4", &film)]) {
        let (status, headers, body) = tv.fetch(address, 4 << 20).await.expect("an answer");
        assert_eq!((status, &headers[CONTENT_TYPE]), (StatusCode::OK, &kind.parse().expect("a type")));
        assert!(body[..] == content[..], "byte for byte");
        let looked = format!("/tata-papan{address}");
        let (status, _, body) = admin.fetch(&looked, 4 << 20).await.expect("an answer");
        assert!(status == StatusCode::OK && body[..] == content[..], "the administrator sees it too");
        let (status, ..) = tv.fetch(&looked, 4 << 20).await.expect("an answer");
        assert_eq!(status, StatusCode::UNAUTHORIZED, "a board has its own address");
    }

    // A newer one of the same name has another address, because boards keep what they have.
    let newer = png(4_000);
    let path = "/api/media/utama/Biaya%20Rp0.png";
    let (status, done) = send(&house, &admin, path, "image/png", newer.clone()).await;
    assert_eq!(status, StatusCode::OK, "{done}");
    let again = shown(&tv).await;
    assert_ne!(again[0].1, files[0].1);

    // All of it is there after a restart; what is taken away stays away.
    let house = house.reopen().await;
    let (admin, tv) = (house.who("admin").await.client, house.who("tv-1").await.client);
    assert_eq!(shown(&tv).await, again);
    let gone = admin.post("/api/media/utama/alur.mp4/delete", json!({})).await.expect("an answer");
    gone.done().expect("gone");
    assert_eq!(names(&shown(&tv).await), ["Biaya Rp0.png"]);
    let missing = admin.post("/api/media/utama/alur.mp4/delete", json!({})).await.expect("an answer");
    assert_eq!(missing.status, StatusCode::NOT_FOUND);

    let laid = |name: &str, content: &[u8]| Event::FileLaid {
        shelf: Shelf::Media(Zone::from("utama")),
        name: name.to_string(),
        bytes: content.len() as u64,
        digest: Sha256::digest(content).into(),
    };
    let taken = Event::FileTaken { shelf: Shelf::Media(Zone::from("utama")), name: "alur.mp4".to_string() };
    let events = told(&house);
    let wanted =
        [laid("Biaya Rp0.png", &picture), laid("alur.mp4", &film), laid("Biaya Rp0.png", &newer), taken];
    assert_eq!(events.iter().map(|(_, event)| event.clone()).collect::<Vec<_>>(), wanted);
    assert!(events.iter().all(|(actor, _)| matches!(actor, Actor::Account(_))), "{events:?}");
    house.verify();
}

#[tokio::test]
async fn what_boards_cannot_show_is_refused_in_words_and_changes_nothing() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let tv = house.who("tv-1").await.client;
    let page = b"<html>no picture at all</html>".to_vec();
    let path = |name: &str| format!("/api/media/utama/{name}");
    let cases: [(String, &str, Vec<u8>, u16, &str); 9] = [
        (path("a.png"), "image/png", page.clone(), 415, "media-kind"),
        (path("a.png"), "image/png", Vec::new(), 415, "media-kind"),
        (path("a.png"), "text/html", png(100), 415, "media-kind"),
        (path("a.png"), "image/png", png(MOST_PICTURE as usize + 1), 413, "media-too-large"),
        (path(".part"), "image/png", png(100), 409, "bad-file-name"),
        (path("..%2F..%2Floket.redb"), "image/png", png(100), 409, "bad-file-name"),
        (path(&"n".repeat(201)), "image/png", png(100), 409, "bad-file-name"),
        ("/api/media/gudang/a.png".to_string(), "image/png", png(100), 404, "no-such-zone"),
        ("/api/media/utama/..%2Fa/delete".to_string(), "application/json", page, 400, "json"),
    ];
    for (path, kind, body, status, error) in cases {
        let (answered, told) = send(&house, &admin, &path, kind, body).await;
        assert_eq!((answered.as_u16(), &told["error"]), (status, &json!(error)), "{path} {kind}");
        let message = told["message"].as_str().expect("words");
        assert!(message.len() > 10 && !message.starts_with("error-"), "{message}");
    }
    let (status, _) = send(&house, &tv, &path("a.png"), "image/png", png(100)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "a board shows, and changes nothing");
    let officer = house.who("loket-2").await.client;
    let (status, _) = send(&house, &officer, &path("a.png"), "image/png", png(100)).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nor does an officer");
    assert_eq!(shown(&tv).await, []);
    assert_eq!(told(&house), []);
    let folder = house.data().join("media/utama");
    assert_eq!(std::fs::read_dir(folder).map_or(0, Iterator::count), 0, "no parts are left");

    // A full folder takes no new name.
    for nth in 0..MOST_FILES {
        std::fs::write(house.data().join(format!("media/utama/{nth}.png")), png(20)).expect("written");
    }
    let (status, told) = send(&house, &admin, &path("more.png"), "image/png", png(100)).await;
    assert_eq!((status.as_u16(), &told["error"]), (409, &json!("media-many")));
    house.verify();
}

/// A request with a body of so many bytes, of which only the beginning comes.
async fn begins(house: &House, admin: &Client, length: u64, start: &[u8]) -> TcpStream {
    let host = house.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.expect("connected");
    let head = format!(
        "POST /api/media/utama/film.mp4 HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncookie: {}\r\n\
         content-type: video/mp4\r\ncontent-length: {length}\r\n\r\n",
        house.base,
        admin.cookie_header().unwrap_or_default(),
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(start).await.expect("sent");
    stream
}

/// The first line and the rest of an answer.
async fn answer(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut piece = [0; 4096];
    while !String::from_utf8_lossy(&text).contains("\r\n\r\n{") {
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(read) => text.extend_from_slice(&piece[..read]),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn one_film_comes_at_a_time_and_one_that_breaks_off_leaves_nothing() {
    let house = House::open().await;
    let admin = house.who("admin").await.client;
    let part = house.data().join("media/utama/.part");
    let first = begins(&house, &admin, 10 << 20, &film(2 << 20)).await;
    soon("the film begins to come", async {
        while !part.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let other = "/api/media/utama/b.png";
    let (status, told_busy) = send(&house, &admin, other, "image/png", png(100)).await;
    assert_eq!((status.as_u16(), &told_busy["error"]), (409, &json!("media-busy")));
    // The office works on meanwhile.
    let kiosk = house.who("kiosk").await.client;
    crate::house::does(&kiosk, "/api/kiosk/tickets", json!({ "service": "A", "lang": "id" })).await;
    drop(first);
    soon("the part is gone", async {
        while part.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let (status, _) = send(&house, &admin, other, "image/png", png(100)).await;
    assert_eq!(status, StatusCode::OK, "the next one comes");

    // Whoever says beforehand that it is too much need not send it.
    let mut large = begins(&house, &admin, MOST_FILM + 1, b"").await;
    let answered = soon("an answer", answer(&mut large)).await;
    assert!(answered.starts_with("HTTP/1.1 413") && answered.contains("media-too-large"), "{answered}");
    let names: Vec<Value> = told(&house)
        .into_iter()
        .filter_map(|(_, event)| match event {
            Event::FileLaid { name, .. } => Some(json!(name)),
            _ => None,
        })
        .collect();
    assert_eq!(names, [json!("b.png")], "what did not come whole is not told");
    house.verify();
}
