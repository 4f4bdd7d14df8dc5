//! All roles and assignments of the tenant, and what follows from them.

use crate::{
    assignment::Assignment,
    decision::{Considered, Decision, Verdict},
    id::{AssignmentId, RoleId},
    permission::{Permission, Permissions},
    role::{BuiltIn, Role},
    subject::{Device, Person},
};
use std::collections::BTreeMap;

/// Roles and assignments. The built-in roles are always among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    roles: BTreeMap<RoleId, Permissions>,
    assignments: BTreeMap<AssignmentId, Assignment>,
}

impl Rules {
    /// These roles beside the built-in ones, whose ids win, and these assignments.
    #[must_use]
    pub fn new(
        roles: impl IntoIterator<Item = Role>,
        assignments: impl IntoIterator<Item = Assignment>,
    ) -> Self {
        let built_in = BuiltIn::ALL.map(BuiltIn::role);
        Self {
            roles: roles
                .into_iter()
                .chain(built_in)
                .map(|role| (role.id, role.permissions))
                .collect(),
            assignments: assignments
                .into_iter()
                .map(|assignment| (assignment.id.clone(), assignment))
                .collect(),
        }
    }

    /// Whether a helper may help a sharer on a device, and why; `None` for a device that is not enrolled.
    #[must_use]
    pub fn decide(&self, helper: &Person, sharer: &Person, device: Option<&Device>) -> Decision {
        let mut granted = Permissions::NONE;
        let considered = self.assignments.values().map(|assignment| {
            let permissions = self.allowed_by(assignment);
            let verdict = if !assignment.members.hold(helper) {
                Verdict::NotAMember
            } else if let Err(gap) = assignment.scope.cover(sharer, device) {
                Verdict::OutOfScope(gap)
            } else {
                granted = granted.and(permissions);
                Verdict::Covers
            };
            Considered {
                assignment: assignment.id.clone(),
                role: assignment.role.clone(),
                permissions,
                verdict,
            }
        });
        let considered = considered.collect();
        Decision {
            considered,
            granted,
        }
    }

    /// What somebody may do wherever the scope does not matter: the console. Each page and action of it asks for one of
    /// these.
    #[must_use]
    pub fn permissions(&self, person: &Person) -> Permissions {
        self.assignments
            .values()
            .filter(|assignment| assignment.members.hold(person))
            .fold(Permissions::NONE, |all, assignment| {
                all.and(self.allowed_by(assignment))
            })
    }

    /// The assignments that let their members change roles. Without any nobody could ever do that again.
    pub fn administering(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments.values().filter(|assignment| {
            self.allowed_by(assignment)
                .contains(Permission::RolesUpdate)
        })
    }

    /// What an assignment's role allows; nothing if there is no such role any more.
    fn allowed_by(&self, assignment: &Assignment) -> Permissions {
        self.roles
            .get(&assignment.role)
            .copied()
            .unwrap_or_default()
    }
}
