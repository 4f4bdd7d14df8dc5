//! Sessions: one task each, their codes, and the WebSockets of the people in them.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what the rest of the broker may ask for, each with the caller's handle |
//! | `connection` | one WebSocket, from `hello` to its close |
//! | `outlet` | the queues of frames to the WebSockets |
//! | `bucket` | how many messages a WebSocket may send |
//! | `message`, `mail` | what is said to a session's task, and how it gets there |
//! | `registry` | the tasks that run now |
//! | `task`, `turn` | messages → machine → one transaction → effects |
//! | `rows` | sessions in the store |
//! | `create` | a helper starts a session |
//! | `redeem` | a code becomes a place in its session |
//! | `codes` | the security codes |
//! | `report` | what the report tells of a session that is over |
//! | `access` | the rules of access and of devices, when somebody joins, consents, and when they change |
//! | `watch`, `looks` | every open session looked at again when something changes, several at once |
//! | `policy` | what changed settings do to sessions that run |
//! | `webhooks` | what other programs are told of a session |
//! | `attempts`, `ledger` | attempts at them: judged, and in their order |

mod access;
mod attempts;
mod bucket;
mod codes;
pub(crate) mod connection;
mod create;
mod ledger;
mod looks;
mod mail;
mod message;
mod outlet;
mod policy;
mod redeem;
mod registry;
mod report;
mod rows;
mod task;
mod turn;
mod watch;
mod webhooks;

pub use attempts::Refusal;
pub use rows::RowError;

use crate::{
    Clock, Settings,
    access::{Access, AccessError},
    devices::Devices,
    identity::{Caller, Permitted, Sessions},
    policy::Policy,
    store::{Store, StoreError},
    webhooks::Webhooks,
};
use ledger::Ledger;
use message::{Answer, Message};
use outlet::Outlets;
use registry::Registry;
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, Redacted, Role, SessionId,
    api::{OpenSession, OpenSessions},
    limits,
    signal::IceServer,
    view::Person,
};
use rh_session::{
    Instant,
    broker::{Account, Session},
};
use std::{pin::pin, sync::Arc, time::Duration};
use tokio_util::task::{TaskTracker, task_tracker::TaskTrackerToken};
use turn::TurnError;

/// After a restart on purpose, browsers come back after this time, in milliseconds.
const RESTART_AFTER_MS: u64 = 1_000;
/// Time for the sessions to write and say what they are at, before everybody is told of the restart.
const SETTLE: Duration = Duration::from_millis(500);

/// Why the hub does not open, or cannot do something that is allowed.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sessions cannot be read from the store, or written to it.
    #[error(transparent)]
    Row(#[from] RowError),
    /// It cannot be told whether somebody may help.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The request is refused.
    #[error("refused: {}", .0.code.as_str())]
    Refused(ErrorBody),
}

impl From<ErrorCode> for HubError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<sqlx::Error> for HubError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<TurnError> for HubError {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::Store(error) => Self::Store(error),
            TurnError::Row(error) => Self::Row(error),
            TurnError::CodeGone => ErrorCode::WrongCode.into(),
        }
    }
}

/// The sessions. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Clock,
    access: Access,
    devices: Devices,
    policy: Policy,
    webhooks: Webhooks,
    build: Arc<str>,
    ice_servers: Vec<IceServer>,
    ledger: Ledger,
    outlets: Outlets,
    registry: Registry,
    sockets: TaskTracker,
}

