//! Stories of one office: given what happened, when somebody acts, then events or a refusal.

mod again;
mod annex;
mod branches;
mod graph;
mod refusals;
pub(in crate::domain) mod story;
mod visit;
