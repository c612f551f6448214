//! API tokens: made and revoked by administrators.

use super::super::account::roles;
use super::super::api_token::{ApiToken, ApiTokenAct};
use super::super::command::Answer;
use super::super::event::Event;
use super::super::ids::ApiTokenId;
use super::super::refusal::Refusal;
use super::super::state::Counter;
use super::{Draft, name};

/// Tokens that are not revoked.
const MOST: usize = 50;
/// A token is good for two years at most.
const MOST_SECONDS: u64 = 2 * 366 * 24 * 3600;

/// Does one act with API tokens.
pub(super) fn act(draft: &mut Draft<'_>, act: &ApiTokenAct) -> Result<Answer, Refusal> {
    draft.require(roles::ADMINISTRATOR)?;
    match act {
        ApiTokenAct::Make { name: called, account, scopes, digest, expires } => {
            let holder = draft.state.account(*account).ok_or(Refusal::NoSuchAccount)?;
            if !holder.active {
                return Err(Refusal::AccountInactive);
            }
            let mut scopes = scopes.clone();
            scopes.sort();
            scopes.dedup();
            if scopes.is_empty() {
                return Err(Refusal::ScopeNeeded);
            }
            let now = draft.now();
            if *expires <= now || expires.seconds_since(now) > MOST_SECONDS {
                return Err(Refusal::BadExpiry);
            }
            if draft.state.api_tokens.size() >= MOST {
                return Err(Refusal::TooManyTokens);
            }
            let id = ApiTokenId(u32::try_from(draft.state.next(&Counter::ApiToken)).unwrap_or(u32::MAX));
            let (account, name) = (*account, name(called)?);
            let token = ApiToken { id, digest: *digest, name, account, scopes, made: now, expires: *expires };
            draft.push(Event::ApiTokenMade { token });
            Ok(Answer::ApiToken(id))
        }
        ApiTokenAct::Revoke(id) => {
            if !draft.state.api_tokens.contains_key(id) {
                return Err(Refusal::NoSuchToken);
            }
            draft.push(Event::ApiTokenRevoked { token: *id });
            Ok(Answer::ApiToken(*id))
        }
    }
}
