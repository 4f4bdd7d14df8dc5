//! The directory: the organisation's people, groups and devices, from whoever keeps them.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what a directory can be asked, and the errors of that |
//! | [`entry`] | people, groups and devices as values |
//! | [`query`] | lists: searched, filtered, sorted, page by page |
//! | [`embedded`] | a directory of our own, in the store |
//! | [`check`], [`limits`] | what may stand in that one |
//! | [`csv`] | that one written as CSV, and read from it |
//! | [`command`] | the same for operators |
//! | `words` | the words for kinds, platforms and states |
//! | `keeper` | the one that is configured |
//! | [`graph`] | the directory that Microsoft Graph keeps |
//! | `suite` | the tests that every directory has to pass; those of [`graph`] run from outside, against a Graph of their own |

pub mod check;
pub mod command;
pub mod csv;
pub mod embedded;
pub mod entry;
pub mod graph;
mod keeper;
pub mod limits;
pub mod query;
#[cfg(test)]
pub(crate) mod suite;
mod words;

pub use embedded::Embedded;
pub(crate) use embedded::email_key;
pub use entry::{
    Aged, Compliance, Device, DeviceAnswer, Group, GroupKind, Organization, Person, Photo, Platform,
};
pub use graph::Graph;
pub use keeper::{Changes, Directory};
pub use query::{DeviceQuery, DeviceRow, Page, PersonQuery};

use std::collections::HashMap;

/// What names a signed-in person to a directory.
#[derive(Clone, Copy)]
pub struct PersonKey<'a> {
    /// What names them at the identity provider: the `sub` claim, or `oid` with Entra ID.
    pub subject: &'a str,
    /// Their verified e-mail address, where addresses prove anything.
    pub email: Option<&'a str>,
}

/// Who keeps the directory. Every answer tells how old it is.
///
/// Unknown is an answer of its own everywhere: what cannot be told is an error or a state of that name,
/// never the better of two states.
pub trait Provider: Send + Sync {
    /// The person behind a sign-in, with the ids of all groups that they are in, also by way of other groups.
    /// `None`: the directory does not know them.
    fn person(
        &self,
        key: PersonKey<'_>,
    ) -> impl Future<Output = Result<Option<Aged<Person>>, DirectoryError>> + Send;

    /// The same by the directory's own id.
    fn person_by_id(
        &self,
        id: &str,
    ) -> impl Future<Output = Result<Option<Aged<Person>>, DirectoryError>> + Send;

    /// Their photo, if there is one.
    fn photo(
        &self,
        person: &str,
    ) -> impl Future<Output = Result<Option<Aged<Photo>>, DirectoryError>> + Send;

    /// A device by its id, with the ids of the groups that it is in. `None`: it is not enrolled.
    fn device(
        &self,
        id: &str,
    ) -> impl Future<Output = Result<Option<Aged<Device>>, DirectoryError>> + Send;

    /// Devices, page by page.
    fn devices(
        &self,
        query: &DeviceQuery,
    ) -> impl Future<Output = Result<Aged<Page<DeviceRow>>, DirectoryError>> + Send;

    /// People, page by page.
    fn people(
        &self,
        query: &PersonQuery,
    ) -> impl Future<Output = Result<Aged<Page<Person>>, DirectoryError>> + Send;

    /// All groups of one kind, by name.
    fn groups(
        &self,
        kind: GroupKind,
    ) -> impl Future<Output = Result<Aged<Vec<Group>>, DirectoryError>> + Send;

    /// What these groups are called, by their ids, whatever they are made of. Those that are not there are left out.
    fn group_names(
        &self,
        ids: &[&str],
    ) -> impl Future<Output = Result<HashMap<String, String>, DirectoryError>> + Send;

    /// The organisation itself.
    fn organization(
        &self,
    ) -> impl Future<Output = Result<Aged<Organization>, DirectoryError>> + Send;
}

/// Why a directory gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Our own store failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// It cannot be reached, or is asked too often; worth trying again after so many milliseconds.
    #[error("the directory cannot be asked now: {why}")]
    Unavailable {
        /// For the log.
        why: String,
        /// When to try again, in milliseconds from now.
        retry_after_ms: u64,
    },
    /// It refuses us: the credentials or the permissions that the administrator gave are not enough.
    #[error("the directory refuses: {why}")]
    Refused {
        /// What the administrator has to look at.
        why: String,
    },
    /// It answered something that makes no sense.
    #[error("the directory's answer makes no sense: {0}")]
    Nonsense(String),
    /// A list was to go on from what is no [`Page::next`] of that very list.
    #[error("the list cannot go on from there: ask for its first page")]
    BadCursor,
}

impl From<sqlx::Error> for DirectoryError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
