//! The settings as they are now: what the configuration says, and what administrators have set in its place while the
//! broker runs. Whoever needs a setting that can change asks here each time.

use crate::{
    Clock, Settings,
    audit::{self, Record},
    identity::{OrganizationUpdate, Permitted},
    settings::{Overrides, SettingsError},
    store::{self, Store, StoreError},
};
use rh_protocol::{ErrorBody, ErrorCode};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::sync::watch;

/// The room's state. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Policy(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    configured: Arc<Settings>,
    store: Store,
    clock: Clock,
    now: watch::Sender<Arc<Now>>,
    /// Held while something is changed.
    changing: Arc<tokio::sync::Mutex<()>>,
}

/// Everything as it is now.
#[derive(Debug)]
pub struct Now {
    /// Counts the changes.
    pub revision: u64,
    /// What administrators have set.
    pub overrides: Overrides,
    /// What holds.
    pub settings: Arc<Settings>,
    /// The account that made the last change since the broker started.
    pub by: Option<String>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// A value is not within its limits.
    #[error("{0}")]
    Field(&'static str),
    /// Somebody else was faster.
    #[error("changed by somebody else meanwhile")]
    Stale,
    /// It cannot be written, so nothing is changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChangeError {
    /// What is answered, but for faults of the store.
    #[must_use]
    pub fn refusal(&self) -> Option<ErrorBody> {
        match self {
            Self::Field(name) => Some(ErrorBody {
                field: Some((*name).to_owned()),
                ..ErrorBody::new(ErrorCode::BadField)
            }),
            Self::Stale => Some(ErrorCode::ChangedMeanwhile.into()),
            Self::Store(_) => None,
        }
    }
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Policy {
    /// Reads what is stored. What does not hold with this configuration any more is logged and left out, so that the
    /// broker comes up as it is configured.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(
        configured: Arc<Settings>,
        store: Store,
        clock: Clock,
    ) -> Result<Self, StoreError> {
        let row: Option<(i64, String)> =
            sqlx::query_as("SELECT revision, overrides FROM policy WHERE id = 1")
                .fetch_optional(store.read())
                .await?;
        let (revision, text) = row.unwrap_or((0, "{}".to_owned()));
        let stored = serde_json::from_str::<Overrides>(&text).unwrap_or_else(|error| {
            tracing::error!(%error, "the stored settings do not read: the configuration holds");
            Overrides::default()
        });
        let (overrides, settings) = match configured.with(&stored) {
            Ok(settings) => (stored, Arc::new(settings)),
            Err(error) => {
                tracing::error!(%error, "the stored settings do not fit the configuration, which holds alone");
                (Overrides::default(), Arc::clone(&configured))
            }
        };
        let now = Now {
            revision: u64::try_from(revision).unwrap_or_default(),
            overrides,
            settings,
            by: None,
        };
        let (now, _) = watch::channel(Arc::new(now));
        Ok(Self(Arc::new(Inner {
            configured,
            store,
            clock,
            now,
            changing: Arc::default(),
        })))
    }

    /// The settings as they are now.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.0.now.borrow().settings)
    }

    /// What the configuration says.
    #[must_use]
    pub fn configured(&self) -> &Settings {
        &self.0.configured
    }

    /// Everything as it is now.
    #[must_use]
    pub fn now(&self) -> Arc<Now> {
        Arc::clone(&self.0.now.borrow())
    }

    /// Tells when something has changed.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<Now>> {
        self.0.now.subscribe()
    }

    /// Sets all that is set in place of the configuration: what is not among it holds as configured again. `revision` is
    /// that of which the change was made.
    ///
    /// # Errors
    /// [`ChangeError::Field`] names the value that is not within its limits; then nothing is changed.
    pub async fn change(
        &self,
        by: &Permitted<OrganizationUpdate>,
        revision: u64,
        overrides: Overrides,
    ) -> Result<(), ChangeError> {
        let turn = Arc::clone(&self.0.changing).lock_owned().await;
        let before = self.now();
        if before.revision != revision {
            return Err(ChangeError::Stale);
        }
        let settings = self.0.configured.with(&overrides).map_err(field)?;
        let (from, to) = difference(&before.settings, &settings);
        if from.is_empty() && overrides == before.overrides {
            return Ok(());
        }
        let revision = revision.saturating_add(1);
        let text =
            serde_json::to_string(&overrides).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let record = Record {
            at_ms: self.0.clock.now_ms(),
            session: None,
            actor: Some(by.account().to_string()),
            kind: "settings-changed".to_owned(),
            data: json!({ "before": from, "after": to }),
        };
        let mut write = self.0.store.write().await?;
        sqlx::query(
            "INSERT INTO policy (id, revision, overrides, updated_ms) VALUES (1, $1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, \
             overrides = excluded.overrides, updated_ms = excluded.updated_ms",
        )
        .bind(i64::try_from(revision).unwrap_or(i64::MAX))
        .bind(text)
        .bind(self.0.clock.now_db())
        .execute(&mut *write)
        .await?;
        audit::append(&mut write, &record).await?;
        let now = Arc::new(Now {
            revision,
            overrides,
            settings: Arc::new(settings),
            by: Some(by.account().to_string()),
        });
        let inner = Arc::clone(&self.0);
        store::keep(write, async move {
            let _turn = turn;
            inner.now.send_replace(now);
        })
        .await?;
        Ok(())
    }
}

/// The key that a refusal of the settings names.
fn field(error: SettingsError) -> ChangeError {
    match error {
        SettingsError::Range(key, _) => ChangeError::Field(key),
        other => {
            tracing::error!(%other, "a setting was refused without its key");
            ChangeError::Field("")
        }
    }
}

/// Which values differ, by their keys: as they were, and as they are.
fn difference(before: &Settings, after: &Settings) -> (Map<String, Value>, Map<String, Value>) {
    let all = |settings| match serde_json::to_value(Overrides::of(settings)) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    let (mut before, mut after) = (all(before), all(after));
    let same: Vec<String> = before
        .iter()
        .filter(|(key, value)| after.get(*key) == Some(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in same {
        before.remove(&key);
        after.remove(&key);
    }
    (before, after)
}
