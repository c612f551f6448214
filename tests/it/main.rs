//! The integration tests: one binary, real sockets on port 0, real redb files.

mod emulator;
