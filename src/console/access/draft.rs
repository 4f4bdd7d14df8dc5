//! A role or an assignment as it is typed, and what is told of it.

use super::api::{Assignment, AssignmentBody, Role, RoleBody};
use crate::console::opened::{self, Typed, field};
use rh_access::{GroupId, Members, Permissions, PersonId, Reach, Scope, Tier};
use rh_protocol::limits;
use std::collections::BTreeSet;

/// Kinds of names, as they stand before them.
const KINDS: [&str; 4] = ["subject:", "email:", "claim:", "directory:"];
const SUBJECT: &str = "subject:";
const EMAIL: &str = "email:";
const CLAIM: &str = "claim:";
const DIRECTORY: &str = "directory:";

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RoleDraft {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) permissions: Permissions,
}

impl RoleDraft {
    /// As it is.
    pub(super) fn of(role: &Role) -> Self {
        Self {
            name: role.name.clone(),
            description: role.description.clone(),
            permissions: role.permissions,
        }
    }

    /// As it is told.
    pub(super) fn body(&self) -> RoleBody {
        RoleBody {
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            permissions: self.permissions,
        }
    }
}

impl Typed for RoleDraft {
    fn over(self, before: Self, now: Self) -> Self {
        Self {
            name: field(self.name, &before.name, now.name),
            description: field(self.description, &before.description, now.description),
            permissions: merged(self.permissions, before.permissions, now.permissions),
        }
    }
}

/// Permissions that were ticked, each for itself.
fn merged(typed: Permissions, before: Permissions, now: Permissions) -> Permissions {
    let taken = before.without(typed);
    now.without(taken).and(typed.without(before))
}

/// These permissions, with what a tier says of helping in place of what they say.
pub(super) fn after(tier: Tier, permissions: Permissions) -> Permissions {
    permissions
        .without(Tier::Three.permissions())
        .and(tier.permissions())
}

/// Whether these permissions are about helping, and not enough for it.
pub(super) fn helps_too_little(permissions: Permissions) -> bool {
    permissions.touch(Tier::Three.permissions()) && !permissions.contains_all(Permissions::HELP)
}

/// Over which sharers, or which devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Over {
    All,
    Groups,
    /// It says nothing of them.
    #[default]
    Nothing,
}

/// An assignment. Names stand one a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AssignmentDraft {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) emails: String,
    pub(super) subjects: String,
    pub(super) groups: String,
    pub(super) sharers: Over,
    pub(super) sharer_groups: String,
    pub(super) devices: Over,
    pub(super) device_groups: String,
}

impl AssignmentDraft {
    /// A new one: over everybody, since nobody's device is enrolled by itself.
    pub(super) fn fresh() -> Self {
        Self {
            sharers: Over::All,
            ..Self::default()
        }
    }

    /// As it is.
    pub(super) fn of(assignment: &Assignment) -> Self {
        let people = assignment.members.people.iter().map(PersonId::as_str);
        let (emails, subjects) = people.partition::<Vec<_>, _>(|name| name.starts_with(EMAIL));
        let groups = assignment.members.groups.iter().map(GroupId::as_str);
        let (sharers, sharer_groups) = over(assignment.scope.users.as_ref(), CLAIM);
        let (devices, device_groups) = over(assignment.scope.devices.as_ref(), DIRECTORY);
        Self {
            name: assignment.name.clone(),
            role: assignment.role.clone(),
            emails: lines(emails, EMAIL),
            subjects: lines(subjects, SUBJECT),
            groups: lines(groups, CLAIM),
            sharers,
            sharer_groups,
            devices,
            device_groups,
        }
    }

    /// As it is told.
    pub(super) fn body(&self) -> AssignmentBody {
        let people = names(&self.emails, EMAIL).chain(names(&self.subjects, SUBJECT));
        AssignmentBody {
            name: self.name.trim().to_owned(),
            role: self.role.clone(),
            members: Members {
                people: people.map(PersonId::new).collect(),
                groups: groups(&self.groups, CLAIM),
            },
            scope: Scope {
                users: reach(self.sharers, &self.sharer_groups, CLAIM),
                devices: reach(self.devices, &self.device_groups, DIRECTORY),
            },
        }
    }
}

