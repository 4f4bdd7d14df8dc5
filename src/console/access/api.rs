//! What the broker says about roles and assignments, and what it is told.

use crate::console::load::Asking;
use crate::platform::http::{self, Only};
use crate::routes::filters::push;
use rh_access::{Members, Permissions, Scope, Tier};
use rh_protocol::ErrorBody;
use serde::{Deserialize, Serialize};

/// Everything there is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct All {
    pub(super) roles: Vec<Role>,
    pub(super) assignments: Vec<Assignment>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) built_in: bool,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    pub(super) permissions: Permissions,
    /// To be given back with a change; none of a built-in one.
    #[serde(default)]
    pub(super) tag: String,
}

/// An assignment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Assignment {
    pub(super) id: String,
    /// The configuration makes it.
    pub(super) configured: bool,
    #[serde(default)]
    pub(super) name: String,
    pub(super) role: String,
    pub(super) members: Members,
    pub(super) scope: Scope,
    /// To be given back with a change; none of the configuration's.
    #[serde(default)]
    pub(super) tag: String,
}

/// A role to be made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RoleBody {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) permissions: Permissions,
}

/// An assignment to be made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct AssignmentBody {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) members: Members,
    pub(super) scope: Scope,
}

/// Whether somebody may help somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Answer {
    pub(super) allowed: bool,
    #[serde(default)]
    pub(super) refusal: Option<Refusal>,
    pub(super) considered: Vec<Considered>,
}

/// Why they may not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Refusal {
    pub(super) reason: String,
    /// Whose account is disabled: the helper's or the sharer's.
    #[serde(default)]
    pub(super) whose: Option<String>,
    #[serde(default)]
    pub(super) gap: Option<String>,
    #[serde(default)]
    pub(super) permissions: Permissions,
}

/// What was made of one assignment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Considered {
    pub(super) assignment: String,
    pub(super) role: String,
    pub(super) permissions: Permissions,
    pub(super) verdict: String,
    #[serde(default)]
    pub(super) gap: Option<String>,
}

/// The two that are made, changed and removed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Role,
    Assignment,
}

impl Kind {
    const fn path(self) -> &'static str {
        match self {
            Self::Role => "roles",
            Self::Assignment => "assignments",
        }
    }

    /// The id of the heading above the list of them.
    pub(super) const fn heading(self) -> &'static str {
        self.path()
    }
}

/// The templates of roles.
pub(super) const TIERS: [Tier; 3] = Tier::ALL;

/// Asks for everything.
pub(super) fn all() -> Asking<All> {
    Box::pin(http::get("/access"))
}

/// Makes a role, or changes it.
pub(super) async fn save_role(id: &str, only: &Only, body: &RoleBody) -> Result<(), ErrorBody> {
    http::put_only(&path(Kind::Role, id), only, body).await
}

/// Makes an assignment, or changes it.
pub(super) async fn save_assignment(
    id: &str,
    only: &Only,
    body: &AssignmentBody,
) -> Result<(), ErrorBody> {
    http::put_only(&path(Kind::Assignment, id), only, body).await
}

/// Removes one of them, as it was read.
pub(super) async fn remove(kind: Kind, id: &str, tag: &str) -> Result<(), ErrorBody> {
    http::delete_only(&path(kind, id), tag).await
}

/// Whether one may help the other, both by what names them, on a device by its id; without one, on none that is enrolled.
pub(super) async fn whether(
    helper: &str,
    sharer: &str,
    device: Option<&str>,
) -> Result<Answer, ErrorBody> {
    let mut query = String::new();
    for (key, value) in [
        ("helper", Some(helper)),
        ("sharer", Some(sharer)),
        ("device", device),
    ] {
        if let Some(value) = value {
            push(&mut query, key, value);
        }
    }
    http::get(&format!("/access/decision{query}")).await
}

fn path(kind: Kind, id: &str) -> String {
    format!("/access/{}/{id}", kind.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_says_reads() {
        let all: All = serde_json::from_str(
            r#"{"permissions":["view-screen"],"tiers":[[],[],[]],
            "roles":[{"id":"administrator","built_in":true,"permissions":["roles-update"]}],
            "assignments":[{"configured":true,"id":"configuration-helpers","role":"help-desk-operator",
            "members":{"people":["subject:a"],"groups":[]},"scope":{"users":"all","devices":null}},{"configured":false,"id":"a","name":"A","role":"administrator",
            "members":{"people":[],"groups":[]},"scope":{"users":"all","devices":null},"tag":"0a"}]}"#,
        )
        .unwrap();
        assert!(all.roles[0].built_in && all.assignments[0].configured);
        assert_eq!((&*all.roles[0].tag, &*all.assignments[1].tag), ("", "0a"));
        let answer: Answer = serde_json::from_str(
            r#"{"allowed":false,"refusal":{"reason":"out-of-scope","gap":"sharer"},"granted":[],
            "considered":[{"assignment":"a","role":"r","permissions":[],"verdict":"out-of-scope","gap":"sharer"},
            {"assignment":"b","role":"r","permissions":[],"verdict":"covers"}]}"#,
        )
        .unwrap();
        assert_eq!(answer.refusal.unwrap().gap.as_deref(), Some("sharer"));
        assert_eq!(answer.considered[1].gap, None);
    }
}
