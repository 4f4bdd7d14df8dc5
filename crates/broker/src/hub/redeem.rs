//! A code becomes a place in its session: the ledger looks at it, then the session decides.

use super::{
    Hub, account,
    attempts::{AttemptId, Refusal, Verdict},
    message::{Answer, Message},
};
use crate::{
    devices::Seen,
    identity::{DeviceCheck, Sharer, SignedIn},
};
use rh_protocol::{ErrorBody, ErrorCode, ParticipantId, Passcode, SessionId, view::Person};
use rh_session::broker::Account;

impl Hub {
    /// A sharer redeems a code and is in its session. Who redeemed it before is told the session
    /// again, for as long as it lasts: an answer may get lost. To anybody else unknown, expired and
    /// used codes are refused alike, after the same work.
    ///
    /// # Errors
    /// The refusal says what to answer.
    pub async fn redeem(
        &self,
        sharer: &SignedIn<Sharer>,
        seen: &Seen,
        code: Passcode,
    ) -> Result<SessionId, Refusal> {
        self.redeem_for(account(sharer), sharer.person().clone(), seen, code)
            .await
    }

    pub(super) async fn redeem_for(
        &self,
        account: Account,
        person: Person,
        seen: &Seen,
        code: Passcode,
    ) -> Result<SessionId, Refusal> {
        let unavailable = || Refusal::now(ErrorCode::Unavailable.into());
        self.refuse_if_off()
            .map_err(|code| Refusal::now(code.into()))?;
        let ledger = self.ledger();
        let first = ledger.examine(account.as_str(), code).await;
        let (attempt, session) = match first.ok_or_else(unavailable)? {
            Verdict::Live { attempt, session } => (attempt, session),
            Verdict::Theirs(session) => return Ok(session),
            Verdict::Refused(refusal) => return Err(refusal),
        };
        if let DeviceCheck::Wanted(ask) = &seen.check {
            // The code is a good one, and stays so: who has it comes back with what the provider says.
            let error = ErrorBody {
                ask: Some(ask.clone()),
                ..ErrorCode::DeviceCheck.into()
            };
            // They are not refused yet.
            return Err(self
                .turn_away(&account, attempt, session, error, false)
                .await);
        }
        let there = match self.judge_joining(session, &account, seen).await {
            Err(error) => {
                tracing::error!(%session, %error, "whether somebody may join could not be told");
                let error = ErrorCode::Unavailable.into();
                self.turn_away(&account, attempt, session, error, true)
                    .await;
                return Err(unavailable());
            }
            Ok(Err(denial)) => {
                let refused = Message::AccessRefused {
                    why: denial.code().to_owned(),
                    reason: denial.at_the_door(),
                    joining: Some(account.clone()),
                };
                // The session records it, unless somebody was faster.
                let overtaken = matches!(
                    self.ask(session, refused).await,
                    Answer::Refused { error } if matches!(error.code, ErrorCode::SessionEnded | ErrorCode::WrongCode)
                );
                let error = denial.error().into();
                return Err(self
                    .turn_away(&account, attempt, session, error, overtaken)
                    .await);
            }
            Ok(Ok(there)) => there,
        };
        let redeem = Message::Redeem {
            participant: ParticipantId::from_bits(rand::random()),
            account: account.clone(),
            person: Box::new(person),
            code,
            attempt: attempt.0.clone(),
            device: Box::new(there.device),
            owner: there.owner,
        };
        let error = match self.ask(session, redeem).await {
            Answer::Done { .. } => return Ok(session),
            Answer::Refused { error } => error,
        };
        let who = account.as_str();
        let second = match error.code {
            // Somebody was faster, or it has just expired: no other answer than for any wrong code,
            // unless it was the same person who was faster.
            ErrorCode::WrongCode => ledger.settle(who, code, attempt).await,
            _ => ledger.forgive(who, attempt, session, error, true).await,
        };
        match second.ok_or_else(unavailable)? {
            Verdict::Theirs(session) => Ok(session),
            Verdict::Refused(refusal) => Err(refusal),
            Verdict::Live { .. } => Err(unavailable()),
        }
    }

    /// Takes back an attempt whose code was right: what its account is answered. With `record` that is the record of it.
    async fn turn_away(
        &self,
        account: &Account,
        attempt: AttemptId,
        session: SessionId,
        error: ErrorBody,
        record: bool,
    ) -> Refusal {
        let ledger = self.ledger();
        let forgiven = ledger.forgive(account.as_str(), attempt, session, error, record);
        match forgiven.await {
            Some(Verdict::Refused(refusal)) => refusal,
            _ => Refusal::now(ErrorCode::Unavailable.into()),
        }
    }
}
