//! The directory that Microsoft Graph keeps: people and groups of Entra ID, devices of Intune. Read with
//! application permissions, never written.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what is asked anew, what is answered from what is kept, and how old that may be |
//! | `people`, `groups`, `devices`, `organization` | what each is asked for, and what the answers mean |
//! | `found` | one device: its state of Intune, its groups of Entra ID |
//! | `listed` | devices searched, sorted and cut into pages |
//! | `request` | requests to Graph: addresses, errors, lists page by page |
//! | `token` | access tokens |
//! | `line` | HTTP: short waits, bounded answers, repetition |
//! | `retry`, `breaker` | when to send again, and whom to leave alone |
//! | `cache` | answers with their age |
//! | `guid`, `failure` | ids, and why there is no answer |
//! | `refusals` | what the log has said of refusals |
//!
//! **How old an answer may be.** What is younger than the refresh time (`refresh_minutes`) is answered from
//! what is kept; people and devices, on which rights hang, are asked for again [`AHEAD_MS`] before it is over. If Microsoft
//! does not answer then, people, groups and the organisation may be up to [`STALE_MS`] old, and say how old they are.
//! Compliance may not: beyond the refresh time it is unknown. Each has its own age: while the groups of a device cannot be
//! told, its state can. A refusal is told as such and never covered by what was
//! known before.

mod breaker;
mod cache;
mod devices;
mod failure;
mod found;
mod groups;
mod guid;
mod line;
mod listed;
mod organization;
mod people;
mod refusals;
mod request;
mod retry;
mod token;

use super::{
    Aged, Device, DeviceAnswer, DeviceQuery, DeviceRow, DirectoryError, Group, GroupKind,
    Organization, Page, Person, PersonKey, PersonQuery, Photo, Provider,
};
use crate::{
    Clock, Settings,
    policy::Policy,
    settings::{GraphSettings, PublicUrl},
};
use cache::Cache;
use devices::Row;
use failure::Failure;
use guid::Guid;
use line::Line;
use refusals::Refusals;
use request::Client;
use std::{
    collections::{HashMap, HashSet},
    fmt,
    hash::Hash,
    sync::{Arc, OnceLock},
};
use token::Tokens;
use url::Url;

/// How old an answer may be while Microsoft does not answer, in milliseconds: an hour. Not compliance.
pub const STALE_MS: u64 = 60 * 60_000;
/// Microsoft tells no changes: sessions that run are looked at again this often, in milliseconds.
pub const LOOK_MS: u64 = 20_000;
/// What rights hang on is asked for again so long before the refresh time is over, in milliseconds, so that what has changed
/// there counts within it: the last look before its end comes early enough to be answered.
pub const AHEAD_MS: u64 = LOOK_MS + 10_000;
/// Photos are asked for again after this, in milliseconds.
const PHOTO_MS: u64 = 60 * 60_000;

/// How many ids of groups, names and the like are kept of people, and as many of devices: some 30 MB.
const TEXTS: usize = 400_000;
/// Pages of people that are kept.
const PAGES: usize = 64;
/// How much of photos is kept, in bytes.
const PHOTOS: usize = 16 * 1024 * 1024;

/// Why Microsoft Graph cannot be used as the settings say.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// Nobody knows the tenant.
    #[error("`directory.graph.tenant` is no GUID, and the sign-in does not tell the tenant either")]
    Tenant,
    /// There is no secret.
    #[error("`directory.graph.client_secret` is missing")]
    Secret,
    /// An address cannot be used.
    #[error("`directory.graph.login_url` or `directory.graph.graph_url` cannot be used")]
    Address,
    /// The system's certificates cannot be used.
    #[error("the HTTP client cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
}

/// Microsoft Graph as the directory.
pub struct Graph {
    client: Client,
    tenant: Guid,
    configured_ms: u64,
    /// What holds in place of that.
    policy: OnceLock<Policy>,
    people: Cache<Guid, Option<Person>>,
    photos: Cache<Guid, Option<Photo>>,
    devices: Cache<Guid, Option<Row>>,
    devices_of_entra: Cache<Guid, Option<Row>>,
    device_groups: Cache<Guid, Vec<String>>,
    device_list: List<Vec<Row>>,
    people_pages: Cache<String, Page<Person>>,
    group_list: List<Vec<(String, String)>>,
    group_devices: Cache<Guid, Arc<HashSet<Guid>>>,
    organization: Cache<(), Organization>,
    refusals: Refusals,
}

/// A whole list: one asks for it, the others wait for the answer.
struct List<V> {
    kept: Cache<(), Arc<V>>,
    asking: tokio::sync::Mutex<()>,
}

impl<V> Default for List<V> {
    fn default() -> Self {
        Self {
            kept: Cache::new(1, |_| 1),
            asking: tokio::sync::Mutex::default(),
        }
    }
}

/// All that it keeps is about people.
impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph").finish_non_exhaustive()
    }
}

