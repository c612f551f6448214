//! `loket`: the queue and counter system that a one-stop permit office runs its day on.
//!
//! One thread decides, one file remembers, everything else watches.
//!
//! ```text
//! kiosk ──┐                                                     ┌─> boards, consoles, kiosk, tablet, phones
//! console ├─ ask ─> web ─> OFFICE (one writer thread) ──────────┤     (live, over WebSockets)
//! tablet ─┘                decide > write > publish > answer    └─> print spools ─> ESC/POS printers
//!                                    │
//!                               redb: journal + rows
//! ```
//!
//! # The map
//!
//! A module imports only from floors below its own; `tests/it/tidy.rs` holds it to that.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 5 | `main`, `program` | arguments, and one module for each job: start, stop |
//! | 4 | [`app`] | wiring: configuration, the server, the demonstration, the played day, a load, `verify`, backups, the second machine, the print agent's program, the machine |
//! | 3 | [`web`] | HTTP: accepting, the gate, sessions, the JSON interface |
//! | 3 | [`boards`] | live screens: one newest frame per topic |
//! | 3 | [`pages`] | HTML from templates, and the files that screens load |
//! | 3 | [`papers`] | tickets, receipts and lists as ESC/POS bytes |
//! | 3 | [`hooks`] | webhooks: addresses elsewhere that are told what happens |
//! | 3 | [`printing`] | spools, the lines to printers, CUPS, agents on other PCs, the virtual printer |
//! | 2 | [`office`] | the single writer, its handle, its feed |
//! | 2 | [`documents`] | official papers on A4 and F4, and the signature of a SK |
//! | 2 | [`doors`] | the table of routes: who may come in where |
//! | 1 | [`store`] | redb: journal, rows, hash chain, replay |
//! | 1 | [`views`] | what the screens are told |
//! | 1 | [`texts`] | messages, dates and hours in two languages |
//! | 1 | [`settings`] | the settings as one document: places, forms, differences |
//! | 1 | [`sheets`] | tables for spreadsheets: CSV and XLSX |
//! | 1 | [`media`] | pictures and films of the boards, files beside the data |
//! | 1 | [`scans`] | scans beside a berkas, files beside the data |
//! | 1 | [`voice`] | the office's own recordings, files beside the data |
//! | 1 | [`clock`] | where time comes from |
//! | 0 | [`seal`] | what must not be read by whoever finds the disk |
//! | 0 | [`domain`] | the rules: pure, without async, I/O, clock, chance, serde or redb |
//!
//! Outside `src`: `kiosk` is what applicants touch (kiosk, tablet, phone), `display` what hangs on
//! walls and what all screens share, `templates` the pages, staff screens, words and the default
//! office. Screens are plain ES modules without a build step.
//!
//! # Words
//!
//! A *ticket* is one queue number of one service day; it walks *legs*, one per counter. A *loket* is a
//! counter. A *berkas* is a permit file; it walks the steps of the *SOP*, which is data. A *call* is
//! one announcement in one *zone*. A *paper* comes out of a thermal printer as a *print job*. The
//! *journal* is the hash-chained list of *entries*, one per accepted command; an entry holds *events*.
//! *Seq* is a position in it. A *survey* is one SKM response, unlinkable to a berkas. A *complaint* is a case of
//! its own, with a deadline; certified *copies* are noted beside the ticket that came for them.
//!
//! # Invariants
//!
//! | | what holds | tested by |
//! |---|---|---|
//! | I1 | The writer thread alone changes state or opens a write transaction; spool and boards report back through commands. | `tidy::i1_one_writer` |
//! | I2 | Nobody hears yes, sees an event or gets paper before the commit that holds it has returned. | `disk::i2_…`, `disk::a_failing_disk_…`, `power::a_power_cut_…` |
//! | I3 | State is a function of the journal: replaying it gives the stored rows, byte for byte; each record carries the hash of the one before. | `disk::i3_…`, `disk::a_journal_that_was_touched_…`, [`store::verify`] after nearly every test |
//! | I4 | The domain has no hidden input: time, tokens and profile reach it as arguments or events. | `tidy::i4_…`, `visit::i3_…` of the domain |
//! | I5 | Readers see the last committed state, never the working one. | `disk::i2_…` |
//! | I6 | Every message to a screen carries Seq; a screen that missed one gets a snapshot, never a gap, never a repeated announcement. | `live::i6_…`, `live::a_call_is_spoken_by_one_board_once` |
//! | I7 | A print job is a row of its entry's transaction. A ticket is never lost because of paper; a second print says SALINAN. | `visit::i7_…` of the domain, `paper::i7_…`, `paper::a_copy_says_salinan` |
//! | I8 | Every queue is bounded and says what happens when it is full. | `crowd::i8_…` |
//! | I9 | The office runs without printer, boards, kiosk or internet; each may come and go. | `paper::i9_…`, `live::screens_are_told_…`, `agent::either_side_…` |
//! | I10 | Memory and start-up depend on open work, not on history; closed work lives in rows only. | `disk::i3_…` (only the open day is loaded) |
//! | I11 | A number, once acknowledged, is unique and its series has no gap. | `crowd::…`, `crash::…`, `disk::flaky_syncs_…` |
//! | I12 | The service day is found by comparing dates in the office's zone and only goes forward, by a clock that is believed ([`domain::trust`]). | `visit::i12_…` of the domain, `clock::…` |
//! | I13 | No file of the data folder tells a NIK, a telephone number, a note or a scan to whoever has no key; who sees a NIK in plain or is given a scan is in the journal first. | `sealed::…`, `looks::…` |
//! | I14 | Nobody grants or refuses a berkas that they received or verified, unless they say why and the office allows it ([`domain::two_persons`]). | `privacy::nobody_decides_…`, the simulation |
//!
//! # A walk: somebody touches "Pendaftaran izin"
//!
//! 1. The kiosk makes a request id (a ULID), keeps it, and posts `{service: "A", request}`.
//! 2. [`web::accept`] agrees on TLS where there is a certificate ([`web::tls`]), and reads the headers within ten seconds; [`web::gate`] finds the rule of the route
//!    in the table ([`doors`]), the device's session in the committed state, and lets it in.
//! 3. `web::api::kiosk` draws a random token, makes [`domain::command::Issue`] of it, and
//!    [`office::OfficeHandle::ask`] puts it into the bounded queue of the writer.
//! 4. The writer thread takes all that waits. [`domain::decide`] turns the command into events,
//!    `TicketIssued` and `PaperOrdered`, or into a [`domain::refusal::Refusal`]; the next command of the
//!    batch is decided on top of it. A request id seen before gets its old answer.
//! 5. [`store::Store::write`] puts the entries, chained by hash, the rows they changed and the print
//!    job into one redb transaction and syncs it. If that fails, nobody knows what is on disk: the file
//!    is opened again, the kiosk hears "outcome unknown" and asks again with the same id.
//!    On a disk that stalls nobody waits in silence: after 2.5 s the kiosk is told to ask again, with the same id too.
//! 6. The state is published, then the answer goes out: `A-001`, 201.
//! 7. [`boards::Hub`] computes anew the views that somebody follows and sends the sections that
//!    changed: the kiosk's tile and the board show one more waiting, the console lists the number.
//! 8. The spool of the kiosk's printer ([`printing`]) finds the job, asks the printer how it is, has the
//!    office write down that it is being sent, sends what [`papers`] composed, waits for the printer's
//!    own word, and reports "printed", or "uncertain".
//!
//! Phones of visitors may have a door of their own ([`web::outside`]): the routes that the table calls `outside`, and no other,
//! on a thread of their own.
//!
//! # What happens by itself
//!
//! The room on the disk is looked after (`app::room`): that it runs short is told while there is some, and a reserve is let go
//! when there is none.
//!
//! A data file is tried before it is opened: one that is damaged is told in words and left as it is (`store::trial`).
//!
//! Once a second the office ticks ([`domain::command::Command::Tick`]): the day turns when the date does and the clock is
//! believed ([`domain::trust`]), a call that nobody speaks is given up, and whoever was called and did not come is called again, three
//! times in all, before the number counts as missed. Sign-ins, links and API tokens whose time is over end then, in the journal, so
//! that a clock that steps back makes none of them good again. Whoever comes after all is put back into the line
//! behind three others, by an officer or by scanning the ticket at the kiosk. An officer may take back a
//! slip of the finger for ten seconds, as long as nothing was announced or printed for it. A service stops
//! giving numbers that would be served only after closing. While the voice is paused, by a key or in the office's quiet
//! hours, calls are shown and settled without being spoken. All of this is set in `office.toml`.
//!
//! # On paper
//!
//! Official papers ([`documents`]) are pages that a browser prints. Whoever prints one that is kept has it issued first:
//! its facts, frozen as JSON, and every file it is made with go into the journal, each file once under its hash, so that
//! a copy is made of what was kept and not of what is known today. The final SK carries a signature over its facts in the
//! address of its QR code; `/sk/...` and `loket check-sk` verify it.
//!
//! # Looking back
//!
//! Any minute of any service day can be shown again ([`domain::film`]): the day's entries are applied to
//! the office as it was before them ([`store::KeptDay`]), which costs that day and the berkas it touches,
//! whatever lies before. Whether the office can open is found out by one key (`web::ready`): slips at every
//! printer, a chime at every board, and what was found is an event like any other.
//!
//! A day that is over becomes one row, its *daybook* ([`domain::daybook`]): every visit with its stops, every step
//! that was left, every stretch in which a loket was open, in a few kilobytes. A report of any period
//! ([`domain::report`]) reads those rows, counts durations by the second, and is made of tables that the screen
//! shows and the exports hold; one is counted at a time, away from the threads that serve the screens. What no
//! ticket tells of the open day is kept as *marks*, rows that go when the day does.
//!
//! # Backups
//!
//! A backup, a copy of the whole office ([`app::backup`]), is its journal, byte for byte, the urns, and the files beside the data, as they
//! were at one moment ([`store::Reader::copy`]); rows are no part of it, because they are written anew when it is opened
//! ([`store::Rebuild`]). It is encrypted, and it counts only after it was opened in a scratch folder and compared. The journal
//! is read in pieces, so that no reading lasts; the work gives way to every other, and what is thrown away is not synced.
//! A second machine follows the journal ([`app::follow`]): it asks for the records after its last one, waits in that question,
//! and appends them to a file of its own as they are, sealed, each checked to name the hash of the one before. A restore may
//! put that file behind a copy, and refuses one that does not go on from it. What lies in the urn goes to no second
//! machine, because the moment at which a response comes would tell whose it is.
//! A restore fills the data folder where it stands, the data file last; while it goes on a mark lies there, and no program
//! takes the folder for an office.
//!
//! # People
//!
//! A telephone number lies in a row of its own beside its berkas or complaint, and goes from there when its time is over
//! ([`domain::privacy`]): closed berkas are in no state, so what goes must be a row that can be deleted unread. The state
//! holds the restrictions in force, and the few SK that were revoked ([`domain::revocation`]). The
//! journal keeps what it was told, sealed.
//!
//! # Settings
//!
//! The settings are one TOML document ([`settings`]); `office.toml` with the files it names becomes one
//! ([`app::config::document`]), and both are read by the same builder. Which document is in force is in the journal
//! ([`domain::settings`]): every version is an event with who, when and how, and each text is kept once under its hash.
//! At a start the files are taken in when they differ from those that were taken in last; else the journal's document is
//! in force. The words that applicants read may be the office's own ([`texts::own`]): they are in the document, checked
//! for telling what the program's tell, and in the hash by which screens know that they have to load anew. What cannot open the office gives way to the newest version that can, which is an event as well
//! ([`app::reopen::choose`]).
//!
//! Boards are arranged at once and without a version; a document that is carried away or changed gets them as they are then,
//! and one that is kept arranges them as it says ([`settings::with_boards`]). Pictures, films and recordings are files beside
//! the data that nothing is decided by ([`media`], [`voice`]); who laid them there on the page is in the journal first
//! ([`domain::shelf`]), and what was laid there by hand is not.
//!
//! A change is decided like any command: the profile that was read from the new document comes with it, and open work
//! that would lose its place refuses it. Nothing after it is decided by the old profile: the writer thread ends with the
//! batch, what was still waiting is told to ask again, and [`app::reopen`] closes every part and opens the office anew
//! on the same store and the same socket. No part has to know how to change its profile while it works.
//!
//! # Where this differs from the first design
//!
//! * Screens get *sections of the newest view* instead of a stream of events, so there is no queue per
//!   socket, nothing to replay and no second implementation of the rules in JavaScript. Seq is in every
//!   message; a revision per topic tells a screen whether a patch fits.
//! * One journal record is one accepted *command* with all its events, so an act is whole or absent.
//! * The journal is JSON behind its hash, to be readable in ten years; rows are postcard, because they
//!   can be rebuilt from the journal at any time.
//! * SKM answers are not in the journal beside the visit they belong to: they lie in an *urn* under a
//!   random key and are journaled, sorted by content, by the first entry of the next service day. Until
//!   then they are durable rows outside the chain; `verify` checks their number.
//! * No response carries its permit type, although the report tells the IKM per permit type: beside the
//!   day it would often lead to the one berkas of that type handed over then. The urn remembers the type
//!   with each ballot; when it is emptied, only sums per type go on waiting, outside the journal like
//!   the urn itself, and they are journaled once they are of five responses or more
//!   ([`domain::skm::work::PermitGroup`]). A group belongs to the period of its latest response; fewer
//!   than five are shown as "kurang dari 5" without a figure. The public page tells no part of fewer
//!   than five, and none that could be found by subtracting the others.
//! * Imported responses are journaled in parts of a thousand and count from the last part on. The parts
//!   follow from the file alone, so an import that was cut off goes on when the same file comes again,
//!   and the digest of a whole one keeps it from being counted twice.
//! * Words of people are sealed as they go into a record or a row ([`seal`]), with a nonce computed from the words and
//!   their place, so that rows stay a function of the journal and of the key that seals now. The journal keeps what
//!   older keys sealed; rows are sealed anew at the first start with a new key.
//! * A session is an event like any other; only when, where and by what it was last used is kept in memory.
//! * TLS is spoken by the program's own accept loop and set up in `[tls]` of `office.toml`, not by arguments, because
//!   `serve`, `doctor` and `install` have to know the same about it.
//! * `texts` and `doors` are new rooms: words are needed by three siblings of floor 3, and so is the
//!   table of routes.

#![warn(missing_docs)]

pub mod app;
pub mod boards;
pub mod clock;
pub mod documents;
pub mod domain;
pub mod doors;
pub mod hooks;
pub mod media;
pub mod office;
pub mod pages;
pub mod papers;
pub mod printing;
pub mod scans;
pub mod seal;
pub mod settings;
pub mod sheets;
pub mod store;
pub mod texts;
pub mod views;
pub mod voice;
pub mod web;
