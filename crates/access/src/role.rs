//! Roles: built in, made after a tier, or an administrator's own.

use crate::{
    id::RoleId,
    permission::{Permission, Permissions},
};
use serde::{Deserialize, Serialize};

/// A named set of permissions. What it is called is the store's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What it allows.
    pub permissions: Permissions,
}

/// The roles that are always there and never change. The first two are Intune's, by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// *Help Desk Operator*: everything about helping, and which devices there are.
    HelpDeskOperator,
    /// *School Administrator*: the same without *Unattended*.
    SchoolAdministrator,
    /// Everything about administering; helps nobody.
    Administrator,
}

impl BuiltIn {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::HelpDeskOperator,
        Self::SchoolAdministrator,
        Self::Administrator,
    ];

    /// Its id, which no other role may have.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::HelpDeskOperator => "help-desk-operator",
            Self::SchoolAdministrator => "school-administrator",
            Self::Administrator => "administrator",
        }
    }

    /// What it allows.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            // Whoever helps may begin with somebody's device.
            Self::HelpDeskOperator => Tier::Three
                .permissions()
                .and(Permissions::of(&[P::DevicesRead])),
            Self::SchoolAdministrator => Self::HelpDeskOperator
                .permissions()
                .without(Permissions::of(&[P::Unattended])),
            Self::Administrator => Permissions::of(&[
                P::DevicesRead,
                P::DevicesUpdate,
                P::AuditRead,
                P::Sessions,
                P::OrganizationUpdate,
                P::RolesUpdate,
            ]),
        }
    }

    /// The role itself.
    #[must_use]
    pub fn role(self) -> Role {
        Role {
            id: RoleId::new(self.id()),
            permissions: self.permissions(),
        }
    }
}

/// The usual tiers of a help desk: templates to make roles after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Looks.
    One,
    /// And takes control, with elevation.
    Two,
    /// And unattended: everything about helping.
    Three,
}

impl Tier {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// What a role after it allows.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::One => Permissions::HELP,
            Self::Two => {
                Permissions::HELP.and(Permissions::of(&[P::TakeFullControl, P::Elevation]))
            }
            Self::Three => Self::Two
                .permissions()
                .and(Permissions::of(&[P::Unattended])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_roles_are_what_the_mission_says() {
        let six = Permissions::of(&Permission::ALL[..6]);
        let desk = BuiltIn::HelpDeskOperator.permissions();
        assert_eq!(desk, six.and(Permissions::of(&[Permission::DevicesRead])));
        let school = BuiltIn::SchoolAdministrator.permissions();
        assert!(desk.contains_all(school));
        assert_eq!(
            desk.without(school),
            Permissions::of(&[Permission::Unattended])
        );
        let administrator = BuiltIn::Administrator.permissions();
        assert_eq!(
            Permissions::of(&Permission::ALL).without(six),
            administrator
        );
    }

    #[test]
    fn each_tier_can_help_and_does_more_than_the_one_before() {
        let mut before = Permissions::NONE;
        for tier in Tier::ALL {
            let permissions = tier.permissions();
            assert!(
                permissions.contains_all(Permissions::HELP.and(before)) && permissions != before
            );
            before = permissions;
        }
    }
}
