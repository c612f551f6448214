//! The office's rules: what may happen, what it means, and why something is refused.
//!
//! Everything here is pure. Time, random tokens and the office profile arrive as arguments; the
//! answer is a list of events or a [`Refusal`](refusal::Refusal). Nothing in this floor reads a
//! clock, draws a random number, opens a file, knows serde or redb, or iterates over a hash map,
//! so replaying the same journal always gives the same office (invariant I4).
//!
//! Reading order: the words ([`ids`], [`time`], [`person`], [`number`]), the office as it is set up
//! ([`profile`], [`sop`], [`calendar`], [`settings`], [`fault`]), the things that live in it ([`ticket`], [`loket`],
//! [`berkas`], [`call`], [`paper`], [`survey`], [`account`], [`device`], [`arrangement`], [`shelf`], [`revocation`], [`privacy`]), what may be asked ([`command`]), what
//! happened ([`event`]), what is remembered ([`state`]), the decisions themselves ([`decide`]), and what days come
//! to ([`daybook`], [`deeds`], [`report`]).

pub mod account;
pub mod annex;
pub mod api_token;
pub mod arrangement;
pub mod berkas;
pub mod calendar;
pub mod call;
pub mod colour;
pub mod command;
pub mod complaint;
pub mod daybook;
pub mod decide;
pub mod deeds;
pub mod device;
pub mod event;
pub mod fault;
pub mod film;
pub mod finding;
pub mod form;
pub mod hook;
pub mod ids;
pub mod ikm;
pub mod issued;
pub mod legalised;
pub mod loket;
pub mod number;
pub mod overdue;
pub mod paper;
pub mod person;
pub mod policy;
pub mod printer;
pub mod privacy;
pub mod profile;
pub mod queue;
pub mod readiness;
pub mod refusal;
pub mod report;
pub mod revocation;
pub mod settings;
pub mod shelf;
pub mod skm;
pub mod sop;
pub mod state;
pub mod survey;
pub mod ticket;
pub mod time;
pub mod token;
pub mod trust;
pub mod two_persons;
pub mod words;
