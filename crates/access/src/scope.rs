//! Over whom and over which devices an assignment reaches.

use crate::{
    id::GroupId,
    subject::{Device, Person},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which people, or which devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// All of them.
    All,
    /// Those in one of these groups; with no group, none.
    Groups(BTreeSet<GroupId>),
}

impl Reach {
    fn holds(&self, groups: &BTreeSet<GroupId>) -> bool {
        match self {
            Self::All => true,
            Self::Groups(wanted) => !wanted.is_disjoint(groups),
        }
    }
}

/// A scope: sharers, devices, or both, and then both must be met. What is left out says nothing, so that a word that is
/// typed wrong would widen it: there is none but these two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Which sharers; `None`: it says nothing of them.
    pub users: Option<Reach>,
    /// Which devices, of those that are enrolled; `None`: it says nothing of them.
    pub devices: Option<Reach>,
}

/// Why a scope does not cover a session; of two, the later one comes nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// It names neither sharers nor devices.
    Empty,
    /// The sharer is in none of its groups.
    Sharer,
    /// The device is not enrolled: no scope of devices covers it, not even all of them.
    Unenrolled,
    /// The device is in none of its groups.
    Device,
}

impl Scope {
    /// Everybody, whatever their device.
    #[must_use]
    pub const fn everybody() -> Self {
        Self {
            users: Some(Reach::All),
            devices: None,
        }
    }

    /// Whether it covers a sharer with a device; `None` for a device that is not enrolled.
    ///
    /// # Errors
    /// Why not.
    pub fn cover(&self, sharer: &Person, device: Option<&Device>) -> Result<(), Gap> {
        if self.users.is_none() && self.devices.is_none() {
            return Err(Gap::Empty);
        }
        if let Some(users) = &self.users
            && !users.holds(&sharer.groups)
        {
            return Err(Gap::Sharer);
        }
        match (&self.devices, device) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(Gap::Unenrolled),
            (Some(devices), Some(device)) if devices.holds(&device.groups) => Ok(()),
            (Some(_), Some(_)) => Err(Gap::Device),
        }
    }
}
