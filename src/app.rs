//! Wiring: the only floor that names every part.
//!
//! [`serve`] opens the office and everything around it, [`accounts`] makes the first people, [`demo`] dresses it as a
//! demonstration, [`backup`] takes copies and opens them again, [`secure`] finds its certificate, [`check`] holds a data folder against its own journal, [`private`] keeps it from others of the machine, [`doctor`] looks at the machine,
//! [`install`] makes a service of it, [`follow`] is the second machine, which follows the journal, [`load`] finds out how much an office bears, `room` looks after the disk, [`config`] reads the office's files, and
//! [`reopen`] opens the office anew when its settings change.

pub mod accounts;
pub mod agent;
pub mod backup;
pub mod check;
pub mod client;
pub mod config;
pub mod day;
pub mod demo;
pub mod doctor;
pub mod follow;
pub mod install;
pub mod load;
pub mod private;
pub mod reopen;
mod room;
pub mod scratch;
pub mod secure;
pub mod serve;
