//! The directory: its devices, people and groups, whoever keeps it, and changes of the embedded one.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /directory` | → who keeps it, and of what organisation it is | *Managed devices: Read* |
//! | `GET /directory/devices?search&compliance&platform&owner&group&order&reverse&after&size` | → a page of devices | *Managed devices: Read* |
//! | `GET /directory/devices/{id}` | → a device with its groups | *Managed devices: Read* |
//! | `PUT /directory/devices/{id}` | [`devices::Body`] → nothing | *Managed devices: Update* |
//! | `DELETE /directory/devices/{id}` | → nothing | *Managed devices: Update* |
//! | `GET /directory/people?search&group&after&size` | → a page of people | *Managed devices: Read* |
//! | `GET /directory/people/{id}` | → a person with their groups | *Managed devices: Read* |
//! | `PUT /directory/people/{id}` | [`people::Body`] → nothing | *Managed devices: Update* and *Roles: Update* |
//! | `DELETE /directory/people/{id}` | → nothing | *Managed devices: Update* and *Roles: Update* |
//! | `GET /directory/groups?kind` | → all groups, by name | *Managed devices: Read* |
//! | `PUT /directory/groups/{id}` | [`groups::Body`] → nothing | *Managed devices: Update* and *Roles: Update* |
//! | `DELETE /directory/groups/{id}` | → nothing | *Managed devices: Update* and *Roles: Update* |
//! | `PUT /directory/groups/{id}/members` | [`groups::Members`] → nothing | *Managed devices: Update* and *Roles: Update* |
//! | `POST /directory/import/{kind}?dry_run&replace&expect_removed` | a CSV file → what it does, or each of its faults | *Managed devices: Update*; for people and groups also *Roles: Update* |
//! | `GET /directory/export/{kind}` | → a CSV file | *Managed devices: Update* |
//!
//! Who decides on who is who and in which group decides on rights, wherever a role is assigned to somebody or to a group of
//! the directory: hence *Roles: Update* for these.
//!
//! Changes, files and exports are the embedded directory's: with another keeper they are refused with
//! `directory-read-only`. What it keeps has a tag where it is told whole; `PUT` and `DELETE` of one take a
//! [`Condition`](crate::condition::Condition).

mod devices;
mod files;
mod groups;
mod people;

use crate::{
    App,
    condition::Tag,
    directory::{
        Aged, Directory, Embedded, Organization, Page, Provider as _,
        embedded::{Author, ChangeError},
        query::PAGE,
    },
    http::{asked, error::ApiError, routes::Routes},
    identity::{DevicesRead, DevicesUpdate, Permitted, RolesUpdate},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::ErrorCode;
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, IntoDeserializer as _, value},
};
use std::collections::HashMap;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/directory", about)
        .get("/directory/devices", devices::list)
        .get("/directory/devices/{id}", devices::one)
        .put("/directory/devices/{id}", devices::save)
        .delete("/directory/devices/{id}", devices::remove)
        .get("/directory/people", people::list)
        .get("/directory/people/{id}", people::one)
        .put("/directory/people/{id}", people::save)
        .delete("/directory/people/{id}", people::remove)
        .get("/directory/groups", groups::list)
        .put("/directory/groups/{id}", groups::save)
        .delete("/directory/groups/{id}", groups::remove)
        .put("/directory/groups/{id}/members", groups::set_members)
        .post_unread("/directory/import/{kind}", files::import)
        .get("/directory/export/{kind}", files::export)
}

/// Who keeps the directory, and of what organisation it is.
#[derive(Serialize)]
struct About {
    keeper: &'static str,
    /// Whether it can be changed here.
    editable: bool,
    organization: OrganizationView,
    age_ms: u64,
}

#[derive(Serialize)]
struct OrganizationView {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    verified_domains: Vec<String>,
}

async fn about(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
) -> Result<axum::Json<About>, ApiError> {
    let directory = app.access.directory();
    let (keeper, editable) = match directory {
        Directory::Embedded(_) => ("embedded", true),
        Directory::Graph(_) => ("graph", false),
    };
    let organization = directory.organization().await?;
    let age_ms = age_ms(&app, organization.as_of_ms);
    let Organization {
        name,
        verified_domains,
    } = organization.value;
    Ok(axum::Json(About {
        keeper,
        editable,
        organization: OrganizationView {
            name,
            verified_domains,
        },
        age_ms,
    }))
}

