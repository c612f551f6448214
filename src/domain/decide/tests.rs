//! Stories of one office: given what happened, when somebody acts, then events or a refusal.

mod again;
mod annex;
mod branches;
mod clock;
mod complaints;
mod graph;
mod people;
mod privacy;
mod refusals;
mod returns;
mod settings;
pub(in crate::domain) mod story;
mod two_persons;
mod visit;
