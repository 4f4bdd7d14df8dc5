//! People, groups and devices as values.

use super::DirectoryError;
use serde::{Deserialize, Serialize};

/// An answer and its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aged<T> {
    /// The answer.
    pub value: T,
    /// When it was true, in Unix milliseconds.
    pub as_of_ms: u64,
}

/// A person of the organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The directory's id: `oid` with Entra ID.
    pub id: String,
    /// What names them at the identity provider, if that is known.
    pub subject: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Whether the account may be used at all.
    pub enabled: bool,
    /// Ids of their groups.
    pub groups: Vec<String>,
}

/// All of it is about a person.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").finish_non_exhaustive()
    }
}

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Such as `image/jpeg`, as the bytes themselves tell.
    pub media_type: &'static str,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// What a group is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// People.
    People,
    /// Devices.
    Devices,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The directory's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is made of. A group of Entra ID may hold both, and is given for either.
    pub kind: GroupKind,
}

/// The kind of system that a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// Windows.
    Windows,
    /// macOS.
    Macos,
    /// Linux.
    Linux,
    /// iOS or iPadOS.
    Ios,
    /// Android.
    Android,
    /// Any other, or nobody knows.
    Other,
}

/// Whether an enrolled device meets the organisation's policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compliance {
    /// It does.
    Compliant,
    /// It does not.
    NotCompliant,
    /// It does not yet, and has some time left.
    InGracePeriod,
    /// Nobody knows. Whatever is no clear answer reads so.
    Unknown,
}

/// An enrolled device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The directory's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Id of the person whose it is.
    pub owner: Option<String>,
    /// What it runs.
    pub platform: Platform,
    /// Whether it meets the policies.
    pub compliance: Compliance,
    /// Why not, for people, in the directory's own words.
    pub reasons: Vec<String>,
    /// When the directory heard of it last, in Unix milliseconds.
    pub last_seen_ms: Option<u64>,
    /// Ids of its groups. Empty in lists.
    pub groups: Vec<String>,
}

/// A device, of which the groups may be unknown.
#[derive(Debug)]
pub struct DeviceAnswer {
    /// The device; in no groups where they are unknown.
    pub device: Aged<Device>,
    /// Why its groups are unknown.
    pub groups_untold: Option<DirectoryError>,
}

impl DeviceAnswer {
    /// All of it: who decides by its groups has to have them.
    ///
    /// # Errors
    /// When they are unknown.
    pub fn whole(self) -> Result<Aged<Device>, DirectoryError> {
        match self.groups_untold {
            Some(error) => Err(error),
            None => Ok(self.device),
        }
    }
}

/// The organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Its name; none where nobody has said it.
    pub name: Option<String>,
    /// The domains that it has proved to be its own.
    pub verified_domains: Vec<String>,
}
