//! The embedded directory: the organisation's people, groups and devices in our own store, for those who have no
//! other directory. What changes is recorded in the audit, in the same transaction.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what can be changed |
//! | `provider` | what can be asked |
//! | [`files`] | files read and written while the broker runs |
//! | `rows` | what is common to the rows of all kinds |
//! | `people`, `groups`, `devices` | the rows of each |
//! | `paging` | cursors, and texts that are searched |
//! | `record` | what the audit is told |

mod devices;
pub mod files;
mod groups;
pub(crate) mod paging;
mod people;
mod provider;
mod record;
pub(super) mod rows;

pub(super) use groups::with_members as groups_with_members;
pub(crate) use paging::email_key;
pub(super) use people::free as free_person;
pub(crate) use people::{find as find_person, has_somebody, may_come};

use super::{
    check::{self, Fault, Invalid},
    entry::{Device, Group, Organization, Person},
    limits,
};
use crate::{
    Clock,
    access::left,
    audit,
    condition::{Condition, Overtaken},
    store::{self, Store, StoreError, Write},
};
use rows::Rows;
use std::{slice, sync::Arc};
use tokio::sync::{Mutex, OwnedMutexGuard, Semaphore, watch};

/// Who makes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author<'a> {
    /// An account.
    Account(&'a str),
    /// An operator, who reads a file by the command line.
    Import,
}

/// Who makes a change, and where: an author alone changes whatever is there.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    author: Author<'a>,
    condition: &'a Condition,
}

