//! The records of what programs have: API tokens and webhooks.

use super::{record, record_enum};
use crate::domain::api_token::{ApiToken, Scope};
use crate::domain::hook::{Hook, HookPause, Topic};
use crate::domain::ids::{AccountId, ApiTokenId, HookId, Seq};
use crate::domain::time::Moment;

record! {
    ApiTokenRecord for ApiToken {
        id: ApiTokenId,
        digest: [u8; 32],
        name: String,
        account: AccountId,
        scopes: Vec<Scope>,
        made: Moment,
        expires: Moment,
    }
    HookRecord for Hook {
        id: HookId,
        url: String,
        topics: Vec<Topic>,
        secret: String,
        made: Moment,
        from: Seq,
        paused: Option<HookPause>,
    }
}

record_enum! {
    ScopeRecord for Scope { Read, Kiosk, Loket, Berkas, Reports, Office, Reveal, Follow }
    TopicRecord for Topic { TicketIssued, Call, BerkasMoved, BerkasReady, BerkasClosed }
    HookPauseRecord for HookPause { ByHand, Failing }
}
