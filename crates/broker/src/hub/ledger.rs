//! The ledger of attempts at codes: one task that decides them in the order of their arrival, many
//! in one transaction, so that guessing in parallel gains nothing and a flood costs few disk writes.

use super::attempts::{self, AttemptId, Refusal, Verdict};
use crate::{
    audit::{self, Record},
    clock::Clock,
    store::{Store, StoreError, Write},
    webhooks::{Event, Told, Webhooks, event::Alarm},
};
use rh_protocol::{ErrorBody, ErrorCode, Passcode, SessionId};
use serde_json::json;
use tokio::sync::{mpsc, oneshot};

/// Attempts decided in one transaction.
const BATCH: usize = 256;
/// Attempts that wait for their turn; more are told to come back later.
const WAITING: usize = 16_384;

/// What is asked of the ledger.
#[derive(Debug)]
enum Ask {
    /// May this account try, and is the code live?
    Examine { code: Passcode },
    /// The session did not take the code after all: it was redeemed or retired in between.
    Settle { code: Passcode, attempt: AttemptId },
    /// The code was right, though the session refuses this person for another reason.
    Forgive {
        attempt: AttemptId,
        session: SessionId,
        error: ErrorBody,
        /// Whether this is the record of the refusal.
        record: bool,
    },
}

#[derive(Debug)]
struct Entry {
    account: String,
    ask: Ask,
    answer: oneshot::Sender<Verdict>,
}

/// The way to the ledger.
#[derive(Clone, Debug)]
pub(super) struct Ledger(mpsc::Sender<Entry>);

impl Ledger {
    /// Starts the task; it ends when the last handle is gone.
    pub(super) fn start(store: Store, clock: Clock, webhooks: Webhooks) -> Self {
        let (sender, entries) = mpsc::channel(WAITING);
        tokio::spawn(keep(store, clock, webhooks, entries));
        Self(sender)
    }

    /// The first look at a code.
    pub(super) async fn examine(&self, account: &str, code: Passcode) -> Option<Verdict> {
        self.ask(account, Ask::Examine { code }).await
    }

    /// Settles an attempt that looked right at first and that the session did not take.
    pub(super) async fn settle(
        &self,
        account: &str,
        code: Passcode,
        attempt: AttemptId,
    ) -> Option<Verdict> {
        self.ask(account, Ask::Settle { code, attempt }).await
    }

    /// Forgets an attempt whose code was right, and records why the person was refused.
    pub(super) async fn forgive(
        &self,
        account: &str,
        attempt: AttemptId,
        session: SessionId,
        error: ErrorBody,
        record: bool,
    ) -> Option<Verdict> {
        let ask = Ask::Forgive {
            attempt,
            session,
            error,
            record,
        };
        self.ask(account, ask).await
    }

    /// `None` when the store failed, or too many wait.
    async fn ask(&self, account: &str, ask: Ask) -> Option<Verdict> {
        let (answer, verdict) = oneshot::channel();
        let entry = Entry {
            account: account.to_owned(),
            ask,
            answer,
        };
        self.0.try_send(entry).ok()?;
        verdict.await.ok()
    }
}

async fn keep(store: Store, clock: Clock, webhooks: Webhooks, mut entries: mpsc::Receiver<Entry>) {
    let mut batch = Vec::with_capacity(BATCH);
    while entries.recv_many(&mut batch, BATCH).await > 0 {
        match decide(&store, &webhooks, clock.now_ms(), &batch).await {
            Ok(verdicts) => {
                for (entry, verdict) in batch.drain(..).zip(verdicts) {
                    if let Verdict::Refused(Refusal {
                        alarm: Some(count), ..
                    }) = &verdict
                    {
                        tracing::error!(count, "alarm: many wrong security codes within a day");
                    }
                    // Who asked may have gone; the attempt counts all the same.
                    let _ = entry.answer.send(verdict);
                }
            }
            Err(error) => {
                tracing::error!(%error, "attempts at codes could not be written: all refused");
                batch.clear();
            }
        }
    }
}

async fn decide(
    store: &Store,
    webhooks: &Webhooks,
    now_ms: u64,
    batch: &[Entry],
) -> Result<Vec<Verdict>, StoreError> {
    let mut write = store.write().await?;
    let mut verdicts = Vec::with_capacity(batch.len());
    let mut told = Told::default();
    for entry in batch {
        let verdict = decide_one(&mut write, entry, now_ms).await?;
        if let Verdict::Refused(Refusal {
            alarm: Some(count), ..
        }) = verdict
        {
            told = told.or(raise(&mut write, webhooks, now_ms, count).await?);
        }
        verdicts.push(verdict);
    }
    write.commit().await?;
    webhooks.wake(told);
    Ok(verdicts)
}

/// The alarm, for the audit and for whoever is told.
async fn raise(
    write: &mut Write,
    webhooks: &Webhooks,
    now_ms: u64,
    count: u32,
) -> Result<Told, sqlx::Error> {
    let record = Record {
        at_ms: now_ms,
        session: None,
        actor: None,
        kind: "code-alarm".to_owned(),
        data: json!({ "wrong_codes_within_a_day": count }),
    };
    audit::append(write, &record).await?;
    let alarm = Alarm::wrong_codes(count);
    webhooks.tell(write, now_ms, &Event::Alarm { alarm }).await
}

async fn decide_one(write: &mut Write, entry: &Entry, now_ms: u64) -> Result<Verdict, sqlx::Error> {
    let account = entry.account.as_str();
    let verdict = match &entry.ask {
        Ask::Examine { code } => {
            let attempt = AttemptId(format!("{:032x}", rand::random::<u128>()));
            attempts::examine(write, account, code, attempt, now_ms).await?
        }
        Ask::Settle { code, attempt } => {
            attempts::settle(write, account, code, attempt, now_ms).await?
        }
        Ask::Forgive {
            attempt,
            session,
            error,
            record: is_record,
        } => {
            attempts::forgive(write, attempt).await?;
            if *is_record {
                record(
                    write,
                    now_ms,
                    Some(account),
                    Some(*session),
                    "join-refused",
                    error,
                )
                .await?;
            }
            return Ok(Verdict::Refused(Refusal::now(error.clone())));
        }
    };
    if let Verdict::Refused(refusal) = &verdict {
        // The fifth wrong code is the record of the pause that it brings; what is refused during
        // the pause changes nothing and is not written, so that nobody can fill the disk.
        if refusal.error.code == ErrorCode::WrongCode {
            record(
                write,
                now_ms,
                Some(account),
                None,
                "code-refused",
                &refusal.error,
            )
            .await?;
        }
    }
    Ok(verdict)
}

async fn record(
    write: &mut Write,
    at_ms: u64,
    account: Option<&str>,
    session: Option<SessionId>,
    kind: &str,
    error: &ErrorBody,
) -> Result<(), sqlx::Error> {
    let record = Record {
        at_ms,
        session: session.map(|session| session.to_string()),
        actor: account.map(str::to_owned),
        kind: kind.to_owned(),
        data: json!(error),
    };
    audit::append(write, &record).await.map(drop)
}
