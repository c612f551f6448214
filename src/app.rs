//! Wiring: the only floor that names every part.

pub mod config;
