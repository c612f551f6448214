//! Why something is not done. A refusal is an answer in words an officer understands, not an error.
//!
//! Each refusal has a code, which is also the name of its message (`refusal-<code>` in
//! `templates/texts`), and the facts that the message needs.

mod code;

use super::ids::{BerkasId, LoketId, TicketId};
use super::number::TicketNumber;
use super::person::NikError;
use super::settings::Obstacle;

/// Why something is not done; nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The profile has no such service.
    NoSuchService,
    /// The profile has no such loket.
    NoSuchLoket(LoketId),
    /// The profile has no such permit type, or no longer offers it.
    NoSuchPermit,
    /// The profile has no such priority class.
    NoSuchPriority,
    /// The loket does not exist for this purpose.
    NoSuchPurpose,
    /// No open ticket of today has that id.
    NoSuchTicket(TicketId),
    /// No open berkas has that id.
    NoSuchBerkas(BerkasId),
    /// No call of today has that id.
    NoSuchCall,
    /// No paper has that id.
    NoSuchJob,
    /// No account has that id.
    NoSuchAccount,
    /// No API token has that id.
    NoSuchToken,
    /// No webhook has that id.
    NoSuchHook,
    /// There are as many webhooks as there may be.
    TooManyHooks,
    /// A webhook that is told nothing is none.
    TopicNeeded,
    /// There are as many API tokens as there may be.
    TooManyTokens,
    /// An API token without a scope opens nothing.
    ScopeNeeded,
    /// The token would be good for longer than a token may be, or is over already.
    BadExpiry,
    /// The choice is not one of the berkas' step.
    NoSuchChoice,

    /// The service gives no numbers now.
    ServiceClosed,
    /// The berkas is on a desk; coming to a loket would be in vain.
    NoNeedToCome,
    /// The berkas already has a ticket today.
    AlreadyHere(TicketNumber),

    /// The account does not hold the role that this needs.
    WrongRole,
    /// Somebody else sits at the loket.
    LoketTaken,
    /// The actor does not sit at the loket.
    NotYourLoket,
    /// The loket is closed.
    LoketClosed(LoketId),
    /// The loket is paused.
    LoketPaused(LoketId),
    /// The loket still has a ticket in hand.
    LoketBusy(TicketNumber),
    /// The loket has held tickets left.
    LoketHolds,
    /// The loket has no ticket in hand.
    NothingInHand,
    /// Nobody waits.
    NobodyWaiting,

    /// The ticket does not wait, so it cannot be called.
    NotWaiting,
    /// Out of order needs a reason.
    ReasonNeeded,
    /// The ticket was called and is not at the counter yet.
    NotPresent,
    /// The ticket is at the counter already.
    AlreadyPresent,
    /// The loket does not hold the ticket.
    NotHeld,
    /// The ticket was not missed.
    NotMissed,
    /// The last act cannot be taken back any more.
    NothingToUndo,
    /// The ticket waits for something that this loket does not do.
    NotForThisLoket,

    /// Nothing was registered: register, or print what is missing.
    NothingRegistered,
    /// The ticket needs a berkas first.
    NoBerkas,
    /// The ticket has a berkas already.
    HasBerkas,
    /// What the ticket came for is not done yet.
    NotDoneYet,
    /// The checklist is not the one of the permit type.
    ChecklistMismatch,
    /// Something is missing, so it cannot be registered.
    Incomplete,
    /// Nothing is missing, so it cannot be turned away.
    NothingMissing,
    /// The name is empty or too long.
    BadName,
    /// A text is too long.
    TooLong,

    /// The berkas is not at a step that allows this.
    NotAtThisStep,
    /// Somebody else has it in hand.
    TakenByOther,
    /// Take it in hand first.
    TakeFirst,
    /// The SKM survey comes before the hand-over.
    SurveyFirst,
    /// The survey of this berkas is settled already.
    SurveyDone,
    /// No survey waits for these answers.
    NoSurvey,
    /// An age outside 10 to 120.
    BadAge,
    /// The SK has a number already.
    NumberedAlready,
    /// Only a berkas that goes back to the applicant lacks something.
    OnlyWhenReturned,
    /// Whoever had the berkas at an earlier step does not decide about it.
    OwnWork {
        /// That step, as people call it.
        step: String,
    },
    /// The applicant asked that nobody looks any more.
    Restricted,
    /// The berkas is restricted already.
    RestrictedAlready,
    /// The berkas is not restricted.
    NotRestricted,
    /// Only a SK that was handed over is revoked.
    NotHandedOver,
    /// The SK is revoked already.
    RevokedAlready,
    /// A SK is revoked from a day on between its own and today.
    BadRevocationDate,
    /// Of a SK that is revoked no copies are certified.
    SkRevoked,

    /// No complaint that is open has that id.
    NoSuchComplaint,
    /// The complaint is not at the stage that this needs.
    NotInThisStage,
    /// A complaint or an answer without words.
    ComplaintNeedsWords,
    /// Too many complaints are open.
    TooManyComplaints,

    /// A document of which no copy was certified.
    NoCopies,
    /// More copies of a document than the office certifies in one visit.
    TooManyCopies {
        /// How many it does.
        most: u32,
    },
    /// The visit has as many documents as it may.
    TooManyDocuments,
    /// Which document it is was not said.
    DocumentNeeded,
    /// The document stands there already.
    LegalisedAlready,
    /// The visit has no such document.
    NoSuchDocument,
    /// Nothing was certified, so the visit does not end without a reason.
    NothingLegalised,

    /// Another page speaks this call, or it is over.
    NotYourCall,
    /// The paper is still on its way.
    StillPrinting,
    /// No printer is set up for it.
    NoPrinter,

    /// The profile has no such waiting room.
    NoSuchZone,
    /// A file cannot have that name.
    BadFileName,
    /// A seat or a television of a size that there is not.
    BadSize,
    /// The boards could not be read from the far seat.
    Unreadable {
        /// From how far away they could, in centimetres.
        readable: u16,
    },

    /// The login is taken.
    LoginTaken,
    /// The login has other characters than a-z, 0-9, dot and dash, or is too long.
    BadLogin,
    /// A device does not become another kind of device.
    OtherKind,
    /// The profile does not list the role.
    NoSuchRole,
    /// The account may not sign in.
    AccountInactive,
    /// The last administrator cannot be shut out.
    LastAdministrator,
    /// The link was used, is too old, or there was never such a one.
    LinkGone,
    /// The account asks for a code besides the password.
    CodeNeeded,
    /// The code was taken before.
    CodeUsed,

    /// The permit type has no such field.
    NoSuchField,
    /// A form has fewer fields.
    TooManyFields,
    /// The SK has no number yet.
    NotNumbered,
    /// The paper is larger than any paper of an office.
    PaperTooLarge,
    /// The paper is a form that nobody keeps.
    NotKept,
    /// The berkas has as many papers and copies as are kept.
    TooManyPapers,
    /// The checklist of the berkas has no such line.
    NoSuchRequirement,
    /// The berkas has no such scan.
    NoSuchScan,
    /// The berkas has as many notes as it may.
    TooManyNotes,
    /// The berkas has as many scans as it may.
    TooManyScans,
    /// The scans of the berkas would be too large together.
    ScansTooLarge,
    /// The file of responses was taken in before.
    AlreadyImported,
    /// Another part of the import is expected.
    ImportOutOfStep,
    /// Fewer than five responses are not published.
    TooFewResponses,
    /// The voice is paused for 1 to 60 minutes.
    PauseTooLong,
    /// The settings are too long a document.
    SettingsTooLong,
    /// Somebody else changed the settings meanwhile.
    SettingsChangedMeanwhile,
    /// Open work would lose its place.
    SettingsInTheWay(Obstacle),
    /// The machine's clock is not believed.
    ClockInDoubt,
    /// The clock shows another time than the one that was looked at.
    ClockMoved,
    /// The clock shows a year in which no office is kept.
    ClockImpossible,
}

