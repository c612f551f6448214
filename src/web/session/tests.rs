use super::guesses::{MOST_FROM_ONE, MOST_GUESSES};
use super::*;

fn at(seconds: i64) -> Moment {
    Moment(seconds * 1_000_000)
}

fn address(last: u8) -> Option<IpAddr> {
    Some(IpAddr::from([192, 168, 1, last]))
}

#[test]
fn nobody_locks_a_colleague_out() {
    let sessions = Sessions::default();
    sessions.was_right("rina", address(1), at(0));
    for _ in 0..40 {
        sessions.guessed_wrong("rina", address(2), at(0));
    }
    assert_eq!(sessions.must_wait("rina", address(2), at(0)), Some(300));
    assert_eq!(sessions.must_wait("rina", address(1), at(0)), None, "her own desk");
    assert_eq!(
        sessions.must_wait("rina", address(3), at(0)),
        Some(300),
        "a new place waits with all new ones"
    );
    assert_eq!(sessions.must_wait("joko", address(2), at(0)), None, "another login");
    assert_eq!(sessions.must_wait("rina", address(2), at(300)), None);
    // Her own slips cost her what they cost anybody.
    for _ in 0..4 {
        sessions.guessed_wrong("rina", address(1), at(0));
    }
    assert_eq!(sessions.must_wait("rina", address(1), at(0)), Some(2));
    sessions.was_right("rina", address(1), at(2));
    assert_eq!(sessions.must_wait("rina", address(1), at(2)), None);
}

#[test]
fn one_address_tries_no_more_than_so_many_logins_an_hour() {
    let sessions = Sessions::default();
    let here = Some(IpAddr::from([127, 0, 0, 1]));
    for n in 0..MOST_FROM_ONE {
        sessions.guessed_wrong(&format!("orang-{n}"), address(9), at(0));
        sessions.guessed_wrong(&format!("orang-{n}"), here, at(0));
    }
    assert_eq!(sessions.must_wait("rina", address(9), at(10)), Some(3590));
    assert_eq!(sessions.must_wait("rina", address(8), at(10)), None);
    assert_eq!(sessions.must_wait("rina", here, at(10)), None, "a proxy is everybody");
    assert_eq!(sessions.must_wait("rina", address(9), at(3600)), None);
    sessions.guessed_wrong("rina", address(9), at(3700));
    assert_eq!(sessions.must_wait("rina", address(9), at(3700)), None, "the hour began anew");
}

#[test]
fn guesses_take_bounded_memory() {
    let sessions = Sessions::default();
    for n in 0..MOST_GUESSES + 100 {
        sessions.guessed_wrong(&format!("orang-{n}"), address(1), at(n as i64));
    }
    assert!(sessions.guesses.lock().expect("whole").len() <= MOST_GUESSES);
}
