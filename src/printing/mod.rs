//! Paper: everything between a print job and the sheet in a visitor's hand.

pub mod emulator;
