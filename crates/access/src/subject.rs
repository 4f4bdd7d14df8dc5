//! People and devices, as far as access is concerned.

use crate::id::{DeviceId, GroupId, PersonId};
use std::collections::BTreeSet;

/// A person: helper or sharer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Every name that they go by: with the provider, with the directory.
    pub names: BTreeSet<PersonId>,
    /// The groups that they are in, also by way of other groups.
    pub groups: BTreeSet<GroupId>,
}

/// An enrolled device. Of one that is not enrolled nothing is known: there is no value of this type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// The groups of devices that it is in.
    pub groups: BTreeSet<GroupId>,
}