/// Something, and when it was true.
#[derive(Serialize)]
struct Told<T> {
    #[serde(flatten)]
    it: T,
    age_ms: u64,
}

/// A list, or a page of one.
#[derive(Serialize)]
struct Listed<T> {
    rows: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    age_ms: u64,
}

impl<T> Listed<T> {
    /// A page with its rows as they are shown.
    fn of<R>(app: &App, page: Aged<Page<R>>, shown: impl FnMut(R) -> T) -> Self {
        let Page { rows, total, next } = page.value;
        Self {
            rows: rows.into_iter().map(shown).collect(),
            total,
            next,
            age_ms: age_ms(app, page.as_of_ms),
        }
    }
}

/// Somebody or something by their id, and what it is called where that is known.
#[derive(Serialize)]
struct Named {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// What groups are called. Where it cannot be told, their ids have to do.
async fn group_names(app: &App, ids: impl Iterator<Item = &String>) -> HashMap<String, String> {
    let mut ids: Vec<&str> = ids.map(String::as_str).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return HashMap::new();
    }
    let names = app.access.directory().group_names(&ids).await;
    names.unwrap_or_else(|error| {
        tracing::warn!(%error, "the names of groups were not to be had");
        HashMap::new()
    })
}

fn named(ids: Vec<String>, names: &HashMap<String, String>) -> Vec<Named> {
    let named = ids.into_iter().map(|id| Named {
        name: names.get(&id).cloned(),
        id,
    });
    named.collect()
}

/// How old an answer is.
fn age_ms(app: &App, as_of_ms: u64) -> u64 {
    app.clock.now_ms().saturating_sub(as_of_ms)
}

/// The directory that can be changed here.
fn embedded(app: &App) -> Result<&Embedded, ApiError> {
    match app.access.directory() {
        Directory::Embedded(embedded) => Ok(embedded),
        Directory::Graph(_) => Err(ErrorCode::DirectoryReadOnly.into()),
    }
}

/// Who may say who somebody is, and what is in which group.
type Registrar = Permitted<(DevicesUpdate, RolesUpdate)>;
/// The tag of something as it is told, where it can be changed here.
fn tag<T: Serialize>(app: &App, stored: &T) -> Option<Tag> {
    matches!(app.access.directory(), Directory::Embedded(_)).then(|| Tag::of(stored))
}

/// In whose name something is changed.
fn author<P>(by: &Permitted<P>) -> Author<'_> {
    Author::Account(by.account().as_str())
}

/// An id as it stands in the path. With blanks around it would be another than the one that is kept.
fn checked(id: String) -> Result<String, ApiError> {
    if id.trim() == id {
        Ok(id)
    } else {
        Err(ApiError::field("id"))
    }
}

/// Whether something that was to be removed was there.
fn gone(was_there: bool) -> Result<StatusCode, ApiError> {
    if was_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// One of a few words.
fn word<'a, T: Deserialize<'a>>(field: &str, text: &'a str) -> Result<T, ApiError> {
    let read: Result<T, value::Error> = T::deserialize(text.into_deserializer());
    read.map_err(|_| ApiError::field(field))
}

/// The same of a query, where it may be left out.
fn word_given<T: DeserializeOwned>(field: &str, text: Option<&str>) -> Result<Option<T>, ApiError> {
    let text = asked::read::<String>(text, field)?;
    text.map(|text| word(field, &text)).transpose()
}

/// Rows on a page of people or devices.
fn size(text: Option<&str>) -> Result<u32, ApiError> {
    asked::size(text, PAGE, PAGE)
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Invalid(fault) => match fault.field {
                // It stands in the path.
                "group" => ErrorCode::NotFound.into(),
                // As files call it.
                "last_seen" => Self::field("last_seen_ms"),
                field => Self::field(field),
            },
            ChangeError::LastAdministrator => ErrorCode::LastAdministrator.into(),
            ChangeError::Overtaken(overtaken) => overtaken.into(),
            ChangeError::Store(error) => error.into(),
        }
    }
}
