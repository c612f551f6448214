//! The JSON interface: everything a person can do at a screen, one file per room.

mod answers;
mod arrangement;
mod berkas;
mod board;
mod casework;
mod clock;
mod complaints;
mod copies;
mod devices;
mod documents;
mod held;
mod hooks;
mod journal;
mod kiosk;
mod loket;
mod me;
mod media;
mod pause;
mod people;
mod printers;
mod replay;
mod reports;
mod reveal;
mod scans;
mod settings;
mod skm;
mod status;
mod survey;
mod tokens;
mod voice;

use super::Web;
use crate::doors::Route;

/// All routes of the JSON interface.
pub fn routes(web: &Web) -> Vec<Route> {
    [
        status::routes(web),
        people::routes(web),
        me::routes(web),
        printers::routes(web),
        kiosk::routes(web),
        loket::routes(web),
        berkas::routes(web),
        casework::routes(web),
        documents::routes(web),
        complaints::routes(web),
        scans::routes(web),
        reveal::routes(web),
        held::routes(web),
        survey::routes(web),
        skm::routes(web),
        board::routes(web),
        voice::routes(web),
        pause::routes(web),
        clock::routes(web),
        arrangement::routes(web),
        media::routes(web),
        devices::routes(web),
        tokens::routes(web),
        hooks::routes(web),
        copies::routes(web),
        journal::routes(web),
        replay::routes(web),
        reports::routes(web),
        settings::routes(web),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Random bytes from the machine.
fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
