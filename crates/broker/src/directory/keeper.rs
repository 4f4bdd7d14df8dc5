//! The directory that is configured, whoever keeps it.

use super::{
    Aged, Device, DeviceAnswer, DeviceQuery, DeviceRow, DirectoryError, Embedded, Graph, Group,
    GroupKind, Organization, Page, Person, PersonKey, PersonQuery, Photo, Provider,
    graph::{GraphError, LOOK_MS},
};
use crate::{
    Clock, Settings,
    policy::Policy,
    settings::{DirectoryKeeper, PeopleSettings},
    store::Store,
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::sync::watch;

/// The directory. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub enum Directory {
    /// We keep it ourselves.
    Embedded(Embedded),
    /// Microsoft does.
    Graph(Arc<Graph>),
}

/// When it may have changed.
#[derive(Debug)]
pub enum Changes {
    /// It tells each change.
    Told(watch::Receiver<u64>),
    /// It tells none: what it answers is looked at again every [`LOOK_MS`], by this clock.
    Unknown(Clock),
}

impl Directory {
    /// The one that is configured; nothing is asked yet.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub fn open(settings: &Settings, store: Store, clock: Clock) -> Result<Self, GraphError> {
        Ok(match settings.directory.provider {
            DirectoryKeeper::Embedded => {
                let organization = Organization {
                    name: None,
                    verified_domains: settings.identity.verified_domains.clone(),
                };
                let embedded = Embedded::new(store, clock, organization);
                Self::Embedded(if settings.administrators == PeopleSettings::default() {
                    embedded.guarding_administrators()
                } else {
                    embedded
                })
            }
            DirectoryKeeper::Graph => Self::Graph(Arc::new(Graph::new(settings, clock)?)),
        })
    }

    /// A device by the directory's id, or by the one that Entra ID gives it. Its groups may be unknown while it is known.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn device_by_any(&self, id: &str) -> Result<Option<DeviceAnswer>, DirectoryError> {
        match self {
            Self::Embedded(_) => self.device_by_id(id).await,
            Self::Graph(graph) => graph.device_by_any(id).await,
        }
    }

    /// A device by the directory's id. Its groups may be unknown while it is known.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn device_by_id(&self, id: &str) -> Result<Option<DeviceAnswer>, DirectoryError> {
        match self {
            Self::Embedded(embedded) => {
                let found = embedded.device(id).await?;
                Ok(found.map(|device| DeviceAnswer {
                    device,
                    groups_untold: None,
                }))
            }
            Self::Graph(graph) => graph.device_of_intune(id).await,
        }
    }

    /// Has it heed settings that change while the broker runs.
    pub fn follow(&self, policy: &Policy) {
        match self {
            // None concerns it.
            Self::Embedded(_) => {}
            Self::Graph(graph) => graph.follow(policy),
        }
    }

    /// When to look at it again.
    #[must_use]
    pub fn changes(&self) -> Changes {
        match self {
            Self::Embedded(embedded) => Changes::Told(embedded.changes()),
            Self::Graph(graph) => Changes::Unknown(graph.clock().clone()),
        }
    }
}

impl Changes {
    /// Returns when it may have changed.
    pub async fn next(&mut self) {
        match self {
            Self::Told(changes) => {
                if changes.changed().await.is_err() {
                    // Whoever could change it has gone.
                    std::future::pending().await
                }
            }
            Self::Unknown(clock) => clock.sleep(Duration::from_millis(LOOK_MS)).await,
        }
    }
}

/// Asks whoever it is.
macro_rules! of {
    ($directory:expr, $it:ident => $ask:expr) => {
        match $directory {
            Directory::Embedded($it) => $ask.await,
            Directory::Graph($it) => $ask.await,
        }
    };
}

impl Provider for Directory {
    async fn person(&self, key: PersonKey<'_>) -> Result<Option<Aged<Person>>, DirectoryError> {
        of!(self, it => it.person(key))
    }

    async fn person_by_id(&self, id: &str) -> Result<Option<Aged<Person>>, DirectoryError> {
        of!(self, it => it.person_by_id(id))
    }

    async fn photo(&self, person: &str) -> Result<Option<Aged<Photo>>, DirectoryError> {
        of!(self, it => it.photo(person))
    }

    async fn device(&self, id: &str) -> Result<Option<Aged<Device>>, DirectoryError> {
        of!(self, it => it.device(id))
    }

    async fn devices(&self, query: &DeviceQuery) -> Result<Aged<Page<DeviceRow>>, DirectoryError> {
        of!(self, it => it.devices(query))
    }

    async fn people(&self, query: &PersonQuery) -> Result<Aged<Page<Person>>, DirectoryError> {
        of!(self, it => it.people(query))
    }

    async fn groups(&self, kind: GroupKind) -> Result<Aged<Vec<Group>>, DirectoryError> {
        of!(self, it => it.groups(kind))
    }

    async fn group_names(&self, ids: &[&str]) -> Result<HashMap<String, String>, DirectoryError> {
        of!(self, it => it.group_names(ids))
    }

    async fn organization(&self) -> Result<Aged<Organization>, DirectoryError> {
        of!(self, it => it.organization())
    }
}
