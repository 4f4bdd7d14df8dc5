//! What the embedded directory can be asked. What it says is true now: nobody else keeps it.

use super::{Embedded, devices, groups, people, rows::Rows as _};
use crate::directory::{
    DirectoryError, PersonKey, Provider,
    entry::{Aged, Device, Group, GroupKind, Organization, Person, Photo},
    query::{DeviceQuery, DeviceRow, Page, PersonQuery},
};
use sqlx::{Sqlite, Transaction};
use std::collections::HashMap;

impl Embedded {
    /// A transaction that reads: all that it is asked is from one moment.
    async fn look(&self) -> Result<Transaction<'static, Sqlite>, DirectoryError> {
        Ok(self.store.read().begin().await?)
    }

    /// An answer as of a moment before it was looked up.
    const fn aged<T>(value: T, as_of_ms: u64) -> Aged<T> {
        Aged { value, as_of_ms }
    }
}

impl Provider for Embedded {
    async fn person(&self, key: PersonKey<'_>) -> Result<Option<Aged<Person>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let found = people::find(&mut *self.look().await?, key).await?;
        Ok(found.map(|person| Self::aged(person, now_ms)))
    }

    async fn person_by_id(&self, id: &str) -> Result<Option<Aged<Person>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let found = Person::read(&mut *self.look().await?, id).await?;
        Ok(found.map(|person| Self::aged(person, now_ms)))
    }

    /// None: photos come with the sign-in, from the identity provider. A second copy here would have to be kept as
    /// new as that one, and be imported, for nothing that is shown otherwise.
    async fn photo(&self, _person: &str) -> Result<Option<Aged<Photo>>, DirectoryError> {
        Ok(None)
    }

    async fn device(&self, id: &str) -> Result<Option<Aged<Device>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let found = Device::read(&mut *self.look().await?, id).await?;
        Ok(found.map(|device| Self::aged(device, now_ms)))
    }

    async fn devices(&self, query: &DeviceQuery) -> Result<Aged<Page<DeviceRow>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let page = devices::page(&mut *self.look().await?, query).await?;
        Ok(Self::aged(page, now_ms))
    }

    async fn people(&self, query: &PersonQuery) -> Result<Aged<Page<Person>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let page = people::page(&mut *self.look().await?, query).await?;
        Ok(Self::aged(page, now_ms))
    }

    async fn groups(&self, kind: GroupKind) -> Result<Aged<Vec<Group>>, DirectoryError> {
        let now_ms = self.clock.now_ms();
        let groups = groups::by_name(&mut *self.look().await?, kind).await?;
        Ok(Self::aged(groups, now_ms))
    }

    async fn group_names(&self, ids: &[&str]) -> Result<HashMap<String, String>, DirectoryError> {
        Ok(groups::names(&mut *self.look().await?, ids).await?)
    }

    async fn organization(&self) -> Result<Aged<Organization>, DirectoryError> {
        let organization = Organization::clone(&self.organization);
        Ok(Self::aged(organization, self.clock.now_ms()))
    }
}
