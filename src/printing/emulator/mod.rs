//! A virtual ESC/POS receipt printer: a TCP listener like port 9100 of a network printer, whose paper is kept as
//! pictures and text.
//!
//! It exists so that the office can be shown, developed and tested without a printer, and so that the spool can
//! be held to the paper: what [`Emulator::receipts`] gives is what a visitor would hold. It answers status
//! requests, process ids and the automatic status as Epson's ESC/POS reference says, prints nothing while the
//! paper is out or the cover open, and stays bounded whatever it is sent. It must never print on anything else,
//! read a clock of its own, or know what a ticket is.

pub mod bitmap;
pub mod codepage;
pub mod command;
pub mod decode;
pub mod font;
pub mod line;
pub mod machine;
pub mod mark;
pub mod paper;
pub mod parser;
pub mod press;
pub mod profile;
pub mod realtime;
pub mod render;
pub mod status;
pub mod symbols;
pub mod syntax;