impl Hub {
    /// Opens it and re-arms every session that is not over, deadlines included.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(
        store: Store,
        clock: Clock,
        access: Access,
        devices: Devices,
        policy: Policy,
        webhooks: Webhooks,
        build: Arc<str>,
    ) -> Result<Self, HubError> {
        let ice_servers = policy
            .configured()
            .ice_servers
            .iter()
            .map(|server| IceServer {
                urls: server.urls.clone(),
                username: server.username.clone(),
                credential: server.credential.clone(),
            });
        let hub = Self(Arc::new(Inner {
            ice_servers: ice_servers.collect(),
            ledger: Ledger::start(store.clone(), clock.clone(), webhooks.clone()),
            outlets: Outlets::default(),
            registry: Registry::default(),
            sockets: TaskTracker::new(),
            store,
            clock,
            access,
            devices,
            policy,
            webhooks,
            build,
        }));
        for session in rows::load_open(hub.store().read()).await? {
            let id = session.id();
            hub.start(session, false);
            if !hub.settings().features.enabled {
                // Remote Help was switched off while the broker was down.
                hub.order(id, Message::switched_off(&hub.policy().now()))
                    .await?;
            }
        }
        Ok(hub)
    }

    /// Tells every socket that the broker goes down, closes them, and returns when all is written.
    pub async fn shut_down(&self) {
        let mut settled = pin!(self.0.registry.close());
        let in_time = tokio::time::timeout(SETTLE, settled.as_mut()).await;
        // A store that is stuck must not keep anybody from being told.
        self.0.outlets.restart_all(RESTART_AFTER_MS);
        if in_time.is_err() {
            tracing::warn!("sessions are told of the restart with writes still under way");
            settled.await;
        }
        self.0.sockets.close();
        self.0.sockets.wait().await;
    }

    /// The sessions that the caller may return to, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open_sessions(&self, caller: &Caller) -> Result<OpenSessions, HubError> {
        let now = Instant::from_ms(self.0.clock.now_ms());
        let sessions = self.sessions_of(&account(caller), caller.role()).await?;
        let open = sessions.iter().map(|session| OpenSession {
            session: session.id(),
            other: session.opposite(caller.role()).cloned(),
            age_ms: now.since(session.created()),
        });
        Ok(OpenSessions {
            sessions: open.collect(),
        })
    }

    /// Whether a profile picture (by its hash) is of somebody who is in an open session with this
    /// account, in either role.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn shares_picture(&self, account: &str, hash: &str) -> Result<bool, HubError> {
        let account = Account::new(account);
        let shown = |person: &Person| {
            let path = person.picture.as_deref().unwrap_or_default();
            path.rsplit('/').next() == Some(hash)
        };
        for role in [Role::Helper, Role::Sharer] {
            let sessions = self.sessions_of(&account, role).await?;
            let mut people = sessions.iter().flat_map(Session::people);
            if people.any(|(_, _, _, person)| shown(person)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn sessions_of(&self, account: &Account, role: Role) -> Result<Vec<Session>, HubError> {
        let most = limits::OPEN_SESSIONS_PER_HELPER;
        let readers = self.0.store.read();
        Ok(rows::load_open_of(readers, account.as_str(), role, most).await?)
    }

    /// Every session that is not over, newest first, for whoever may see them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn running(&self, _by: &Permitted<Sessions>) -> Result<Vec<Session>, HubError> {
        let mut open = rows::load_open(self.store().read()).await?;
        open.sort_by_key(|session| std::cmp::Reverse(session.created()));
        Ok(open)
    }

    /// An administrator ends a session, and says why to both sides.
    ///
    /// # Errors
    /// Refused with `session-not-found` or `session-ended`.
    pub async fn end(
        &self,
        by: &Permitted<Sessions>,
        session: SessionId,
        note: Option<Redacted<String>>,
    ) -> Result<(), HubError> {
        let ended = Message::EndedByAdministrator {
            actor: Some(Account::new(by.account().as_str())),
            note,
        };
        match self.ask(session, ended).await {
            Answer::Done { .. } => Ok(()),
            Answer::Refused { error } => Err(HubError::Refused(error)),
        }
    }

    /// A page of the caller says that it goes away.
    ///
    /// # Errors
    /// Refused when the connection is not the caller's newest in that session, or not in it at all.
    pub async fn away(
        &self,
        caller: &Caller,
        session: SessionId,
        connection: ConnectionId,
    ) -> Result<(), HubError> {
        let away = Message::Away {
            account: account(caller),
            role: caller.role(),
            connection,
        };
        match self.ask(session, away).await {
            Answer::Done { .. } => Ok(()),
            Answer::Refused { error } => Err(HubError::Refused(error)),
        }
    }

    /// The place that a caller's WebSocket asks for. Whether it is theirs, the session decides.
    #[must_use]
    pub(crate) fn place(&self, caller: &Caller, session: SessionId) -> connection::Place {
        connection::Place {
            hub: self.clone(),
            session,
            account: account(caller),
            role: caller.role(),
        }
    }

    /// To be held while a WebSocket is served: closing the hub waits for it.
    pub(crate) fn socket_token(&self) -> TaskTrackerToken {
        self.0.sockets.token()
    }

    fn refuse_if_off(&self) -> Result<(), ErrorCode> {
        if self.settings().features.enabled {
            Ok(())
        } else {
            Err(ErrorCode::RemoteHelpOff)
        }
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn access(&self) -> &Access {
        &self.0.access
    }

    fn devices(&self) -> &Devices {
        &self.0.devices
    }

    fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// As they are now.
    fn settings(&self) -> Arc<Settings> {
        self.0.policy.settings()
    }

    fn build(&self) -> &str {
        &self.0.build
    }

    fn ice_servers(&self) -> &[IceServer] {
        &self.0.ice_servers
    }

    fn webhooks(&self) -> &Webhooks {
        &self.0.webhooks
    }

    fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    fn outlets(&self) -> &Outlets {
        &self.0.outlets
    }

    fn registry(&self) -> &Registry {
        &self.0.registry
    }
}

fn account(caller: &Caller) -> Account {
    Account::new(caller.account().as_str())
}

#[cfg(test)]
mod tests;
