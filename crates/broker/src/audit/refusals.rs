//! Requests that are refused to somebody who is known: who asked for what, and what they lacked.
//!
//! A page that asks by itself, or a program in a loop, is refused the same a thousand times: that is one record. The next
//! of the same, after [`limits::REFUSAL_REPEATED_MS`], tells how often it was meanwhile. What was recorded is known in memory only,
//! and bounded: after a restart, or where very many are refused at once, something may be recorded again within that time.

use super::{Record, append};
use crate::{
    Clock,
    identity::AccountId,
    store::{Store, StoreError},
};
use rh_access::Permissions;
use rh_protocol::limits;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio_util::task::TaskTracker;

/// What they lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lacking {
    /// These permissions.
    Permissions(Permissions),
    /// Any right at the helper's side, or that to help.
    Helper,
    /// An account that may be used: it is disabled in the directory.
    Enabled,
    /// A token that is good: it has ended, or was revoked.
    Token,
}

/// To whom something was refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refused {
    /// The account: a person's, or a program's.
    pub account: AccountId,
    /// What they lacked.
    pub lacking: Lacking,
}

/// What is one record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Same {
    refused: Refused,
    method: String,
    route: String,
}

/// What is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    /// When it was last refused and that was recorded, or is about to be; none where that failed.
    recorded_ms: Option<u64>,
    /// How often it was refused since without a record.
    more: u64,
}

/// Records refusals. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Refusals(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Clock,
    /// Where records are written, so that the way down waits for them.
    tasks: TaskTracker,
    known: Mutex<HashMap<Same, Known>>,
}

impl Refusals {
    /// None yet.
    #[must_use]
    pub fn new(store: Store, clock: Clock, tasks: TaskTracker) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            tasks,
            known: Mutex::default(),
        }))
    }

    /// Records that a request was refused, unless the same was lately. Returns at once: the refusal stands, recorded or not.
    ///
    /// `route` is a route's template, never the path that was asked for: ids and codes stand in that.
    pub fn note(&self, refused: Refused, method: &str, route: &str) {
        let same = Same {
            refused,
            method: method.to_owned(),
            route: route.to_owned(),
        };
        let now_ms = self.0.clock.now_ms();
        let Some(before) = take(&mut self.known(), &same, now_ms) else {
            return;
        };
        let refusals = self.clone();
        self.0.tasks.spawn(async move {
            let record = same.record(now_ms, before);
            if let Err(error) = refusals.write(&record).await {
                tracing::error!(%error, "a refusal could not be recorded");
                // The next one tells of this one too.
                if let Some(known) = refusals.known().get_mut(&same) {
                    known.recorded_ms = None;
                    known.more += before + 1;
                }
            }
        });
    }

    async fn write(&self, record: &Record) -> Result<(), StoreError> {
        let mut write = self.0.store.write().await?;
        append(&mut write, record).await?;
        Ok(write.commit().await?)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Same, Known>> {
        let known = self.0.known.lock();
        known.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Same {
    fn record(&self, at_ms: u64, before: u64) -> Record {
        let mut data = json!({ "method": self.method, "route": self.route });
        match self.refused.lacking {
            Lacking::Permissions(missing) => {
                let names = missing.iter().map(rh_access::Permission::name);
                data["missing"] = names.collect::<Value>();
            }
            Lacking::Helper => data["reason"] = json!("not-a-helper"),
            Lacking::Enabled => data["reason"] = json!("account-disabled"),
            Lacking::Token => data["reason"] = json!("token-ended"),
        }
        if before > 0 {
            data["repeated"] = json!(before);
        }
        Record {
            at_ms,
            session: None,
            actor: Some(self.refused.account.to_string()),
            kind: "request-refused".to_owned(),
            data,
        }
    }
}

/// Takes the turn to record it, and tells how often it was refused since the last record; none where that was lately.
fn take(known: &mut HashMap<Same, Known>, same: &Same, now_ms: u64) -> Option<u64> {
    let taken = Known {
        recorded_ms: Some(now_ms),
        more: 0,
    };
    if let Some(it) = known.get_mut(same) {
        // A clock that was set back makes nobody wait for it.
        let lately = it.recorded_ms.is_some_and(|at_ms| {
            (at_ms..at_ms.saturating_add(limits::REFUSAL_REPEATED_MS)).contains(&now_ms)
        });
        if lately {
            it.more += 1;
            return None;
        }
        return Some(std::mem::replace(it, taken).more);
    }
    if known.len() >= limits::REFUSALS_REMEMBERED {
        let oldest = known.iter().min_by_key(|(_, it)| it.recorded_ms);
        if let Some(oldest) = oldest.map(|(same, _)| same.clone()) {
            known.remove(&oldest);
        }
    }
    known.insert(same.clone(), taken);
    Some(0)
}

#[cfg(test)]
mod tests;
