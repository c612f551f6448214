//! The queue and counter system of a one-stop permit office.

pub mod app;
pub mod boards;
pub mod clock;
pub mod domain;
pub mod doors;
pub mod office;
pub mod pages;
pub mod papers;
pub mod printing;
pub mod store;
pub mod texts;
pub mod views;
pub mod web;