/// An answer, and whether it is older than the refresh time.
struct Known<V> {
    answer: Aged<V>,
    old: bool,
}

impl<V> Known<V> {
    fn map<W>(self, change: impl FnOnce(V) -> W) -> Aged<W> {
        Aged {
            value: change(self.answer.value),
            as_of_ms: self.answer.as_of_ms,
        }
    }
}

impl Graph {
    /// Of these settings; nothing is asked yet.
    ///
    /// # Errors
    /// See [`GraphError`]; settings that have been checked lead to the last only.
    pub fn new(settings: &Settings, clock: Clock) -> Result<Self, GraphError> {
        let graph: &GraphSettings = &settings.directory.graph;
        let tenant = settings.graph_tenant().and_then(|id| Guid::parse(&id));
        let tenant = tenant.ok_or(GraphError::Tenant)?;
        let secret = graph.client_secret.clone().ok_or(GraphError::Secret)?;
        let url = |origin: &PublicUrl, path: &str| {
            Url::parse(&(origin.origin() + path)).map_err(|_| GraphError::Address)
        };
        let token_path = format!("/{}/oauth2/v2.0/token", tenant.as_str());
        let local = |url: &PublicUrl| url.is_loopback() && !url.is_https();
        let line = Line::new(local(&graph.login_url) && local(&graph.graph_url), clock)?;
        let tokens = Tokens::new(
            url(&graph.login_url, &token_path)?,
            graph.client_id.clone(),
            secret,
            graph.graph_url.origin() + "/.default",
        );
        Ok(Self {
            client: Client::new(line, tokens, url(&graph.graph_url, "/")?),
            tenant,
            configured_ms: graph.refresh_ms(),
            policy: OnceLock::new(),
            people: Cache::new(TEXTS, |person| person.as_ref().map_or(1, person_weight)),
            photos: Cache::new(PHOTOS, |photo| {
                photo.as_ref().map_or(0, |photo| photo.bytes.len()) + 100
            }),
            devices: Cache::new(TEXTS, device_weight),
            devices_of_entra: Cache::new(TEXTS, device_weight),
            device_groups: Cache::new(TEXTS, |groups| groups.len() + 1),
            device_list: List::default(),
            people_pages: Cache::new(PAGES, |_| 1),
            group_list: List::default(),
            group_devices: Cache::new(TEXTS, |devices| devices.len() + 1),
            organization: Cache::new(1, |_| 1),
            refusals: Refusals::default(),
        })
    }

    /// The time that all of it goes by.
    pub(in crate::directory) fn clock(&self) -> &Clock {
        self.client.clock()
    }

    /// Has the refresh time be what holds while the broker runs, and not only what is configured.
    pub(in crate::directory) fn follow(&self, policy: &Policy) {
        // Nobody has it follow two.
        let _ = self.policy.set(policy.clone());
    }

    /// The refresh time.
    fn refresh_ms(&self) -> u64 {
        let policy = self.policy.get();
        policy.map_or(self.configured_ms, |policy| {
            policy.settings().directory.graph.refresh_ms()
        })
    }

    /// After how many milliseconds what rights hang on is asked for again.
    fn ahead_ms(&self) -> u64 {
        self.refresh_ms().saturating_sub(AHEAD_MS)
    }

    /// What is kept, if it is younger than `fresh_ms`; else what is asked; else, if Microsoft does not answer,
    /// what is kept and not too old.
    async fn known<K: Eq + Hash + Clone, V: Clone>(
        &self,
        cache: &Cache<K, V>,
        key: K,
        fresh_ms: u64,
        asked: impl Future<Output = Result<V, Failure>>,
    ) -> Result<Known<V>, DirectoryError> {
        let began_ms = self.client.now_ms();
        if let Some(answer) = cache.younger(&key, fresh_ms, began_ms) {
            return Ok(Known { answer, old: false });
        }
        match asked.await {
            Ok(value) => {
                // It is as old as the question: what has changed since may not be in it.
                let answer = Aged {
                    value,
                    as_of_ms: began_ms,
                };
                cache.keep(key, answer.clone());
                Ok(Known { answer, old: false })
            }
            Err(failure @ Failure::Unavailable { .. }) => {
                let now_ms = self.client.now_ms();
                match cache.younger(&key, STALE_MS, now_ms) {
                    Some(answer) => {
                        let old = now_ms.saturating_sub(answer.as_of_ms) >= self.refresh_ms();
                        Ok(Known { answer, old })
                    }
                    None => Err(failure.into()),
                }
            }
            Err(failure) => {
                if let Failure::Refused(why) = &failure
                    && self.refusals.is_news(why, self.client.now_ms())
                {
                    tracing::warn!(why, "the directory may not be read as it has to be");
                }
                Err(failure.into())
            }
        }
    }

    async fn listed<V>(
        &self,
        list: &List<V>,
        asked: impl Future<Output = Result<V, Failure>>,
    ) -> Result<Known<Arc<V>>, DirectoryError> {
        let _asking = list.asking.lock().await;
        let asked = async { asked.await.map(Arc::new) };
        self.known(&list.kept, (), self.refresh_ms(), asked).await
    }
}

