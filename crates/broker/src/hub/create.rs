//! A helper starts a session, for a device if for one: written with its audit records first, then there.

use super::{Hub, HubError, account, rows, turn};
use crate::{
    identity::{Helper, SignedIn},
    store,
};
use rh_protocol::{
    ErrorCode, ParticipantId, Passcode, SessionId, api::Start, limits, view::Person,
};
use rh_session::{
    Instant,
    broker::{Account, Bound, NewSession, Session},
};
use std::sync::Arc;

impl Hub {
    /// A helper starts a session.
    ///
    /// # Errors
    /// Refused with `remote-help-off`, `too-many-sessions` or `unavailable`, for a device also with `not-found` or
    /// `helper-not-permitted`; and when it cannot be written together with its audit records: then there is none.
    pub async fn create(
        &self,
        helper: &SignedIn<Helper>,
        start: &Start,
    ) -> Result<SessionId, HubError> {
        let bound = match &start.device {
            Some(device) => {
                let account = account(helper);
                Some(self.bind(&account, helper.standing(), device).await?)
            }
            None => None,
        };
        self.create_for(account(helper), helper.person().clone(), bound)
            .await
    }

    pub(super) async fn create_for(
        &self,
        account: Account,
        person: Person,
        bound: Option<Bound>,
    ) -> Result<SessionId, HubError> {
        self.refuse_if_off()?;
        let now_ms = self.0.clock.now_ms();
        let settings = self.settings();
        let new = NewSession {
            session: SessionId::from_bits(rand::random()),
            helper: ParticipantId::from_bits(rand::random()),
            account: account.clone(),
            person,
            code: Passcode::from_bits(rand::random()),
            chat: settings.features.chat,
            bound,
        };
        let (session, outcome) = Session::create(Instant::from_ms(now_ms), new, settings.timing());
        let id = session.id();
        let mut write = self.0.store.write().await?;
        let open = rows::count_open(&mut write, account.as_str()).await?;
        if open >= limits::OPEN_SESSIONS_PER_HELPER {
            return Err(ErrorCode::TooManySessions.into());
        }
        rows::save(&mut write, &session).await?;
        let writes = &outcome.writes;
        let told = turn::apply(&mut write, &self.0.webhooks, &session, writes, now_ms).await?;
        let loading = self.registry().loading().await;
        let hub = self.clone();
        store::keep(write, async move {
            hub.webhooks().wake(told);
            let started = hub.start(session, true).is_some();
            drop(loading);
            if !started {
                // It is in the store, and there after the restart.
                return Err(ErrorCode::Unavailable.into());
            }
            if !Arc::ptr_eq(&settings, &hub.settings()) {
                // Changed meanwhile, and the other sessions were told without this one.
                hub.follow_policy().await?;
            }
            Ok::<_, HubError>(id)
        })
        .await?
    }
}
