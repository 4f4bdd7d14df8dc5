//! Assignments: a role for members, over a scope.

use crate::{
    id::{AssignmentId, GroupId, PersonId, RoleId},
    scope::Scope,
    subject::Person,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who has the role: these people and everybody in these groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// People by name.
    pub people: BTreeSet<PersonId>,
    /// Groups.
    pub groups: BTreeSet<GroupId>,
}

impl Members {
    /// Whether there is nobody for sure.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.groups.is_empty()
    }

    /// Whether somebody is among them.
    #[must_use]
    pub fn hold(&self, person: &Person) -> bool {
        !self.people.is_disjoint(&person.names) || !self.groups.is_disjoint(&person.groups)
    }
}

/// One role for its members, over one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The role that it gives.
    pub role: RoleId,
    /// To whom.
    pub members: Members,
    /// Over whom, and which devices.
    pub scope: Scope,
}
