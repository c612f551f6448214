//! The queue and counter system of a one-stop permit office.

pub mod printing;