impl Typed for AssignmentDraft {
    fn over(self, before: Self, now: Self) -> Self {
        Self {
            name: field(self.name, &before.name, now.name),
            role: field(self.role, &before.role, now.role),
            emails: opened::lines(&self.emails, &before.emails, &now.emails),
            subjects: opened::lines(&self.subjects, &before.subjects, &now.subjects),
            groups: opened::lines(&self.groups, &before.groups, &now.groups),
            sharers: field(self.sharers, &before.sharers, now.sharers),
            sharer_groups: opened::lines(
                &self.sharer_groups,
                &before.sharer_groups,
                &now.sharer_groups,
            ),
            devices: field(self.devices, &before.devices, now.devices),
            device_groups: opened::lines(
                &self.device_groups,
                &before.device_groups,
                &now.device_groups,
            ),
        }
    }
}

fn over(reach: Option<&Reach>, kind: &str) -> (Over, String) {
    match reach {
        None => (Over::Nothing, String::new()),
        Some(Reach::All) => (Over::All, String::new()),
        Some(Reach::Groups(groups)) => {
            let names = groups.iter().map(GroupId::as_str);
            (Over::Groups, lines(names, kind))
        }
    }
}

fn reach(over: Over, text: &str, kind: &'static str) -> Option<Reach> {
    match over {
        Over::Nothing => None,
        Over::All => Some(Reach::All),
        Over::Groups => Some(Reach::Groups(groups(text, kind))),
    }
}

fn groups(text: &str, kind: &'static str) -> BTreeSet<GroupId> {
    names(text, kind).map(GroupId::new).collect()
}

/// Names as they are typed: without their kind where it is the usual one, and where they would not read as another.
fn lines<'a>(names: impl IntoIterator<Item = &'a str>, usual: &str) -> String {
    let lines: Vec<&str> = names.into_iter().map(|name| short(name, usual)).collect();
    lines.join("\n")
}

/// A name as people read it: see [`lines`].
pub(super) fn short<'a>(name: &'a str, usual: &str) -> &'a str {
    match name.strip_prefix(usual) {
        Some(rest) if !has_kind(rest) && rest.trim() == rest && !rest.is_empty() => rest,
        _ => name,
    }
}

/// The names on these lines, with their kinds.
fn names(text: &str, usual: &'static str) -> impl Iterator<Item = String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(move |line| named(line, usual))
}

fn named(line: &str, usual: &str) -> String {
    if has_kind(line) {
        line.to_owned()
    } else {
        format!("{usual}{line}")
    }
}

fn has_kind(name: &str) -> bool {
    KINDS.iter().any(|kind| name.starts_with(kind))
}

/// Whom somebody means who types an address or a subject.
pub(super) fn somebody(typed: &str) -> String {
    let typed = typed.trim();
    named(typed, if typed.contains('@') { EMAIL } else { SUBJECT })
}

/// The kinds of a member's name, and what stands after it.
pub(super) fn kind_of(name: &str) -> (&'static str, &str) {
    for (kind, words) in [
        (SUBJECT, "member-subject"),
        (EMAIL, "member-email"),
        (CLAIM, "member-claim"),
        (DIRECTORY, "member-directory"),
    ] {
        if let Some(rest) = name.strip_prefix(kind) {
            return (words, rest);
        }
    }
    ("member-directory", name)
}

/// An id for something new of this name: what of the name can stand in an address, and enough chance that two
/// administrators never make the same one.
pub(in crate::console) fn fresh_id(name: &str, chance: u64) -> String {
    let mut id = String::new();
    for c in name.trim().to_lowercase().chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let chance = format!("{chance:016x}");
    id.truncate(limits::RULE_ID - chance.len() - 1);
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        chance
    } else {
        format!("{id}-{chance}")
    }
}

#[cfg(test)]
mod tests;
