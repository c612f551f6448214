//! Live screens: boards, consoles, kiosks, tablets, inboxes and phones over WebSockets.
//!
//! Every screen follows one *topic*. The hub computes the view of each topic somebody follows from
//! the committed office, cuts it into sections, and keeps exactly one frame per topic: the newest.
//! A socket that is one revision behind gets the sections that changed; any other gets the whole
//! view. So there is no queue that could grow, no event that could be missed, and a slow screen
//! costs nothing but its own delay (I6, I8). The announcement that is due is part of the view, so it
//! cannot be lost either, and the office hands each out to one speaker once.

mod hub;
mod screen;
mod sight;
mod socket;
mod topic;
mod wire;

pub use hub::Hub;
pub use topic::Topic;

use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::doors::{Route, Who};
use crate::views::{board, complaint, console, inbox, kiosk, overdue, phone, printers, sop, tablet, wall};

/// The routes of all live screens.
pub fn routes(hub: &Hub) -> Vec<Route> {
    let device = |role| Who::Device(role);
    vec![
        Route::reading("/live/papan/{zone}", device(roles::BOARD), socket::board, hub.clone())
            .shows::<board::BoardView>()
            .scope(Scope::Read),
        Route::reading("/live/kiosk", device(roles::KIOSK), socket::kiosk, hub.clone())
            .shows::<kiosk::KioskView>()
            .scope(Scope::Read),
        Route::reading("/live/skm/{loket}", device(roles::TABLET), socket::tablet, hub.clone())
            .shows::<tablet::TabletView>(),
        Route::reading("/live/loket/{loket}", Who::Officer, socket::console, hub.clone())
            .shows::<console::ConsoleView>()
            .scope(Scope::Read),
        Route::reading("/live/berkas/{role}", Who::Desk, socket::inbox, hub.clone())
            .shows::<inbox::InboxView>()
            .scope(Scope::Read),
        Route::reading("/live/pengawas", Who::Supervisor, socket::wall, hub.clone())
            .shows::<wall::WallView>()
            .scope(Scope::Read),
        Route::reading("/live/sop", Who::Staff, sight::sop, hub.clone())
            .shows::<sop::SopView>()
            .scope(Scope::Read),
        Route::reading("/live/cetak", Who::Supervisor, sight::printers, hub.clone())
            .shows::<printers::PrintersView>()
            .scope(Scope::Read),
        Route::reading("/live/terlambat", Who::Supervisor, sight::overdue, hub.clone())
            .shows::<overdue::OverdueView>()
            .scope(Scope::Read),
        Route::reading("/live/terlambat/{role}", Who::Desk, sight::overdue_below, hub.clone())
            .shows::<overdue::OverdueView>()
            .scope(Scope::Read),
        Route::reading("/live/pengaduan", Who::Complaints, sight::complaints, hub.clone())
            .shows::<complaint::ComplaintsView>()
            .scope(Scope::Read),
        Route::reading("/live/t/{token}", Who::Anyone, socket::ticket, hub.clone())
            .shows::<phone::PhoneView>()
            .outside(),
        Route::reading("/live/b/{token}", Who::Anyone, socket::berkas, hub.clone())
            .shows::<phone::PhoneView>()
            .outside(),
    ]
}