impl Refusal {
    /// The facts that the message names: `loket`, `number`, `metres`.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Refusal::NoSuchLoket(loket) | Refusal::LoketClosed(loket) | Refusal::LoketPaused(loket) => {
                vec![("loket", loket.to_string())]
            }
            Refusal::AlreadyHere(number) | Refusal::LoketBusy(number) => vec![("number", number.to_string())],
            Refusal::OwnWork { step } => vec![("step", step.clone())],
            Refusal::TooManyCopies { most } => vec![("most", most.to_string())],
            Refusal::Unreadable { readable } => {
                vec![("metres", format!("{},{}", readable / 100, readable % 100 / 10))]
            }
            Refusal::SettingsInTheWay(obstacle) => obstacle.facts(),
            _ => Vec::new(),
        }
    }

    /// Whether the thing that was named does not exist.
    pub fn is_unknown(&self) -> bool {
        self.code().starts_with("no-such-")
    }

    /// Whether the actor may not do this.
    pub fn is_forbidden(&self) -> bool {
        matches!(
            self,
            Refusal::WrongRole
                | Refusal::NotYourLoket
                | Refusal::AccountInactive
                | Refusal::OwnWork { .. }
                | Refusal::Restricted
        )
    }
}

/// The code of what is wrong with a NIK; the message is `nik-<code>`.
pub fn nik_error_code(error: NikError) -> &'static str {
    match error {
        NikError::Length => "length",
        NikError::NotDigits => "digits",
        NikError::Serial => "serial",
    }
}
