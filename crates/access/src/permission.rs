//! What a role can allow. The first six are Intune's, by its names; the rest are about this product's own console.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that a role allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// *Remote Help: View screen*.
    ViewScreen,
    /// *Remote Help: Take full control*. Grants nothing here: this product is view only.
    TakeFullControl,
    /// *Remote Help: Elevation*. Grants nothing here.
    Elevation,
    /// *Remote Help: Unattended*. Grants nothing here.
    Unattended,
    /// *Remote Tasks: Offer remote assistance*.
    OfferRemoteAssistance,
    /// *Remote Assistance Connector: Read*.
    ConnectorRead,
    /// *Managed devices: Read*: the devices page.
    DevicesRead,
    /// *Managed devices: Update*: the embedded directory's devices, and together with [`Self::RolesUpdate`] its people and
    /// groups; enrolment links, revoking a device's key.
    DevicesUpdate,
    /// *Audit data: Read*: audit log, session report, their export.
    AuditRead,
    /// *Remote Help: Sessions*: the sessions running now, and ending one.
    Sessions,
    /// *Organization: Update*: the settings, webhooks, tokens for machines.
    OrganizationUpdate,
    /// *Roles: Update*: roles and their assignments. Who has it over everything can give themselves all others.
    RolesUpdate,
}

impl Permission {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::ViewScreen,
        Self::TakeFullControl,
        Self::Elevation,
        Self::Unattended,
        Self::OfferRemoteAssistance,
        Self::ConnectorRead,
        Self::DevicesRead,
        Self::DevicesUpdate,
        Self::AuditRead,
        Self::Sessions,
        Self::OrganizationUpdate,
        Self::RolesUpdate,
    ];

    /// Its name, as it travels.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ViewScreen => "view-screen",
            Self::TakeFullControl => "take-full-control",
            Self::Elevation => "elevation",
            Self::Unattended => "unattended",
            Self::OfferRemoteAssistance => "offer-remote-assistance",
            Self::ConnectorRead => "connector-read",
            Self::DevicesRead => "devices-read",
            Self::DevicesUpdate => "devices-update",
            Self::AuditRead => "audit-read",
            Self::Sessions => "sessions",
            Self::OrganizationUpdate => "organization-update",
            Self::RolesUpdate => "roles-update",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of permissions.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Permission>", into = "Vec<Permission>")]
pub struct Permissions(u16);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);
    /// What a helper needs to help: without one of these nobody is helped.
    pub const HELP: Self = Self::of(&[
        Permission::OfferRemoteAssistance,
        Permission::ConnectorRead,
        Permission::ViewScreen,
    ]);
    /// What a program can be given: nobody is helped by one.
    pub const PROGRAMS: Self = Self::of(&[
        Permission::DevicesRead,
        Permission::DevicesUpdate,
        Permission::AuditRead,
        Permission::Sessions,
        Permission::OrganizationUpdate,
        Permission::RolesUpdate,
    ]);

    /// These.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < permissions.len() {
            bits |= permissions[at].bit();
            at += 1;
        }
        Self(bits)
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether all of the others are among them.
    #[must_use]
    pub const fn contains_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether any of the others is among them.
    #[must_use]
    pub const fn touch(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// These and the others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These without the others.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them, in the order of [`Permission::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .into_iter()
            .filter(move |permission| self.contains(*permission))
    }
}

impl From<Vec<Permission>> for Permissions {
    fn from(permissions: Vec<Permission>) -> Self {
        Self::of(&permissions)
    }
}

impl From<Permissions> for Vec<Permission> {
    fn from(permissions: Permissions) -> Self {
        permissions.iter().collect()
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_travel() {
        for permission in Permission::ALL {
            let text = serde_json::to_string(&permission).expect("a name");
            assert_eq!(text, format!("{:?}", permission.name()));
        }
    }

    #[test]
    fn a_set_holds_what_it_is_made_of_and_is_written_as_names() {
        let set = Permissions::of(&[Permission::RolesUpdate, Permission::ViewScreen]);
        assert!(set.contains(Permission::ViewScreen) && !set.contains(Permission::Elevation));
        let text = serde_json::to_string(&set).expect("a list of names");
        assert_eq!(text, r#"["view-screen","roles-update"]"#);
        assert_eq!(serde_json::from_str::<Permissions>(&text).ok(), Some(set));
        assert!(serde_json::from_str::<Permissions>(r#"["view"]"#).is_err());
        assert_eq!(
            Permissions::of(&Permission::ALL).iter().count(),
            Permission::ALL.len()
        );
        assert!(set.without(set).is_empty());
    }
}
