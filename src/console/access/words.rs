//! What permissions, roles and assignments are called.

use super::api::{All, Assignment, Considered, Refusal, Role};
use crate::i18n;
use rh_access::{BuiltIn, Permission, Permissions, Tier};

/// A group of permissions, as Intune and this product's console call it.
pub(in crate::console) struct Group {
    pub(in crate::console) name: &'static str,
    pub(in crate::console) permissions: &'static [Permission],
}

/// All groups, in the order in which they are shown.
pub(in crate::console) static GROUPS: [Group; 7] = {
    use Permission as P;
    [
        Group {
            name: "group-remote-help",
            permissions: &[
                P::ViewScreen,
                P::TakeFullControl,
                P::Elevation,
                P::Unattended,
                P::Sessions,
            ],
        },
        Group {
            name: "group-remote-tasks",
            permissions: &[P::OfferRemoteAssistance],
        },
        Group {
            name: "group-connector",
            permissions: &[P::ConnectorRead],
        },
        Group {
            name: "group-devices",
            permissions: &[P::DevicesRead, P::DevicesUpdate],
        },
        Group {
            name: "group-audit",
            permissions: &[P::AuditRead],
        },
        Group {
            name: "group-organization",
            permissions: &[P::OrganizationUpdate],
        },
        Group {
            name: "group-roles",
            permissions: &[P::RolesUpdate],
        },
    ]
};

/// The message with a permission's name, without its group; its `.about` says what it is for.
pub(in crate::console) const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewScreen => "permission-view-screen",
        Permission::TakeFullControl => "permission-take-full-control",
        Permission::Elevation => "permission-elevation",
        Permission::Unattended => "permission-unattended",
        Permission::OfferRemoteAssistance => "permission-offer-remote-assistance",
        Permission::ConnectorRead => "permission-connector-read",
        Permission::DevicesRead => "permission-devices-read",
        Permission::DevicesUpdate => "permission-devices-update",
        Permission::AuditRead => "permission-audit-read",
        Permission::Sessions => "permission-sessions",
        Permission::OrganizationUpdate => "permission-organization-update",
        Permission::RolesUpdate => "permission-roles-update",
    }
}

/// What a permission is for. Tracked.
pub(in crate::console) fn about(one: Permission) -> String {
    i18n::text(&format!("{}.about", permission(one)), &[])
}

/// Permissions by their whole names: *Remote Help: View screen*. Tracked.
pub(in crate::console) fn whole_names(permissions: Permissions) -> Vec<String> {
    let of_group = |group: &'static Group| {
        let theirs = group.permissions.iter().copied();
        theirs
            .filter(move |one| permissions.contains(*one))
            .map(|one| {
                let group = i18n::text(group.name, &[]);
                let args = [
                    ("group", group.into()),
                    ("permission", i18n::text(permission(one), &[]).into()),
                ];
                i18n::text("permission-whole", &args)
            })
    };
    GROUPS.iter().flat_map(of_group).collect()
}

/// The message with a tier's name; its `.about` says what it is for.
pub(super) const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::One => "tier-one",
        Tier::Two => "tier-two",
        Tier::Three => "tier-three",
    }
}

/// What a role is called. Tracked.
pub(super) fn role_name(role: &Role) -> String {
    match built_in(role) {
        Some(name) => i18n::text(name, &[]),
        None => role.name.clone(),
    }
}

/// What a role is for. Tracked.
pub(super) fn role_description(role: &Role) -> String {
    match built_in(role) {
        Some(name) => i18n::text(&format!("{name}.about"), &[]),
        None => role.description.clone(),
    }
}

fn built_in(role: &Role) -> Option<&'static str> {
    let known = BuiltIn::ALL.into_iter().find(|one| one.id() == role.id);
    known.map(|one| match one {
        BuiltIn::HelpDeskOperator => "role-help-desk-operator",
        BuiltIn::SchoolAdministrator => "role-school-administrator",
        BuiltIn::Administrator => "role-administrator",
    })
}

/// What the role of this id is called; its id, if there is none any more. Tracked.
pub(super) fn role_named(all: &All, id: &str) -> String {
    let found = all.roles.iter().find(|role| role.id == id);
    found.map_or_else(|| id.to_owned(), role_name)
}

