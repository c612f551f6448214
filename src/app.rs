//! Wiring: the only floor that names every part.
//!
//! [`serve`] opens the office and everything around it, [`demo`] dresses it as a demonstration,
//! [`check`] holds a data folder against its own journal, and [`config`] reads the office's files.

pub mod agent;
pub mod check;
pub mod client;
pub mod config;
pub mod day;
pub mod demo;
pub mod scratch;
pub mod serve;