/// How many texts there are of a person.
fn person_weight(person: &Person) -> usize {
    person.groups.len() + 6
}

/// How many texts there are of a device.
fn device_weight(row: &Option<Row>) -> usize {
    row.as_ref().map_or(1, |row| {
        row.device.reasons.len() + row.owner_addresses.len() + 6
    })
}

fn present<V>(answer: Aged<Option<V>>) -> Option<Aged<V>> {
    let as_of_ms = answer.as_of_ms;
    answer.value.map(|value| Aged { value, as_of_ms })
}

impl Provider for Graph {
    /// By `oid` alone: addresses prove nothing with Entra ID.
    async fn person(&self, key: PersonKey<'_>) -> Result<Option<Aged<Person>>, DirectoryError> {
        let Some(id) = Guid::parse(key.subject) else {
            return Ok(None);
        };
        let asked = people::person(&self.client, &id);
        let known = self
            .known(&self.people, id.clone(), self.ahead_ms(), asked)
            .await?;
        Ok(present(known.answer))
    }

    /// Their id is what names them at Entra ID, too.
    async fn person_by_id(&self, id: &str) -> Result<Option<Aged<Person>>, DirectoryError> {
        let key = PersonKey {
            subject: id,
            email: None,
        };
        self.person(key).await
    }

    async fn photo(&self, person: &str) -> Result<Option<Aged<Photo>>, DirectoryError> {
        let Some(id) = Guid::parse(person) else {
            return Ok(None);
        };
        let asked = people::photo(&self.client, &id);
        let known = self
            .known(&self.photos, id.clone(), PHOTO_MS, asked)
            .await?;
        Ok(present(known.answer))
    }

    /// By its id at Intune, and with its groups or not at all.
    async fn device(&self, id: &str) -> Result<Option<Aged<Device>>, DirectoryError> {
        let found = self.device_of_intune(id).await?;
        found.map(DeviceAnswer::whole).transpose()
    }

    /// From the whole list, which is kept for the refresh time. So is which devices are in a group.
    async fn devices(&self, query: &DeviceQuery) -> Result<Aged<Page<DeviceRow>>, DirectoryError> {
        let group = match query.group.as_deref().map(Guid::parse) {
            None => None,
            // No group has such an id.
            Some(None) => Some(Aged {
                value: Arc::default(),
                as_of_ms: self.client.now_ms(),
            }),
            Some(Some(id)) => {
                let asked = groups::devices(&self.client, &id);
                let asked = async { asked.await.map(Arc::new) };
                let known = self
                    .known(&self.group_devices, id.clone(), self.refresh_ms(), asked)
                    .await?;
                Some(known.answer)
            }
        };
        let all = devices::all(&self.client);
        let known = self.listed(&self.device_list, all).await?;
        let members = group.as_ref().map(|group| &*group.value);
        let page = listed::page(&known.answer.value, query, known.old, members)?;
        let mut answer = known.map(|_| page);
        // As old as the older of the two.
        if let Some(group) = group {
            answer.as_of_ms = answer.as_of_ms.min(group.as_of_ms);
        }
        Ok(answer)
    }

    /// Searched by Graph, without the groups of each.
    async fn people(&self, query: &PersonQuery) -> Result<Aged<Page<Person>>, DirectoryError> {
        let key = serde_json::to_string(query)
            .map_err(|_| DirectoryError::Nonsense("a query cannot be written".to_owned()))?;
        let asked = people::people(&self.client, query);
        let known = self
            .known(&self.people_pages, key, self.refresh_ms(), asked)
            .await?;
        Ok(known.answer)
    }

    /// All groups, of either kind: a group of Entra ID may hold both.
    async fn groups(&self, kind: GroupKind) -> Result<Aged<Vec<Group>>, DirectoryError> {
        let all = groups::all(&self.client);
        let known = self.listed(&self.group_list, all).await?;
        Ok(known.map(|groups| {
            let group = |(id, name): &(String, String)| Group {
                id: id.clone(),
                name: name.clone(),
                kind,
            };
            groups.iter().map(group).collect()
        }))
    }

    /// From the list of all groups, which is kept for the refresh time.
    async fn group_names(&self, ids: &[&str]) -> Result<HashMap<String, String>, DirectoryError> {
        let all = groups::all(&self.client);
        let known = self.listed(&self.group_list, all).await?;
        let wanted: HashSet<&str> = ids.iter().copied().collect();
        let named = known.answer.value.iter();
        let named = named.filter(|(id, _)| wanted.contains(id.as_str()));
        Ok(named.cloned().collect())
    }

    async fn organization(&self) -> Result<Aged<Organization>, DirectoryError> {
        let asked = organization::organization(&self.client, &self.tenant);
        let known = self
            .known(&self.organization, (), self.refresh_ms(), asked)
            .await?;
        Ok(known.answer)
    }
}