/// What an assignment is called. Tracked.
pub(super) fn assignment_name(assignment: &Assignment) -> String {
    match assignment.id.as_str() {
        "configuration-helpers" => i18n::text("configured-helpers", &[]),
        "configuration-administrators" => i18n::text("configured-administrators", &[]),
        id if assignment.name.is_empty() => id.to_owned(),
        _ => assignment.name.clone(),
    }
}

/// What the assignment of this id is called. Tracked.
pub(super) fn assignment_named(all: &All, id: &str) -> String {
    let found = all.assignments.iter().find(|one| one.id == id);
    found.map_or_else(|| id.to_owned(), assignment_name)
}

/// The message that says what was made of an assignment.
pub(super) fn verdict(considered: &Considered) -> &'static str {
    match considered.verdict.as_str() {
        "covers" if considered.permissions.touch(Permissions::HELP) => "verdict-covers",
        "covers" => "verdict-covers-nothing",
        "not-a-member" => "verdict-not-a-member",
        _ => gap(considered.gap.as_deref()),
    }
}

/// The message that says why somebody may not help.
pub(super) fn refusal(refusal: &Refusal) -> &'static str {
    match refusal.reason.as_str() {
        "no-role" => "refused-no-role",
        "missing" => "refused-missing",
        "unenrolled-device" => "refused-setting",
        "account-disabled" => match refusal.whose.as_deref() {
            Some("helper") => "refused-helper-disabled",
            Some("sharer") => "refused-sharer-disabled",
            _ => "refused-unknown",
        },
        "out-of-scope" => match refusal.gap.as_deref() {
            Some("unenrolled") => "refused-unenrolled",
            Some("device") => "refused-device",
            _ => "refused-sharer",
        },
        // A newer broker's.
        _ => "refused-unknown",
    }
}

fn gap(gap: Option<&str>) -> &'static str {
    match gap {
        Some("sharer") => "verdict-sharer",
        Some("unenrolled") => "verdict-unenrolled",
        Some("device") => "verdict-device",
        _ => "verdict-empty",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_permission_stands_in_exactly_one_group() {
        let all = GROUPS.iter().flat_map(|group| group.permissions);
        assert_eq!(all.clone().count(), Permission::ALL.len());
        let set: Vec<_> = all.copied().collect();
        assert_eq!(Permissions::of(&set), Permissions::of(&Permission::ALL));
    }

    #[test]
    fn a_role_of_the_console_covers_and_helps_nobody() {
        let considered = |permissions, verdict: &str, gap: Option<&str>| Considered {
            assignment: String::new(),
            role: String::new(),
            permissions,
            verdict: verdict.to_owned(),
            gap: gap.map(str::to_owned),
        };
        let console = BuiltIn::Administrator.permissions();
        let told = |one: Considered| verdict(&one);
        assert_eq!(
            told(considered(console, "covers", None)),
            "verdict-covers-nothing"
        );
        assert_eq!(
            told(considered(Permissions::HELP, "covers", None)),
            "verdict-covers"
        );
        let outside = considered(Permissions::HELP, "out-of-scope", Some("unenrolled"));
        assert_eq!(told(outside), "verdict-unenrolled");
    }

    #[test]
    fn what_is_not_known_reads_as_no_other_reason() {
        let told = |reason: &str, whose: Option<&str>, gap: Option<&str>| {
            refusal(&Refusal {
                reason: reason.to_owned(),
                whose: whose.map(str::to_owned),
                gap: gap.map(str::to_owned),
                permissions: Permissions::NONE,
            })
        };
        for (reason, whose, gap, words) in [
            (
                "account-disabled",
                Some("helper"),
                None,
                "refused-helper-disabled",
            ),
            (
                "account-disabled",
                Some("sharer"),
                None,
                "refused-sharer-disabled",
            ),
            ("account-disabled", None, None, "refused-unknown"),
            ("out-of-scope", None, Some("sharer"), "refused-sharer"),
            ("out-of-scope", None, Some("device"), "refused-device"),
            ("out-of-scope", None, Some("empty"), "refused-sharer"),
            ("of-tomorrow", None, Some("device"), "refused-unknown"),
        ] {
            assert_eq!(told(reason, whose, gap), words, "{reason}");
        }
    }
}
