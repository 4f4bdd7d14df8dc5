//! Assignments that the configuration makes: the helpers it lists, over everybody, and the administrators it lists.
//! They are there whatever else is stored, so that nobody can lock everybody out.

use super::standing::{by_email, by_subject, of_claim};
use crate::{Settings, settings::PeopleSettings};
use rh_access::{Assignment, AssignmentId, BuiltIn, Members, Permissions, Person, RoleId, Scope};

/// What the ids of the configuration's assignments begin with; no stored one's does.
pub const PREFIX: &str = "configuration-";

/// Those that give a role to anybody.
#[must_use]
pub fn assignments(settings: &Settings) -> Vec<Assignment> {
    [
        ("helpers", BuiltIn::HelpDeskOperator, &settings.helpers),
        (
            "administrators",
            BuiltIn::Administrator,
            &settings.administrators,
        ),
    ]
    .into_iter()
    .map(|(name, role, people)| Assignment {
        id: AssignmentId::new(format!("{PREFIX}{name}")),
        role: RoleId::new(role.id()),
        members: members(people),
        scope: Scope::everybody(),
    })
    .filter(|assignment| !assignment.members.is_empty())
    .collect()
}

/// What somebody keeps whom the directory disables: administering, if the configuration names them by what their sign-in says
/// of them. Else whoever changes the directory could lock everybody out.
#[must_use]
pub fn kept(settings: &Settings, person: &Person) -> Permissions {
    if members(&settings.administrators).hold(person) {
        BuiltIn::Administrator.permissions()
    } else {
        Permissions::NONE
    }
}

fn members(people: &PeopleSettings) -> Members {
    let subjects = people.subjects.iter().map(|subject| by_subject(subject));
    let emails = people.emails.iter().map(|email| by_email(email));
    Members {
        people: subjects.chain(emails).collect(),
        groups: people.groups.iter().map(|group| of_claim(group)).collect(),
    }
}