impl<'a> Author<'a> {
    /// A change only where this condition is met.
    #[must_use]
    pub const fn only(self, condition: &'a Condition) -> Change<'a> {
        Change {
            author: self,
            condition,
        }
    }
}

impl<'a> From<Author<'a>> for Change<'a> {
    fn from(author: Author<'a>) -> Self {
        author.only(&Condition::Any)
    }
}

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was not there before.
    New,
    /// It was another before.
    Changed,
    /// It was the same before: nothing is written and nothing recorded.
    Unchanged,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value may not stand there.
    #[error(transparent)]
    Invalid(#[from] Fault),
    /// Afterwards nobody could administer.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// It is not what it was when it was read.
    #[error(transparent)]
    Overtaken(#[from] Overtaken),
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The embedded directory. Cheap to clone; all clones are one directory.
#[derive(Clone, Debug)]
pub struct Embedded {
    store: Store,
    clock: Clock,
    organization: Arc<Organization>,
    changes: watch::Sender<u64>,
    /// Held while something is changed: what was compared with a file is still so when it is written.
    changing: Arc<Mutex<()>>,
    importing: Arc<Semaphore>,
    exporting: Arc<Semaphore>,
    /// Nobody administers by the configuration: who does by a role must not get lost here.
    guards: bool,
}

impl Embedded {
    /// The directory that a store holds, of an organisation with the name and the domains that are configured.
    #[must_use]
    pub fn new(store: Store, clock: Clock, organization: Organization) -> Self {
        Self {
            store,
            clock,
            organization: Arc::new(organization),
            changes: watch::Sender::new(0),
            changing: Arc::default(),
            importing: Arc::new(Semaphore::new(1)),
            exporting: Arc::new(Semaphore::new(limits::EXPORTS)),
            guards: false,
        }
    }

    /// Refuses changes after which nobody of those whom roles let administer could any more.
    #[must_use]
    pub const fn guarding_administrators(mut self) -> Self {
        self.guards = true;
        self
    }

    /// Counts the changes that this directory and its clones have made, each once it is kept.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Saves a person with their groups, new or not.
    ///
    /// # Errors
    /// When a value may not stand there, the condition is not met, nobody could administer afterwards, or the store fails. Then
    /// nothing is changed.
    pub async fn save_person(
        &self,
        person: &Person,
        change: impl Into<Change<'_>>,
    ) -> Result<Saved, ChangeError> {
        self.save(person, change.into()).await
    }

    /// Removes a person. Their devices stay, without an owner. Returns whether they were there.
    ///
    /// # Errors
    /// When the condition is not met, or the store fails. Then nothing is changed.
    pub async fn remove_person(
        &self,
        id: &str,
        change: impl Into<Change<'_>>,
    ) -> Result<bool, ChangeError> {
        self.remove::<Person>(id, change.into()).await
    }

    /// Saves a group's name and kind, new or not. Its members stay.
    ///
    /// # Errors
    /// When a value may not stand there, the condition is not met, nobody could administer afterwards, or the store fails. Then
    /// nothing is changed.
    pub async fn save_group(
        &self,
        group: &Group,
        change: impl Into<Change<'_>>,
    ) -> Result<Saved, ChangeError> {
        self.save(group, change.into()).await
    }

    /// Removes a group; its members stay, without it. Returns whether it was there.
    ///
    /// # Errors
    /// When the condition is not met, or the store fails. Then nothing is changed.
    pub async fn remove_group(
        &self,
        id: &str,
        change: impl Into<Change<'_>>,
    ) -> Result<bool, ChangeError> {
        self.remove::<Group>(id, change.into()).await
    }

    /// Saves a device with its groups, new or not.
    ///
    /// # Errors
    /// When a value may not stand there, the condition is not met, nobody could administer afterwards, or the store fails. Then
    /// nothing is changed.
    pub async fn save_device(
        &self,
        device: &Device,
        change: impl Into<Change<'_>>,
    ) -> Result<Saved, ChangeError> {
        self.save(device, change.into()).await
    }

    /// Removes a device. Returns whether it was there.
    ///
    /// # Errors
    /// When the condition is not met, or the store fails. Then nothing is changed.
    pub async fn remove_device(
        &self,
        id: &str,
        change: impl Into<Change<'_>>,
    ) -> Result<bool, ChangeError> {
        self.remove::<Device>(id, change.into()).await
    }

    /// Makes a group consist of these people or devices, by their ids, and of no others.
    ///
    /// # Errors
    /// When there is no such group, person or device, one of them would be in too many groups, or the store fails.
    /// Then nothing is changed.
    pub async fn set_members(
        &self,
        group: &str,
        members: &[String],
        author: Author<'_>,
    ) -> Result<Saved, ChangeError> {
        let turn = self.turn().await;
        let mut write = self.store.write().await?;
        let Some(it) = Group::read(&mut write, group).await? else {
            let why = Invalid::UnknownGroup(group.to_owned());
            return Err(Fault {
                field: "group",
                why,
            }
            .into());
        };
        let after = check::set(members.to_vec());
        let Some(changed) = groups::set_members(&mut write, &it, &after).await? else {
            return Ok(Saved::Unchanged);
        };
        let record = record::members(&it, &changed, author, self.clock.now_ms());
        audit::append(&mut write, &record).await?;
        self.keep(write, turn).await?;
        Ok(Saved::Changed)
    }

    async fn save<T: Rows>(&self, it: &T, change: Change<'_>) -> Result<Saved, ChangeError> {
        let after = it.clone().tidied();
        if let Some(fault) = after.faults().into_iter().next() {
            return Err(fault.into());
        }
        let turn = self.turn().await;
        let mut write = self.store.write().await?;
        let before = T::read(&mut write, after.id()).await?;
        if before.as_ref() == Some(&after) {
            return Ok(Saved::Unchanged);
        }
        change.condition.check(before.as_ref())?;
        after.fits(&mut write).await?;
        let written = (before, after);
        let (author, now_ms) = (change.author, self.clock.now_ms());
        rows::write(&mut write, slice::from_ref(&written), author, now_ms).await?;
        self.keep(write, turn).await?;
        Ok(match written.0 {
            None => Saved::New,
            Some(_) => Saved::Changed,
        })
    }

    async fn remove<T: Rows>(&self, id: &str, change: Change<'_>) -> Result<bool, ChangeError> {
        let turn = self.turn().await;
        let mut write = self.store.write().await?;
        let Some(it) = T::read(&mut write, id).await? else {
            return Ok(false);
        };
        change.condition.check(Some(&it))?;
        let (author, now_ms) = (change.author, self.clock.now_ms());
        rows::remove(&mut write, slice::from_ref(&it), author, now_ms).await?;
        self.keep(write, turn).await?;
        Ok(true)
    }

    /// The turn to change something.
    async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.changing).lock_owned().await
    }

    /// Keeps what was written and tells who waits for it that something has changed: both, also when nobody waits for
    /// the answer any more.
    async fn keep(&self, mut write: Write, turn: OwnedMutexGuard<()>) -> Result<(), ChangeError> {
        if self.guards && !left::by_roles(&mut write).await? {
            // As it is without what was written.
            let mut before = self.store.read().begin().await?;
            if left::by_roles(&mut before).await? {
                return Err(ChangeError::LastAdministrator);
            }
        }
        let changes = self.changes.clone();
        store::keep(write, async move {
            let _turn = turn;
            changes.send_modify(|count| *count = count.wrapping_add(1));
        })
        .await
        .map_err(ChangeError::from)
    }
}

#[cfg(test)]
mod tests;
