//! The integration tests: one binary, real sockets on port 0, real redb files, time moved by hand.
//!
//! | file | what it holds |
//! |---|---|
//! | `house` | a whole office for tests, and its people by role |
//! | `tidy` | the floors, and other rules a machine can check |
//! | `visit` | one visit through all ten steps, over HTTP and WebSockets |
//! | `cups` | printers behind CUPS: a server that speaks IPP, and what may befall it |
//! | `cable` | the cable of a screen is pulled, between two network namespaces |
//! | `doubt` | what is said of papers against what came out, under every fault and kill |
//! | `clock` | a clock that jumps, or that has lost its battery |
//! | `eio` | one operation of the disk fails, whichever it is |
//! | `fallback` | settings that cannot open the office give way to earlier ones; settings in a copy |
//! | `faults` | a full disk, a slow one, screens that hang |
//! | `flood` | strangers who drip, send too much, ask without end, guess passwords |
//! | `frames` | bytes that are no frames of a WebSocket |
//! | `garbled` | copies, headers, handshakes and uploads from hands that mean no good |
//! | `goals` | the table of goals, `tests/GOALS.md`, names tests that are there |
//! | `hostile` | bodies, paths, frames and files from hands that mean no good |
//! | `moves` | wrong moves and bad input: clear words, proper status, nothing changed |
//! | `first` | what a new office asks of whoever sets it up |
//! | `looks` | scans that are given out are looks, and what a restricted berkas does not show |
//! | `shut` | doors that stay shut and what fails behind them, in the lines of the log |
//! | `doors` | every route against everybody who might knock |
//! | `hooks` | webhooks: signed, in order, again after every fault, and never in the way |
//! | `logs` | what people and programs send, and the lines of the log |
//! | `live` | screens: snapshots, patches, heartbeats, restarts |
//! | `model` | screens by the letter of their protocol, under losses, delays, breaks and restarts |
//! | `copies` | copies of the office: taken while it works, opened again, refused when touched |
//! | `casework` | finding berkas and applicants, notes and scans |
//! | `places` | who may hold a connection, and for how long |
//! | `people` | links, lent passwords, the code of a phone, floods |
//! | `accounts` | passwords and sessions in the administrator's hand, and how many strangers may knock |
//! | `api` | the document of the interface, and API tokens |
//! | `agent` | printing through an agent on another PC, either side killed at any moment |
//! | `killed` | the office and an agent as two programs, either killed at any moment |
//! | `lines` | the lines to printers: network, USB, serial, file, and every fault of them |
//! | `printers` | printers of an office in trouble, who steps in, the roll, the page |
//! | `profiles` | what each profile of a printer brings to paper: knife, width, code page, QR code, logo |
//! | `documents` | the form, official papers, what is kept of them, and what a SK's code proves |
//! | `returns` | berkas that go back or follow a refused one, certified copies, complaints |
//! | `paper` | tickets and receipts, printed, decoded again, and printers in trouble |
//! | `allday` | an office for the real program that is open whenever the tests run |
//! | `ended` | what has ended stays ended when the clock steps back |
//! | `failing` | a disk in memory that fails as it is told |
//! | `full` | a small file system that is full, under the real program |
//! | `midnight` | midnight under load, and clocks of devices that are wrong |
//! | `disk` | the journal, its chain, faults of the disk, replay and restart |
//! | `chain` | the journal touched in every way, and noticed each time |
//! | `sight` | the SOP, what is overdue, the round before opening, any past minute |
//! | `standby` | the second machine: it follows the journal, whatever ends, and is put behind a copy |
//! | `crowd` | many kiosks and officers at once |
//! | `canary` | a NIK and a telephone number through a whole office, and nothing of them anywhere |
//! | `sealed` | what is sealed on disk, the key file, and who saw a NIK in plain |
//! | `settings` | other settings: refused with words and lines, in force without a restart, every version kept |
//! | `power` | the plug pulled at any moment, and a disk that lies |
//! | `crash` | kill -9 of the real program under load, and syncs that fail under it |
//! | `smuggling` | requests that can be read in two ways, and whatever else is no HTTP |
//! | `supply` | licences, sources and bans of everything that is inside |
//! | `tls` | the office over TLS: its CA, its certificate, whoever comes without |
//! | `running` | the program as it runs: started, asked for its first line, held by strace |
//! | `program` | the program itself: its first line, its exit codes, its files |
//! | `watched` | what systemd is told of the program |
//! | `times` | what taking a number takes, beside a fault and without |
//! | `results` | the figures of a run, kept as lines of JSON |
//! | `reports` | the supervisor's reports: figures, exports, a written history that verifies |
//! | `skm` | the report of the survey: imports, publication, privacy, the same figures everywhere |
//! | `upgrade` | data of older programs, taken over whole |
//! | `words` | the office's own words on screens and in the one file |
//! | `voice` | own recordings under open boards, and which boards can be heard |
//! | `emulator` | the virtual printer over real sockets |

#[macro_use]
mod results;

mod accounts;
mod agent;
mod allday;
mod api;
mod asvs;
mod cable;
mod canary;
mod casework;
mod chain;
mod clock;
mod copies;
mod crash;
mod crowd;
mod cups;
mod devices;
mod disk;
mod documents;
mod doors;
mod doubt;
mod eio;
mod emulator;
mod ended;
mod failing;
mod fallback;
mod faults;
mod first;
mod flood;
mod frames;
mod full;
mod garbled;
mod goals;
mod hooks;
mod hostile;
mod house;
mod jumps;
mod killed;
mod lines;
mod live;
mod logs;
mod looks;
mod media;
mod midnight;
mod model;
mod moves;
mod outside;
mod paper;
mod people;
mod pieces;
mod places;
mod power;
mod printers;
mod privacy;
mod private;
mod profiles;
mod program;
mod reports;
mod restores;
mod returns;
mod running;
mod sealed;
mod settings;
mod shapes;
mod shut;
mod sight;
mod skm;
mod smuggling;
mod standby;
mod supply;
mod tidy;
mod times;
mod tls;
mod upgrade;
mod visit;
mod voice;
mod wall;
mod watched;
mod words;
