//! What the broker says about the directory's people and groups, and what it is told.

use crate::console::lists::Rows;
use crate::console::load::Asking;
use crate::percent;
use crate::platform::http::{self, Only};
use rh_protocol::ErrorBody;
use serde::{Deserialize, Serialize};

/// Who keeps the directory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct About {
    pub(super) keeper: String,
    /// Whether it can be changed here.
    pub(in crate::console) editable: bool,
    pub(super) organization: Organization,
    #[serde(default)]
    pub(super) age_ms: u64,
}

/// Whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Organization {
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) verified_domains: Vec<String>,
}

/// Something that is named by its id.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct Named {
    pub(in crate::console) id: String,
    /// What people call it, where the directory says it.
    #[serde(default)]
    pub(in crate::console) name: Option<String>,
}

impl Named {
    /// What it is called, and by its id if by nothing else.
    pub(in crate::console) fn called(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.id.clone())
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct Person {
    pub(in crate::console) id: String,
    #[serde(default)]
    pub(super) subject: Option<String>,
    #[serde(default)]
    pub(in crate::console) email: Option<String>,
    pub(in crate::console) name: String,
    #[serde(default)]
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) company: Option<String>,
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) groups: Option<Vec<Named>>,
    /// To be given back with a change; none where they cannot be changed here.
    #[serde(default)]
    pub(super) tag: String,
    #[serde(default)]
    pub(super) age_ms: u64,
}

/// A person as they are to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PersonBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) company: Option<String>,
    pub(super) enabled: bool,
    pub(super) groups: Vec<String>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct Group {
    pub(in crate::console) id: String,
    pub(in crate::console) name: String,
    pub(super) kind: String,
    /// To be given back with a change; none where it cannot be changed here.
    #[serde(default)]
    pub(super) tag: String,
}

/// A group as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct GroupBody {
    pub(super) name: String,
    pub(super) kind: String,
}

/// What an import has done, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Imported {
    pub(super) new: u32,
    pub(super) changed: u32,
    pub(super) unchanged: u32,
    pub(super) removed: u32,
    pub(super) faults: Vec<Fault>,
}

/// Something in a file that keeps all of it from being imported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Fault {
    /// From 1; none for the whole file.
    #[serde(default)]
    pub(super) line: Option<u32>,
    #[serde(default)]
    pub(super) column: Option<String>,
    pub(super) code: String,
    #[serde(default)]
    pub(super) detail: Option<String>,
}

/// Asks who keeps it.
pub(in crate::console) fn about() -> Asking<About> {
    Box::pin(http::get("/directory"))
}

/// Asks for one person.
pub(super) async fn person(id: &str) -> Result<Person, ErrorBody> {
    http::get(&path("people", id)).await
}

/// Adds a person, or changes them.
pub(super) async fn save_person(id: &str, only: &Only, body: &PersonBody) -> Result<(), ErrorBody> {
    http::put_only(&path("people", id), only, body).await
}

/// Asks for all groups of a kind.
pub(in crate::console) async fn groups(kind: &str) -> Result<Vec<Group>, ErrorBody> {
    let rows: Rows<Group> = http::get(&format!("/directory/groups?kind={kind}")).await?;
    Ok(rows.rows)
}

/// Asks for all groups of both kinds.
pub(super) async fn all_groups() -> Result<Vec<Group>, ErrorBody> {
    let rows: Rows<Group> = http::get("/directory/groups").await?;
    Ok(rows.rows)
}

/// Adds a group, or changes it.
pub(super) async fn save_group(id: &str, only: &Only, body: &GroupBody) -> Result<(), ErrorBody> {
    http::put_only(&path("groups", id), only, body).await
}

/// The path of one of a kind.
pub(in crate::console) fn path(kind: &str, id: &str) -> String {
    format!("/directory/{kind}/{}", percent::encoded(id))
}

/// Where a file of all of a kind is fetched.
pub(super) fn export(kind: &str) -> String {
    format!("{}/directory/export/{kind}", rh_protocol::api::BASE)
}

/// Where a file is sent to be looked at.
pub(super) fn try_import(kind: &str, replace: bool) -> String {
    format!("/directory/import/{kind}?dry_run=true&replace={replace}")
}

/// Where a file is sent that removes no more than so many.
pub(super) fn import(kind: &str, replace: bool, removed: u32) -> String {
    format!("/directory/import/{kind}?dry_run=false&replace={replace}&expect_removed={removed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_either_directory_says_reads() {
        let about: About = serde_json::from_str(
            r#"{"keeper":"graph","editable":false,"organization":{"verified_domains":[]},"age_ms":9}"#,
        )
        .unwrap();
        assert!(!about.editable && about.organization.name.is_none());
        let person: Person = serde_json::from_str(
            r#"{"id":"p","name":"Ada","enabled":true,"groups":[{"id":"g"},{"id":"h","name":"Desk"}],"age_ms":0}"#,
        )
        .unwrap();
        let groups: Vec<_> = person.groups.unwrap().iter().map(Named::called).collect();
        assert_eq!(groups, ["g", "Desk"]);
        let imported: Imported = serde_json::from_str(
            r#"{"new":0,"changed":0,"unchanged":0,"removed":0,"faults":[{"line":7,"column":"owner","code":"unknown-owner"},
            {"line":null,"code":"no-header"}]}"#,
        )
        .unwrap();
        assert_eq!(
            (imported.faults[0].line, imported.faults[1].line),
            (Some(7), None)
        );
    }

    #[test]
    fn what_is_not_known_is_not_told() {
        let body = PersonBody {
            subject: None,
            email: Some("a@b.example".to_owned()),
            name: "Ada".to_owned(),
            title: None,
            company: None,
            enabled: false,
            groups: vec![],
        };
        assert_eq!(
            serde_json::to_string(&body).unwrap(),
            r#"{"email":"a@b.example","name":"Ada","enabled":false,"groups":[]}"#
        );
        assert_eq!(path("people", "a/b"), "/directory/people/a%2Fb");
    }
}
