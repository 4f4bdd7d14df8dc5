//! The settings as they are now: what the configuration says, and what administrators have set in its place while the
//! broker runs. Whoever needs a setting that can change asks here each time.

use crate::{
    Clock, Settings,
    audit::{self, Record},
    identity::{OrganizationUpdate, Permitted},
    settings::{Overrides, SettingsError},
    store::{self, Store, StoreError, Write},
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
    /// Reads what is stored. What of it does not fit this configuration any more is left out, so that the broker comes up and
    /// all else still holds: it is logged, recorded as a change that nobody made, and set no more.
    ///
    /// # Errors
    /// When it cannot be read, or what is left out cannot be recorded.
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
        let mut revision = u64::try_from(revision).unwrap_or_default();
        let stored = serde_json::from_str::<Map<_, _>>(&text).unwrap_or_else(|error| {
            tracing::error!(%error, "the stored settings do not read: the configuration holds");
            Map::new()
        });
        let (overrides, settings) = configured.with_fitting(&stored);
        let (left_out, instead) = left_out(stored, &overrides, &settings);
        if !left_out.is_empty() {
            let keys: Vec<_> = left_out.keys().map(String::as_str).collect();
            let keys = keys.join(", ");
            tracing::error!(
                keys,
                "stored settings do not fit the configuration, which holds in their place"
            );
            revision = revision.saturating_add(1);
            let change = json!({ "before": left_out, "after": instead });
            let write = written(&store, &clock, revision, &overrides, change, None).await?;
            write.commit().await?;
        }
        let now = Now {
            revision,
            overrides,
            settings: Arc::new(settings),
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
        let (store, clock) = (&self.0.store, &self.0.clock);
        let change = json!({ "before": from, "after": to });
        let actor = Some(by.account().to_string());
        let write = written(store, clock, revision, &overrides, change, actor).await?;
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

/// What is set, written with its record in one transaction that is still to be committed.
async fn written(
    store: &Store,
    clock: &Clock,
    revision: u64,
    overrides: &Overrides,
    change: Value,
    actor: Option<String>,
) -> Result<Write, StoreError> {
    let text =
        serde_json::to_string(overrides).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let record = Record {
        at_ms: clock.now_ms(),
        session: None,
        actor,
        kind: "settings-changed".to_owned(),
        data: change,
    };
    let mut write = store.write().await?;
    sqlx::query(
        "INSERT INTO policy (id, revision, overrides, updated_ms) VALUES (1, $1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, \
         overrides = excluded.overrides, updated_ms = excluded.updated_ms",
    )
    .bind(i64::try_from(revision).unwrap_or(i64::MAX))
    .bind(text)
    .bind(clock.now_db())
    .execute(&mut *write)
    .await?;
    audit::append(&mut write, &record).await?;
    Ok(write)
}

/// What was stored and is not among what is set now, and what holds in its place: nothing where there is no such setting.
fn left_out(
    mut stored: Map<String, Value>,
    set: &Overrides,
    settings: &Settings,
) -> (Map<String, Value>, Map<String, Value>) {
    let (set, all) = (values(set), values(&Overrides::of(settings)));
    stored.retain(|key, value| !value.is_null() && !set.contains_key(key));
    let instead = stored.keys().map(|key| {
        let holds = all.get(key).cloned();
        (key.clone(), holds.unwrap_or_default())
    });
    let instead = instead.collect();
    (stored, instead)
}

/// The values by their keys.
fn values(overrides: &Overrides) -> Map<String, Value> {
    match serde_json::to_value(overrides) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
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
    let (mut before, mut after) = (
        values(&Overrides::of(before)),
        values(&Overrides::of(after)),
    );
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
